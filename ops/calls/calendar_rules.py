"""Rules of call.yaml and desks.csv that models cannot check.

They are about the order of levels and dates, and the parents of desks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ops.calls import models
from ops.calls.form_rules import CallNames, FormFinding
from ops.calls.located_yaml import CallFileFault, FileLine
from ops.cli import did_you_mean


def calendar_findings(call: models.CallSpec, folder: str, names: CallNames) -> Iterator[FormFinding]:
    """Yield the faults of call.yaml that its model does not find."""
    if call.id != folder:
        yield FormFinding(("id",), f"the folder is named {folder}")
    for language in {one for one in call.languages if call.languages.count(one) > 1}:
        yield FormFinding(("languages",), f"{language} stands twice")
    if names.levels is not None:
        yield from _levels(call)
    yield from _filing(call)
    if names.levels is not None:
        yield from _recommending(call)
    yield from _registration(call)
    for index, (before, stage) in enumerate(pairwise(call.calendar.stages), start=1):
        if stage.closes < before.closes:
            yield FormFinding(("calendar", "stages", index, "closes"), f"{stage.id} ends before {before.id} does")


def _levels(call: models.CallSpec) -> Iterator[FormFinding]:
    ids = [level.id for level in call.levels]
    for index, level in enumerate(call.levels):
        if ids.count(level.id) > 1:
            yield FormFinding(("levels", index, "id"), f"the level {level.id} stands twice")
        if level.parent is not None and level.parent not in ids:
            yield FormFinding(("levels", index, "parent"), _no_level(level.parent, ids))
        if level.parent is not None and level.parent in ids[: index + 1]:
            yield FormFinding(("levels", index, "parent"), "levels stand from the lowest to the highest")


def _no_level(id: str, levels: Iterable[str]) -> str:
    return f"there is no level {id}{did_you_mean(id, levels)}"


def _filing(call: models.CallSpec) -> Iterator[FormFinding]:
    filing = call.calendar.filing
    if filing.opens >= filing.closes:
        yield FormFinding(("calendar", "filing", "closes"), "filing closes before it opens")


def _recommending(call: models.CallSpec) -> Iterator[FormFinding]:
    closes, at = call.calendar.recommending, ("calendar", "recommending")
    levels = {level.id: level for level in call.levels}
    for id in sorted(closes.keys() - levels):
        yield FormFinding((*at, id), _no_level(id, levels))
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


def desk_faults(
    call: models.CallSpec | None, desks: Sequence[tuple[FileLine, models.DeskSpec]], names: CallNames
) -> list[CallFileFault]:
    """List the faults of desks.csv that its model does not find.

    Without a call, or where its levels cannot be told, only what the file says by itself.
    """
    codes = Counter(desk.code for _, desk in desks)
    faults = [place.fault(reason) for place, desk in desks for reason in _twice(desk, codes)]
    if call is None or names.levels is None:
        return faults
    levels = {level.id: level for level in call.levels}
    of = {desk.code: desk.level for _, desk in desks}
    return faults + [place.fault(reason) for place, desk in desks for reason in _place(desk, levels, of)]


def _twice(desk: models.DeskSpec, codes: Counter[str]) -> Iterator[str]:
    if codes[desk.code] > 1:
        yield f"the desk {desk.code} stands twice"
    if desk.code == "organiser":
        yield "organiser is no desk"


def _place(desk: models.DeskSpec, levels: dict[str, models.LevelSpec], of: dict[str, str]) -> Iterator[str]:
    level = levels.get(desk.level)
    if level is None:
        yield _no_level(desk.level, levels)
        return
    if level.receives == "region" and desk.region is None:
        yield f"a desk of the level {level.id} receives from its region, and has none"
    if level.parent is None and desk.parent is not None:
        yield f"a desk of the level {level.id} reports to the organiser, not to {desk.parent}"
    if level.parent is not None and of.get(desk.parent or "") != level.parent:
        above = [code for code, id in of.items() if id == level.parent]
        near = did_you_mean(desk.parent, above) if desk.parent else ""
        yield f"{desk.parent or 'nobody'} is no desk of the level {level.parent}, to which it should report{near}"
