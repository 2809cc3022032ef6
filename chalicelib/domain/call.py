"""A call as the rules see it: frozen values, built from the version that was published.

The published JSON was checked when it was made (ops.calls); reading it here is strict all the same, so that a wrong
version fails at once and not in the middle of a push. Moments are aware and in UTC. Only what came later may be
left out by a version that was published before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Literal, Self

from chalicelib.domain.channels import ChannelSettings
from chalicelib.domain.states import FORM_DEFAULTS
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass

Words = Mapping[str, str]
"""A text by language."""
Over = Literal["refuse", "warn"]
Receives = Literal["region", "any"]
Phones = Literal["mobile", "any"]
Area = Literal["region", "desk", "none"]


def in_language(words: Words, language: str) -> str:
    """A text in a language, or in the first that it has."""
    return words.get(language) or next(iter(words.values()), "")


# Authority, Level, Quota, Contact, RegistrationForm and Template are public as they stand here (`web/calls.py`).


@dataclass(frozen=True)
class Authority:
    """Who runs calls; calls of one authority share accounts. ``icp``: the number under which its site is filed
    with the ministry (ICP 备案号), where it is."""

    id: str
    names: Words
    icp: str | None = None


@dataclass(frozen=True)
class Level:
    """A level of desks. ``receives``: from its own ``region``, or from ``any``; ``parent`` None: the organiser."""

    id: str
    names: Words
    receives: Receives
    parent: str | None


@dataclass(frozen=True)
class Desk:
    """A body that receives. ``parent`` None: it reports to the organiser; ``region`` None: it has none of its own."""

    code: str
    names: Words
    level: str
    parent: str | None
    region: str | None


@dataclass(frozen=True)
class Quota:
    """Places of a desk in a track; over them the call refuses, or warns within ``slack`` more."""

    places: int
    over: Over
    slack: int = 0

    @property
    def ceiling(self) -> int:
        """The most entries a list may hold."""
        return self.places if self.over == "refuse" else self.places + self.slack


@dataclass(frozen=True)
class Criterion:
    """What the evaluation looks at."""

    id: str
    names: Words


@dataclass(frozen=True)
class Track:
    """A kind of entry. ``form`` is its stored description; ``landing`` the field that says where it landed."""

    id: str
    names: Words
    eligibility: Words
    selects: int
    quotas: Mapping[str, Quota]
    landing: str | None
    category_field: str | None
    criteria: tuple[Criterion, ...]
    form: Mapping[str, Any] = field(repr=False)

    @cached_property
    def parsed(self) -> Form:
        """The form as the engine works with it."""
        return Form.parse(self.form, FORM_DEFAULTS)


@dataclass(frozen=True)
class CalendarEntry:
    """One line of the calendar as the public reads it."""

    id: str
    label: Words
    opens: datetime | None
    closes: datetime


@dataclass(frozen=True)
class Calendar:
    """The planned dates. ``recommending``: by level, when its desks must have reported."""

    filing_opens: datetime
    filing_closes: datetime
    recommending: Mapping[str, datetime]
    stages: tuple[CalendarEntry, ...]

    def stage(self, now: datetime) -> str:
        """``before``, ``filing``, ``recommending``, then the id of the stage that runs, then ``over``."""
        if now < self.filing_opens:
            return "before"
        if now <= self.filing_closes:
            return "filing"
        if now <= max(self.recommending.values()):
            return "recommending"
        return next((stage.id for stage in self.stages if now <= stage.closes), "over")


@dataclass(frozen=True)
class Contact:
    """Whom to ask."""

    role: Words
    phone: str
    hours: Words


@dataclass(frozen=True)
class RegistrationForm:
    """What a call asks of those who register, beside name, organisation and login; as annex 2 of the 2021 notice
    unless said. ``phone``: a mobile of mainland China, or any. ``area``, which decides the desk that looks after
    an applicant: its region, one of the call's desks, or nothing. ``help``: the call's own words, by fact."""

    phone: Phones = "mobile"
    area: Area = "region"
    parent_body: bool = True
    nickname: bool = True
    help: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A text of the call that the site renders to print, such as the pledge. ``text`` is Markdown."""

    name: str
    label: Words
    text: Words


@dataclass(frozen=True)
class Call:
    """One season, at one version. ``grace`` is silent; ``note`` says what is unusual (a moved calendar)."""

    id: str
    version: int
    names: Words
    title: Words
    lead: Words
    authority: Authority
    languages: tuple[str, ...]
    zone: str
    region: str | None
    levels: Mapping[str, Level]
    calendar: Calendar
    grace: timedelta
    resubmit_days: int
    withdrawal: bool
    registration: RegistrationForm
    outgoing: ChannelSettings
    tracks: Mapping[str, Track]
    desks: Mapping[str, Desk] = field(repr=False)
    contacts: tuple[Contact, ...]
    notice: Words = field(repr=False)
    files: tuple[Template, ...]
    note: Words | None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The call of a published version. Raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            id=data["id"],
            version=int(data["version"]),
            names=data["names"],
            title=data["title"],
            lead=data["lead"],
            authority=Authority(**data["authority"]),
            languages=tuple(data["languages"]),
            zone=data["zone"],
            region=data["region"],
            levels={level["id"]: Level(**level) for level in data["levels"]},
            calendar=_calendar(data["calendar"]),
            grace=timedelta(minutes=data["grace_minutes"]),
            resubmit_days=data["resubmit_days"],
            withdrawal=data["withdrawal"],
            registration=RegistrationForm(**data.get("registration", {})),
            outgoing=ChannelSettings.from_dict(data.get("messages", {})),
            tracks={track["id"]: _track(track) for track in data["tracks"]},
            desks={desk["code"]: Desk(**desk) for desk in data["desks"]},
            contacts=tuple(Contact(**contact) for contact in data["contacts"]),
            notice=data["notice"],
            files=tuple(Template(**file) for file in data["files"]),
            note=data["note"],
        )

    def track(self, id: str) -> Track:
        """The track of this id. Raises KeyError."""
        return self.tracks[id]

    def desk(self, code: str) -> Desk:
        """The desk of this code. Raises KeyError."""
        return self.desks[code]


def shifted(published: Mapping[str, Any], delta: timedelta, note: Words) -> dict[str, Any]:
    """A published call, as JSON, with its whole calendar moved and a note that says so."""
    calendar = published["calendar"]
    moved = calendar | {
        "filing_opens": _moved(calendar["filing_opens"], delta),
        "filing_closes": _moved(calendar["filing_closes"], delta),
        "recommending": {level: _moved(at, delta) for level, at in calendar["recommending"].items()},
        "stages": [
            stage | {"opens": _moved(stage["opens"], delta), "closes": _moved(stage["closes"], delta)}
            for stage in calendar["stages"]
        ],
    }
    return {**published, "calendar": moved, "note": note}


def moment(text: str) -> datetime:
    """An aware moment from ISO 8601. Raises ValueError, also where it has no offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return at


def iso(at: datetime) -> str:
    """ISO 8601 in UTC, to the second, with ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _moved(text: str | None, delta: timedelta) -> str | None:
    return iso(moment(text) + delta) if text else None


def _calendar(data: Mapping[str, Any]) -> Calendar:
    return Calendar(
        moment(data["filing_opens"]),
        moment(data["filing_closes"]),
        {level: moment(closes) for level, closes in data["recommending"].items()},
        tuple(_calendar_entry(stage) for stage in data["stages"]),
    )


def _calendar_entry(data: Mapping[str, Any]) -> CalendarEntry:
    opens = moment(data["opens"]) if data["opens"] else None
    return CalendarEntry(data["id"], data["label"], opens, moment(data["closes"]))


def _track(data: Mapping[str, Any]) -> Track:
    quotas = {level: Quota(**quota) for level, quota in data["quotas"].items()}
    criteria = tuple(Criterion(**criterion) for criterion in data["criteria"])
    return Track(**{**data, "quotas": quotas, "criteria": criteria})
