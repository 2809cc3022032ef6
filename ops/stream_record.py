"""Conversion of stream records between their two shapes."""

import base64
import json
from typing import Any

StreamRecord = dict[str, Any]


def as_lambda_event(record: StreamRecord) -> StreamRecord:
    """Convert a record of GetRecords to the JSON of a Lambda event.

    Bytes become base64 text, times numbers.
    """
    event: StreamRecord = json.loads(json.dumps(record, default=_plain))
    return event


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value.timestamp()
