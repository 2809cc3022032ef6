"""Exclusion of an admitted entry: the organiser's ruling, with a reason.

Where the call asks for a second person at rulings, one proposes and another confirms. The owner is told at once.
"""

from chalicelib.domain.access import must_read
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, StepNotAllowed
from chalicelib.domain.evaluation.proposals import Proposal, check_second
from chalicelib.domain.history import digest
from chalicelib.domain.submission import Head, short_id
from chalicelib.domain.workflow.commands import Exclude
from chalicelib.domain.workflow.deciding import allowed, decide
from chalicelib.domain.workflow.facts import Facts
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.evaluation.juries import propose_about
from chalicelib.services.lookup import parse_id, resolve_id
from chalicelib.storage import juries, submissions
from chalicelib.storage.steps import writes_of

ACT = "exclude"


@dataclass(frozen=True)
class Exclusion:
    """An entry, and its exclusion that waits for a second person."""

    head: Head
    proposal: Proposal | None


def read(act: Act, submission: str) -> Exclusion:
    """Return what waits for a second person. Raises NotFound."""
    _, head, proposal = _load(act, submission)
    return Exclusion(head, proposal)


@once(lambda act, ids, submission, reason: read(act, submission))
def exclude(act: Act, submission: str, reason: str) -> Exclusion:
    """Exclude an entry, or propose it where two people are asked for.

    A proposal takes the place of the one before. Raises Invalid, StepNotAllowed, NotFound, Busy.
    """
    call, head, before = _load(act, submission)
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    if not call.needs_second("rulings"):
        return Exclusion(_carry_out(act, call, head, reason, before), None)
    if ACT not in allowed(head, act.caller, call):
        raise StepNotAllowed(step=ACT, state=head.state)
    values = {"reason": reason.strip()}
    new, write = propose_about(act, call.id, ACT, _about(submission), before, _digest(head, reason), values)
    act.commit([write])
    return Exclusion(head, new)


@once(lambda act, ids, submission, digest: read(act, submission))
def confirm(act: Act, submission: str, digest: str) -> Exclusion:
    """Carry out an exclusion that somebody else proposed.

    `digest` is that of the proposal that the caller read. Raises NotProposed, SamePerson, ProposalChanged,
    StepNotAllowed, NotFound, Busy.
    """
    call, head, proposal = _load(act, submission)
    reason = str(proposal.values["reason"]) if proposal else ""
    now = _digest(head, reason)
    second = check_second(proposal, act.caller, digest if digest == now else "")
    return Exclusion(_carry_out(act, call, head, reason, second), None)


def _carry_out(act: Act, call: Call, head: Head, reason: str, proposal: Proposal | None) -> Head:
    facts = Facts(act.now, act.caller, Dates(call), salt=token(26))
    change = decide(Exclude(reason), head, facts)
    ended = [juries.end_proposal(proposal)] if proposal else []
    act.commit([*ended, *writes_of(change)])
    return change.head or head


def _load(act: Act, submission: str) -> tuple[Call, Head, Proposal | None]:
    call_id, _ = parse_id(submission)
    head, proposal = act.read(submissions.head(submission), juries.proposal(call_id, ACT, _about(submission)))
    call, _ = resolve_id(act, submission)
    return call, must_read(act.caller, head), proposal


def _about(submission: str) -> str:
    _, track = parse_id(submission)
    return f"{track}/{short_id(submission)}"


def _digest(head: Head, reason: str) -> str:
    return digest([head.id, head.outcome, reason.strip()])
