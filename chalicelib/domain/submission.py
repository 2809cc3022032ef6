"""A submission: its small head, and the parts stored apart.

Lists and steps need the head alone.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.states import EDITABLE, LISTED
from chalicelib.domain.states import ORGANISER as ORGANISER
from chalicelib.domain.states import Outcome as Outcome
from chalicelib.domain.states import State as State
from chalicelib.frozen import dataclass

MarkValue = Literal["yes", "maybe", "no"]
"""A desk's private leaning towards an entry: 拟荐, 待议, 不荐."""


@dataclass(frozen=True)
class Hop:
    """A desk's recommendation on an entry's way up.

    `desk` is the desk below that recommended it, `rank` its rank there, out of `of`, in version `n` of its report.
    """

    desk: str
    rank: int
    of: int
    n: int = 0


@dataclass(frozen=True)
class Card:
    """The part of the content that lists show.

    It is stored beside the head, so that a save can write it without reading. `facts` are the values of the form's
    `list` fields; `missing` and `progress` (0–100) say how complete a draft's answers are, its files apart; `version`
    is the call version whose form said so, 0 in cards from before this was kept.
    """

    name: str = ""
    unit_name: str = ""
    uscc: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    progress: int = 0
    missing: int = 0
    version: int = 0


@dataclass(frozen=True)
class Head:
    """The part of a submission that lists show and steps decide on.

    At most about 1 KB.

    - `desk`: where it lies, or lay when it was returned.
    - `lacking`: how many attachments fields of a draft still need files.
    - `place`: the region it belongs to; `area`: that region's nearest desk; `parent_body`: that of its unit. All three
      are for statistics.
    - `revision`: how many times it was pushed; `since`: the first push of its present way.
    - `asked_back_at`: when its owner requested it back from the desk.
    - `sent_back_at`: when the level above sent it back to the desk it lies at.
    - `own`: it is a desk's own filing (自主申报).
    - `decided_after`: how many reports its desk had made when it recommended or declined it.
    - `announced`: its applicant and the desks below may know that it was declined.
    - `pushed_card`: the card as it was pushed, while it is returned and its owner edits it.
    - `came`: the desks below that recommended and reported it, lowest first.
    - `late_until`: a late pass for this submission alone.
    - `outcome`: what became of it after its nomination, None as long as nothing public has.
    - `objections`: how many that were taken are not ruled on; more than none hold an award back.
    - `award`: the number of its certificate.
    - `correcting_until`: until when its owner may correct the fields of `correctable`.
    - `v`: rises with every step.
    - `events` and `last_hash`: the end of its history chain.
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
    decided_after: int = 0
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
    outcome: Outcome | None = None
    correcting_until: datetime | None = None
    correctable: tuple[str, ...] = ()
    objections: int = 0
    award: str = ""

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def listed(self) -> bool:
        """Whether it is in the ranked list of its present desk."""
        return self.state in LISTED

    @property
    def missing(self) -> int:
        """How many answers and attachments a draft still needs."""
        return self.card.missing + self.lacking

    @property
    def progress(self) -> int:
        """How complete a draft is, 0–100; 100 when nothing is missing."""
        return min(self.card.progress, 99) if self.lacking else self.card.progress

    @property
    def below(self) -> Hop | None:
        """The last desk that reported it up; None if no desk did."""
        return self.came[-1] if self.came else None

    @property
    def way(self) -> tuple[str, ...]:
        """All desks of its present way up, the current one included."""
        return (*(c.desk for c in self.came), *((self.desk,) if self.desk else ()))


@dataclass(frozen=True)
class Answers:
    """The content of a draft.

    `v` rises with every save; `open` is False from a push until a return; `version` is the call version of the last
    save; `card_digest` is the digest of the card that the head shows.
    """

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
        """The ETag: version and card digest.

        The digest saves a save from reading what lists show.
        """
        return f"{self.v}-{self.card_digest}"


@dataclass(frozen=True)
class File:
    """An attachment that was checked and counts.

    `size` is in bytes. `content` is the draft's code at the time of upload, so that a sealed scan of other content can
    be pointed out.
    """

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
    """All attachments of a submission, stored as one item.

    `v` rises with every file added or unlinked.
    """

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
    """The frozen content of one push to `desk`.

    So the view of that desk can always be shown, and compared with the next revision.
    """

    id: str
    n: int
    version: int
    answers: Mapping[str, Any]
    files: tuple[File, ...]
    code: str
    pushed_at: datetime
    desk: str
    asks: Mapping[str, str] = field(default_factory=dict)
    """The requests of the return before this push, by field id."""


@dataclass(frozen=True)
class Mark:
    """A desk's private view of an entry: a mark and a note.

    `mark` is None where the desk has set none.
    """

    submission: str
    mark: MarkValue | None
    note: str


@dataclass(frozen=True)
class Opinion:
    """A desk's opinion from its recommendation."""

    desk: str
    text: str
    at: datetime
    actor: str


@dataclass(frozen=True)
class ReturnNotice:
    """The notice of a return to an applicant.

    It holds the reason, and in `asks` a request by field id.
    """

    reason: str
    asks: Mapping[str, str]
    desk: str
    at: datetime


@dataclass(frozen=True)
class DeclineNotice(ReturnNotice):
    """The reason why a desk did not recommend an entry.

    `asks` is empty.
    """


@dataclass(frozen=True)
class Upload:
    """A presigned upload in progress, as it was declared.

    It exists until it is completed or expires.
    """

    id: str
    field: str
    name: str
    size: int
    kind: str
    type: str
    key: str


def call_and_track(submission_id: str) -> tuple[str, str]:
    """Return (call, track) from a submission's id."""
    call, track, _ = submission_id.split(".")
    return call, track


def short_id(submission_id: str) -> str:
    """Return the part of the id that is unique within its track.

    Ranked lists hold short ids.
    """
    return submission_id.rpartition(".")[2]
