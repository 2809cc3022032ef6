"""What is wrong with an answer: as a field says it (Flaw), and as a form says it (Problem)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


class Flaw(NamedTuple):
    """A field's own finding. ``path`` leads from the field to the place within it (``/2/until``)."""

    code: str
    params: Mapping[str, Any] = {}
    path: str = ""

    def within(self, path: str) -> Flaw:
        """The same finding, seen from one step further out."""
        return self._replace(path=path + self.path)


@dataclass(frozen=True)
class Problem:
    """A finding at its place in the form; ``level`` is ``refuse`` or ``warn``. Words live in the site, by code."""

    pointer: str
    field: str
    section: str
    code: str
    params: Mapping[str, Any]
    level: str = "refuse"

    def as_json(self) -> dict[str, Any]:
        """The problem as the API and the parity table write it."""
        return asdict(self)
