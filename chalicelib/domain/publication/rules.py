"""The rules by which a call is made public."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, Literal

from chalicelib.domain.publication.working_days import CountedDays
from chalicelib.frozen import dataclass

Objecting = Literal["person", "organisation"]
"""Who may object; an organisation seals what it says."""
Answering = Literal["desk", "organiser"]
"""Who finds out what there is to an objection."""
_A_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Ground:
    """A reason to object, as the call names it.

    `corrects`: the row's words are misspelt, and it is said how they should read.
    """

    id: str
    names: Mapping[str, str]
    answers: Answering = "organiser"
    corrects: bool = False


@dataclass(frozen=True)
class EvidenceRules:
    """How much evidence is asked for.

    `fewest` to `most` files of these kinds, of at most `largest` bytes each.
    """

    fewest: int
    most: int
    largest: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ObjectionRules:
    """How a call hears objections.

    `answer_days` and `rule_days` count as the notice's days do, from when an objection is taken.
    """

    by: tuple[Objecting, ...]
    grounds: tuple[Ground, ...]
    evidence: EvidenceRules
    answer_days: int
    rule_days: int

    def ground(self, id: str) -> Ground | None:
        return next((one for one in self.grounds if one.id == id), None)


@dataclass(frozen=True)
class NoticeRules:
    """How a call gives public notice.

    `shows`: what a row says beside number and name, of `unit_name`, `place` and `category`. `objections` is None where
    they are heard by phone and letter alone.
    """

    lasts: CountedDays
    shows: tuple[str, ...] = ("unit_name", "place", "category")
    objections: ObjectionRules | None = None

    def due(self, days: int, now: datetime, zone: str) -> datetime:
        """Return the end of a number of days that count."""
        lasts = CountedDays(days, self.lasts.count, self.lasts.holidays, self.lasts.workdays)
        return lasts.closes_at(now, zone)


@dataclass(frozen=True)
class ResultRules:
    """How a call announces results.

    - `numbers`: the pattern of certificates' numbers, with `{track}` and `{n}`, which may have a width: `{n:04}`.
    - `codes`: what stands for a track in them.
    - `people`: track → the table field that names people in their order, and its column; none is shown without.
    """

    numbers: str
    codes: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def number(self, track: str, n: int) -> str:
        """Return the number of a track's n-th certificate."""
        return self.numbers.format(track=self.codes.get(track, track.upper()), n=n)


def result_rules(data: Mapping[str, Any]) -> ResultRules:
    """Read the rules of results from a published call."""
    people = {track: (str(one["field"]), str(one["column"])) for track, one in data["people"].items()}
    return ResultRules(data["numbers"], dict(data["codes"]), people)


def notice_rules(data: Mapping[str, Any]) -> NoticeRules:
    """Read the rules of public notices from a published call."""
    days = CountedDays(
        data["days"],
        data["count"],
        frozenset(map(date.fromisoformat, data["holidays"])),
        frozenset(map(date.fromisoformat, data["workdays"])),
    )
    objections = data.get("objections")
    return NoticeRules(days, tuple(data["shows"]), _objection_rules(objections) if objections else None)


def _objection_rules(data: Mapping[str, Any]) -> ObjectionRules:
    evidence = data["evidence"]
    return ObjectionRules(
        tuple(data["by"]),
        tuple(Ground(**one) for one in data["grounds"]),
        EvidenceRules(evidence["min"], evidence["max"], evidence["megabytes"] * _A_MEGABYTE, tuple(evidence["kinds"])),
        data["answer_days"],
        data["rule_days"],
    )
