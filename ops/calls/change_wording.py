"""Changes of a call in words, with what to do about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.call_changes import OF_RULES, Touched
from chalicelib.forms.form_changes import VersionChange
from ops.calls.comparison import ComparedChange

KINDS = {"taken_out": "taken out"}
LONGEST = 60
WORDS = {"option": "choice", "call": "", "evaluation": "", "selection": "", "ties": ""}
KEYS = {"outgoing": "messages", "grace": "grace_minutes", "drafts_days": "retention.drafts_days"}
"""How the files call what is compared, where another way."""


def lines(row: ComparedChange) -> Iterator[str]:
    """Yield a change as a line, and the way out if refused."""
    change = row.change
    kind = KINDS.get(change.kind, change.kind)
    mark = "!" if row.refused else "*" if change.tightens else " "
    yield f"  {mark} {kind:10} {place(change)}{_values(change)}{_touches(row.touched)}"
    if row.refused:
        yield f"      refused: {way_out(change)}"


def place(change: VersionChange) -> str:
    """Return where a change is: `field unit.name, max`."""
    what = WORDS.get(change.what, change.what)
    id = f"{change.track}.{change.id}" if change.track and change.what != "track" else KEYS.get(change.id, change.id)
    aspect = change.aspect if change.what != "call" else ""
    return f"{what} {id}".strip() + (f", {aspect}" if aspect else "")


def way_out(change: VersionChange) -> str:
    """Return what to do instead of a change that is refused."""
    if change.what == "authority":
        return f"accounts and entries belong to {change.id}: keep its id. Its names may change"
    if change.what in OF_RULES:
        whose = f"of {change.track} " if change.track else ""
        return f"the rules {whose}are fixed and sealed, and entries are judged by them. Keep them as they are"
    if change.new_id:
        gone = f"{change.what} {change.id} is gone and {change.new_id} has its title or its place"
        return f"{gone}: keep the id {change.id}. Names may change"
    how = "retired: true in its file" if change.what == "track" else "true in the column retired of desks.csv"
    return f"what lies there would be out of everybody's reach. Keep {change.id}, with {how}"


def _values(change: VersionChange) -> str:
    if change.new_id:
        return f" → {change.new_id}"
    before, after = _said(change.before), _said(change.after)
    if change.kind in ("added", "taken_out"):
        return f": {after or before}" if after or before else ""
    return f": {before or 'none'} → {after or 'none'}" if before != after else ""


def _said(value: Any) -> str:
    """Return a value in short; a longer text is not shown."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case timedelta():
            return f"{int(value.total_seconds() // 60)} minutes"
        case str() | int():
            text = str(value)
        case tuple() | list() | frozenset() if all(isinstance(one, str) for one in value):
            text = ", ".join(sorted(value) if isinstance(value, frozenset) else value)
        case Mapping() if value and all(isinstance(one, str) for one in value.values()):
            text = next(iter(value.values()))
        case _:
            return "…"
    return text if len(text) <= LONGEST and "\n" not in text else "…"


def _touches(touched: Touched) -> str:
    parts = [
        _number(touched.drafts, "draft"),
        f"{touched.pushed} pushed" if touched.pushed else "",
        f"{touched.ranked} ranked" if touched.ranked else "",
        _number(touched.accounts, "account"),
    ]
    said = ", ".join(part for part in parts if part)
    return f"  ({said})" if said else ""


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
