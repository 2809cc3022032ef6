"""The release that a package is of: pyproject's version and git's commit."""

import hashlib
import json
import subprocess
import tomllib
from dataclasses import asdict
from pathlib import Path

from chalicelib.release import FILE, Release
from ops.bootstrap import ROOT

SOURCES = ("app.py", "chalicelib", ".chalice", "cloudformation", "ops", "pyproject.toml", "requirements.txt")
"""What decides what is deployed. A change elsewhere makes no release another one."""

UNKNOWN = "unknown"
"""The commit of sources that lie in no repository."""


def of_checkout(root: Path = ROOT) -> Release:
    """Return the release that packaging this checkout would make.

    Two states that no commit holds differ in what follows `+dirty.`.
    """
    version = str(tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"])
    head = _git(root, "rev-parse", "--short=12", "HEAD")
    if head is None:
        return Release(version, UNKNOWN)
    commit = head.decode().strip()
    changes = _changes(root)
    return Release(version, f"{commit}+dirty.{hashlib.sha256(changes).hexdigest()[:8]}" if changes else commit)


def is_committed(release: Release) -> bool:
    """Return True if a commit holds all of a release's sources."""
    return release.commit != UNKNOWN and "+dirty" not in release.commit


def write(release: Release, project: Path) -> None:
    """Write a release into a project, where its functions read it."""
    file = project / FILE.relative_to(ROOT)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(release)))


def _changes(root: Path) -> bytes:
    """Return all that differs from the commit, new files included."""
    changed = _git(root, "diff", "HEAD", "--binary", "--", *SOURCES) or b""
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *SOURCES) or b""
    names = [name for name in new.decode().split("\0") if name]
    return changed + b"".join(name.encode() + (root / name).read_bytes() for name in names)


def _git(root: Path, *arguments: str) -> bytes | None:
    """Return what git prints, None where it cannot say."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
