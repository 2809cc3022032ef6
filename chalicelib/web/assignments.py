"""Routes of a jury's assignment: plan, begin, read, change by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.evaluation.assignment_run import RunState
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.panel import ReviewState
from chalicelib.domain.evaluation.planner import Plan, QualityReport, Unserved
from chalicelib.domain.evaluation.rules import NumberSource
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import assignments
from chalicelib.services.evaluation.assignments import AssignmentView, HandChange, PlanView
from chalicelib.services.evaluation.draws import NamedExpert
from chalicelib.web.draws import JURY
from chalicelib.web.http.endpoint import RUNNERS, WATCHERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Id
from chalicelib.web.long_acts import carry_on

bp = Blueprint(__name__)
Standing = Literal["open", "done", "back"]
"""How far a review is: to be marked, marked, or given back."""
STANDINGS: Mapping[ReviewState, Standing] = {
    "assigned": "open",
    "started": "open",
    "submitted": "done",
    "declined": "back",
    "struck": "back",
}


class AssignmentIn(Body):
    """`dry`: only say what an assignment would need."""

    dry: bool = False


class HandChangeIn(Body):
    """A review that goes from one expert to another, by labels."""

    entry: Id
    leaves: Id = Field(alias="from")
    takes: Id = Field(alias="to")
    reason: str = Field(max_length=limits.REASON)


@dataclass(frozen=True, kw_only=True)
class CandidateOut:
    """An expert who could be in the pool."""

    account: str
    name: str
    body: str
    fields: tuple[str, ...]
    most: int


@dataclass(frozen=True, kw_only=True)
class PlanOut:
    """What an assignment would need, and who could be drawn.

    `most`: how many entries an expert reads at most; `names`: of entries that it names; `sources`: what public numbers
    a draw takes, none where the jury is named.
    """

    plan: Plan
    most: int
    candidates: list[CandidateOut]
    names: Mapping[str, str]
    sources: tuple[NumberSource, ...]


@dataclass(frozen=True, kw_only=True)
class ReaderOut:
    label: str
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class AssignedEntryOut:
    """An entry and who reads it.

    `name` is empty where the caller may not know it.
    """

    entry: str
    name: str
    readers: list[ReaderOut]


@dataclass(frozen=True, kw_only=True)
class AssignmentOut:
    """A jury's assignment.

    - `run`: how far its computing is, None before the first; `names`: of entries that report or refusal name.
    - `refused`: the entry that could not be served, and why; `by_hand`: reviews moved by hand since.
    """

    state: JuryState
    run: RunState | None
    at: datetime | None
    report: QualityReport | None
    refused: Unserved | None
    by_hand: int
    entries: list[AssignedEntryOut]
    people: Mapping[str, NamedExpert]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class AssigningOut:
    """A plan where only that was wanted, else the assignment."""

    plan: PlanOut | None
    assignment: AssignmentOut | None


@endpoint(bp, "GET", JURY + "/assignment", allow=WATCHERS, returns=AssignmentOut)
def show_assignment(request: Request, call: str, track: str, stage: str) -> AssignmentOut:
    """Return who reads what, by labels, and the report of quality."""
    return _assignment(assignments.read(request.act, JuryId(call, track, stage)))


@endpoint(bp, "POST", JURY + "/assignment", allow=RUNNERS, body=AssignmentIn, returns=AssigningOut)
def assign_entries(request: Request, body: AssignmentIn, call: str, track: str, stage: str) -> AssigningOut:
    """Begin to assign the roll's entries to the experts, or plan it.

    A small one is carried out at once; what was assigned before stands no more.
    """
    id = JuryId(call, track, stage)
    if body.dry:
        return AssigningOut(plan=_plan(assignments.plan(request.act, id)), assignment=None)
    begun = assignments.begin(request.act, id)
    carry_on(request, id, assignments.LONG_ACT)
    return AssigningOut(plan=None, assignment=_assignment(begun))


@endpoint(bp, "POST", JURY + "/assignment/change", allow=RUNNERS, body=HandChangeIn, returns=AssignmentOut)
def change_assignment(request: Request, body: HandChangeIn, call: str, track: str, stage: str) -> AssignmentOut:
    """Hand a review to another expert, with a reason."""
    change = HandChange(body.entry, body.leaves, body.takes, body.reason)
    return _assignment(assignments.reassign(request.act, JuryId(call, track, stage), change))


def _plan(view: PlanView) -> PlanOut:
    rows = [
        CandidateOut(
            account=one.account,
            name=one.name,
            body=one.profile.body,
            fields=one.profile.fields,
            most=one.profile.most,
        )
        for one in view.candidates
    ]
    numbers = view.rules.evaluation.numbers
    return PlanOut(plan=view.plan, most=view.rules.stage.most, candidates=rows, names=view.names, sources=numbers)


def _assignment(view: AssignmentView) -> AssignmentOut:
    run, entries = view.run, dict[str, list[ReaderOut]]()
    for one in view.assignments:
        for review in one.reviews:
            standing = STANDINGS[review.state]
            entries.setdefault(review.entry, []).append(ReaderOut(label=one.label, standing=standing))
    rows = [
        AssignedEntryOut(entry=entry, name=view.names.get(entry, ""), readers=readers)
        for entry, readers in sorted(entries.items())
    ]
    return AssignmentOut(
        state=view.jury.state,
        run=run.state if run else None,
        at=run.at if run else None,
        report=run.report if run and run.state == "done" else None,
        refused=run.unserved if run and run.state == "refused" else None,
        by_hand=run.by_hand if run else 0,
        entries=rows,
        people=view.people,
        names=_named(view),
    )


def _named(view: AssignmentView) -> dict[str, str]:
    """Return the names of the entries that a report or refusal names."""
    run = view.run
    worst = [entry for entry, _ in run.report.worst] if run and run.report else []
    refused = [run.unserved.entry] if run and run.unserved else []
    return {entry: view.names[entry] for entry in [*worst, *refused] if entry in view.names}
