"""The assignment of a jury's entries to its experts.

A request begins it and the season carries it out, at once where it is small: it computes, writes the experts' parts,
and when all are there the jury is assigned. Each step can be repeated, and stop anywhere.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.access import Role
from chalicelib.domain.errors import Invalid, NotFound, StepNotAllowed
from chalicelib.domain.evaluation import draw as drawing
from chalicelib.domain.evaluation import planner
from chalicelib.domain.evaluation import pool as pools
from chalicelib.domain.evaluation.assignment_run import AssignmentRun
from chalicelib.domain.evaluation.jury import Jury, take
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, Review, ReviewState
from chalicelib.domain.evaluation.planner import CannotAssign, Plan, Task
from chalicelib.domain.evaluation.pool import PoolCandidate
from chalicelib.domain.evaluation.published_draw import key_of
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.history import ErasableText
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, once, retry, token
from chalicelib.services.evaluation import draws, long_acts
from chalicelib.services.evaluation.cards import blinded_card
from chalicelib.services.evaluation.conflicts import pairs_apart
from chalicelib.services.evaluation.draws import NamedExpert
from chalicelib.services.evaluation.juries import Rules, fixed_rules, must_belong_to, rules_of, seal_writes
from chalicelib.storage import juries
from chalicelib.storage import long_acts as stored_acts
from chalicelib.storage.engine.table import Write

LONG_ACT = "assignment"
AT_A_TIME = 8
"""Experts per transaction: assignment and cards each, plus the run."""
TURNS = 8
"""Transactions in one step of the job."""
COUNTED: frozenset[ReviewState] = frozenset({"assigned", "started", "submitted"})
"""States of the reviews that an entry has experts by."""
MAY_MOVE: frozenset[ReviewState] = frozenset({"assigned", "started", "declined"})
"""States of the reviews that may be handed to another expert."""


@dataclass(frozen=True)
class PlanView:
    """A plan, and who would be drawn from.

    `candidates` are those that the caller may know, before the draw; `names`: of the entries that it names, for
    the organiser alone.
    """

    jury: Jury
    plan: Plan
    rules: Rules
    candidates: tuple[PoolCandidate, ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class AssignmentView:
    """Who reads what in a jury, and how good that is.

    `names`: entry → name, for the organiser alone; `people`: label → person, where the caller may know it.
    """

    jury: Jury
    rules: Rules
    run: AssignmentRun | None
    assignments: tuple[Assignment, ...]
    names: Mapping[str, str]
    people: Mapping[str, NamedExpert]


def plan(act: Act, id: JuryId) -> PlanView:
    """Return what an assignment would need.

    With the experts drawn; before that with the pool, or with those who could be in it. Raises Forbidden, NotFound,
    StepNotAllowed.
    """
    known = rules_of(act, id)
    jury, draw, seals = act.read(juries.jury(id), juries.draw(id), juries.seals(id.call))
    must_belong_to(act, known)
    rules, roll = fixed_rules(act, jury), _roll(act, jury)
    here = draws.candidates(act, rules) if draw is None or draw.drawn is None else []
    if draw is None:
        experts: Sequence[PoolExpert] = pools.gather(
            here, pools.categories_of(rules.track, rules.stage), [one.account for one in here]
        )
    else:
        experts = seated(draw) or [one for one in draw.pool if one.label not in draw.unavailable]
    task = Task(rules.stage, roll, experts, pairs_apart(act, jury.id, roll, experts))
    if draw and draw.drawn:
        task = _in_order(task, key_of(draw, _roll_seal(id, seals)))
    visible = tuple(one for one in here if act.caller.role is not Role.AGENCY or one.agency == act.caller.agency)
    outcome = planner.plan(task)
    unserved = {one.entry for one in outcome.unserved} if act.caller.role is Role.ORGANISER else set()
    return PlanView(jury, outcome, rules, visible, {one.entry: one.name for one in roll if one.entry in unserved})


def seated(draw: Draw) -> list[PoolExpert]:
    """Return the experts who have the seats now."""
    by_label = {one.label: one for one in draw.pool}
    return [by_label[label] for label in draw.drawn.labels] if draw.drawn else []


def read(act: Act, id: JuryId) -> AssignmentView:
    """Return who reads what, and the report of quality.

    Names of entries are the organiser's alone; an agency knows its own experts, an observer codes. Raises NotFound.
    """
    known = rules_of(act, id)
    jury, draw, run, every = act.read(
        juries.jury(id), juries.draw(id), juries.assignment_run(id), juries.assignments(id)
    )
    must_belong_to(act, known)
    if draw is None or draw.drawn is None:
        raise NotFound()
    return _view(act, jury, draw, run, every)


def _view(act: Act, jury: Jury, draw: Draw, run: AssignmentRun | None, every: Sequence[Assignment]) -> AssignmentView:
    rules, caller = fixed_rules(act, jury), act.caller
    roll = _roll(act, jury) if caller.role is Role.ORGANISER else []
    rows = sorted(every, key=lambda one: one.label) if run and run.state == "done" else []
    people = draws.people_of(act, draw, caller)
    return AssignmentView(jury, rules, run, tuple(rows), {one.entry: one.name for one in roll}, people)


@once(lambda act, ids, id: read(act, id))
def begin(act: Act, id: JuryId) -> AssignmentView:
    """Begin to assign; what is small is carried out at once.

    What was assigned before stands no more. Raises Forbidden, StepNotAllowed.
    """
    known = rules_of(act, id)
    jury, draw, before, long_act = act.read(
        juries.jury(id), juries.draw(id), juries.assignment_run(id), stored_acts.long_act(id, LONG_ACT)
    )
    must_belong_to(act, known)
    after, event = take(jury, "begin_assignment", act.caller, act.now, {"n": before.v + 1 if before else 1})
    if draw is None or draw.drawn is None:
        raise StepNotAllowed(step="begin_assignment", state=jury.state.value)
    caller = act.caller
    run = AssignmentRun(
        *id,
        by=caller.account,
        role=caller.role.value,
        authority=caller.authority,
        at=act.now,
        agency=caller.agency,
        v=before.v + 1 if before else 1,
    )
    begun, season = long_acts.begin(act, id, LONG_ACT, long_act, anew=True)
    act.commit([*juries.put_step(after, event), juries.put_assignment_run(run), *season])
    long_acts.carry_out_small(act.tools, begun, len(draw.pool), carry_out)
    return read(act, id)


def carry_out(tools: Tools, id: JuryId) -> int:
    """Carry out one step of an assignment; return what is left.

    0 when it is done, refused, or there is none under way. Raises Busy.
    """
    return retry(lambda: _go_on(tools, id))


def _go_on(tools: Tools, id: JuryId) -> int:
    run = Act(tools).read(juries.assignment_run(id))
    if run is None or not run.under_way:
        return 0
    act = Act(tools, run.caller)
    jury, draw = act.read(juries.jury(id), juries.draw(id))
    assert draw
    if run.state == "begun" or run.draw_v != draw.v:
        return _compute(act, jury, draw, run)
    for _ in range(TURNS):
        if run.written >= len(draw.pool):
            return _finish(act, jury, run)
        run = _write_some(act, jury, draw, run)
    return _left(draw, run)


def _left(draw: Draw, run: AssignmentRun) -> int:
    return len(draw.pool) - run.written + 1


def _compute(act: Act, jury: Jury, draw: Draw, run: AssignmentRun) -> int:
    task = task_of(act, jury, draw)
    fresh = replace(run, draw_v=draw.v, written=0, v=run.v + 1)
    try:
        assigned = planner.compute(task)
    except CannotAssign as refused:
        _note(act, replace(fresh, state="refused", readers={}, unserved=refused.unserved))
        return 0
    report = planner.report(task, assigned)
    done = replace(fresh, state="computed", readers=assigned.readers, report=report, unserved=None)
    _note(act, done)
    return _left(draw, done)


def _note(act: Act, run: AssignmentRun) -> None:
    act.commit([juries.put_assignment_run(run)])


def task_of(act: Act, jury: Jury, draw: Draw) -> Task:
    """Return what a jury's assignment is computed from.

    Entries and experts come in the order of the draw's key.
    """
    rules, roll, experts = fixed_rules(act, jury), _roll(act, jury), seated(draw)
    seals = act.read(juries.seals(jury.call)) if not draw.code else []
    task = Task(rules.stage, roll, experts, pairs_apart(act, jury.id, roll, experts))
    return _in_order(task, key_of(draw, _roll_seal(jury.id, seals)))


def _in_order(task: Task, key: bytes) -> Task:
    roll = sorted(task.roll, key=lambda entry: drawing.position(key, f"entry:{entry.entry}"))
    experts = sorted(task.experts, key=lambda one: drawing.position(key, one.label))
    return replace(task, roll=roll, experts=experts)


def _roll(act: Act, jury: Jury) -> list[RollEntry]:
    """Return the frozen roll.

    Raises StepNotAllowed as long as it is not frozen.
    """
    if jury.roll is None:
        raise StepNotAllowed(step="assign", state=jury.state.value)
    return act.read(juries.roll(jury.id, jury.roll))


def _roll_seal(id: JuryId, seals: Sequence[Seal]) -> str:
    about = f"{id.track}/{id.stage}"
    return next((seal.digest for seal in reversed(seals) if seal.what == "roll" and seal.about == about), "")


def _write_some(act: Act, jury: Jury, draw: Draw, run: AssignmentRun) -> AssignmentRun:
    """Write the parts of some experts of the pool.

    Whoever has no seat any more, and had entries before, has none then.
    """
    some = draw.pool[run.written : run.written + AT_A_TIME]
    before = act.read_each([juries.assignment(jury.id, one.account) for one in some])
    roll = {entry.entry: entry for entry in _roll(act, jury)}
    key = key_of(draw, "") if draw.code else b""
    rules, writes = fixed_rules(act, jury), list[Write]()
    for one, old in zip(some, before, strict=True):
        own = sorted(run.entries_of(one.label), key=lambda entry: drawing.position(key, f"entry:{entry}"))
        if own or old:
            writes += _part(rules, jury.id, one, old, [roll[entry] for entry in own])
    after = replace(run, written=run.written + len(some), v=run.v + 1)
    act.commit([*writes, juries.put_assignment_run(after)])
    return after


def _part(
    rules: Rules, id: JuryId, one: PoolExpert, old: Assignment | None, entries: Sequence[RollEntry]
) -> list[Write]:
    """Return the writes of what an expert reads, and its cards."""
    new = Assignment(*ReaderId(*id, one.account), one.label, v=0)
    reviews = tuple(Review(entry.entry, entry.revision) for entry in entries)
    known = old or new
    after = replace(known, label=one.label, reviews=reviews, v=known.v + 1)
    cards = [blinded_card(rules, entry) for entry in entries]
    return [juries.put_assignment(after), juries.put_cards(id, one.account, cards)]


def _finish(act: Act, jury: Jury, run: AssignmentRun) -> int:
    """Let the jury be assigned, once all parts are there.

    They are read back: where one is not as it was computed, all are written again.
    """
    every, last = act.read(juries.assignments(jury.id), juries.last_seal(jury.call))
    assert run.report
    if planner.readers_digest(readers_of(every)) != run.report.output:
        _note(act, replace(run, written=0, v=run.v + 1))
        return len(run.readers)
    figures = {
        "entries": run.report.entries,
        "each": run.report.each,
        "input": run.report.input,
        "output": run.report.output,
    }
    after, event = take(jury, "assign", act.caller, act.now, figures)
    _, seal = seal_writes(act, last, "assignment", jury.id, [run.report.output])
    done = replace(run, state="done", v=run.v + 1)
    act.commit([*juries.put_step(after, event), juries.put_assignment_run(done), seal])
    return 0


def readers_of(every: Sequence[Assignment]) -> dict[str, list[str]]:
    """Return who reads what: entry → labels of those whose reviews count."""
    readers: dict[str, list[str]] = defaultdict(list)
    for one in every:
        for review in one.reviews:
            if review.state in COUNTED:
                readers[review.entry].append(one.label)
    return dict(readers)


@dataclass(frozen=True)
class HandChange:
    """A review that is handed from one expert to another, by labels."""

    entry: str
    leaves: str
    takes: str
    reason: str


@once(lambda act, ids, id, change: read(act, id))
def reassign(act: Act, id: JuryId, change: HandChange) -> AssignmentView:
    """Hand a review to another expert.

    Never to one who is kept from the entry, or reads it already, or of a body that does. Once marks are open only what
    is not marked yet. Raises Forbidden, NotFound, StepNotAllowed, Invalid.
    """
    known = rules_of(act, id)
    jury, draw, run, every = act.read(
        juries.jury(id), juries.draw(id), juries.assignment_run(id), juries.assignments(id)
    )
    must_belong_to(act, known)
    take(jury, "reassign", act.caller, act.now, {})
    if draw is None or run is None:
        raise StepNotAllowed(step="reassign", state=jury.state.value)
    if not change.reason.strip():
        raise Invalid.at("/reason", "required")
    by_label = {one.label: one for one in every}
    entry = next((one for one in _roll(act, jury) if one.entry == change.entry), None)
    takes = next((one for one in seated(draw) if one.label == change.takes), None)
    leaves = by_label.get(change.leaves)
    review = leaves.review(change.entry) if leaves else None
    if entry is None:
        raise Invalid.at("/entry", "not_in_roll")
    if leaves is None or review is None:
        raise Invalid.at("/from", "not_reading")
    if review.state not in MAY_MOVE or review.was_sealed:
        raise Invalid.at("/from", "already_marked")
    if takes is None:
        raise Invalid.at("/to", "not_drawn")
    rules = fixed_rules(act, jury)
    hindrance = hindrance_of(act, JuryPlace(jury, draw, rules, every), entry, takes, change.leaves)
    if hindrance:
        raise Invalid.at("/to", hindrance.code, rules=", ".join(hindrance.rules))
    figures = {"entry": change.entry, "from": change.leaves, "to": change.takes}
    texts = {"reason": ErasableText(change.reason.strip(), token(26))}
    after, event = take(jury, "reassign", act.caller, act.now, figures, texts)
    counted = replace(run, by_hand=run.by_hand + 1, v=run.v + 1)
    hands = Handover(leaves, takes, by_label.get(change.takes), (entry,))
    writes = handover_writes(act, rules, id, hands)
    act.commit([*juries.put_step(after, event), juries.put_assignment_run(counted), *writes])
    return read(act, id)


@dataclass(frozen=True)
class JuryPlace:
    """A jury with its draw, its rules and who reads what."""

    jury: Jury
    draw: Draw
    rules: Rules
    every: Sequence[Assignment]


@dataclass(frozen=True)
class Hindrance:
    """What stands against an expert's reading an entry."""

    code: str
    rules: tuple[str, ...] = ()


def hindrance_of(act: Act, place: JuryPlace, entry: RollEntry, takes: PoolExpert, leaves: str) -> Hindrance | None:
    """Return what stands against handing an entry to an expert."""
    apart = pairs_apart(act, place.jury.id, [entry], [takes]).get((entry.entry, takes.label))
    if apart:
        return Hindrance("kept_apart", tuple(apart))
    return hindrance_beside(place, entry, takes, leaves)


def hindrance_beside(place: JuryPlace, entry: RollEntry, takes: PoolExpert, leaves: str) -> Hindrance | None:
    """Return what stands against it among those who read already.

    Twice, a second of one body, more than the entry needs, or more than the expert can take.
    """
    mine = next((one for one in place.every if one.label == takes.label), None)
    if mine and mine.review(entry.entry):
        return Hindrance("reads_already")
    others = [label for label in readers_of(place.every).get(entry.entry, ()) if label != leaves]
    if place.rules.stage.design == "each":
        if len(others) >= place.rules.stage.experts:
            return Hindrance("has_enough")
        codes = pools.body_codes(place.draw.pool)
        if codes[takes.label] in {codes[label] for label in others}:
            return Hindrance("one_of_a_body")
        load = sum(review.state in COUNTED for review in mine.reviews) if mine else 0
        if load >= min(takes.most, place.rules.stage.most):
            return Hindrance("full")
    return None


@dataclass(frozen=True)
class Handover:
    """Entries that go from one expert to another.

    `before` is the assignment of `takes`, None where there is none yet. `stay` are entries that nobody took.
    """

    leaves: Assignment
    takes: PoolExpert
    before: Assignment | None
    entries: tuple[RollEntry, ...]
    stay: tuple[str, ...] = ()


def handover_writes(act: Act, rules: Rules, id: JuryId, hands: Handover) -> list[Write]:
    """Return the writes of a handover, cards included."""
    gone = {entry.entry for entry in hands.entries}
    reviews = tuple(
        replace(one, state="declined") if one.entry in hands.stay else one
        for one in hands.leaves.reviews
        if one.entry not in gone
    )
    leaves = replace(hands.leaves, reviews=reviews, v=hands.leaves.v + 1)
    mine, theirs = act.read(juries.cards(id, hands.leaves.expert), juries.cards(id, hands.takes.account))
    before = hands.before or Assignment(*ReaderId(*id, hands.takes.account), hands.takes.label, v=0)
    new = tuple(Review(entry.entry, entry.revision) for entry in hands.entries)
    takes = replace(before, reviews=(*before.reviews, *new), v=before.v + 1)
    left = [card for card in mine if card.entry not in gone]
    added = [*theirs, *(blinded_card(rules, entry) for entry in hands.entries)]
    return [
        juries.put_assignment(leaves),
        juries.put_assignment(takes),
        juries.put_cards(id, leaves.expert, left),
        juries.put_cards(id, takes.expert, added),
    ]
