"""``ops call``: check a call's files, publish them as a version."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from chalicelib.storage.calls import Calls
from chalicelib.wiring import wiring
from ops.calls.loading import compile_call
from ops.calls.tree import Faults

USAGE = "usage: python -m ops call check|publish FOLDER …"


def main(arguments: Sequence[str]) -> int:
    """0 where every call is right, else 1 and every error as ``file:line: reason``."""
    act = ACTS.get(arguments[0]) if len(arguments) > 1 else None
    if act is None:
        print(USAGE, file=sys.stderr)
        return 2
    return max([_done(act, Path(folder)) for folder in arguments[1:]])


def check(folder: Path) -> str:
    """Say that a call is right. Raises Faults."""
    compile_call(folder)
    return "right"


def publish(folder: Path, calls: Calls | None = None) -> str:
    """Store a call as its next version; one that is there already stays as it is. Raises Faults, Stale."""
    compiled = compile_call(folder)
    return f"version {(calls or wiring.tools.calls).publish(compiled)}"


ACTS: Mapping[str, Callable[[Path], str]] = {"check": check, "publish": publish}


def _done(act: Callable[[Path], str], folder: Path) -> int:
    try:
        print(f"{folder}: {act(folder)}")
    except Faults as wrong:
        for fault in wrong.faults:
            print(f"{folder}/{fault}")
        return 1
    return 0
