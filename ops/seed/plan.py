"""A script turned into acts, each at its moment between the opening of filing and now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from ops.seed.acts import Act, Attach, Configure, Describe, Mark, Reorder, ReportUp, Save, Start, Take
from ops.seed.filled import answers, attachments, kept_share
from ops.seed.script import Sample, Script
from ops.seed.voice import pick

PUSHED, FIRST_DESK, ABOVE = 0.08, 0.40, 0.70
"""Shares of the time since filing opened at which pushing, the first desk's work and the next one's begin."""
DRAFTED = 0.55
OWNERS = frozenset({"ask_back", "withdraw"})
"""Steps that an entry's owner takes; all others are its desk's."""
FROM, HOURS = timedelta(hours=8, minutes=40), 9 / 24
"""A working day: nine hours from here."""


@dataclass(frozen=True)
class Season:
    """Filing opened at `opens`, and it is `now`."""

    call: Call
    now: datetime

    def at(self, share: float) -> datetime:
        """A moment in working hours, never before the opening nor after now."""
        opens = self.call.calendar.filing_opens
        local = (opens + (self.now - opens) * share).astimezone(ZoneInfo(self.call.zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        worked = midnight + FROM + (local - midnight) * HOURS
        return max(opens, min(worked.astimezone(self.now.tzinfo), self.now)).replace(microsecond=0)


def acts(script: Script, season: Season) -> list[Act]:
    """Everything that happens, in order."""
    placed = [*_set_up(script, season), *_lists(script, season)]
    for number, sample in enumerate(script.samples):
        placed += _Life(script, season, sample, number / len(script.samples)).acts()
    return [act for _, act in sorted(placed, key=lambda one: one[0])]


def _set_up(script: Script, season: Season) -> Iterator[tuple[float, Act]]:
    for told in script.settings:
        settings = _settings(told, season.call)
        name = f"configure-{settings.desk}"
        yield 0.021, Configure(at=season.at(0.021), name=name, who=settings.desk, settings=settings)
    for key, cast in script.people.items():
        if cast.role == "applicant" and cast.described:
            facts = cast.dossier()
            yield 0.022, Describe(at=season.at(0.022), name=f"describe-{key}", who=key, facts=facts)


def _settings(told: Mapping[str, Any], call: Call) -> DeskSettings:
    """Dates are told as days before the call's own, closing at 18:00 local."""
    early = {name: told[name] for name in ("filing_closes", "children_close") if name in told}
    dates = {name: _earlier(call, days) for name, days in early.items()}
    return DeskSettings(**{**told, **dates, "parent_bodies": tuple(told.get("parent_bodies", ()))})


def _earlier(call: Call, days: int) -> datetime:
    closes = call.calendar.filing_closes
    local = closes.astimezone(ZoneInfo(call.zone)) - timedelta(days=days)
    return local.replace(hour=18, minute=0, second=0, microsecond=0).astimezone(closes.tzinfo)


def _lists(script: Script, season: Season) -> Iterator[tuple[float, Act]]:
    for told in script.lists:
        share, desk, track = float(told["at"]), told["desk"], told["track"]
        common: dict[str, Any] = {"at": season.at(share), "who": desk, "track": track}
        if "moves" in told:
            moves = [(sample, int(rank)) for sample, rank in told["moves"]]
            yield share, Reorder(name=f"reorder-{desk}-{track}", moves=moves, **common)
        else:
            yield share, ReportUp(name=f"report-{desk}-{track}", **common)


class _Life:
    """The acts of one sample. `place` is its place among all, from 0 up to 1: those listed later come later."""

    def __init__(self, script: Script, season: Season, sample: Sample, place: float) -> None:
        self.script, self.season, self.sample, self.place = script, season, sample, place
        self.desk = sample.to or ""
        self.steps = 0
        self.base = FIRST_DESK
        self.placed: list[tuple[float, Act]] = []

    def acts(self) -> list[tuple[float, Act]]:
        share = (PUSHED if self.sample.to else DRAFTED) + 0.25 * self.place
        self._drafted(share)
        if self.sample.to:
            self._add(share + 0.04, Take, step="push", arguments={"desk": self.sample.to})
        for word in self.sample.path:
            self._go_on(word)
        for desk, (mark, note) in self.sample.marks.items():
            share = min(self._next(), 0.97)
            self._add(share, Mark, who=desk, mark=mark or None, note=note)
        return self.placed

    def _drafted(self, share: float) -> None:
        values = answers(self.script, self.season.call, self.sample)
        self._add(share, Start, track=self.sample.track)
        self._add(share + 0.01, Save, values=kept_share(self.season.call, self.sample, values))
        for number, file in enumerate(attachments(self.script, self.season.call, self.sample, values)):
            self._add(share + 0.02 + number / 1000, Attach, field=file.field, file=file.name, body=file.body)

    def _go_on(self, word: str) -> None:
        step, _, rank = word.partition("@")
        if step == "up":
            self.desk = self.season.call.desk(self.desk).parent or ""
            self.base, self.steps = ABOVE, 0
        elif step == "fix":
            self._fixed()
        else:
            who = self.sample.unit if step in OWNERS else self.desk
            self._add(self._next(), Take, who=who, step=step, arguments=self._arguments(step, rank))

    def _fixed(self) -> None:
        """Changed as asked, the pledge sealed anew, and pushed again."""
        share, told = self._next(), self.sample.texts["fix"]
        values = answers(self.script, self.season.call, self.sample, told)
        self._add(share, Save, values={id: values[id] for id in told})
        for file in attachments(self.script, self.season.call, self.sample, values):
            if file.again:
                name = file.name.replace(".", "（重新盖章）.")
                self._add(share + 0.003, Attach, field=file.field, file=name, body=file.body, instead=True)
        self._add(share + 0.006, Take, step="push", arguments={"desk": self.desk})

    def _arguments(self, step: str, rank: str) -> dict[str, Any]:
        told = self.sample.texts.get(step, {})
        if step == "recommend":
            default = pick(self.script.lines["opinions"], self.sample.id, self.desk)
            opinion = self.sample.texts.get("opinions", {}).get(self.desk, default)
            return {"opinion": opinion, **({"rank": int(rank)} if rank else {})}
        return {"reason": told} if isinstance(told, str) else dict(told)

    def _next(self) -> float:
        """When the next step of this sample comes."""
        share = self.base + 0.06 * self.steps + 0.05 * self.place
        self.steps += 1
        return share

    def _add(self, share: float, kind: type[Any], **facts: Any) -> None:
        who = facts.pop("who", self.sample.unit)
        name = f"{self.sample.id}-{len(self.placed)}"
        at = self.season.at(share)
        self.placed.append((share, kind(at=at, name=name, who=who, sample=self.sample.id, **facts)))
