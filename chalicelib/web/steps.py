"""Routes of the workflow's steps on a submission, each with its command."""

from typing import Annotated

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field

from chalicelib.domain import limits
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import (
    AskBack,
    Command,
    Decline,
    DeleteDraft,
    Push,
    Recommend,
    Return,
    SendBack,
    TakeBack,
    Withdraw,
)
from chalicelib.services.submissions import steps
from chalicelib.web import views
from chalicelib.web.http.endpoint import APPLICANT, DESK, HOLDERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Id

bp = Blueprint(__name__)


class ReasonIn(Body):
    reason: str = Field(max_length=limits.REASON)


class RecommendIn(Body):
    rank: int
    opinion: str = Field(max_length=limits.OPINION)


class ReturnIn(ReasonIn):
    asks: dict[Id, Annotated[str, Field(max_length=limits.REASON)]] = Field(
        default_factory=dict, max_length=limits.ASKS
    )


class SendBackIn(ReasonIn):
    """A reason, the desk below, and optionally more time (`until`).

    The time is for a desk whose own deadline has passed or is too near.
    """

    desk: str
    until: AwareDatetime | None = None


class PushIn(Body):
    desk: Id
    etag: str = Field(min_length=1)


@endpoint(bp, "DELETE", "/submissions/{submission}", allow=APPLICANT, status=204)
def delete_submission(request: Request, submission: str) -> None:
    """Delete a draft that was never pushed."""
    steps.settle(request.act, submission, DeleteDraft())


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/push",
    allow=APPLICANT,
    body=PushIn,
    returns=views.HeadOut,
)
def push_submission(request: Request, body: PushIn, submission: str) -> views.HeadOut:
    """Push a submission to a desk.

    From then on it can be neither edited nor deleted.
    """
    return apply(request, submission, Push(body.desk), body.etag)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/ask-back",
    allow=APPLICANT,
    body=ReasonIn,
    returns=views.HeadOut,
)
def ask_back_submission(request: Request, body: ReasonIn, submission: str) -> views.HeadOut:
    """Ask the desk to return a submission (申请退回)."""
    return apply(request, submission, AskBack(body.reason))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/withdraw",
    allow=APPLICANT,
    body=ReasonIn,
    returns=views.HeadOut,
)
def withdraw_submission(request: Request, body: ReasonIn, submission: str) -> views.HeadOut:
    """Withdraw a submission, where the call allows that."""
    return apply(request, submission, Withdraw(body.reason))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/recommend",
    allow=DESK,
    body=RecommendIn,
    returns=views.HeadOut,
)
def recommend_submission(request: Request, body: RecommendIn, submission: str) -> views.HeadOut:
    """Recommend an entry with a rank and an opinion.

    Entries from that rank on move down by one.
    """
    return apply(request, submission, Recommend(body.rank, body.opinion))


@endpoint(bp, "POST", "/submissions/{submission}/take-back", allow=DESK, body=Body, returns=views.HeadOut)
def take_back_submission(request: Request, body: Body, submission: str) -> views.HeadOut:
    """Take back one's own recommendation while the list is open."""
    return apply(request, submission, TakeBack())


@endpoint(bp, "POST", "/submissions/{submission}/decline", allow=DESK, body=ReasonIn, returns=views.HeadOut)
def decline_submission(request: Request, body: ReasonIn, submission: str) -> views.HeadOut:
    """Decline to recommend an entry.

    The applicant learns of it once the list is reported.
    """
    return apply(request, submission, Decline(body.reason))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/return",
    allow=HOLDERS,
    body=ReturnIn,
    returns=views.HeadOut,
)
def return_submission(request: Request, body: ReturnIn, submission: str) -> views.HeadOut:
    """Return an entry to its applicant with a reason.

    `asks` holds what the desk wants changed, by field.
    """
    return apply(request, submission, Return(body.reason, body.asks))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/send-back",
    allow=HOLDERS,
    body=SendBackIn,
    returns=views.HeadOut,
)
def send_back_submission(request: Request, body: SendBackIn, submission: str) -> views.HeadOut:
    """Send an entry back to the desk below that reported it.

    That desk's list is open again.
    """
    return apply(request, submission, SendBack(body.desk, body.reason, body.until))


def apply(request: Request, submission: str, command: Command[Head], etag: str = "") -> views.HeadOut:
    """Take one step on a submission, and return its new head."""
    return views.head(steps.apply(request.act, submission, command, etag), request.caller)
