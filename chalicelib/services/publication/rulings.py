"""Objections as organiser and desk handle them.

Whoever objects is read by organiser and observer alone. A desk reads what the organiser wrote of an objection that it
is to answer, and nothing else of it.
"""

from dataclasses import replace

from chalicelib.domain.access import Role, must_belong
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.publication import objections as rules
from chalicelib.domain.publication.objections import (
    REFUSALS,
    Consequence,
    DeskAnswer,
    Objection,
    ObjectionRuling,
    ObjectionState,
    Objector,
    Refusal,
)
from chalicelib.domain.publication.rules import NoticeRules
from chalicelib.domain.states import ORGANISER
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Command, RuleObjection, TakeObjection
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Facts
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.evaluation.juries import confirm as confirm_proposal
from chalicelib.services.evaluation.juries import propose_about, seal_about
from chalicelib.storage import juries, objections, submissions
from chalicelib.storage.engine.reads import by_name
from chalicelib.storage.engine.table import Write
from chalicelib.storage.steps import writes_of

ACT = "objection"


@dataclass(frozen=True)
class ObjectionView:
    """An objection with its entry.

    `objector` is None for whoever may not read it; `proposal` is a ruling that waits for a second person.
    """

    call: Call
    objection: Objection
    head: Head
    objector: Objector | None
    proposal: Proposal | None
    needs_second: bool


def read_all(act: Act, call_id: str) -> list[ObjectionView]:
    """Return all objections of a call, oldest first, for organiser and observer.

    Raises NotFound, also where the call hears none.
    """
    call, _ = _rules(act, call_id)
    every, who = act.read(objections.objections(call.id), objections.objectors(call.id))
    must_belong(act.caller, call)
    heads, proposals = act.read(
        submissions.heads({one.submission for one in every}),
        by_name({one.id: juries.proposal(call.id, ACT, one.id) for one in every}),
    )
    second = call.needs_second("rulings")
    return [
        ObjectionView(call, one, heads[one.submission], who.get(one.id), proposals[one.id], second)
        for one in every
        if one.submission in heads
    ]


def read_for_desk(act: Act, call_id: str) -> list[ObjectionView]:
    """Return the objections that the caller's desk is to answer, or has.

    Raises NotFound.
    """
    call, _ = _rules(act, call_id)
    every = act.read(objections.objections(call.id))
    must_belong(act.caller, call)
    own = [one for one in every if one.desk == act.caller.desk and one.decided_at and not one.refusal]
    heads = act.read(submissions.heads({one.submission for one in own}))
    return [
        ObjectionView(call, one, heads[one.submission], None, None, False) for one in own if one.submission in heads
    ]


@once(lambda act, ids, call_id, id, summary: _view(act, call_id, id))
def take(act: Act, call_id: str, id: str, summary: str) -> ObjectionView:
    """Take an objection.

    It holds its entry's award until it is ruled on.

    `summary` is what the entry's owner and desk read of it. Raises Invalid, StepNotAllowed, NotFound, Busy.
    """
    view = _view(act, call_id, id)
    call, terms = _rules(act, call_id)
    before = view.objection
    before.must_be(ObjectionState.FILED, "take_objection")
    if terms.objections is None or not summary.strip():
        raise Invalid.at("/summary", "required")
    after = before.changed(
        state=ObjectionState.TAKEN,
        summary=summary.strip(),
        decided_at=act.now,
        decided_by=act.caller.account,
        answer_by=terms.due(terms.objections.answer_days, act.now, call.zone),
        rule_by=terms.due(terms.objections.rule_days, act.now, call.zone),
    )
    step = TakeObjection(before.id, before.ground, summary, before.desk)
    return _written(act, view, after, step)


@once(lambda act, ids, call_id, id, refusal, note: _view(act, call_id, id))
def refuse(act: Act, call_id: str, id: str, refusal: Refusal, note: str) -> ObjectionView:
    """Refuse to take an objection, for one of the listed reasons.

    Whoever objected reads it by its code; nobody else learns of the objection. Raises Invalid, StepNotAllowed,
    NotFound, Busy.
    """
    view = _view(act, call_id, id)
    view.objection.must_be(ObjectionState.FILED, "refuse_objection")
    if refusal not in REFUSALS:
        raise Invalid.at("/refusal", "not_an_option")
    after = view.objection.changed(
        state=ObjectionState.REFUSED,
        refusal=refusal,
        note=note.strip(),
        decided_at=act.now,
        decided_by=act.caller.account,
    )
    return _written(act, view, after)


@once(lambda act, ids, call_id, id, text: _view(act, call_id, id, for_desk=True))
def answer(act: Act, call_id: str, id: str, text: str) -> ObjectionView:
    """Answer an objection, as its desk or the organiser.

    It may be said anew until the objection is ruled on. Raises Invalid, StepNotAllowed, NotFound, Busy.
    """
    view = _view(act, call_id, id, for_desk=True)
    view.objection.must_be(ObjectionState.TAKEN, "answer_objection")
    if not text.strip():
        raise Invalid.at("/text", "required")
    by = act.caller.desk or ORGANISER
    return _written(act, view, view.objection.changed(answer=DeskAnswer(text.strip(), by, act.now)))


@once(lambda act, ids, call_id, id, upheld, consequence, reason: _view(act, call_id, id))
def rule(act: Act, call_id: str, id: str, upheld: bool, consequence: Consequence, reason: str) -> ObjectionView:
    """Rule on an objection.

    That is proposed where two people are needed.

    Raises Invalid, StepNotAllowed, NotFound, Busy.
    """
    view = _view(act, call_id, id)
    rules.check_ruling(view.objection, consequence, upheld, act.now)
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    if not view.needs_second:
        return _ruled(act, view, consequence, reason, act.caller.account)
    values = {"consequence": consequence, "reason": reason.strip()}
    digest = rules.ruling_digest(view.objection, consequence, reason)
    new, write = propose_about(act, view.call.id, ACT, id, view.proposal, digest, values)
    act.commit([write])
    return replace(view, proposal=new)


@once(lambda act, ids, call_id, id, digest: _view(act, call_id, id))
def confirm(act: Act, call_id: str, id: str, digest: str) -> ObjectionView:
    """Carry out the ruling that somebody else proposed.

    Raises NotProposed, SamePerson, ProposalChanged, StepNotAllowed, NotFound, Busy.
    """
    view = _view(act, call_id, id)
    proposal = view.proposal
    consequence: Consequence = proposal.values["consequence"] if proposal else "none"
    reason = str(proposal.values["reason"]) if proposal else ""
    now = rules.ruling_digest(view.objection, consequence, reason)
    ended = confirm_proposal(act, proposal, now if digest == now else "")
    rules.check_ruling(view.objection, consequence, consequence != "none", act.now)
    return _ruled(act, view, consequence, reason, proposal.by if proposal else "", ended)


def link_file(act: Act, call_id: str, id: str, file_id: str) -> str:
    """Return a link of one minute to a piece of evidence.

    Raises NotFound.
    """
    objection = _view(act, call_id, id).objection
    file = next((one for one in objection.files if one.id == file_id), None)
    if file is None:
        raise NotFound()
    return act.tools.objects.presign_download(file.key, file.name, inline=file.kind != "docx")


def _ruled(
    act: Act, view: ObjectionView, consequence: Consequence, reason: str, by: str, *ended: Write
) -> ObjectionView:
    before = view.objection
    state = ObjectionState.DISMISSED if consequence == "none" else ObjectionState.UPHELD
    ruling = ObjectionRuling(consequence, reason.strip(), by, act.caller.account, act.now)
    after = before.changed(state=state, ruling=ruling)
    corrections = before.corrections if consequence == "correct" else {}
    last = act.read(juries.last_seal(view.call.id))
    leaf = rules.ruling_digest(before, consequence, reason)
    _, seal = seal_about(act, last, "ruling", view.call.id, f"{before.notice}/{before.row}", [leaf])
    return _written(act, view, after, RuleObjection(before.id, consequence, reason, corrections), seal, *ended)


def _written(
    act: Act, view: ObjectionView, after: Objection, step: Command[Head] | None = None, *beside: Write
) -> ObjectionView:
    """Write an objection's next version and its entry's step."""
    writes: list[Write] = [objections.put_objection(after), *beside]
    head = view.head
    if step is not None:
        change = decide(step, head, Facts(act.now, act.caller, Dates(view.call), salt=token(26)))
        writes += writes_of(change)
        head = change.head or head
    act.commit(writes)
    return ObjectionView(
        view.call, after, head, view.objector, None if after.ruling else view.proposal, view.needs_second
    )


def _view(act: Act, call_id: str, id: str, *, for_desk: bool = False) -> ObjectionView:
    """Return an objection that was filed, as the caller may read it.

    Raises NotFound.
    """
    call, _ = _rules(act, call_id)
    objection, who, proposal = act.read(
        objections.objection(call.id, id), objections.objector(call.id, id), juries.proposal(call.id, ACT, id)
    )
    must_belong(act.caller, call)
    is_desk = act.caller.role is Role.RECOMMENDER
    if objection is None or objection.state is ObjectionState.BEGUN:
        raise NotFound()
    if is_desk and (not for_desk or objection.desk != act.caller.desk or objection.state is not ObjectionState.TAKEN):
        raise NotFound()
    head = act.read(submissions.head(objection.submission))
    if head is None:
        raise NotFound()
    if is_desk:
        return ObjectionView(call, objection, head, None, None, False)
    return ObjectionView(call, objection, head, who, proposal, call.needs_second("rulings"))


def _rules(act: Act, call_id: str) -> tuple[Call, NoticeRules]:
    call = act.calls.latest(call_id)
    if call.public_notice is None or call.public_notice.objections is None:
        raise NotFound()
    return call, call.public_notice
