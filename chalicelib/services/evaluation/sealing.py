"""Opening marks, how far they are, and sealing them.

Sealing first ends the marking: no sheet is submitted after the jury says so. Then each expert's sheets get their
digest, and when all have one, the seal of them all. That may stop anywhere and go on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.errors import Invalid, NotYet, ProposalChanged
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.evaluation.marking import is_counted, sealing_digest, sheets_digest, short_of
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.seals import Sealing, next_seal
from chalicelib.domain.history import ErasableText
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, once, retry, token
from chalicelib.services.evaluation import long_acts
from chalicelib.services.evaluation.juries import (
    SEAL_SALT,
    Rules,
    confirm,
    fixed_rules,
    must_belong_to,
    propose,
    rules_of,
)
from chalicelib.storage import accounts, juries, sheets, submissions
from chalicelib.storage import long_acts as stored_acts
from chalicelib.storage.engine.reads import Listing, Ref, fetch
from chalicelib.storage.engine.table import Write

LONG_ACT = "sealing"
STEP = "seal_marks"
SALT = 26
AT_A_TIME = 50
"""Experts whose sheets one turn of sealing reads, well within a function's time."""
SHORT_NAMED = 50
"""Entries with too few sheets that the progress names; it counts all."""


@dataclass(frozen=True)
class MarksProgress:
    """How far the marks of a jury are; never what they are.

    - `accounts`: those of its experts that the caller may know by name, by id.
    - `short`: entries with too few submitted sheets, and how many each has; `named`: heads of the first of them, for
      whoever may know them.
    - `digest`: of what sealing would fix now.
    """

    jury: Jury
    rules: Rules
    assignments: tuple[Assignment, ...]
    accounts: Mapping[str, Account]
    short: Mapping[str, int]
    named: Mapping[str, Head]
    proposal: Proposal | None
    digest: str

    @property
    def drafts(self) -> int:
        """How many sheets were begun and not submitted; they do not count."""
        reviews = (review for one in self.assignments for review in one.reviews)
        return sum(review.state == "started" and not is_counted(review) for review in reviews)

    @property
    def sealed(self) -> int:
        """How many experts' sheets have their digest."""
        return sum(one.sealed_round == self.jury.round for one in self.assignments)


def read_progress(act: Act, id: JuryId) -> MarksProgress:
    """Return how far the marks of a jury are.

    The organiser knows all experts by name, an agency its own, an observer none. Raises NotFound.
    """
    jury, assignments, proposal = act.read(juries.jury(id), juries.assignments(id), _proposal(id))
    must_belong_to(act, rules_of(act, id))
    rules = fixed_rules(act, jury)
    short = short_of((), assignments, rules.stage.at_least)
    known = [] if act.caller.role is Role.OBSERVER else [one.expert for one in assignments]
    named = [] if act.caller.role is Role.AGENCY else [id.submission(entry) for entry in list(short)[:SHORT_NAMED]]
    people = [*known, *([proposal.by] if proposal else [])]
    people_by_id, heads = act.read(accounts.accounts(people), submissions.heads(named))
    return MarksProgress(
        jury,
        rules,
        tuple(sorted(assignments, key=lambda one: one.label)),
        {one: account for one, account in people_by_id.items() if _may_name(act.caller, account, proposal)},
        short,
        heads,
        proposal,
        sealing_digest(jury, assignments, _reason(proposal)),
    )


def _may_name(caller: Caller, account: Account, proposal: Proposal | None) -> bool:
    if caller.role is Role.ORGANISER or (proposal and account.id == proposal.by):
        return True
    return caller.role is Role.AGENCY and account.agency == caller.agency


def _reason(proposal: Proposal | None) -> str:
    return str(proposal.values.get("reason", "")) if proposal else ""


def _proposal(id: JuryId) -> Ref[Proposal | None]:
    return juries.proposal(id.call, STEP, f"{id.track}/{id.stage}")


def _known(
    id: JuryId,
) -> tuple[Ref[Jury], Listing[list[Assignment]], Ref[Proposal | None], Ref[LongAct | None]]:
    return juries.jury(id), juries.assignments(id), _proposal(id), stored_acts.long_act(id, LONG_ACT)


def _nothing(act: Act, ids: Mapping[str, str], *_: Any) -> None:
    return None


@once(_nothing)
def open_marks(act: Act, id: JuryId) -> None:
    """Let the experts read and mark.

    Raises NotYet before rules and pool have been public as long as the call says, StepNotAllowed, Forbidden, NotFound.
    """
    jury, assignments = act.read(juries.jury(id), juries.assignments(id))
    rules = rules_of(act, id)
    must_belong_to(act, rules)
    fixed = fixed_rules(act, jury)
    figures = {"experts": len(assignments), "reviews": sum(len(one.reviews) for one in assignments)}
    after, event = take(jury, "open", act.caller, act.now, figures, opened_at=act.now)
    opens = _opens_at(fixed, jury)
    if opens and act.now < opens:
        raise NotYet(which="rules_public", at=opens)
    act.commit(juries.put_step(after, event))


def _opens_at(rules: Rules, jury: Jury) -> datetime | None:
    return jury.ruled_at + timedelta(days=rules.evaluation.rules_public_days) if jury.ruled_at else None


@once(_nothing)
def seal(act: Act, id: JuryId, digest: str, reason: str) -> None:
    """Seal the marks, or propose it where the call asks for two.

    `digest` is that of what the caller has seen. Raises ProposalChanged when it is no more so, Invalid at /reason where
    entries have too few sheets and no reason is given, StepNotAllowed, Forbidden, NotFound.
    """
    jury, assignments, proposal, before = act.read(*_known(id))
    rules = rules_of(act, id)
    must_belong_to(act, rules)
    fixed = fixed_rules(act, jury)
    writes = _sealed(act, jury, fixed, assignments, reason)
    if sealing_digest(jury, assignments, _reason(proposal)) != digest:
        raise ProposalChanged()
    if fixed.needs_second(STEP):
        fresh = sealing_digest(jury, assignments, reason)
        _, write = propose(act, id, STEP, proposal, fresh, {"reason": reason})
        act.commit([write])
        return
    begun, season = long_acts.begin(act, id, LONG_ACT, before, anew=True)
    act.commit([*writes, *season])
    long_acts.carry_out_small(act.tools, begun, len(assignments), carry_out)


@once(_nothing)
def confirm_seal(act: Act, id: JuryId, digest: str) -> None:
    """Seal the marks as another person proposed.

    `digest` is the proposal's, as the caller has seen it. Raises NotProposed, SamePerson, ProposalChanged when a sheet
    came in since, StepNotAllowed, Forbidden, NotFound.
    """
    jury, assignments, proposal, before = act.read(*_known(id))
    must_belong_to(act, rules_of(act, id))
    reason = _reason(proposal)
    ended = confirm(act, proposal, sealing_digest(jury, assignments, reason))
    if proposal and proposal.digest != digest:
        raise ProposalChanged()
    begun, season = long_acts.begin(act, id, LONG_ACT, before, anew=True)
    act.commit([*_sealed(act, jury, fixed_rules(act, jury), assignments, reason), ended, *season])
    long_acts.carry_out_small(act.tools, begun, len(assignments), carry_out)


def _sealed(act: Act, jury: Jury, rules: Rules, assignments: Sequence[Assignment], reason: str) -> list[Write]:
    short = short_of((), assignments, rules.stage.at_least)
    figures = {
        "round": jury.round,
        "experts": len(assignments),
        "sheets": sum(is_counted(review) for one in assignments for review in one.reviews),
        "short": len(short),
    }
    words = {"reason": ErasableText(reason, token(SALT))} if reason else {}
    sealed = {"sealed_at": act.now, "sealed_by": act.caller.account, "marks_seal": 0}
    after, event = take(jury, STEP, act.caller, act.now, figures, words, **sealed)
    if short and not reason.strip():
        raise Invalid.at("/reason", "required_for_short", n=len(short))
    return juries.put_step(after, event)


def carry_out(tools: Tools, id: JuryId) -> int:
    """Give experts' sheets their digests; return how many are left.

    Some at a time; with the last comes the seal of them all. It changes nothing that is done, and may run beside
    itself.
    """
    jury, assignments = fetch(tools.table, juries.jury(id), juries.assignments(id))
    if jury.state is not JuryState.SEALED or jury.marks_seal:
        return 0
    waiting = [one for one in assignments if one.sealed_round < jury.round]
    for assignment in waiting[:AT_A_TIME]:
        retry(lambda expert=assignment.expert: _seal_expert(tools, jury, expert))  # type: ignore[misc]
    left = max(0, len(waiting) - AT_A_TIME)
    if not left:
        retry(lambda: _finish(tools, id))
    return left


def _seal_expert(tools: Tools, jury: Jury, expert: str) -> None:
    own = juries.assignment(jury.id, expert)
    assignment, written = fetch(tools.table, own, sheets.sheets(ReaderId(*jury.id, expert)))
    if assignment is None or assignment.sealed_round >= jury.round:
        return
    digest = sheets_digest(assignment.label, written)
    after = replace(assignment, seal=digest, sealed_round=jury.round, v=assignment.v + 1)
    tools.table.write([juries.put_assignment(after)])


def _finish(tools: Tools, id: JuryId) -> None:
    """Write the seal of all marks, and that the jury has it."""
    jury, assignments, last = fetch(tools.table, juries.jury(id), juries.assignments(id), juries.last_seal(id.call))
    if jury.state is not JuryState.SEALED or jury.marks_seal or jury.sealed_at is None:
        return
    if any(one.sealed_round < jury.round for one in assignments):
        return
    leaves = tuple(one.seal for one in sorted(assignments, key=lambda one: one.label))
    sealing = Sealing(id.call, jury.sealed_at, jury.sealed_by, token(SEAL_SALT))
    seal = next_seal(last, sealing, "marks", f"{id.track}/{id.stage}", leaves)
    season = Caller(jury.sealed_by, Role.ORGANISER, tools.calls.latest(id.call).authority.id)
    figures = {"seal": seal.n, "digest": seal.digest, "round": jury.round}
    after, event = take(jury, "finish_seal", season, tools.clock(), figures, marks_seal=seal.n)
    tools.table.write([*juries.put_step(after, event), juries.put_seal(seal)])
