"""Routes of what becomes of an entry: corrections and exclusion."""

from datetime import datetime
from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.workflow.commands import AskCorrection
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import corrections, exclusions
from chalicelib.services.evaluation.exclusions import Exclusion
from chalicelib.web import views
from chalicelib.web.http.endpoint import APPLICANT, ORGANISER, Request, endpoint
from chalicelib.web.http.schemas import Body, Id
from chalicelib.web.steps import ReasonIn, apply

bp = Blueprint(__name__)


class AskCorrectionIn(ReasonIn):
    """A reason, and what is asked by field, which may be blank."""

    asks: dict[Id, Annotated[str, Field(max_length=limits.REASON)]] = Field(max_length=limits.ASKS)


class CorrectionIn(Body):
    """Answers to the named fields; None empties one."""

    answers: dict[str, views.JsonValue | None]


class ConfirmIn(Body):
    digest: Id


@dataclass(frozen=True, kw_only=True)
class ProposedExclusionOut:
    """An exclusion that waits for a second person."""

    reason: str
    at: datetime
    own: bool
    digest: str


@dataclass(frozen=True, kw_only=True)
class ExclusionOut:
    """An entry, and what waits for a second person."""

    head: views.HeadOut
    proposed: ProposedExclusionOut | None


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/ask-correction",
    allow=ORGANISER,
    body=AskCorrectionIn,
    returns=views.HeadOut,
)
def ask_correction(request: Request, body: AskCorrectionIn, submission: str) -> views.HeadOut:
    """Ask the owner of a nominated entry to correct named fields (通知补正).

    It can do so for the hours that the call gives.
    """
    return apply(request, submission, AskCorrection(body.reason, body.asks))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/correct",
    allow=APPLICANT,
    body=CorrectionIn,
    returns=views.HeadOut,
)
def correct_submission(request: Request, body: CorrectionIn, submission: str) -> views.HeadOut:
    """Correct the fields that the organiser named (补正).

    Rank, place and desk stay; what was pushed before stays readable.
    """
    return views.head(corrections.correct(request.act, submission, body.answers), request.caller)


@endpoint(bp, "GET", "/submissions/{submission}/exclusion", allow=ORGANISER, returns=ExclusionOut)
def read_exclusion(request: Request, submission: str) -> ExclusionOut:
    """Return the exclusion of an entry that waits for a second person."""
    return _exclusion(exclusions.read(request.act, submission), request)


@endpoint(bp, "POST", "/submissions/{submission}/exclude", allow=ORGANISER, body=ReasonIn, returns=ExclusionOut)
def exclude_submission(request: Request, body: ReasonIn, submission: str) -> ExclusionOut:
    """Exclude an admitted entry (取消参评资格), or propose that.

    It is proposed where the call asks for a second person at rulings.
    """
    return _exclusion(exclusions.exclude(request.act, submission, body.reason), request)


@endpoint(
    bp, "POST", "/submissions/{submission}/exclude/confirm", allow=ORGANISER, body=ConfirmIn, returns=ExclusionOut
)
def confirm_exclusion(request: Request, body: ConfirmIn, submission: str) -> ExclusionOut:
    """Confirm the exclusion that somebody else proposed."""
    return _exclusion(exclusions.confirm(request.act, submission, body.digest), request)


def _exclusion(value: Exclusion, request: Request) -> ExclusionOut:
    one = value.proposal
    proposed = (
        ProposedExclusionOut(
            reason=str(one.values["reason"]), at=one.at, own=one.by == request.caller.account, digest=one.digest
        )
        if one
        else None
    )
    return ExclusionOut(head=views.head(value.head, request.caller), proposed=proposed)
