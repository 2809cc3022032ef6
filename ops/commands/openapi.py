"""`ops openapi`: write the API's description (OpenAPI 3.1).

It goes to a file or to standard output.
"""

import argparse
import sys
from pathlib import Path

from ops.cli import DONE
from ops.site.api_description import text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to write it (else: out)")


def run(options: argparse.Namespace) -> int:
    if options.file:
        options.file.parent.mkdir(parents=True, exist_ok=True)
        options.file.write_text(text(), "utf-8")
    else:
        sys.stdout.write(text())
    return DONE
