"""The context of a check: day, regions, files, linked submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from chalicelib.forms.regions import Regions
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class FileFact:
    """An attached file: its field's id, its kind, its size.

    The kind is ``pdf``, ``jpg`` …, the size in bytes.
    """

    field: str
    kind: str
    size: int


@dataclass(frozen=True)
class CheckContext:
    """The facts beside the answers that rules depend on.

    ``today`` is the day in the call's zone; ``links`` maps the id of each submission of one's own unit to its state.
    """

    today: date
    regions: Regions
    files: Sequence[FileFact] = ()
    links: Mapping[str, str | None] = field(default_factory=dict)
