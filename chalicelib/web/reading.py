"""Routes of an expert: lists, entries, files, and sheets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.evaluation.marking import Ground
from chalicelib.domain.evaluation.panel import ReviewState
from chalicelib.domain.evaluation.rules import Blind, CommentWhen, Criterion
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import File
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import reading, sheets
from chalicelib.web import views
from chalicelib.web.http.endpoint import EXPERT, Request, endpoint
from chalicelib.web.http.schemas import LONGEST_ID, Body, Schema

bp = Blueprint(__name__)
ENTRY = "/reading/{call}/{track}/{stage}/{entry}"
CRITERIA = 50
"""More criteria than a track ever has."""

Criterial = Annotated[str, Field(max_length=LONGEST_ID)]
MarkText = Annotated[str, Field(max_length=limits.MARK, pattern=r"^[0-9]+(\.[0-9]+)?$")]
Comment = Annotated[str, Field(max_length=limits.COMMENT)]


class MarksIn(Body):
    """Marks and comments by criterion; marks are decimals as text."""

    marks: dict[Criterial, MarkText] = Field(max_length=CRITERIA)
    comments: dict[Criterial, Comment] = Field(default_factory=dict, max_length=CRITERIA)
    comment: Comment = ""
    for_applicant: Comment = ""

    def value(self) -> Marks:
        """Return them as the rules know them."""
        return Marks(self.marks, self.comments, self.comment, self.for_applicant)


class GivenBackIn(Body):
    ground: Ground
    reason: str = Field(default="", max_length=limits.REASON)


class RevisionQuery(Schema):
    """The number of the revision, as the list says it."""

    revision: int | None = Field(default=None, ge=1, lt=10_000)


class ReadFileQuery(RevisionQuery):
    show: Literal["1"] | None = None


@dataclass(frozen=True, kw_only=True)
class ReadingItemOut:
    """An entry that the expert reads.

    `name` is empty where it is blinded.
    """

    entry: str
    revision: int
    state: ReviewState
    round: int
    name: str
    category: str
    facts: Mapping[str, views.JsonValue]


@dataclass(frozen=True, kw_only=True)
class ReadingListOut:
    """What an expert reads in one jury; `open`: whether marks are taken."""

    call: str
    track: str
    stage: str
    call_names: Mapping[str, str]
    track_names: Mapping[str, str]
    stage_names: Mapping[str, str]
    label: str
    open: bool
    closes: datetime
    items: list[ReadingItemOut]


@dataclass(frozen=True, kw_only=True)
class ReadingListsOut:
    items: list[ReadingListOut]


@dataclass(frozen=True, kw_only=True)
class ReadAnchorOut:
    """What a mark from `at` on means."""

    at: str
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ReadCriterionOut:
    """A criterion.

    It asks for a comment `when` the mark is below or above `mark`.
    """

    id: str
    names: Mapping[str, str]
    weight: int
    anchors: list[ReadAnchorOut]
    when: CommentWhen
    mark: str


@dataclass(frozen=True, kw_only=True)
class ReadScaleOut:
    min: str
    max: str
    step: str


@dataclass(frozen=True, kw_only=True)
class MarksOut:
    marks: Mapping[str, str]
    comments: Mapping[str, str]
    comment: str
    for_applicant: str


@dataclass(frozen=True, kw_only=True)
class SheetOut(MarksOut):
    """One's own sheet.

    `etag` is sent with a save, `earlier` are the rounds before.
    """

    state: Literal["draft", "submitted", "declined", "struck"]
    etag: str
    saved_at: datetime | None
    submitted_at: datetime | None
    round: int
    earlier: list[MarksOut]


@dataclass(frozen=True, kw_only=True)
class DeskOpinionOut:
    desk: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReadFileOut:
    id: str
    field: str
    name: str
    size: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ReadEntryOut:
    """An entry as its expert reads it, with the expert's sheet.

    `version` is the call version whose form the answers are of; `hidden` are the blinded fields; `writable` says
    whether the sheet may be changed; `closes` is when marking ends; `feedback`: whether the owner will read
    `for_applicant`.
    """

    entry: str
    revision: int
    version: int
    name: str
    answers: Mapping[str, views.JsonValue]
    files: list[ReadFileOut]
    hidden: list[str]
    opinions: list[DeskOpinionOut]
    criteria: list[ReadCriterionOut]
    scale: ReadScaleOut
    blind: Blind
    feedback: bool
    label: str
    state: ReviewState
    writable: bool
    closes: datetime
    sheet: SheetOut


@dataclass(frozen=True, kw_only=True)
class SavedSheetOut:
    etag: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReadLinkOut:
    url: str


@endpoint(bp, "GET", "/reading", allow=EXPERT, returns=ReadingListsOut)
def list_reading(request: Request) -> ReadingListsOut:
    """List what the expert reads, in all juries that were opened."""
    return ReadingListsOut(items=[_list(one) for one in reading.read_list(request.act)])


@endpoint(bp, "GET", ENTRY, allow=EXPERT, query=RevisionQuery, returns=ReadEntryOut)
def read_entry(request: Request, query: RevisionQuery, call: str, track: str, stage: str, entry: str) -> ReadEntryOut:
    """Return an entry with the expert's own sheet.

    It is blinded as the call says.
    """
    return _entry(reading.read_entry(request.act, JuryId(call, track, stage), entry, query.revision))


@endpoint(bp, "GET", ENTRY + "/files/{id}", allow=EXPERT, query=ReadFileQuery, returns=ReadLinkOut)
def link_read_file(
    request: Request, query: ReadFileQuery, call: str, track: str, stage: str, entry: str, id: str
) -> ReadLinkOut:
    """Return a download link that is valid for one minute.

    It names the file by a number where the call blinds entries. With `show=1` it opens in the browser.
    """
    address = (JuryId(call, track, stage), entry)
    inline = query.show is not None
    return ReadLinkOut(url=reading.link_file(request.act, address, id, query.revision, inline=inline))


@endpoint(bp, "PUT", ENTRY + "/sheet", allow=EXPERT, body=MarksIn, returns=SavedSheetOut, repeatable=False)
def save_sheet(request: Request, body: MarksIn, call: str, track: str, stage: str, entry: str) -> SavedSheetOut:
    """Save one's sheet of an entry, however incomplete.

    If-Match is the ETag that it was read at, `0` for a new one.
    """
    saved = sheets.save(request.act, JuryId(call, track, stage), entry, body.value(), request.etag)
    return SavedSheetOut(etag=saved.etag, saved_at=saved.saved_at)


@endpoint(bp, "POST", ENTRY + "/sheet/submit", allow=EXPERT, body=MarksIn, status=204)
def submit_sheet(request: Request, body: MarksIn, call: str, track: str, stage: str, entry: str) -> None:
    """Submit one's sheet of an entry with these marks.

    If-Match is the sheet's ETag. What is missing is refused, each at its criterion.
    """
    sheets.submit(request.act, JuryId(call, track, stage), entry, body.value(), request.etag)


@endpoint(bp, "POST", ENTRY + "/decline", allow=EXPERT, body=GivenBackIn, status=204)
def decline_entry(request: Request, body: GivenBackIn, call: str, track: str, stage: str, entry: str) -> None:
    """Give an entry back, with a reason.

    Another expert may read it then.
    """
    sheets.decline(request.act, JuryId(call, track, stage), entry, body.ground, body.reason)


def _list(value: reading.ReadingList) -> ReadingListOut:
    jury, rules = value.jury, value.rules
    items = [
        ReadingItemOut(
            entry=review.entry,
            revision=review.revision,
            state=review.state,
            round=review.round,
            name=card.name if card else "",
            category=card.category if card else "",
            facts=card.facts if card else {},
        )
        for review, card in value.items
    ]
    return ReadingListOut(
        call=jury.call,
        track=jury.track,
        stage=jury.stage,
        call_names=rules.call.names,
        track_names=rules.track.names,
        stage_names=rules.stage.names,
        label=value.label,
        open=value.is_open,
        closes=rules.stage.closes,
        items=items,
    )


def _entry(value: reading.EntryView) -> ReadEntryOut:
    place, rules = value.place, value.place.rules
    scale = rules.stage.scale
    return ReadEntryOut(
        entry=place.review.entry,
        revision=value.revision.n,
        version=value.revision.version,
        name=value.name,
        answers=value.answers,
        files=[_file(one) for one in value.files],
        hidden=list(value.hidden),
        opinions=[DeskOpinionOut(desk=one.desk, text=one.text) for one in value.opinions],
        criteria=[_criterion(one) for one in rules.track.criteria],
        scale=ReadScaleOut(min=scale.min, max=scale.max, step=scale.step),
        blind=rules.evaluation.blind,
        feedback=rules.evaluation.feedback.comments,
        label=place.assignment.label,
        state=place.review.state,
        writable=place.is_writable,
        closes=rules.stage.closes,
        sheet=_sheet(place.sheet),
    )


def _criterion(one: Criterion) -> ReadCriterionOut:
    anchors = [ReadAnchorOut(at=anchor.from_, words=anchor.words) for anchor in one.anchors]
    when, mark = one.comment.when, one.comment.mark
    return ReadCriterionOut(id=one.id, names=one.names, weight=one.weight, anchors=anchors, when=when, mark=mark)


def _file(file: File) -> ReadFileOut:
    return ReadFileOut(id=file.id, field=file.field, name=file.name, size=file.size, kind=file.kind)


def _sheet(sheet: Sheet) -> SheetOut:
    return SheetOut(
        **sheets.sheet_content(sheet.current),
        state=sheet.state,
        etag=str(sheet.v),
        saved_at=sheet.saved_at,
        submitted_at=sheet.current.submitted_at,
        round=sheet.round,
        earlier=[MarksOut(**sheets.sheet_content(one)) for one in sheet.earlier],
    )
