"""`python -m ops openapi [FILE]`: the API's description, as `GET /api/openapi.json` gives it, to a file or out."""

import argparse
import importlib
import json
import sys
from pathlib import Path


def text() -> str:
    """The document, indented and in a fixed order, so that a change of it reads as a change of the API."""
    importlib.import_module("app")
    document = importlib.import_module("chalicelib.web.http.openapi").document()
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to write it (else: out)")


def run(options: argparse.Namespace) -> int:
    if options.file:
        options.file.parent.mkdir(parents=True, exist_ok=True)
        options.file.write_text(text(), "utf-8")
    else:
        sys.stdout.write(text())
    return 0
