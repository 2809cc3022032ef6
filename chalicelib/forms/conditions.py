"""Conditions under which fields are shown.

A condition is plain data: ``{"field", "is"}``, ``{"field", "in"}``, ``{"field", "under"}``, ``{"field", "not_after":
"today"}``, ``{"not"}``, ``{"all"}``, ``{"any"}``. A hidden field counts as empty for the conditions that look at it, so
hiding cascades.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from chalicelib.forms.normalising import not_after
from chalicelib.forms.regions import under

Cond = Mapping[str, Any]
Value = Any
"""A clean answer; None where it is empty.

A string, a list of strings, or a list of rows.
"""


class Conditional(Protocol):
    """An item that may be shown under a condition."""

    @property
    def id(self) -> str: ...
    @property
    def when(self) -> Cond | None: ...


class Scope:
    """Clean answers as conditions see them.

    They are those of a form, or the cells of one row. ``read`` returns the answer with an id.
    """

    def __init__(self, fields: Mapping[str, Conditional], read: Callable[[str], Value | None], today: date) -> None:
        self.today = today
        self._fields = fields
        self._read = read
        self._shown: dict[str, bool] = {}

    def shows(self, id: str) -> bool:
        """Return whether the field with this id exists and is visible.

        A field whose condition depends on itself is hidden.
        """
        if id not in self._shown:
            self._shown[id] = False
            field = self._fields.get(id)
            self._shown[id] = field is not None and self.holds(field.when)
        return self._shown[id]

    def value(self, id: str) -> Value:
        """Return the clean value, or None if it is empty or hidden."""
        return self._read(id) if self.shows(id) else None

    def holds(self, cond: Cond | None) -> bool:
        """Return whether a condition is fulfilled.

        No condition always is.
        """
        if cond is None:
            return True
        if "not" in cond:
            return not self.holds(cond["not"])
        if "all" in cond:
            return all(map(self.holds, cond["all"]))
        if "any" in cond:
            return any(map(self.holds, cond["any"]))
        return self._compares(cond, self.value(cond["field"]))

    def _compares(self, cond: Cond, value: Value) -> bool:
        held = value if isinstance(value, list) else [value or ""]
        if "is" in cond:
            return cond["is"] in (held or [""])
        if "in" in cond:
            return any(one in cond["in"] for one in held or [""])
        if "under" in cond:
            return any(under(one, cond["under"]) for one in held)
        return any(not_after(one, self.today) for one in held)


def looked_at(cond: Cond | None) -> Iterator[str]:
    """Yield the ids of all fields that a condition looks at."""
    if cond is None:
        return
    if "field" in cond:
        yield cond["field"]
    inner = [cond["not"]] if "not" in cond else [*cond.get("all", ()), *cond.get("any", ())]
    for one in inner:
        yield from looked_at(one)
