"""``ops call``: check a call's files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ops.calls.loading import check


def main(arguments: Sequence[str]) -> int:
    """``check FOLDER …``: 0 where all is right, else 1 and every error as ``file:line: reason``."""
    if len(arguments) < 2 or arguments[0] != "check":
        print("usage: python -m ops call check FOLDER …", file=sys.stderr)
        return 2
    return max(map(_checked, map(Path, arguments[1:])))


def _checked(folder: Path) -> int:
    faults = check(folder)
    for fault in faults:
        print(folder / fault.file, fault.line, fault.message, sep=":")
    if not faults:
        print(f"{folder}: right")
    return int(bool(faults))
