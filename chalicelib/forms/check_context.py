"""What the rules must be told beside the answers: the day, the regions, the files, the states of linked submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from chalicelib.forms.regions import Regions
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class FileFact:
    """One attached file: the id of its field, its kind (``pdf``, ``jpg`` …), its size in bytes."""

    field: str
    kind: str
    size: int


@dataclass(frozen=True)
class CheckContext:
    """``today`` is the day in the call's zone; ``links`` holds the state of each submission of one's own unit by id."""

    today: date
    regions: Regions
    files: Sequence[FileFact] = ()
    links: Mapping[str, str | None] = field(default_factory=dict)
