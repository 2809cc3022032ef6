"""The facts that a decision depends on, and the resulting change."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Generic, TypeVar

from chalicelib.domain.access import Caller
from chalicelib.domain.calendar import Dates, Extension, Extensions
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.evaluation.roll import FormalCheck, RollGate
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList, Report, Row
from chalicelib.domain.subjects import JuryId, ListId
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

    - `values`: cleaned answers without hidden ones.
    - `problems`: those that the form engine reports.
    - `code`: identifies this content on paper.
    - `receiving`: the desks it may go to.
    - `version`: the call version whose form it was checked by, and is frozen under.
    - `asks`: the requests of its last return, by field id.
    - `place`, `parent_body`: those of its unit.
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
    version: int
    asks: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """The facts of a decision, beside its subject.

    Only those that the step's row reads are set.

    - `settings`: desk code → settings.
    - `extensions`: those of `dates`, as they are stored.
    - `ranked`: the list that a step on a submission concerns; `quota`: that of the list.
    - `seen`: the version of the list that the caller acts on; None skips the check.
    - `draft`: what a push would freeze.
    - `answers`: what the deletion of a draft also deletes.
    - `rows`: what a report would freeze.
    - `filing_no`: a number for a first push.
    - `salt`: fresh randomness for the digests of texts.
    - `roll`: the draft of the roll that a nominated entry is to stand on, where its track is evaluated.
    - `announced_at`: since when the public act holds that the step follows: a notice is open, results are out.
    - `fields`: the fields of the form that the entry was pushed under.
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
    roll: "EntryRoll | None" = None
    announced_at: datetime | None = None
    fields: frozenset[str] = frozenset()

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
class EntryRoll:
    """The draft of a roll, as far as it concerns an entry.

    `jury` is the first of the entry's track; `check` the entry's own, of whichever revision.
    """

    jury: JuryId
    gate: RollGate
    check: FormalCheck | None


@dataclass(frozen=True)
class OpenRoll:
    """A roll whose draft must still be open at `now`.

    `step` is what is refused otherwise.
    """

    jury: JuryId
    now: datetime
    step: str


@dataclass(frozen=True)
class CorrectedDraft:
    """Answers to write over the closed ones, if files are as read."""

    answers: Answers
    files: Files


@dataclass(frozen=True)
class ClosedDraft:
    """A draft to close if it is still what was checked."""

    answers: Answers
    files: Files


@dataclass(frozen=True)
class ClosedAnswers:
    """Answers of a submission to close for further saves."""

    submission: str


@dataclass(frozen=True)
class OpenedAnswers:
    """Answers of a submission to open for its owner's saves."""

    submission: str


@dataclass(frozen=True)
class DeletedDraft:
    """A draft to delete with its answers, files and history."""

    head: Head
    answers: Answers


@dataclass(frozen=True)
class SearchableEntry:
    """An entry to index for links and searches."""

    head: Head


@dataclass(frozen=True)
class ClaimedNumber:
    """A filing number to reserve for a submission."""

    number: str
    submission: str


@dataclass(frozen=True)
class UnmovedList:
    """A list that a decision depends on without changing it."""

    ranked: RankedList


@dataclass(frozen=True)
class UnmovedDates:
    """Dates that a decision depends on without changing them.

    The call's extensions, and the settings of the desk above, if any.
    """

    call: str
    extensions: Extensions
    above: DeskSettings | None


@dataclass(frozen=True)
class NewExtensions:
    """The extensions of a call with `new` among them."""

    call: str
    extensions: Extensions
    new: Extension


@dataclass(frozen=True)
class FrozenReport:
    """A reported version and the rows of its entries."""

    report: Report
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SealedScan:
    """The scan of a reported version.

    It takes the place of `replaces`; `by` is the account that uploaded it.
    """

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
    | UnmovedDates
    | NewExtensions
    | FrozenReport
    | SealedScan
    | OpenRoll
    | CorrectedDraft
)
"""What is written beside head, list and events.

`storage/steps.py` writes it.
"""


@dataclass(frozen=True)
class Result:
    """The result of an effect.

    `head` and `ranked` are None when they do not change. `figures` are the event's own facts; `beside` is written with
    them.
    """

    head: Head | None = None
    ranked: RankedList | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Change(Generic[S]):
    """The result of a decision: all that a step writes.

    `head` is None when it does not change or is deleted, `ranked` when it does not change; `beside` is written with
    them.
    """

    step: str
    before: S
    head: Head | None = None
    ranked: RankedList | None = None
    events: tuple[Event, ...] = ()
    beside: tuple[Beside, ...] = ()

    def find_beside(self, kind: type[B]) -> B | None:
        """Return the value of this kind in `beside`, if any."""
        return next((value for value in self.beside if isinstance(value, kind)), None)
