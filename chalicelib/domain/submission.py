"""What is filed: the small head that lists and steps need, and the pieces that stand apart from it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.states import EDITABLE, LISTED
from chalicelib.domain.states import ORGANISER as ORGANISER
from chalicelib.domain.states import State as State
from chalicelib.frozen import dataclass

MarkValue = Literal["yes", "maybe", "no"]
"""How a desk is minded towards an entry, for itself alone: 拟荐, 待议, 不荐."""


@dataclass(frozen=True)
class Hop:
    """How an entry came up: the desk below that recommended it, its rank there, and of how many."""

    desk: str
    rank: int
    of: int


@dataclass(frozen=True)
class Card:
    """What a list shows of the content: kept beside the head, so that a save can write it without reading.

    `facts` are the values of the form's `list` fields; `missing` and `progress` (0–100) say how far the answers
    of a draft are, its files apart.
    """

    name: str = ""
    unit_name: str = ""
    uscc: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    progress: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Head:
    """What every list shows and every step decides on; at most about 1 KB.

    `desk` is where it lies (or lay, when returned or declined); `came` the desks below that recommended and
    reported it, lowest first; `place` the region it belongs to, `area` that region's nearest desk and `parent_body`
    its unit's, for statistics; `lacking` counts the attachments that a draft still needs; `asked_back_at` is when its
    owner asked the desk it lies at to give it back, `sent_back_at` when the level above sent it back to that desk;
    `late_until` is a late pass, for this submission alone; `revision` counts pushes, `since` is the first of them on
    its present way; `v` rises with every step; `events` and `last_hash` are the end of its history chain; `own` marks
    a desk's own filing (自主申报); `announced` that its applicant and the desks below know it was declined;
    `pushed_card` is the card as it was pushed, while it is returned and its owner edits on.
    """

    id: str
    call: str
    track: str
    owner: str
    state: State = State.DRAFT
    desk: str | None = None
    card: Card = Card()
    lacking: int = 0
    place: str = ""
    area: str = ""
    parent_body: str = ""
    filing_no: str | None = None
    revision: int = 0
    since: int = 0
    asked_back_at: datetime | None = None
    sent_back_at: datetime | None = None
    own: bool = False
    announced: bool = False
    pushed_card: Card | None = None
    came: tuple[Hop, ...] = ()
    resubmit_until: datetime | None = None
    late_until: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    pushed_at: datetime | None = None
    v: int = 0
    events: int = 0
    last_hash: str = ""

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def listed(self) -> bool:
        """Whether it stands in the ranked list of the desk where it lies."""
        return self.state in LISTED

    @property
    def missing(self) -> int:
        """How many answers and attachments a draft still needs."""
        return self.card.missing + self.lacking

    @property
    def progress(self) -> int:
        """How far a draft is, 0–100; 100 when nothing is missing."""
        return min(self.card.progress, 99) if self.lacking else self.card.progress

    @property
    def below(self) -> Hop | None:
        """The desk that reported it to where it lies now."""
        return self.came[-1] if self.came else None

    @property
    def way(self) -> tuple[str, ...]:
        """All desks that have it or had it on its present way up."""
        return (*(c.desk for c in self.came), *((self.desk,) if self.desk else ()))


@dataclass(frozen=True)
class Answers:
    """The content of a draft. `v` is its ETag; `open` is False from push until a return; `version` is the
    call version it was last saved under; `card_digest` that of the card which the head shows."""

    id: str
    owner: str
    values: Mapping[str, Any]
    version: int
    v: int = 1
    open: bool = True
    card_digest: str = ""
    saved_at: datetime | None = None

    @property
    def etag(self) -> str:
        """Its version and its card's digest, so that a save need not read what lists show."""
        return f"{self.v}-{self.card_digest}"


@dataclass(frozen=True)
class File:
    """One attachment that has been checked and counts. `content` is the draft's code when it came, so that
    a sealed scan of other content can be pointed out."""

    id: str
    field: str
    name: str
    size: int
    kind: str
    type: str
    sha256: str
    key: str
    added_at: datetime
    content: str = ""


@dataclass(frozen=True)
class Files:
    """All attachments of a submission, one item; `v` rises with every one added or unlinked."""

    id: str
    items: tuple[File, ...] = ()
    v: int = 0

    def with_file(self, file: File) -> "Files":
        return Files(self.id, (*self.items, file), self.v + 1)

    def without(self, file_id: str) -> "Files":
        return Files(self.id, tuple(f for f in self.items if f.id != file_id), self.v + 1)

    def find(self, file_id: str) -> File | None:
        return next((f for f in self.items if f.id == file_id), None)


@dataclass(frozen=True)
class Revision:
    """What was pushed to `desk`, frozen: a desk's view of it can always be shown, and compared with the next."""

    id: str
    n: int
    version: int
    answers: Mapping[str, Any]
    files: tuple[File, ...]
    code: str
    pushed_at: datetime
    desk: str
    asks: Mapping[str, str] = field(default_factory=dict)
    """What the return before this push had asked, by field id."""


@dataclass(frozen=True)
class Mark:
    """A desk's private view of an entry: 'yes', 'maybe', 'no' or None, and a note."""

    submission: str
    mark: MarkValue | None
    note: str


@dataclass(frozen=True)
class Opinion:
    """What a desk wrote when it recommended."""

    desk: str
    text: str
    at: datetime
    actor: str


@dataclass(frozen=True)
class ReturnNotice:
    """A return as its applicant reads it: why, and what is asked of which field."""

    reason: str
    asks: Mapping[str, str]
    desk: str
    at: datetime


@dataclass(frozen=True)
class DeclineNotice(ReturnNotice):
    """Why a desk did not recommend it; asks nothing."""


@dataclass(frozen=True)
class Upload:
    """A presigned upload under way: what was declared, until it is completed or its time is over."""

    id: str
    field: str
    name: str
    size: int
    kind: str
    type: str
    key: str


def call_and_track(submission_id: str) -> tuple[str, str]:
    """(call, track) that a submission's id carries."""
    call, track, _ = submission_id.split(".")
    return call, track


def short_id(submission_id: str) -> str:
    """The part that tells it from others of its call and track: what ranked lists hold."""
    return submission_id.rpartition(".")[2]
