"""What a decision knows, and the change that comes of it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Generic, TypeVar

from chalicelib.domain.access import Caller
from chalicelib.domain.calendar import Dates, Extensions
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList, Report, Row
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import (
    Answers,
    Card,
    DeclineNotice,
    File,
    Files,
    Head,
    Opinion,
    ReturnNotice,
    Revision,
)
from chalicelib.domain.workflow.commands import S
from chalicelib.frozen import dataclass

B = TypeVar("B")


@dataclass(frozen=True)
class CheckedDraft:
    """A draft as a push would freeze it.

    `values` are cleaned, hidden ones dropped; `problems` what the form engine finds; `code` tells this content on
    paper; `receiving` are the desks it may go to; `asks` is what its last return asked; `place` and `parent_body`
    are its unit's.
    """

    answers: Answers
    files: Files
    values: Mapping[str, Any]
    problems: tuple[Mapping[str, Any], ...]
    code: str
    card: Card
    place: str
    parent_body: str
    receiving: frozenset[str]
    asks: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """What a decision knows beside its subject, as far as its row reads it.

    `extensions` are those of `dates`, as they are stored; `ranked` is the list that a step on a submission concerns,
    `quota` that of the list; `seen` the list's version that the caller acts on; `draft` what a push would freeze;
    `answers` what a draft's deletion takes with it; `rows` what a report would freeze; `filing_no` a number for a
    first push; `salt` fresh randomness for the digests of texts.
    """

    now: datetime
    caller: Caller
    dates: Dates
    settings: Mapping[str, DeskSettings] = field(default_factory=dict)
    extensions: Extensions = Extensions()
    ranked: RankedList | None = None
    quota: Quota | None = None
    seen: str | None = None
    draft: CheckedDraft | None = None
    answers: Answers | None = None
    rows: tuple[Row, ...] = ()
    filing_no: str = ""
    salt: str = ""

    @property
    def call(self) -> Call:
        return self.dates.call

    @property
    def concerned_list(self) -> RankedList:
        """The ranked list that the step concerns."""
        if self.ranked is None:
            raise RuntimeError("this step concerns a ranked list that was not loaded")
        return self.ranked

    @property
    def checked_draft(self) -> CheckedDraft:
        if self.draft is None:
            raise RuntimeError("this step freezes a draft that was not loaded")
        return self.draft


@dataclass(frozen=True)
class ClosedDraft:
    """A draft that is closed on condition that it is what was checked."""

    answers: Answers
    files: Files


@dataclass(frozen=True)
class ClosedAnswers:
    """Answers of a submission that nobody saves any more."""

    submission: str


@dataclass(frozen=True)
class OpenedAnswers:
    """Answers of a submission that its owner may save again."""

    submission: str


@dataclass(frozen=True)
class DeletedDraft:
    """A draft that is gone with its answers, files and history."""

    head: Head
    answers: Answers


@dataclass(frozen=True)
class SearchableEntry:
    """An entry as links and searches find it."""

    head: Head


@dataclass(frozen=True)
class ClaimedNumber:
    """A filing number that becomes a submission's own."""

    number: str
    submission: str


@dataclass(frozen=True)
class UnmovedList:
    """A list that a decision depends on without changing it."""

    ranked: RankedList


@dataclass(frozen=True)
class NewExtensions:
    """The extensions of a call with one more."""

    call: str
    extensions: Extensions


@dataclass(frozen=True)
class FrozenReport:
    """A reported version, and what its entries show."""

    report: Report
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SealedScan:
    """The scan of a reported version in place of `replaces`, and the account that uploaded it."""

    list_id: ListId
    n: int
    file: File
    by: str
    replaces: File | None


Beside = (
    Opinion
    | ReturnNotice
    | DeclineNotice
    | Revision
    | ClosedDraft
    | ClosedAnswers
    | OpenedAnswers
    | DeletedDraft
    | SearchableEntry
    | ClaimedNumber
    | UnmovedList
    | NewExtensions
    | FrozenReport
    | SealedScan
)
"""What is written beside head, list and events; `storage/steps.py` says how."""


@dataclass(frozen=True)
class Outcome:
    """What an effect leaves: head and list, None where untouched.

    `figures` are the event's own; `beside` is written with them.
    """

    head: Head | None = None
    ranked: RankedList | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Change(Generic[S]):
    """What `step` writes: head and list (None: untouched or gone), events, and what is beside."""

    step: str
    before: S
    head: Head | None = None
    ranked: RankedList | None = None
    events: tuple[Event, ...] = ()
    beside: tuple[Beside, ...] = ()

    def find_beside(self, kind: type[B]) -> B | None:
        """The value of this kind that is written beside, if there is one."""
        return next((value for value in self.beside if isinstance(value, kind)), None)
