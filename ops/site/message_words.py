"""The site's words for messages, generated from the functions' kinds.

The compiler of the site checks them as it checks any dictionary of its own.
"""

import json
from pathlib import Path

from chalicelib.domain.message_kinds import KINDS, Line
from ops.bootstrap import ROOT

TARGET = ROOT / "static_site/src/features/messages/kinds.generated.ts"


def text() -> str:
    """Return a TypeScript module.

    `ASKS` says whose turn it is, by kind; `LINES` has the words by kind and variant.
    """
    asks = {kind.value: row.asks.value for kind, row in KINDS.items()}
    lines = {
        f"{kind.value}_{variant}" if variant else kind.value: _word(line)
        for kind, row in KINDS.items()
        for variant, line in row.lines.items()
    }
    parts = [f"export const {name} = {_json(value)} as const\n" for name, value in (("ASKS", asks), ("LINES", lines))]
    return "\n".join(["// Generated from chalicelib/domain/message_kinds.py: change it there.", *parts])


def write(target: Path = TARGET) -> None:
    """Write the module, where its text changed."""
    now = text()
    if not target.is_file() or target.read_text("utf-8") != now:
        target.write_text(now, "utf-8")


def _word(line: Line) -> dict[str, object]:
    return {"zh": line.zh, "en": {"one": line.one, "other": line.en} if line.one else line.en}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
