"""Rules of call.yaml and desks.csv that models cannot check.

They are about the order of levels and dates, and the parents of desks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ops.calls import models
from ops.calls.form_rules import FormFinding
from ops.calls.located_yaml import CallFileFault, FileLine


def calendar_findings(call: models.CallSpec, folder: str) -> Iterator[FormFinding]:
    """Yield the faults of call.yaml that its model does not find."""
    if call.id != folder:
        yield FormFinding(("id",), f"the folder is named {folder}")
    yield from _levels(call)
    yield from _filing(call)
    yield from _recommending(call)
    yield from _registration(call)
    closes = [stage.closes for stage in call.calendar.stages]
    if closes != sorted(closes):
        yield FormFinding(("calendar", "stages"), "the stages are not in the order of their ends")


def _levels(call: models.CallSpec) -> Iterator[FormFinding]:
    ids = [level.id for level in call.levels]
    for index, level in enumerate(call.levels):
        if ids.count(level.id) > 1:
            yield FormFinding(("levels", index, "id"), f"the level {level.id} stands twice")
        if level.parent is not None and level.parent not in ids:
            yield FormFinding(("levels", index, "parent"), f"there is no level {level.parent}")
        if level.parent is not None and level.parent in ids[: index + 1]:
            yield FormFinding(("levels", index, "parent"), "levels stand from the lowest to the highest")


def _filing(call: models.CallSpec) -> Iterator[FormFinding]:
    filing = call.calendar.filing
    if filing.opens >= filing.closes:
        yield FormFinding(("calendar", "filing", "closes"), "filing closes before it opens")


def _recommending(call: models.CallSpec) -> Iterator[FormFinding]:
    closes, at = call.calendar.recommending, ("calendar", "recommending")
    levels = {level.id: level for level in call.levels}
    for id in closes.keys() - levels:
        yield FormFinding((*at, id), f"there is no level {id}")
    for id, level in levels.items():
        if id not in closes:
            yield FormFinding(at, f"no date for {id}")
        elif closes[id] < call.calendar.filing.closes:
            yield FormFinding((*at, id), "recommending ends before filing does")
        elif level.parent in closes and closes[level.parent] < closes[id]:
            yield FormFinding((*at, id), f"{id} ends after {level.parent}, to which it reports")


def _registration(call: models.CallSpec) -> Iterator[FormFinding]:
    """Yield the faults of the registration's settings.

    It must ask for a region where desks receive by region, and help is only for facts that it asks for.
    """
    registration, at = call.registration, "registration"
    by_region = [level.id for level in call.levels if level.receives == "region"]
    if by_region and registration.area != "region":
        yield FormFinding((at, "area"), f"the level {by_region[0]} receives by region, so a region is asked")
    silent = {
        "area": registration.area == "none",
        "parent_body": not registration.parent_body,
        "nickname": not registration.nickname,
    }
    for fact in registration.help:
        if silent.get(fact):
            yield FormFinding((at, "help", fact), f"{fact} is not asked")


def desk_faults(call: models.CallSpec, desks: Sequence[tuple[FileLine, models.DeskSpec]]) -> list[CallFileFault]:
    """List the faults of desks.csv that its model does not find."""
    levels = {level.id: level for level in call.levels}
    of = {desk.code: desk.level for _, desk in desks}
    codes = Counter(desk.code for _, desk in desks)
    return [place.fault(reason) for place, desk in desks for reason in _reasons(desk, levels, of, codes)]


def _reasons(
    desk: models.DeskSpec, levels: dict[str, models.LevelSpec], of: dict[str, str], codes: Counter[str]
) -> Iterator[str]:
    if codes[desk.code] > 1:
        yield f"the desk {desk.code} stands twice"
    if desk.code == "organiser":
        yield "organiser is no desk"
    if desk.level not in levels:
        yield f"there is no level {desk.level}"
    else:
        yield from _place(desk, levels[desk.level], of)


def _place(desk: models.DeskSpec, level: models.LevelSpec, of: dict[str, str]) -> Iterator[str]:
    if level.receives == "region" and desk.region is None:
        yield f"a desk of the level {level.id} receives from its region, and has none"
    if level.parent is None and desk.parent is not None:
        yield f"a desk of the level {level.id} reports to the organiser, not to {desk.parent}"
    if level.parent is not None and of.get(desk.parent or "") != level.parent:
        yield f"{desk.parent or 'nobody'} is no desk of the level {level.parent}, to which it should report"
