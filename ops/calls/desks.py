"""The desks of a call: their levels, and to whom they report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ops.calls import models
from ops.calls.tree import Fault, Place


def desk_faults(call: models.Call, desks: Sequence[tuple[Place, models.Desk]]) -> list[Fault]:
    """What is wrong with desks.csv beyond the shape of its lines."""
    levels = {level.id: level for level in call.levels}
    of = {desk.code: desk.level for _, desk in desks}
    codes = Counter(desk.code for _, desk in desks)
    return [place.fault(reason) for place, desk in desks for reason in _reasons(desk, levels, of, codes)]


def _reasons(
    desk: models.Desk, levels: dict[str, models.Level], of: dict[str, str], codes: Counter[str]
) -> Iterator[str]:
    if codes[desk.code] > 1:
        yield f"the desk {desk.code} stands twice"
    if desk.code == "organiser":
        yield "organiser is no desk"
    if desk.level not in levels:
        yield f"there is no level {desk.level}"
    else:
        yield from _place(desk, levels[desk.level], of)


def _place(desk: models.Desk, level: models.Level, of: dict[str, str]) -> Iterator[str]:
    if level.receives == "region" and desk.region is None:
        yield f"a desk of the level {level.id} receives from its region, and has none"
    if level.parent is None and desk.parent is not None:
        yield f"a desk of the level {level.id} reports to the organiser, not to {desk.parent}"
    if level.parent is not None and of.get(desk.parent or "") != level.parent:
        yield f"{desk.parent or 'nobody'} is no desk of the level {level.parent}, to which it should report"
