"""Routes of whoever files: drafts, attachments, push, and what happened since."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.access import Caller
from chalicelib.domain.submission import Head, State
from chalicelib.domain.visibility import is_recommended
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.submissions import attachments, content, drafts, reading, steps
from chalicelib.web import views
from chalicelib.web.bodies import Body, Id, Paged, Reason, take
from chalicelib.web.http.endpoint import APPLICANT, SIGNED_IN, Request, endpoint, number_in
from chalicelib.web.http.shape import Schema

bp = Blueprint(__name__)


class NewSubmission(Body):
    call: Id
    track: Id
    copy_of: Id | None = None


class SaveAnswers(Body):
    answers: dict[str, views.JsonValue]
    version: int


class Push(Body):
    desk: Id
    etag: str = Field(min_length=1)


class NewAttachment(Body):
    field: Id
    name: str = Field(min_length=1, max_length=200)
    size: int = Field(gt=0)


Nth = Annotated[int, Field(ge=1, lt=10_000)]


class RevisionRange(Schema):
    """Two pushes by their number."""

    old: Nth = Field(alias="from")
    new: Nth = Field(alias="to")


class FieldQuery(Schema):
    field: str


class LinkQuery(Schema):
    show: Literal["1"] | None = None


@dataclass(frozen=True, kw_only=True)
class Created:
    id: str


@dataclass(frozen=True, kw_only=True)
class SavedOut:
    etag: str
    saved_at: datetime
    name: str | None
    progress: int | None
    missing: int | None


@dataclass(frozen=True, kw_only=True)
class ReceiverOut:
    code: str
    names: dict[str, str]
    level: str
    refused: str | None
    closes: datetime
    reported: bool
    contact: str
    phone: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class Receivers:
    """Where a submission may go; `closes` is until when this one may, `reported` that the desk's list has gone up."""

    items: list[ReceiverOut]


@dataclass(frozen=True, kw_only=True)
class ProblemOut:
    """What stands between a draft and its push (`refuse`), or should be looked at again (`warn`)."""

    pointer: str
    field: str
    section: str
    code: str
    params: Mapping[str, Any]
    level: Literal["refuse", "warn"]


@dataclass(frozen=True, kw_only=True)
class Problems:
    problems: list[ProblemOut]


@dataclass(frozen=True, kw_only=True)
class LinkedOut:
    """An entry that another one names; `recommended` is null where the reader may not know."""

    id: str
    track: str
    name: str
    state: State
    filing_no: str | None
    recommended: bool | None


@dataclass(frozen=True, kw_only=True)
class Linked:
    items: list[LinkedOut]


@dataclass(frozen=True, kw_only=True)
class TicketOut:
    id: str
    url: str
    fields: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class LinkOut:
    url: str


@dataclass(frozen=True, kw_only=True)
class RevisionOut:
    n: int
    answers: Mapping[str, views.JsonValue]
    files: list[views.FileOut]
    version: int
    code: str
    pushed_at: datetime


@endpoint(bp, "GET", "/submissions", allow=APPLICANT, query=Paged, returns=views.Heads)
def list_own_submissions(request: Request, query: Paged) -> views.Heads:
    """The caller's own submissions, newest first, all calls and tracks."""
    found, cursor = drafts.own(request.tools, request.who, query.cursor)
    return views.heads(found, cursor, request.caller)


@endpoint(bp, "POST", "/submissions", allow=APPLICANT, body=NewSubmission, status=201, returns=Created)
def start_submission(request: Request, body: NewSubmission) -> Created:
    """A new draft, filled from the dossier or copied from an earlier entry."""
    made = drafts.start(request.tools, request.who, request.repeated, body.call, body.track, body.copy_of)
    return Created(id=made)


@endpoint(bp, "GET", "/submissions/{submission}", allow=SIGNED_IN, returns=views.SubmissionOut)
def show_submission(request: Request, submission: str) -> views.SubmissionOut:
    """One submission: for its owner as it is, for a desk as it was pushed last."""
    return views.submission(reading.show(request.tools, request.who, submission), request.caller)


@endpoint(
    bp,
    "PUT",
    "/submissions/{submission}/answers",
    allow=APPLICANT,
    body=SaveAnswers,
    returns=SavedOut,
    repeatable=False,
)
def save_answers(request: Request, body: SaveAnswers, submission: str) -> SavedOut:
    """Keep a draft as it is. If-Match is the ETag it was read at."""
    saved = drafts.save(request.tools, request.who, submission, body.answers, body.version, request.etag)
    card = saved.card
    return SavedOut(
        etag=saved.etag,
        saved_at=saved.saved_at,
        name=card.name if card else None,
        progress=card.progress if card else None,
        missing=card.missing if card else None,
    )


@endpoint(bp, "DELETE", "/submissions/{submission}", allow=APPLICANT, status=204)
def delete_submission(request: Request, submission: str) -> None:
    """Delete a draft that was never pushed."""
    steps.discard(request.tools, request.who, request.repeated, submission)


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/desks",
    allow=APPLICANT,
    returns=Receivers,
    ahead=drafts.load_destinations,
)
def list_receiving_desks(request: Request, submission: str) -> Receivers:
    """The desks this submission may be pushed to, nearest first."""
    found = drafts.receiving(request.tools, request.who, submission, request.ahead)
    rows = [
        ReceiverOut(
            code=r.desk.code,
            names=dict(r.desk.names),
            level=r.desk.level,
            refused=r.refused,
            closes=found.closes[r.desk.code],
            reported=r.desk.code in found.reported,
            contact=r.settings.contact,
            phone=r.settings.phone,
            hours=r.settings.hours,
        )
        for r in found.receivers
    ]
    return Receivers(items=rows)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/check",
    allow=APPLICANT,
    returns=Problems,
    repeatable=False,
    ahead=content.load_answers,
)
def check_submission(request: Request, submission: str) -> Problems:
    """Everything that stands between the draft and its push, in the order of the page."""
    found = drafts.check(request.tools, request.who, submission, request.ahead)
    return Problems(problems=[ProblemOut(**p.as_json()) for p in found])


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/push",
    allow=APPLICANT,
    body=Push,
    returns=views.HeadOut,
    ahead=steps.AHEAD["push"],
)
def push_submission(request: Request, body: Push, submission: str) -> views.HeadOut:
    """Hand it to a desk. From then on it can be neither edited nor deleted."""
    return take(request, submission, "push", body.etag, desk=body.desk)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/ask-back",
    allow=APPLICANT,
    body=Reason,
    returns=views.HeadOut,
)
def ask_back_submission(request: Request, body: Reason, submission: str) -> views.HeadOut:
    """Ask the desk to give it back (申请退回)."""
    return take(request, submission, "ask_back", reason=body.reason)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/withdraw",
    allow=APPLICANT,
    body=Reason,
    returns=views.HeadOut,
    ahead=steps.AHEAD["withdraw"],
)
def withdraw_submission(request: Request, body: Reason, submission: str) -> views.HeadOut:
    """Withdraw it, where the call allows that."""
    return take(request, submission, "withdraw", reason=body.reason)


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/history",
    allow=SIGNED_IN,
    returns=views.History,
    ahead=reading.load_history,
)
def show_history(request: Request, submission: str) -> views.History:
    """Everything that happened, and whether the chain is whole."""
    happened, whole = reading.read_history(request.tools, request.who, submission, request.ahead)
    return views.History(items=[views.event(h) for h in happened], verified=whole)


@endpoint(bp, "GET", "/submissions/{submission}/revisions/{n}", allow=SIGNED_IN, returns=RevisionOut)
def show_revision(request: Request, submission: str, n: str) -> RevisionOut:
    """What was pushed the n-th time."""
    found = reading.revision(request.tools, request.who, submission, number_in(n))
    return RevisionOut(
        n=found.n,
        answers=dict(found.answers),
        files=[views.file(f) for f in found.files],
        version=found.version,
        code=found.code,
        pushed_at=found.pushed_at,
    )


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/changes",
    allow=SIGNED_IN,
    query=RevisionRange,
    returns=views.Changes,
)
def show_changes(request: Request, query: RevisionRange, submission: str) -> views.Changes:
    """What changed between two pushes (`from`, `to`), each with what had been asked of its field."""
    found = reading.differences(request.tools, request.who, submission, query.old, query.new)
    return views.changes(found)


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/linked",
    allow=SIGNED_IN,
    returns=Linked,
    ahead=reading.load_content,
)
def list_linked_entries(request: Request, submission: str) -> Linked:
    """The entries that this one names, as they stand now: to be checked before recommending."""
    found = reading.linked(request.tools, request.who, submission, request.ahead)
    return Linked(items=[_linked(h, request.caller) for h in found])


def _load_draft(tools: Tools, query: FieldQuery, submission: str) -> Any:
    return drafts.load(tools, submission)


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/links",
    allow=APPLICANT,
    query=FieldQuery,
    returns=Linked,
    ahead=_load_draft,
)
def list_own_entries(request: Request, query: FieldQuery, submission: str) -> Linked:
    """Entries of the same unit that the link field `field` may name."""
    found = drafts.own_entries(request.tools, request.who, submission, query.field, request.ahead)
    return Linked(items=[_linked(h, request.caller) for h in found])


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/attachments",
    allow=APPLICANT,
    body=NewAttachment,
    status=201,
    returns=TicketOut,
    repeatable=False,
)
def begin_attachment(request: Request, body: NewAttachment, submission: str) -> TicketOut:
    """A presigned POST for one file. It counts once it has been completed."""
    ticket = attachments.begin(request.tools, request.who, submission, body.field, body.name, body.size)
    return TicketOut(id=ticket.id, url=ticket.url, fields=ticket.fields)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/attachments/{attachment}/complete",
    allow=APPLICANT,
    returns=views.FilesOut,
)
def complete_attachment(request: Request, submission: str, attachment: str) -> views.FilesOut:
    """Check what arrived and let it count."""
    files = attachments.complete(request.tools, request.who, request.repeated, submission, attachment)
    return views.files(files.items)


@endpoint(
    bp,
    "DELETE",
    "/submissions/{submission}/attachments/{attachment}",
    allow=APPLICANT,
    returns=views.FilesOut,
)
def delete_attachment(request: Request, submission: str, attachment: str) -> views.FilesOut:
    """Unlink one file of a draft."""
    files = attachments.delete(request.tools, request.who, request.repeated, submission, attachment)
    return views.files(files.items)


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/attachments/{attachment}/link",
    allow=SIGNED_IN,
    query=LinkQuery,
    returns=LinkOut,
)
def link_attachment(request: Request, query: LinkQuery, submission: str, attachment: str) -> LinkOut:
    """A link of one minute; `show=1` opens it in the browser where its kind allows."""
    inline = query.show is not None
    return LinkOut(url=attachments.link(request.tools, request.who, submission, attachment, inline=inline))


def _linked(head: Head, caller: Caller) -> LinkedOut:
    return LinkedOut(
        id=head.id,
        track=head.track,
        name=head.card.name,
        state=head.state,
        filing_no=head.filing_no,
        recommended=is_recommended(caller, head),
    )
