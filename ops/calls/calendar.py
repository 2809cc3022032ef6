"""The order of a call's dates, its levels, and its name."""

from __future__ import annotations

from collections.abc import Iterator

from ops.calls import models
from ops.calls.rules import Finding


def calendar_findings(call: models.Call, folder: str) -> Iterator[Finding]:
    """What is wrong in call.yaml beyond its shape."""
    if call.id != folder:
        yield Finding(("id",), f"the folder is named {folder}")
    yield from _levels(call)
    yield from _filing(call)
    yield from _recommending(call)
    closes = [stage.closes for stage in call.calendar.stages]
    if closes != sorted(closes):
        yield Finding(("calendar", "stages"), "the stages are not in the order of their ends")


def _levels(call: models.Call) -> Iterator[Finding]:
    ids = [level.id for level in call.levels]
    for index, level in enumerate(call.levels):
        if ids.count(level.id) > 1:
            yield Finding(("levels", index, "id"), f"the level {level.id} stands twice")
        if level.parent is not None and level.parent not in ids:
            yield Finding(("levels", index, "parent"), f"there is no level {level.parent}")
        if level.parent is not None and level.parent in ids[: index + 1]:
            yield Finding(("levels", index, "parent"), "levels stand from the lowest to the highest")


def _filing(call: models.Call) -> Iterator[Finding]:
    filing = call.calendar.filing
    if filing.opens >= filing.closes:
        yield Finding(("calendar", "filing", "closes"), "filing closes before it opens")


def _recommending(call: models.Call) -> Iterator[Finding]:
    closes, at = call.calendar.recommending, ("calendar", "recommending")
    levels = {level.id: level for level in call.levels}
    for id in closes.keys() - levels:
        yield Finding((*at, id), f"there is no level {id}")
    for id, level in levels.items():
        if id not in closes:
            yield Finding(at, f"no date for {id}")
        elif closes[id] < call.calendar.filing.closes:
            yield Finding((*at, id), "recommending ends before filing does")
        elif level.parent in closes and closes[level.parent] < closes[id]:
            yield Finding((*at, id), f"{id} ends after {level.parent}, to which it reports")
