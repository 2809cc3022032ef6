"""Records of a table's stream in the two shapes that they have."""

import base64
import json
from typing import Any

StreamRecord = dict[str, Any]


def as_lambda_event(record: StreamRecord) -> StreamRecord:
    """A record of GetRecords in the JSON of a Lambda event: bytes as base64 text, times as numbers."""
    event: StreamRecord = json.loads(json.dumps(record, default=_plain))
    return event


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value.timestamp()
