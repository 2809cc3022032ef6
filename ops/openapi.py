"""`python -m ops openapi [FILE]`: the API's description, as `GET /api/openapi.json` gives it, to a file or out."""

import importlib
import json
import sys
from pathlib import Path


def text() -> str:
    """The document, indented and in a fixed order, so that a change of it reads as a change of the API."""
    importlib.import_module("app")
    document = importlib.import_module("chalicelib.web.openapi").document()
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    if arguments:
        target = Path(arguments[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text(), "utf-8")
    else:
        sys.stdout.write(text())
    return 0
