"""The draw of a jury: pool, commitment, public numbers, witnesses.

The secret behind a commitment stays in the draw's item; nobody is shown it before the evaluation has ended, and no log
has it. Public numbers are typed by two people apart where the call asks for two (docs/adr/0035-draw.md).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.domain import limits
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.errors import Invalid, NotFound, StepNotAllowed, problem
from chalicelib.domain.evaluation import draw as drawing
from chalicelib.domain.evaluation import pool as pools
from chalicelib.domain.evaluation.draw import Drawn, PublicNumbers, Seats
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.panel import Draw, EarlierCommitment, PoolExpert, Profile
from chalicelib.domain.evaluation.pool import PoolCandidate
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.published_draw import PublicDraw, draw_digest, pool_digest, published
from chalicelib.domain.history import digest
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.calls import Viewer, nobody, visible
from chalicelib.services.context import Act, once, token
from chalicelib.services.evaluation.juries import (
    Rules,
    confirm,
    fixed_rules,
    must_belong_to,
    propose,
    rules_of,
    seal_writes,
)
from chalicelib.storage import accounts, experts, juries
from chalicelib.storage.engine.table import Write

STEP = "reveal_draw"
"""The step that a second person confirms."""
SECRET_BYTES = 32


@dataclass(frozen=True)
class Commitment:
    """What is fixed before the public numbers are known.

    - `seats`: field → places; `numbers_on`: their date, 2021-11-17; `issues`: source → issue.
    - `unavailable`: accounts that are not drawn.
    - `reason`: why an earlier commitment is given up.
    """

    seats: Mapping[str, int]
    numbers_on: str
    issues: Mapping[str, str]
    unavailable: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True)
class NamedExpert:
    """Who stands behind a label."""

    name: str
    body: str


@dataclass(frozen=True)
class NumbersWaiting:
    """Numbers that one person has typed, and another has yet to.

    What they are is not said: the second person types them anew.
    """

    at: datetime
    mine: bool


@dataclass(frozen=True)
class DrawView:
    """A draw as its reader may see it.

    `people`: label → person, those that the reader may know; `witnessed`: whether the reader has witnessed it.
    """

    jury: Jury
    public: PublicDraw
    rules: Rules
    people: Mapping[str, NamedExpert] = field(default_factory=dict)
    waiting: NumbersWaiting | None = None
    witnessed: bool = False


def read(act: Act, id: JuryId, viewer: Viewer = nobody) -> DrawView:
    """Return a jury's pool and draw, as far as they are public.

    The organiser learns who the experts are, an agency who its own are; of a named jury everybody does. Raises
    NotFound as long as there is none.
    """
    visible(act.tools, id.call, viewer)
    rules_of(act, id)
    caller = viewer()
    jury, draw, proposal = act.read(juries.jury(id), juries.draw(id), juries.proposal(id.call, STEP, _about(id)))
    if draw is None:
        raise NotFound()
    return _view(act, jury, draw, proposal, caller)


def _read_own(act: Act, id: JuryId) -> DrawView:
    return read(act, id, lambda: act.caller)


def candidates(act: Act, rules: Rules) -> list[PoolCandidate]:
    """Return the experts who may be put into a pool.

    Those with a profile who are available, of the organiser or of an agency of the call.
    """
    known = act.read(accounts.of_role(rules.call.authority.id, Role.EXPERT))
    must_belong_to(act, rules)
    agencies = {None, *rules.evaluation.agencies}
    may = [one for one in known if one.agency in agencies and not one.disabled and not one.closed_at]
    profiles = act.read(experts.profiles([one.id for one in may]))
    return [
        PoolCandidate(one.id, one.name, one.agency, profiles[one.id])
        for one in may
        if one.id in profiles and profiles[one.id].available
    ]


@once(lambda act, ids, id, terms: _read_own(act, id))
def commit(act: Act, id: JuryId, terms: Commitment) -> DrawView:
    """Fix pool, seats and source of the numbers, and publish a commitment.

    An earlier one may be given up as long as it is not revealed, with a reason that stays public. Raises Forbidden,
    StepNotAllowed, Invalid.
    """
    known = rules_of(act, id)
    jury, before, last = act.read(juries.jury(id), juries.draw(id), juries.last_seal(id.call))
    must_belong_to(act, known)
    rules = fixed_rules(act, jury)
    if not rules.evaluation.draws:
        raise StepNotAllowed(step="commit_draw", state=jury.state.value)
    take(jury, "commit_draw", act.caller, act.now, {})
    experts_here = candidates(act, rules)
    categories = pools.categories_of(rules.track, rules.stage)
    pool = pools.gather(experts_here, categories, [token(26) for _ in experts_here])
    _check(act, rules, terms, pool, before)
    secret = secrets.token_bytes(SECRET_BYTES)
    labels = {one.account: one.label for one in pool}
    draw = Draw(
        *id,
        pool=pool,
        seats=Seats(dict(terms.seats), rules.evaluation.experts.per_body or len(pool)),
        commitment=drawing.hash_times(secret, drawing.ROUNDS).hex(),
        numbers_on=terms.numbers_on,
        issues={source.id: terms.issues[source.id] for source in rules.evaluation.numbers},
        unavailable=tuple(sorted(labels[account] for account in set(terms.unavailable))),
        secret=secret.hex(),
        earlier=_with_earlier(act, before, terms.reason),
        v=before.v + 1 if before else 1,
    )
    public = published(draw, jury.rules)
    figures = {"pool": len(pool), "digest": pool_digest(public), "commitment": draw.commitment}
    after, event = take(jury, "commit_draw", act.caller, act.now, figures)
    _, seal = seal_writes(act, last, "pool", id, [pool_digest(public)])
    act.commit([*juries.put_step(after, event), juries.put_draw(draw), seal])
    return view(act, after, draw)


def _with_earlier(act: Act, before: Draw | None, reason: str) -> tuple[EarlierCommitment, ...]:
    if before is None:
        return ()
    return (*before.earlier, EarlierCommitment(before.commitment, before.numbers_on, act.now, reason))


def _check(act: Act, rules: Rules, terms: Commitment, pool: Sequence[PoolExpert], before: Draw | None) -> None:
    """Refuse a commitment that cannot be drawn from.

    Raises Invalid with all that is wrong.
    """
    errors = pools.check_issues(rules.evaluation.numbers, terms.issues)
    day = _day(terms.numbers_on)
    if day is None:
        errors.append(problem("/numbers_on", "not_a_date"))
    elif day <= _today(act, rules):
        errors.append(problem("/numbers_on", "not_in_future"))
    there = {one: sum(member.subject == one for member in pool) for one in {member.subject for member in pool}}
    out = {member.account for member in pool} & set(terms.unavailable)
    for n, account in enumerate(terms.unavailable):
        if account not in out:
            errors.append(problem(f"/unavailable/{n}", "not_in_pool"))
    for name, places in terms.seats.items():
        if places < 1:
            errors.append(problem(f"/seats/{name}", "too_small", min=1))
        elif places > there.get(name, 0):
            errors.append(problem(f"/seats/{name}", "too_many_seats", places=places, experts=there.get(name, 0)))
    if sum(terms.seats.values()) < rules.stage.experts:
        errors.append(problem("/seats", "too_few_seats", least=rules.stage.experts))
    if before and not terms.reason.strip():
        errors.append(problem("/reason", "required"))
    if len(terms.reason) > limits.PUBLIC_REASON:
        errors.append(problem("/reason", "too_long", max=limits.PUBLIC_REASON))
    if errors:
        raise Invalid(errors=errors)


@once(lambda act, ids, id, typed, anew=False: _read_own(act, id))
def reveal(act: Act, id: JuryId, typed: Mapping[str, Sequence[int]], anew: bool = False) -> DrawView:
    """Enter the public numbers; who is second and types the same draws.

    Where the call asks for no second person the first draws. What the first typed may be typed again by that person,
    or by any other with `anew`; it waits for a second then. Raises Forbidden, StepNotAllowed, Invalid.
    """
    known = rules_of(act, id)
    jury, draw, proposal, last = act.read(
        juries.jury(id), juries.draw(id), juries.proposal(id.call, STEP, _about(id)), juries.last_seal(id.call)
    )
    must_belong_to(act, known)
    rules = fixed_rules(act, jury)
    take(jury, STEP, act.caller, act.now, {})
    if draw is None:
        raise StepNotAllowed(step=STEP, state=jury.state.value)
    if _today(act, rules).isoformat() < draw.numbers_on:
        raise Invalid.at("/numbers", "not_yet", on=draw.numbers_on)
    numbers = pools.public_numbers(rules.evaluation.numbers, draw.issues, typed)
    text = digest([draw.commitment, drawing.randomness(numbers).decode()])
    ending: list[Write] = []
    if rules.needs_second(STEP):
        first = _live(proposal, draw)
        if first is None or anew or first.by == act.caller.account:
            values = {"commitment": draw.commitment, "texts": {one.source: one.text() for one in numbers}}
            waiting, write = propose(act, id, STEP, proposal, text, values)
            act.commit([write])
            return _view(act, jury, draw, waiting, act.caller)
        _must_be_equal(first, numbers)
        ending = [confirm(act, first, text)]
    elif proposal:
        ending = [juries.end_proposal(proposal)]
    done = _drawn(draw, numbers)
    public = published(done, jury.rules)
    figures = {"digest": draw_digest(public), "drawn": len(public.drawn), "numbers": public.randomness}
    after, event = take(jury, STEP, act.caller, act.now, figures)
    _, seal = seal_writes(act, last, "draw", id, [draw_digest(public)])
    act.commit([*juries.put_step(after, event), juries.put_draw(done), seal, *ending])
    return view(act, after, done)


def _live(proposal: Proposal | None, draw: Draw) -> Proposal | None:
    """Return what was typed for the commitment that stands now."""
    return proposal if proposal and proposal.values["commitment"] == draw.commitment else None


def _must_be_equal(first: Proposal, numbers: Sequence[PublicNumbers]) -> None:
    """Refuse numbers that the first person typed otherwise.

    It is said of which source, not what they were. Raises Invalid.
    """
    texts = first.values["texts"]
    errors = [problem(f"/numbers/{one.source}", "differs") for one in numbers if texts.get(one.source) != one.text()]
    if errors:
        raise Invalid(errors=errors)


def _drawn(draw: Draw, numbers: tuple[PublicNumbers, ...]) -> Draw:
    code = drawing.hash_times(bytes.fromhex(draw.secret), drawing.ROUNDS - 1)
    key = drawing.draw_key(code, drawing.randomness(numbers))
    pool = pools.members(draw.pool)
    outcome = drawing.pick(drawing.arrange(key, pool), pool, draw.seats, draw.unavailable)
    return replace(draw, numbers=numbers, code=code.hex(), drawn=outcome, v=draw.v + 1)


@once(lambda act, ids, id, members: _read_own(act, id))
def name_jury(act: Act, id: JuryId, members: Sequence[str]) -> DrawView:
    """Name a jury where the call draws none; its list is public.

    `members` are accounts of experts. Raises Forbidden, StepNotAllowed, Invalid.
    """
    known = rules_of(act, id)
    jury, last, everybody, profiles = act.read(
        juries.jury(id),
        juries.last_seal(id.call),
        accounts.of_role(known.call.authority.id, Role.EXPERT),
        experts.profiles(members),
    )
    must_belong_to(act, known)
    rules = fixed_rules(act, jury)
    if rules.evaluation.draws:
        raise StepNotAllowed(step="name_jury", state=jury.state.value)
    take(jury, "name_jury", act.caller, act.now, {})
    by_id = {one.id: one for one in everybody if not one.disabled}
    errors = [problem(f"/members/{n}", "not_an_expert") for n, one in enumerate(members) if one not in by_id]
    if len(set(members)) < rules.stage.experts:
        errors.append(problem("/members", "too_few_seats", least=rules.stage.experts))
    if errors:
        raise Invalid(errors=errors)
    people = [
        PoolCandidate(one, by_id[one].name, by_id[one].agency, profiles.get(one, Profile(one, most=rules.stage.most)))
        for one in dict.fromkeys(members)
    ]
    pool = pools.gather(people, (pools.ANY_FIELD,), [token(26) for _ in people])
    labels = tuple(one.label for one in pool)
    draw = Draw(*id, pool=pool, seats=Seats({pools.ANY_FIELD: len(pool)}, len(pool)), drawn=Drawn(labels, (), {}))
    public = published(draw, jury.rules)
    figures = {"pool": len(pool), "digest": pool_digest(public)}
    after, event = take(jury, "name_jury", act.caller, act.now, figures)
    _, seal = seal_writes(act, last, "pool", id, [pool_digest(public)])
    act.commit([*juries.put_step(after, event), juries.put_draw(draw), seal])
    return view(act, after, draw)


@once(lambda act, ids, id: _read_own(act, id))
def witness(act: Act, id: JuryId) -> DrawView:
    """Note that an observer has witnessed the draw.

    Once for each. Raises Forbidden, StepNotAllowed.
    """
    known = rules_of(act, id)
    jury, draw = act.read(juries.jury(id), juries.draw(id))
    must_belong_to(act, known)
    account = act.caller.account
    after, event = take(jury, "witness", act.caller, act.now, {"v": draw.v if draw else 0})
    if draw is None:
        raise StepNotAllowed(step="witness", state=jury.state.value)
    if account in draw.witnessed_by:
        return view(act, jury, draw)
    done = replace(draw, witnessed_by=(*draw.witnessed_by, account), v=draw.v + 1)
    act.commit([*juries.put_step(after, event), juries.put_draw(done)])
    return view(act, after, done)


def view(act: Act, jury: Jury, draw: Draw) -> DrawView:
    """Return a draw as it was just written, for the caller."""
    return _view(act, jury, draw, None, act.caller)


def _view(act: Act, jury: Jury, draw: Draw, proposal: Proposal | None, caller: Caller | None) -> DrawView:
    rules = fixed_rules(act, jury)
    within = caller if caller and caller.authority == rules.call.authority.id else None
    public = published(draw, jury.rules, ended=jury.state is JuryState.SELECTED)
    first = _live(proposal, draw) if proposal and draw.drawn is None else None
    runs = within is not None and within.role in {Role.ORGANISER, Role.AGENCY, Role.OBSERVER}
    waiting = NumbersWaiting(first.at, first.by == caller.account) if first and runs and caller else None
    witnessed = caller is not None and caller.account in draw.witnessed_by
    return DrawView(jury, public, rules, people_of(act, draw, within), waiting, witnessed)


def people_of(act: Act, draw: Draw, caller: Caller | None) -> dict[str, NamedExpert]:
    """Return who the experts are, as far as the caller may know.

    `caller` is one of the call's authority, or None.
    """
    own = [one for one in draw.pool if may_know(draw, one, caller)]
    if not own:
        return {}
    names = act.read(accounts.accounts([one.account for one in own]))
    return {one.label: NamedExpert(names[one.account].name, one.body) for one in own if one.account in names}


def may_know(draw: Draw, one: PoolExpert, caller: Caller | None) -> bool:
    """Return whether the caller may know who an expert is."""
    if not draw.commitment:
        return True
    if caller is None:
        return False
    own = caller.role is Role.AGENCY and one.agency is not None and caller.agency == one.agency
    return own or caller.role is Role.ORGANISER


def _about(id: JuryId) -> str:
    return f"{id.track}/{id.stage}"


def _today(act: Act, rules: Rules) -> date:
    return act.now.astimezone(ZoneInfo(rules.call.zone)).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
