"""Routes of a jury's marks: opening, progress, sealing, reopening a sheet.

None of them answers with a mark.
"""

from collections.abc import Mapping
from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import is_counted
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import sealing, sheets
from chalicelib.services.evaluation.sealing import MarksProgress
from chalicelib.web.http.endpoint import ORGANISER, WATCHERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Line
from chalicelib.web.long_acts import carry_on
from chalicelib.web.steps import ReasonIn

bp = Blueprint(__name__)
JURY = "/calls/{call}/juries/{track}/{stage}"


class SealIn(Body):
    """What is sealed.

    `digest` is of what was seen; `reason` says why entries may have too few sheets.
    """

    digest: Line
    reason: str = Field(default="", max_length=limits.REASON)


class ConfirmSealIn(Body):
    """The digest of what was proposed."""

    digest: Line


@dataclass(frozen=True, kw_only=True)
class ExpertProgressOut:
    """How far an expert is.

    `account` and `name` are given to whoever may know them. `submitted_entries` are those whose sheet may be reopened.
    """

    label: str
    account: str | None
    name: str | None
    assigned: int
    started: int
    submitted: int
    declined: int
    submitted_entries: list[str]


@dataclass(frozen=True, kw_only=True)
class ShortEntryOut:
    """An entry with too few submitted sheets.

    `name` is given to whoever may know it.
    """

    entry: str
    name: str | None
    filing_no: str | None
    sheets: int


@dataclass(frozen=True, kw_only=True)
class SealProposalOut:
    by: str
    mine: bool
    at: datetime
    reason: str
    unchanged: bool


@dataclass(frozen=True, kw_only=True)
class MarksProgressOut:
    """How far the marks of a jury are; never what they are.

    `short` counts entries with fewer than `at_least` submitted sheets, `named` are the first of them; `drafts` are
    begun and not submitted. `digest` is of what sealing would fix now. `sealed` experts of all have their digest;
    `seal` is the number of the seal, None before it is written.
    """

    state: JuryState
    round: int
    closes: datetime
    opened_at: datetime | None
    sealed_at: datetime | None
    at_least: int
    experts: list[ExpertProgressOut]
    short: int
    named: list[ShortEntryOut]
    drafts: int
    digest: str
    needs_second: bool
    proposal: SealProposalOut | None
    sealed: int
    seal: int | None
    names: Mapping[str, str]


@endpoint(bp, "GET", JURY + "/progress", allow=WATCHERS, returns=MarksProgressOut)
def show_marks_progress(request: Request, call: str, track: str, stage: str) -> MarksProgressOut:
    """Return how far each expert of a jury is, without any mark."""
    return _progress(sealing.read_progress(request.act, JuryId(call, track, stage)), request.caller.account)


@endpoint(bp, "POST", JURY + "/open", allow=ORGANISER, status=204)
def open_jury(request: Request, call: str, track: str, stage: str) -> None:
    """Let a jury's experts read and mark."""
    sealing.open_marks(request.act, JuryId(call, track, stage))


@endpoint(bp, "POST", JURY + "/seal", allow=ORGANISER, body=SealIn, status=204)
def seal_marks(request: Request, body: SealIn, call: str, track: str, stage: str) -> None:
    """Seal a jury's marks.

    Where the call asks for two people, propose it.
    """
    id = JuryId(call, track, stage)
    sealing.seal(request.act, id, body.digest, body.reason)
    carry_on(request, id, sealing.LONG_ACT)


@endpoint(bp, "POST", JURY + "/seal/confirm", allow=ORGANISER, body=ConfirmSealIn, status=204)
def confirm_seal(request: Request, body: ConfirmSealIn, call: str, track: str, stage: str) -> None:
    """Seal a jury's marks as another person proposed."""
    id = JuryId(call, track, stage)
    sealing.confirm_seal(request.act, id, body.digest)
    carry_on(request, id, sealing.LONG_ACT)


@endpoint(bp, "POST", JURY + "/experts/{id}/sheets/{entry}/reopen", allow=ORGANISER, body=ReasonIn, status=204)
def reopen_sheet(request: Request, body: ReasonIn, call: str, track: str, stage: str, id: str, entry: str) -> None:
    """Give a submitted sheet back to its expert, before marks are sealed."""
    sheets.reopen(request.act, ReaderId(call, track, stage, id), entry, body.reason)


def _progress(value: MarksProgress, caller: str) -> MarksProgressOut:
    jury, rules, proposal = value.jury, value.rules, value.proposal
    return MarksProgressOut(
        state=jury.state,
        round=jury.round,
        closes=rules.stage.closes,
        opened_at=jury.opened_at,
        sealed_at=jury.sealed_at,
        at_least=rules.stage.at_least,
        experts=[_expert(value, one) for one in value.assignments],
        short=len(value.short),
        named=[_short(value, entry, count) for entry, count in list(value.short.items())[: sealing.SHORT_NAMED]],
        drafts=value.drafts,
        digest=value.digest,
        needs_second=rules.needs_second(sealing.STEP),
        proposal=SealProposalOut(
            by=value.accounts[proposal.by].name if proposal.by in value.accounts else "",
            mine=proposal.by == caller,
            at=proposal.at,
            reason=str(proposal.values.get("reason", "")),
            unchanged=proposal.digest == value.digest,
        )
        if proposal
        else None,
        sealed=value.sealed,
        seal=jury.marks_seal or None,
        names=rules.stage.names,
    )


def _expert(value: MarksProgress, one: Assignment) -> ExpertProgressOut:
    account = value.accounts.get(one.expert)
    reviews = [review for review in one.reviews if review.state not in {"declined", "struck"}]
    done = [review.entry for review in reviews if is_counted(review)]
    return ExpertProgressOut(
        label=one.label,
        account=account.id if account else None,
        name=account.name if account else None,
        assigned=len(reviews),
        started=sum(review.state == "started" for review in reviews),
        submitted=len(done),
        declined=sum(review.state == "declined" for review in one.reviews),
        submitted_entries=[review.entry for review in reviews if review.state == "submitted"],
    )


def _short(value: MarksProgress, entry: str, count: int) -> ShortEntryOut:
    head = value.named.get(value.jury.id.submission(entry))
    name, number = (head.card.name, head.filing_no) if head else (None, None)
    return ShortEntryOut(entry=entry, name=name, filing_no=number, sheets=count)
