"""Response models of several routes, and their conversion from domain values.

The OpenAPI document describes these models too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any

from pydantic import WithJsonSchema

from chalicelib.domain.access import Caller
from chalicelib.domain.submission import File, Head, Hop, MarkValue, Outcome, State
from chalicelib.domain.visibility import as_seen_by
from chalicelib.forms.changes import Kind
from chalicelib.frozen import dataclass
from chalicelib.services.desks.inbox import InboxPage
from chalicelib.services.history import NamedEvent
from chalicelib.services.submissions.reading import FieldChange, SubmissionView

Words = Mapping[str, str]

_TEXT = {"type": "string"}
_ROW = {"type": "object", "properties": {"_id": _TEXT}, "required": ["_id"], "additionalProperties": _TEXT}
_LISTS = [{"type": "array", "items": item} for item in (_TEXT, _ROW)]
JsonValue = Annotated[Any, WithJsonSchema({"anyOf": [_TEXT, *_LISTS]})]
"""An answer in its stored form, normalised by the form engine.

It is text, a list of values, or a table's rows.
"""


@dataclass(frozen=True)
class HopOut:
    """A desk that recommended an entry upward, and the rank there.

    `of` is the number of entries on that desk's list.
    """

    desk: str
    rank: int
    of: int


# A plain dataclass, since a list makes hundreds of them from values that are valid already.
@dataclass(frozen=True, kw_only=True)
class HeadOut:
    """A submission in a list.

    `version` is the call version by whose form its name, facts and figures are; 0 where that was not recorded.
    `outcome` is what became of it after its nomination; until `correcting_until` its owner may correct `correctable`.
    `objections` is how many that were taken are not ruled on.
    """

    id: str
    call: str
    track: str
    state: State
    desk: str | None
    name: str
    unit_name: str
    facts: Mapping[str, JsonValue]
    progress: int
    missing: int
    version: int
    filing_no: str | None
    revision: int
    since: int
    place: str
    parent_body: str
    created_at: datetime
    updated_at: datetime
    pushed_at: datetime | None
    resubmit_until: datetime | None
    late_until: datetime | None
    asked_back_at: datetime | None
    sent_back_at: datetime | None
    own: bool
    outcome: Outcome | None
    correcting_until: datetime | None
    correctable: Sequence[str]
    objections: int
    came: list[HopOut]
    rank: int | None = None
    mark: MarkValue | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class HeadsOut:
    """One page of submissions."""

    items: list[HeadOut]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class InboxOut(HeadsOut):
    """One page of a desk's list, with counts.

    `counts` is by state, and `waiting` is the number of waiting entries by track.
    """

    counts: Mapping[str, int]
    waiting: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class FileOut:
    """A completed attachment.

    `content` is the code of the draft for which a sealed scan was uploaded.
    """

    id: str
    field: str
    name: str
    size: int
    kind: str
    type: str
    sha256: str
    added_at: datetime
    content: str


@dataclass(frozen=True, kw_only=True)
class FilesOut:
    files: list[FileOut]


@dataclass(frozen=True, kw_only=True)
class OpinionOut:
    desk: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ReturnNoticeOut:
    reason: str
    asks: Mapping[str, str]
    desk: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SubmissionOut:
    """A whole submission as far as its reader may see it."""

    head: HeadOut
    answers: Mapping[str, JsonValue]
    files: list[FileOut]
    version: int
    etag: str | None
    code: str
    can: list[str]
    asked: ReturnNoticeOut | None
    opinions: list[OpinionOut]
    mark: MarkValue | None
    note: str
    declined: str | None


@dataclass(frozen=True, kw_only=True)
class EventOut:
    """One event of a history.

    `texts` holds reason, opinion and asks.<field>, without erased ones. `after_reset`: the session behind it came from
    a password that somebody else had reset.
    """

    n: int
    at: datetime
    step: str
    actor: Mapping[str, str | None]
    facts: Mapping[str, Any]
    texts: Words
    after_reset: bool
    hash: str


@dataclass(frozen=True, kw_only=True)
class HistoryOut:
    items: list[EventOut]
    verified: bool


@dataclass(frozen=True, kw_only=True)
class ChangeOut:
    kind: Kind
    field: str
    pointer: str
    old: Any
    new: Any
    asked: str | None


@dataclass(frozen=True, kw_only=True)
class ChangesOut:
    changes: list[ChangeOut]


_SAME = tuple({f.name for f in fields(Head)} & {f.name for f in fields(HeadOut)} - {"came"})
"""Fields that `Head` and `HeadOut` have in common.

They are copied without validation, since they come from our own values.
"""
_same = attrgetter(*_SAME)


def head(value: Head, caller: Caller, **more: Any) -> HeadOut:
    """Convert a head to what the caller may see of it."""
    shown = as_seen_by(caller, value)
    return HeadOut(
        **dict(zip(_SAME, _same(shown), strict=True)),
        name=shown.card.name,
        unit_name=shown.card.unit_name,
        facts=shown.card.facts,
        progress=shown.progress,
        missing=shown.missing,
        version=shown.card.version,
        came=hops(shown.came),
        **more,
    )


def heads(values: Sequence[Head], cursor: str | None, caller: Caller) -> HeadsOut:
    return HeadsOut(items=[head(h, caller) for h in values], cursor=cursor)


def listed(value: InboxPage, caller: Caller) -> InboxOut:
    items = [head(h, caller, **_mark(value, h.id)) for h in value.heads]
    return InboxOut(items=items, cursor=value.cursor, counts=value.counts, waiting=value.waiting)


def file(value: File) -> FileOut:
    return FileOut(**{f.name: getattr(value, f.name) for f in fields(FileOut)})


def files(values: Sequence[File]) -> FilesOut:
    return FilesOut(files=[file(f) for f in values])


def submission(value: SubmissionView, caller: Caller) -> SubmissionOut:
    asked = value.returned
    return SubmissionOut(
        head=head(value.head, caller),
        answers=value.answers,
        files=[file(f) for f in value.files],
        version=value.version,
        etag=value.etag,
        code=value.code,
        can=list(value.can),
        asked=ReturnNoticeOut(**asked.__dict__) if asked else None,
        opinions=[OpinionOut(desk=o.desk, text=o.text, at=o.at) for o in value.opinions],
        mark=value.mark.mark if value.mark else None,
        note=value.mark.note if value.mark else "",
        declined=value.declined,
    )


def event(value: NamedEvent) -> EventOut:
    e = value.event
    return EventOut(
        n=e.n,
        at=e.at,
        step=e.step,
        actor={"name": value.actor_name, "role": value.actor_role, "desk": value.actor_desk},
        facts={name: fact for name, fact in e.facts.items() if name != "reset_by"},
        texts={name: text.value for name, text in e.texts.items()},
        after_reset="reset_by" in e.facts,
        hash=e.hash,
    )


def changes(values: Sequence[FieldChange]) -> ChangesOut:
    rows = [
        ChangeOut(
            kind=v.change.kind,
            field=v.change.field,
            pointer=v.change.pointer,
            old=v.change.old,
            new=v.change.new,
            asked=v.request,
        )
        for v in values
    ]
    return ChangesOut(changes=rows)


def hops(value: Sequence[Hop]) -> list[HopOut]:
    return [HopOut(desk=c.desk, rank=c.rank, of=c.of) for c in value]


def _mark(value: InboxPage, submission_id: str) -> dict[str, Any]:
    mark = value.marks.get(submission_id)
    return {"mark": mark.mark, "note": mark.note} if mark else {}
