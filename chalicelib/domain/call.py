"""A call's frozen values, built from its published version.

The published JSON was checked when it was published (ops.calls); reading it here is strict all the same, so that a
wrong version fails at once and not in the middle of a push. Moments are aware and in UTC. Only keys that were added
later may be missing, since older versions do not have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Literal, Self

from chalicelib.domain.channels import ChannelSettings
from chalicelib.domain.evaluation.rules import (
    Criterion,
    Evaluation,
    ReviewStage,
    SecondPersonAct,
    SelectionRules,
    Tie,
    criterion_from,
    selection_from,
    stage_from,
)
from chalicelib.domain.publication.rules import NoticeRules, ResultRules, notice_rules, result_rules
from chalicelib.domain.states import FORM_DEFAULTS
from chalicelib.forms.schema import Form
from chalicelib.forms.wording import in_language as in_language
from chalicelib.frozen import dataclass

Words = Mapping[str, str]
"""A text by language."""
Over = Literal["refuse", "warn"]
Receives = Literal["region", "any"]
Phones = Literal["mobile", "any"]
Area = Literal["region", "desk", "none"]
DRAFTS = 50
"""Drafts that an account may have in a call that says nothing of them."""
ResetBy = Literal["desk", "organiser"]


# AccountRules, Authority, Level, Quota, Contact, RegistrationForm and Template are public as they stand here
# (`web/calls.py`).


@dataclass(frozen=True)
class Authority:
    """The body that runs calls; calls of one authority share accounts.

    ``icp`` is the number under which its site is filed with the ministry (ICP 备案号), if it is.
    """

    id: str
    names: Words
    icp: str | None = None


@dataclass(frozen=True)
class Level:
    """A level of desks.

    ``receives``: from its own ``region``, or from ``any``. ``parent`` None: the level reports to the organiser.
    """

    id: str
    names: Words
    receives: Receives
    parent: str | None


@dataclass(frozen=True)
class Desk:
    """A body that receives entries.

    ``parent`` None: it reports to the organiser. ``region`` None: it has none of its own. ``retired``: nothing new
    comes to it; what it has goes on.
    """

    code: str
    names: Words
    level: str
    parent: str | None
    region: str | None
    retired: bool = False


@dataclass(frozen=True)
class Quota:
    """The places of a desk in a track.

    Above ``places`` the call refuses, or warns within ``slack`` more.
    """

    places: int
    over: Over
    slack: int = 0

    @property
    def ceiling(self) -> int:
        """The most entries a list may hold."""
        return self.places if self.over == "refuse" else self.places + self.slack


@dataclass(frozen=True)
class Track:
    """A kind of entry.

    ``form`` is its stored description; ``landing`` is the field that says where an entry landed; ``retired``: nothing
    new is begun or pushed in it, and what was pushed goes on.

    `stages` of the evaluation come in order, none where the call has no evaluation; `ties` set equal scores apart.
    """

    id: str
    names: Words
    eligibility: Words
    selects: int
    quotas: Mapping[str, Quota]
    landing: str | None
    category_field: str | None
    criteria: tuple[Criterion, ...]
    form: Mapping[str, Any] = field(repr=False)
    retired: bool = False
    stages: tuple[ReviewStage, ...] = ()
    selection: SelectionRules | None = None
    ties: tuple[Tie, ...] = ()

    @cached_property
    def parsed(self) -> Form:
        """The form as the form engine uses it."""
        return Form.parse(self.form, FORM_DEFAULTS)

    def stage(self, id: str) -> ReviewStage:
        """Return the stage of the evaluation with this id.

        Raises KeyError.
        """
        return {stage.id: stage for stage in self.stages}[id]


@dataclass(frozen=True)
class CalendarEntry:
    """A line of the public calendar."""

    id: str
    label: Words
    opens: datetime | None
    closes: datetime


@dataclass(frozen=True)
class Calendar:
    """The planned dates.

    ``recommending`` maps level id to when its desks must have reported.
    """

    filing_opens: datetime
    filing_closes: datetime
    recommending: Mapping[str, datetime]
    stages: tuple[CalendarEntry, ...]

    @property
    def ends(self) -> datetime:
        """The last of its dates."""
        return max([self.filing_closes, *self.recommending.values(), *(stage.closes for stage in self.stages)])

    def stage(self, now: datetime) -> str:
        """Return the name of the stage at a moment.

        ``before``, ``filing``, ``recommending``, then the id of the stage that runs, then ``over``.
        """
        if now < self.filing_opens:
            return "before"
        if now <= self.filing_closes:
            return "filing"
        if now <= max(self.recommending.values()):
            return "recommending"
        return next((stage.id for stage in self.stages if now <= stage.closes), "over")


@dataclass(frozen=True)
class Contact:
    """A contact for questions about the call."""

    role: Words
    phone: str
    hours: Words


@dataclass(frozen=True)
class RegistrationForm:
    """The details a call asks of those who register.

    They come beside name, organisation and login; the defaults are those of annex 2 of the 2021 notice.

    - ``phone``: a mobile of mainland China, or any number.
    - ``area``: what decides the desk that looks after an applicant, which is its region, one of the call's desks, or
      nothing.
    - ``help``: the call's own explanations, by fact.
    """

    phone: Phones = "mobile"
    area: Area = "region"
    parent_body: bool = True
    nickname: bool = True
    help: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class AccountRules:
    """Who helps applicants that are locked out.

    ``reset_by``: the desks that look after them and the organiser, or the organiser alone.
    """

    reset_by: ResetBy = "desk"


@dataclass(frozen=True)
class Template:
    """A text that the site renders for print, such as the pledge.

    ``text`` is Markdown.
    """

    name: str
    label: Words
    text: Words


@dataclass(frozen=True)
class Call:
    """One season at one version.

    ``grace`` is the silent time after each closing; ``drafts`` is how many an account may have at a time, and
    ``drafts_days`` how many days after the call's end one that was never pushed is kept (None: without a limit);
    ``evaluation`` None: what is nominated is the end; ``public_notice`` None: what is selected is published without
    one; ``note`` says what is unusual (a moved calendar).
    """

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
    drafts: int
    registration: RegistrationForm
    outgoing: ChannelSettings
    accounts: AccountRules
    tracks: Mapping[str, Track]
    desks: Mapping[str, Desk] = field(repr=False)
    contacts: tuple[Contact, ...]
    notice: Words = field(repr=False)
    files: tuple[Template, ...]
    note: Words | None
    drafts_days: int | None = None
    evaluation: Evaluation | None = None
    public_notice: NoticeRules | None = None
    results: ResultRules | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a call from its published version.

        Raises KeyError, TypeError or ValueError when the data is no call.
        """
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
            drafts=data.get("drafts", DRAFTS),
            drafts_days=data.get("retention", {}).get("drafts_days"),
            registration=RegistrationForm(**data.get("registration", {})),
            outgoing=ChannelSettings.from_dict(data.get("messages", {})),
            accounts=AccountRules(**data.get("accounts", {})),
            tracks={track["id"]: _track(track) for track in data["tracks"]},
            desks={desk["code"]: Desk(**desk) for desk in data["desks"]},
            contacts=tuple(Contact(**contact) for contact in data["contacts"]),
            notice=data["notice"],
            files=tuple(Template(**file) for file in data["files"]),
            note=data["note"],
            evaluation=Evaluation.from_dict(data["evaluation"]) if data.get("evaluation") else None,
            public_notice=notice_rules(data["public_notice"]) if data.get("public_notice") else None,
            results=result_rules(data["results"]) if data.get("results") else None,
        )

    def needs_second(self, act: SecondPersonAct | None) -> bool:
        """Return whether an act takes two people; None is no such act."""
        return self.evaluation is not None and act in self.evaluation.second_person

    def track(self, id: str) -> Track:
        """Return the track with this id.

        Raises KeyError.
        """
        return self.tracks[id]

    def desk(self, code: str) -> Desk:
        """Return the desk with this code.

        Raises KeyError.
        """
        return self.desks[code]


def shifted(published: Mapping[str, Any], delta: timedelta, note: Words) -> dict[str, Any]:
    """Return a published call with its whole calendar moved.

    Call and result are JSON; `note` says that the calendar was moved.
    """
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
    tracks = [_track_moved(track, delta) for track in published["tracks"]]
    return {**published, "calendar": moved, "tracks": tracks, "note": note}


def moment(text: str) -> datetime:
    """Parse an aware moment from ISO 8601.

    Raises ValueError, also when the text has no offset.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return at


def iso(at: datetime) -> str:
    """Format a moment as ISO 8601 UTC, to the second, with ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _track_moved(track: Mapping[str, Any], delta: timedelta) -> dict[str, Any]:
    stages = [stage | {"closes": _moved(stage["closes"], delta)} for stage in track.get("stages", ())]
    return {**track, "stages": stages} if stages else {**track}


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
    return Track(
        **{
            **data,
            "quotas": quotas,
            "criteria": tuple(map(criterion_from, data["criteria"])),
            "stages": tuple(stage_from(stage, moment(stage["closes"])) for stage in data.get("stages", ())),
            "selection": selection_from(data["selection"]) if data.get("selection") else None,
            "ties": tuple(Tie(**tie) for tie in data.get("ties", ())),
        }
    )
