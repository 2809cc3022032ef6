"""The actions of a season file with their moments.

These lie between the opening of filing and now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from ops.seed.actions import (
    Attach,
    Configure,
    Describe,
    MarkPrivately,
    Reorder,
    ReportUp,
    Save,
    SeedAction,
    Start,
    Take,
)
from ops.seed.answers import answers, attachments, partly_filled
from ops.seed.season_file import Sample, SeasonFile
from ops.seed.text_variation import pick

PUSHED, FIRST_DESK, ABOVE = 0.08, 0.40, 0.70
"""Shares of the time since filing opened at which work begins.

They are for pushes, for the first desk, and for the next desk.
"""
DRAFTED = 0.55
OWNERS = frozenset({"ask_back", "withdraw"})
"""Steps of an entry's owner; all others are its desk's."""
FROM, HOURS = timedelta(hours=8, minutes=40), 9 / 24
"""A working day: its start, and its length.

It begins at 8:40, and lasts nine hours, as a share of a day.
"""


@dataclass(frozen=True)
class SeedPeriod:
    """The time between the opening of a call's filing and `now`."""

    call: Call
    now: datetime

    def at(self, share: float) -> datetime:
        """Return the moment in working hours after a share of the period.

        It never lies outside the period.
        """
        opens = self.call.calendar.filing_opens
        local = (opens + (self.now - opens) * share).astimezone(ZoneInfo(self.call.zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        worked = midnight + FROM + (local - midnight) * HOURS
        return max(opens, min(worked.astimezone(self.now.tzinfo), self.now)).replace(microsecond=0)


def actions(season_file: SeasonFile, period: SeedPeriod) -> list[SeedAction]:
    """List all actions of a season file in order of time."""
    placed = [*_set_up(season_file, period), *_lists(season_file, period)]
    for number, sample in enumerate(season_file.samples):
        placed += _SampleLife(season_file, period, sample, number / len(season_file.samples)).actions()
    return [action for _, action in sorted(placed, key=lambda one: one[0])]


def _set_up(season_file: SeasonFile, period: SeedPeriod) -> Iterator[tuple[float, SeedAction]]:
    for row in season_file.settings:
        settings = _settings(row, period.call)
        name = f"configure-{settings.desk}"
        yield 0.021, Configure(at=period.at(0.021), name=name, who=settings.desk, settings=settings)
    for key, person in season_file.people.items():
        if person.role == "applicant" and person.described:
            facts = person.dossier()
            yield 0.022, Describe(at=period.at(0.022), name=f"describe-{key}", who=key, facts=facts)


def _settings(row: Mapping[str, Any], call: Call) -> DeskSettings:
    """Return a desk's settings.

    Their dates are days before the call's own, closing at 18:00 local time.
    """
    early = {name: row[name] for name in ("filing_closes", "children_close") if name in row}
    dates = {name: _earlier(call, days) for name, days in early.items()}
    return DeskSettings(**{**row, **dates, "parent_bodies": tuple(row.get("parent_bodies", ()))})


def _earlier(call: Call, days: int) -> datetime:
    closes = call.calendar.filing_closes
    local = closes.astimezone(ZoneInfo(call.zone)) - timedelta(days=days)
    return local.replace(hour=18, minute=0, second=0, microsecond=0).astimezone(closes.tzinfo)


def _lists(season_file: SeasonFile, period: SeedPeriod) -> Iterator[tuple[float, SeedAction]]:
    for row in season_file.lists:
        share, desk, track = float(row["at"]), row["desk"], row["track"]
        common: dict[str, Any] = {"at": period.at(share), "who": desk, "track": track}
        if "moves" in row:
            moves = [(sample, int(rank)) for sample, rank in row["moves"]]
            yield share, Reorder(name=f"reorder-{desk}-{track}", moves=moves, **common)
        else:
            yield share, ReportUp(name=f"report-{desk}-{track}", **common)


class _SampleLife:
    """The actions of one sample.

    `place` is its place among all samples (0 to 1): later samples act later.
    """

    def __init__(self, season_file: SeasonFile, period: SeedPeriod, sample: Sample, place: float) -> None:
        self.season_file, self.period, self.sample, self.place = season_file, period, sample, place
        self.desk = sample.to or ""
        self.steps = 0
        self.base = FIRST_DESK
        self.placed: list[tuple[float, SeedAction]] = []

    def actions(self) -> list[tuple[float, SeedAction]]:
        share = (PUSHED if self.sample.to else DRAFTED) + 0.25 * self.place
        self._draft(share)
        if self.sample.to:
            self._add(share + 0.04, Take, step="push", arguments={"desk": self.sample.to})
        for word in self.sample.path:
            self._take_step(word)
        for desk, (mark, note) in self.sample.marks.items():
            share = min(self._next(), 0.97)
            self._add(share, MarkPrivately, who=desk, mark=mark or None, note=note)
        return self.placed

    def _draft(self, share: float) -> None:
        values = answers(self.season_file, self.period.call, self.sample)
        self._add(share, Start, track=self.sample.track)
        self._add(share + 0.01, Save, values=partly_filled(self.period.call, self.sample, values))
        for number, file in enumerate(attachments(self.season_file, self.period.call, self.sample, values)):
            self._add(share + 0.02 + number / 1000, Attach, field=file.field, file=file.name, body=file.body)

    def _take_step(self, word: str) -> None:
        step, _, rank = word.partition("@")
        if step == "up":
            self.desk = self.period.call.desk(self.desk).parent or ""
            self.base, self.steps = ABOVE, 0
        elif step == "fix":
            self._fix()
        else:
            who = self.sample.unit if step in OWNERS else self.desk
            self._add(self._next(), Take, who=who, step=step, arguments=self._arguments(step, rank))

    def _fix(self) -> None:
        """Change what the desk asked for, and push again.

        Before that the pledge is attached with a new seal.
        """
        share, changes = self._next(), self.sample.texts["fix"]
        values = answers(self.season_file, self.period.call, self.sample, changes)
        self._add(share, Save, values={id: values[id] for id in changes})
        for file in attachments(self.season_file, self.period.call, self.sample, values):
            if file.with_seal:
                name = file.name.replace(".", "（重新盖章）.")
                self._add(share + 0.003, Attach, field=file.field, file=name, body=file.body, instead=True)
        self._add(share + 0.006, Take, step="push", arguments={"desk": self.desk})

    def _arguments(self, step: str, rank: str) -> dict[str, Any]:
        text = self.sample.texts.get(step, {})
        if step == "recommend":
            default = pick(self.season_file.lines["opinions"], self.sample.id, self.desk)
            opinion = self.sample.texts.get("opinions", {}).get(self.desk, default)
            return {"opinion": opinion, **({"rank": int(rank)} if rank else {})}
        return {"reason": text} if isinstance(text, str) else dict(text)

    def _next(self) -> float:
        """Return the share of the period at which the next step comes."""
        share = self.base + 0.06 * self.steps + 0.05 * self.place
        self.steps += 1
        return share

    def _add(self, share: float, kind: type[Any], **facts: Any) -> None:
        who = facts.pop("who", self.sample.unit)
        name = f"{self.sample.id}-{len(self.placed)}"
        at = self.period.at(share)
        self.placed.append((share, kind(at=at, name=name, who=who, sample=self.sample.id, **facts)))
