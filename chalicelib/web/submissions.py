"""Routes of submissions: drafts, reading, history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.frozen import dataclass
from chalicelib.services.submissions import drafts, reading
from chalicelib.web import views
from chalicelib.web.http.endpoint import APPLICANT, SIGNED_IN, Request, endpoint, number_in
from chalicelib.web.http.schemas import Body, Id, PageQuery, Schema

bp = Blueprint(__name__)


class SubmissionIn(Body):
    call: Id
    track: Id
    copy_of: Id | None = None


class AnswersIn(Body):
    answers: dict[str, views.JsonValue]
    version: int


Nth = Annotated[int, Field(ge=1, lt=10_000)]


class RevisionsQuery(Schema):
    """Numbers of two pushes to compare."""

    old: Nth = Field(alias="from")
    new: Nth = Field(alias="to")


@dataclass(frozen=True, kw_only=True)
class CreatedOut:
    """A new draft.

    `left_out` labels the answers that a copy could not take over.
    """

    id: str
    left_out: list[Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class ReceivingDeskOut:
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
class ReceivingDesksOut:
    """Desks that a submission may go to.

    `closes` is the last moment for this submission, and `reported` is true once the desk's list has been reported.
    """

    items: list[ReceivingDeskOut]


@dataclass(frozen=True, kw_only=True)
class ProblemOut:
    """A problem of a draft.

    It prevents the push (`refuse`), or is worth a second look (`warn`).
    """

    pointer: str
    field: str
    section: str
    code: str
    params: Mapping[str, Any]
    level: Literal["refuse", "warn"]


@dataclass(frozen=True, kw_only=True)
class SavedOut:
    """A save. `refused` is what could not be saved; all else was."""

    etag: str
    saved_at: datetime
    name: str | None
    progress: int | None
    missing: int | None
    refused: list[ProblemOut]


@dataclass(frozen=True, kw_only=True)
class ProblemsOut:
    problems: list[ProblemOut]


@dataclass(frozen=True, kw_only=True)
class RevisionOut:
    n: int
    answers: Mapping[str, views.JsonValue]
    files: list[views.FileOut]
    version: int
    code: str
    pushed_at: datetime


@endpoint(bp, "GET", "/submissions", allow=APPLICANT, query=PageQuery, returns=views.HeadsOut)
def list_own_submissions(request: Request, query: PageQuery) -> views.HeadsOut:
    """List one's own submissions of all calls, newest first."""
    page = drafts.read_own(request.act, query.cursor)
    return views.heads(page.heads, page.cursor, request.caller)


@endpoint(bp, "POST", "/submissions", allow=APPLICANT, body=SubmissionIn, status=201, returns=CreatedOut)
def start_submission(request: Request, body: SubmissionIn) -> CreatedOut:
    """Start a draft, filled from the dossier or an earlier entry."""
    draft = drafts.start(request.act, body.call, body.track, body.copy_of)
    return CreatedOut(id=draft.id, left_out=list(draft.left_out))


@endpoint(bp, "GET", "/submissions/{submission}", allow=SIGNED_IN, returns=views.SubmissionOut)
def show_submission(request: Request, submission: str) -> views.SubmissionOut:
    """Return a submission.

    Its owner sees the current content, a desk that of the last push.
    """
    return views.submission(reading.show(request.act, submission), request.caller)


@endpoint(
    bp,
    "PUT",
    "/submissions/{submission}/answers",
    allow=APPLICANT,
    body=AnswersIn,
    returns=SavedOut,
    repeatable=False,
)
def save_answers(request: Request, body: AnswersIn, submission: str) -> SavedOut:
    """Save a draft's answers, however incomplete.

    If-Match is the ETag they were read at.
    """
    saved = drafts.save(request.act, submission, body.answers, body.version, request.etag)
    card = saved.card
    return SavedOut(
        etag=saved.etag,
        saved_at=saved.saved_at,
        name=card.name if card else None,
        progress=card.progress if card else None,
        missing=card.missing if card else None,
        refused=[ProblemOut(**p.as_json()) for p in saved.refused],
    )


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/desks",
    allow=APPLICANT,
    returns=ReceivingDesksOut,
)
def list_receiving_desks(request: Request, submission: str) -> ReceivingDesksOut:
    """List the desks this submission may be pushed to, nearest first.

    A desk that may not receive it comes with the reason in `refused`.
    """
    receiving = drafts.read_receiving(request.act, submission)
    rows = [
        ReceivingDeskOut(
            code=r.desk.code,
            names=dict(r.desk.names),
            level=r.desk.level,
            refused=r.refused,
            closes=receiving.closes[r.desk.code],
            reported=r.desk.code in receiving.reported,
            contact=r.settings.contact,
            phone=r.settings.phone,
            hours=r.settings.hours,
        )
        for r in receiving.receivers
    ]
    return ReceivingDesksOut(items=rows)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/check",
    allow=APPLICANT,
    returns=ProblemsOut,
    repeatable=False,
)
def check_submission(request: Request, submission: str) -> ProblemsOut:
    """List all problems that prevent the draft's push.

    They come in the order of the page, and include warnings.
    """
    problems = drafts.check(request.act, submission)
    return ProblemsOut(problems=[ProblemOut(**p.as_json()) for p in problems])


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/history",
    allow=SIGNED_IN,
    returns=views.HistoryOut,
)
def show_history(request: Request, submission: str) -> views.HistoryOut:
    """Return a submission's history, and whether its chain is intact."""
    happened, whole = reading.read_history(request.act, submission)
    return views.HistoryOut(items=[views.event(h) for h in happened], verified=whole)


@endpoint(bp, "GET", "/submissions/{submission}/revisions/{n}", allow=SIGNED_IN, returns=RevisionOut)
def show_revision(request: Request, submission: str, n: str) -> RevisionOut:
    """Return the content of the n-th push."""
    revision = reading.read_revision(request.act, submission, number_in(n))
    return RevisionOut(
        n=revision.n,
        answers=dict(revision.answers),
        files=[views.file(f) for f in revision.files],
        version=revision.version,
        code=revision.code,
        pushed_at=revision.pushed_at,
    )


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/changes",
    allow=SIGNED_IN,
    query=RevisionsQuery,
    returns=views.ChangesOut,
)
def show_changes(request: Request, query: RevisionsQuery, submission: str) -> views.ChangesOut:
    """List the changes between two pushes (`from`, `to`).

    Each comes with what the desk had asked about its field.
    """
    return views.changes(reading.differences(request.act, submission, query.old, query.new))


@endpoint(bp, "GET", "/filing-numbers/{number}", allow=SIGNED_IN, returns=views.HeadOut)
def find_by_number(request: Request, number: str) -> views.HeadOut:
    """Return the submission with a filing number."""
    return views.head(reading.find_by_number(request.act, number), request.caller)
