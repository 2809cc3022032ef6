"""The release that this process runs, as packaging wrote it.

A local run is of no release, and says `dev`.
"""

import json
from pathlib import Path

from chalicelib.frozen import dataclass

FILE = Path(__file__).parent / "data" / "release.json"


@dataclass(frozen=True)
class Release:
    """A version of pyproject.toml, and the commit that was packaged.

    `commit` ends in `+dirty.…` where the sources had changes that no commit holds.
    """

    version: str = "dev"
    commit: str = ""


def read(file: Path = FILE) -> Release:
    """Return the release that a file names, `dev` without one."""
    try:
        return Release(**json.loads(file.read_text()))
    except FileNotFoundError:
        return Release()


RUNNING = read()
