"""Both calls after filing: one track of each, a few entries nominated, nothing yet judged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.access import Role
from chalicelib.domain.call import Call, moment, shifted
from chalicelib.services.context import Tools
from chalicelib.wiring import Wiring
from ops.accounts.creation import Person, create_accounts, offer
from ops.bootstrap import ROOT
from ops.calls import comparison
from ops.calls.loading import compile_call
from ops.seed import plan
from ops.seed.clock_and_people import open_context, signed_in
from ops.seed.season_file import Sample, SeasonFile, SeedPerson

DRAWN, NAMED = "shandong-2021", "open-data-prize-2026"
SOLUTIONS = 8
"""Entries of the call whose experts are drawn: a solution of each of so many cities."""
STORIES = ("Late again", "The price of a view", "Where the swifts went", "Money in pictures", "A year of the causeway")
STORIES += ("Who borrows what", "Trees by the tram", "Eight hundred lamps")
"""Entries of the call whose jury is named."""
OLD_MILL: Mapping[str, Any] = {
    "key": "old-mill",
    "login": "oldmilldesk",
    "name": "Old Mill Library front desk",
    "role": "recommender",
    "desk": "old-mill",
}
SMALL: Mapping[str, Mapping[str, Any]] = {
    DRAWN: {
        "track": "solution",
        "stages": {"written": {"experts": 2, "at_least": 2, "keeps": 4}, "meeting": {"experts": 3, "at_least": 2}},
        "selection": {"places": 3, "about": 1},
    },
    NAMED: {"track": "story", "stages": {"jury": {"experts": 3, "at_least": 2}}, "selection": {"places": 2}},
}
"""What is smaller than in the calls themselves."""


def fill(wiring: Wiring) -> None:
    """Publish both calls, have their entries filed and nominated, and hand out who judges."""
    now = wiring.clock()
    offered: list[tuple[Person, Mapping[str, str]]] = []
    for season in (_DrawnSeason(DRAWN, "evaluation"), _NamedSeason(NAMED, "evaluation")):
        call = _publish(wiring.tools, season.call, now)
        context = open_context(wiring, call.id, {})
        period = plan.SeedPeriod(call, call.calendar.filing_closes - timedelta(hours=1))
        context.clock.now = call.calendar.filing_opens
        people = {key: one for key, one in season.people.items() if one.role != "expert"}
        persons = [one.account(season.password) for one in people.values()]
        made = create_accounts(context.tools, call, persons)
        context.people = signed_in(dict(zip(people, made, strict=True)))
        offered += [(person, {"zh": person.name}) for person in persons if person.role is Role.ORGANISER]
        for action in plan.actions(season, period):
            context.clock.now = action.at
            action.carry_out(context)
    offer(wiring.tools, offered)


def _publish(tools: Tools, id: str, now: datetime) -> Call:
    """The call of its files with one track, its numbers small, filing closed the day before."""
    compiled, small = compile_call(ROOT / "calls" / id), SMALL[id]
    [track] = [one for one in compiled["tracks"] if one["id"] == small["track"]]
    stages = [{**stage, **small["stages"][stage["id"]]} for stage in track["stages"]]
    track = {**track, "stages": stages, "selection": {**track["selection"], **small["selection"]}}
    closes, zone = moment(max(compiled["calendar"]["recommending"].values())), ZoneInfo(compiled["zone"])
    days = (now.astimezone(zone).date() - closes.astimezone(zone).date()).days - 1
    moved = shifted({**compiled, "tracks": [track]}, timedelta(days=days), None)
    comparison.publish(tools, moved, "tests", comparison.Comparison(0))
    return tools.calls.latest(id)


class _DrawnSeason(SeasonFile):
    """Solutions of some cities, as the season files make them."""

    @property
    def samples(self) -> list[Sample]:  # type: ignore[override]
        every = [one for one in self._cities.samples if one["track"] == "solution"]
        return [_sample(one) for one in every[:SOLUTIONS]]

    @property
    def people(self) -> Mapping[str, SeedPerson]:  # type: ignore[override]
        wanted = {one.unit for one in self.samples} | {one.to for one in self.samples}
        office = {"organiser", "organiser2", "agency", "observer"}
        return {key: one for key, one in super().people.items() if key in wanted | office}

    @property
    def lists(self) -> list[Mapping[str, Any]]:
        desks = {one.to for one in self.samples}
        return [one for one in super().lists if one["desk"] in desks and one["track"] == "solution"]

    @property
    def settings(self) -> list[Mapping[str, Any]]:
        return []


class _NamedSeason(SeasonFile):
    """Stories under names of their own, all told like one of the season files."""

    @property
    def samples(self) -> list[Sample]:  # type: ignore[override]
        told = next(one for one in super().samples if one.id == "late-again")
        units = ("tomasz", "allot", "kestrel", "tidal")
        return [self._story(told, n, title, units[n % len(units)]) for n, title in enumerate(STORIES)]

    @property
    def people(self) -> Mapping[str, SeedPerson]:  # type: ignore[override]
        return {**super().people, "old-mill": SeedPerson(**OLD_MILL)}

    def _story(self, told: Sample, n: int, title: str, unit: str) -> Sample:
        desk = ("harbour", "northgate", "old-mill")[n % 3]
        answers = {**told.answers, "title": title, "author": self.people[unit].unit}
        return replace(told, id=f"story-{n}", unit=unit, to=desk, path=("recommend",), answers=answers)

    @property
    def lists(self) -> list[Mapping[str, Any]]:
        return [{"desk": desk, "track": "story", "at": 0.98} for desk in ("harbour", "northgate", "old-mill")]


def _sample(row: Mapping[str, Any]) -> Sample:
    return Sample(**{**row, "path": tuple(row.get("path", ()))})
