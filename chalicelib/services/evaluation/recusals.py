"""Recusals: declared by experts, asked for by owners, ruled by the organiser.

Whoever assigns asks `kept`. Whoever shows one entry to its expert reads the expert's recusals beside it and asks
`Recusals.keeps_from`, which needs nothing else: with each change of an expert's recusals or profile all entries of
frozen rolls that it is kept from are written into them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import Role, is_holder, is_owner, must_own, must_read
from chalicelib.domain.accounts import Account
from chalicelib.domain.call import Call
from chalicelib.domain.errors import (
    Forbidden,
    Invalid,
    NotFound,
    PoolDrawn,
    SheetsToStrike,
    StepNotAllowed,
    problem,
)
from chalicelib.domain.evaluation import recusals as rules
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import is_counted
from chalicelib.domain.evaluation.panel import Assignment, Profile, Recusals, Review
from chalicelib.domain.evaluation.recusals import (
    ExpertFacts,
    Insiders,
    PersonFacts,
    Reason,
    RecusalRequest,
    Requested,
    TypedRecusal,
)
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import Evaluation
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head, Outcome, State, short_id
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, version_in
from chalicelib.services.evaluation.juries import rules_of
from chalicelib.services.lookup import own_call, parse_id, resolve_id
from chalicelib.storage import accounts, experts, juries, submissions
from chalicelib.storage.engine.reads import Ref, pair
from chalicelib.storage.engine.table import Conflict, Put

MOST_GRANTED = 15
"""The most experts that one ruling concerns; each is a write of its transaction."""

_ON_ITS_WAY = frozenset({State.PUSHED, State.RECOMMENDED, State.NOMINATED})
_NOT_DRAWN = frozenset({JuryState.PREPARING, JuryState.RULED})

Kept = Mapping[str, Mapping[str, tuple[Reason, ...]]]
"""Account of an expert → short id of an entry → why the expert may not read it."""


def kept(act: Act, id: JuryId, roll: Sequence[RollEntry], accounts_of: Iterable[str]) -> Kept:
    """Return which experts are kept from which entries of a roll.

    By what is known now, under the rules of the call's newest version until they are fixed. What is not in it is free.
    Raises NotFound.
    """
    jury = act.read(juries.jury(id))
    known = rules_of(act, id)
    call = act.calls.version(id.call, jury.version) if jury.version else known.call
    facts = _facts(act, call, list(accounts_of))
    behind = _insiders(act, call, id, roll)
    evaluation = call.evaluation or known.evaluation
    return {one: rules.kept_from(it, id.track, roll, behind, evaluation.experts) for one, it in facts.items()}


@dataclass(frozen=True)
class FrozenRoll:
    """A frozen roll, and who stands behind its entries."""

    track: str
    roll: Sequence[RollEntry]
    behind: Mapping[str, Insiders]


def read_frozen(act: Act, call: Call) -> list[FrozenRoll]:
    """Return all rolls of a call that are frozen."""
    ids = [JuryId(call.id, track.id, track.stages[0].id) for track in call.tracks.values() if track.stages]
    frozen = [jury for jury in act.read_each([juries.jury(id) for id in ids]) if jury.roll]
    rolls = act.read_each([juries.roll(jury.id, jury.roll or 0) for jury in frozen]) if frozen else []
    return [
        FrozenRoll(jury.track, roll, _insiders(act, call, jury.id, roll))
        for jury, roll in zip(frozen, rolls, strict=True)
    ]


def with_kept(
    call: Call, rolls: Sequence[FrozenRoll], expert: Account, profile: Profile | None, known: Recusals
) -> Recusals:
    """Return an expert's recusals with all entries that it is kept from.

    Those are the entries of frozen rolls; there are none before.
    """
    evaluation = call.evaluation or Evaluation()
    facts = _fact(expert, profile or Profile(expert.id), known, evaluation)
    names = [
        f"{one.track}.{entry}"
        for one in rolls
        for entry in rules.kept_from(facts, one.track, one.roll, one.behind, evaluation.experts)
    ]
    return replace(known, kept=tuple(sorted(names)))


def put(after: Recusals) -> Put:
    """Write recusals; tried again where another write came in between."""
    return experts.put_recusals(after, lambda _: Conflict())


def _facts(act: Act, call: Call, ids: Sequence[str]) -> dict[str, ExpertFacts]:
    known, profiles, all_recusals = act.read(
        accounts.accounts(ids), experts.profiles(ids), experts.recusals_of(ids, call.id)
    )
    evaluation = call.evaluation or Evaluation()
    return {
        id: _fact(account, profiles.get(id, Profile(id)), all_recusals[id], evaluation) for id, account in known.items()
    }


def _fact(account: Account, profile: Profile, known: Recusals, evaluation: Evaluation) -> ExpertFacts:
    agency = evaluation.agencies.get(account.agency or "")
    names = tuple(agency.names.values()) if agency else ()
    return ExpertFacts(_person(account), profile, known.standing, names)


def _person(account: Account) -> PersonFacts:
    return PersonFacts(account.id, account.name, account.phone, account.organisation)


def _insiders(act: Act, call: Call, id: JuryId, roll: Sequence[RollEntry]) -> dict[str, Insiders]:
    """Return who stands behind each entry of a roll."""
    if not roll:
        return {}
    heads, desks, owners = act.read(
        submissions.heads(id.submission(entry.entry) for entry in roll),
        accounts.of_role(call.authority.id, Role.RECOMMENDER),
        accounts.accounts({entry.owner for entry in roll}),
    )
    users: dict[str, list[PersonFacts]] = {}
    for account in desks:
        users.setdefault(account.desk or "", []).append(_person(account))
    return {entry.entry: _behind(entry, heads.get(id.submission(entry.entry)), owners, users) for entry in roll}


def _behind(
    entry: RollEntry, head: Head | None, owners: Mapping[str, Account], users: Mapping[str, list[PersonFacts]]
) -> Insiders:
    owner = owners.get(entry.owner)
    way = {entry.desk, entry.top.desk if entry.top else "", *(head.way if head else ())}
    people = [person for desk in sorted(way) for person in users.get(desk, ())]
    return Insiders(_person(owner) if owner else None, tuple(people))


def _read_own(act: Act, ids: Mapping[str, str], call_id: str, *_: Any) -> Recusals:
    return act.read(experts.recusals(act.caller.account, call_id))


@once(_read_own)
def declare(act: Act, call_id: str, typed: Sequence[TypedRecusal]) -> Recusals:
    """Declare the caller's own recusals: bodies, or entries it reads.

    What it declared before stays. An entry that it is kept from is unreadable to it from now on. Raises Invalid,
    NotFound.
    """
    me = act.claimed_account
    profile, before = act.read(experts.profile(me), experts.recusals(me, call_id))
    call = own_call(act, call_id)
    faults = rules.recusal_problems(typed) or _unread(act, call, typed)
    after = rules.declare(before, typed, act.now)
    _check(faults, after)
    after = with_kept(call, read_frozen(act, call), act.account, profile, after)
    act.commit([put(after)], account=me)
    return after


def _unread(act: Act, call: Call, typed: Sequence[TypedRecusal]) -> list[dict[str, Any]]:
    """Return a problem for each entry that the caller does not read."""
    ids = [JuryId(call.id, track.id, stage.id) for track in call.tracks.values() for stage in track.stages]
    if not any(one.entry for one in typed):
        return []
    own = act.read_each([juries.assignment(id, act.caller.account) for id in ids])
    reads = {f"{one.track}.{review.entry}" for one in own if one for review in one.reviews}
    return [
        problem(f"/items/{n}/entry", "not_an_option")
        for n, one in enumerate(typed)
        if one.entry and one.entry not in reads
    ]


def _check(faults: list[dict[str, Any]], after: Recusals) -> None:
    over = len(after.items) - rules.MOST_RECUSALS
    if over > 0:
        faults = [*faults, problem("/items", "too_many", max=rules.MOST_RECUSALS, over=over)]
    if faults:
        raise Invalid(errors=faults)


def _read_ruled(act: Act, ids: Mapping[str, str], account_id: str, call_id: str, *_: Any) -> Recusals:
    own_call(act, call_id)
    return act.read(experts.recusals(account_id, call_id))


@once(_read_ruled)
def rule(act: Act, account_id: str, call_id: str, typed: Sequence[TypedRecusal], etag: str) -> Recusals:
    """Write an expert's recusals as the organiser has them.

    What stands and is not among them is lifted, and stays on record. `etag` is the version that the caller saw. Raises
    Invalid, Stale, NotFound.
    """
    account, profile, before = act.read(
        accounts.account(account_id), experts.profile(account_id), experts.recusals(account_id, call_id)
    )
    call = own_call(act, call_id)
    expert = _must_be_expert(account, call)
    after = rules.rule(before, typed, act.caller.account, act.now)
    _check(rules.recusal_problems(typed), after)
    after = with_kept(call, read_frozen(act, call), expert, profile, after)
    act.commit([experts.put_recusals(replace(after, v=version_in(etag) + 1))], account=account_id)
    return after


def _must_be_expert(account: Account | None, call: Call) -> Account:
    """Return the account if it is an expert of the call's authority.

    Raises NotFound.
    """
    if account is None or account.role is not Role.EXPERT or account.authority != call.authority.id:
        raise NotFound()
    return account


@dataclass(frozen=True)
class RequestStanding:
    """What an owner asked for, and what the caller may do now."""

    request: RecusalRequest | None
    may_ask: bool
    may_add: bool


def read_standing(act: Act, submission: str) -> RequestStanding:
    """Return what an entry's owner asked for, None if nothing.

    For its owner, the desks on its way and the organiser. Raises NotFound, also in a call without evaluation.
    """
    first = _first_jury(act, submission)
    stored, request, jury = act.read(submissions.head(submission), experts.request(submission), juries.jury(first))
    head = must_read(act.caller, stored)
    is_ruled = request is not None and request.granted is not None
    own = is_owner(act.caller, head) and _is_asking_time(head) and jury.state in _NOT_DRAWN
    desk = act.caller.role is Role.RECOMMENDER and is_holder(act.caller, head) and request is not None
    return RequestStanding(request, own and not is_ruled, desk and not is_ruled)


def _first_jury(act: Act, submission: str) -> JuryId:
    """Return the jury of the first stage that an entry comes to.

    Raises NotFound for what is no id, and in a call without evaluation.
    """
    call_id, track = parse_id(submission)
    call = act.calls.latest(call_id)
    stages = call.tracks[track].stages if track in call.tracks else ()
    if call.evaluation is None or not stages:
        raise NotFound()
    own_call(act, call_id)
    return JuryId(call_id, track, stages[0].id)


def _is_asking_time(head: Head) -> bool:
    return head.state in _ON_ITS_WAY and head.outcome in {None, Outcome.ADMITTED}


def _read_request(act: Act, ids: Mapping[str, str], submission: str, *_: Any) -> RecusalRequest:
    request = read_standing(act, submission).request
    if request is None:
        raise NotFound()
    return request


@once(_read_request)
def ask(act: Act, submission: str, items: Sequence[Requested]) -> RecusalRequest:
    """Ask that experts or bodies do not read the caller's entry.

    Until the experts are drawn; asked again it takes the place of what was asked, until that was ruled. Raises Invalid,
    StepNotAllowed, PoolDrawn, NotFound.
    """
    first = _first_jury(act, submission)
    stored, before, jury = act.read(submissions.head(submission), experts.request(submission), juries.jury(first))
    head = must_own(act.caller, stored)
    if not _is_asking_time(head):
        raise StepNotAllowed(step="ask_recusal", state=head.state.value)
    if jury.state not in _NOT_DRAWN or (before and before.granted is not None):
        raise PoolDrawn()
    if faults := rules.request_problems(items):
        raise Invalid(errors=faults)
    after = RecusalRequest(submission, act.caller.account, act.now, tuple(items), v=before.v + 1 if before else 1)
    act.commit([experts.put_request(after)])
    return after


@once(_read_request)
def add_word(act: Act, submission: str, word: str) -> RecusalRequest:
    """Add a desk's word to what an entry's owner asked for.

    It is the desk where the entry lies.

    Raises Forbidden for other desks, StepNotAllowed once it is ruled, NotFound.
    """
    resolve_id(act, submission)
    stored, request = act.read(submissions.head(submission), experts.request(submission))
    head = must_read(act.caller, stored)
    if request is None:
        raise NotFound()
    if act.caller.role is not Role.RECOMMENDER or not is_holder(act.caller, head):
        raise Forbidden()
    if request.granted is not None:
        raise StepNotAllowed(step="recusal_word", state=head.state.value)
    desk = act.caller.desk or ""
    changes: dict[str, Any] = {"word": word, "desk": desk, "word_by": act.caller.account, "word_at": act.now}
    after = replace(request, **changes, v=request.v + 1)
    act.commit([experts.put_request(after)])
    return after


@dataclass(frozen=True)
class Ruling:
    """The organiser's ruling on a request, and the experts it concerns."""

    granted: bool
    experts: tuple[str, ...] = ()
    reason: str = ""


@once(_read_request)
def rule_request(act: Act, submission: str, ruling: Ruling) -> RecusalRequest:
    """Grant an owner's request for some experts, or refuse it.

    Granted, it is a recusal of each of them, in the same transaction. Raises Invalid, StepNotAllowed once it is ruled,
    NotFound.
    """
    call_id, track = parse_id(submission)
    named = list(dict.fromkeys(ruling.experts)) if ruling.granted else []
    some = named[: MOST_GRANTED + 1]
    stored, request, known, profiles, all_recusals = act.read(
        submissions.head(submission),
        experts.request(submission),
        accounts.accounts(some),
        experts.profiles(some),
        experts.recusals_of(some, call_id),
    )
    call = own_call(act, call_id)
    head = must_read(act.caller, stored)
    if request is None:
        raise NotFound()
    if request.granted is not None:
        raise StepNotAllowed(step="rule_recusal", state=head.state.value)
    _check_ruling(ruling, named)
    own = [_must_be_expert(known.get(id), call) for id in named]
    rolls = read_frozen(act, call) if own else []
    entry = f"{track}.{short_id(head.id)}"
    writes = []
    for expert in own:
        after = rules.grant(all_recusals[expert.id], entry, ruling.reason, act.caller.account, act.now)
        writes.append(put(with_kept(call, rolls, expert, profiles.get(expert.id), after)))
    changes: dict[str, Any] = {"granted": ruling.granted, "experts": tuple(named), "ruling": ruling.reason}
    changes |= {"ruled_by": act.caller.account, "ruled_at": act.now}
    decided = replace(request, **changes, v=request.v + 1)
    act.commit([experts.put_request(decided), *writes])
    return decided


def _check_ruling(ruling: Ruling, named: Sequence[str]) -> None:
    faults = []
    if ruling.granted and not named:
        faults.append(problem("/experts", "required"))
    if len(named) > MOST_GRANTED:
        faults.append(problem("/experts", "too_many", max=MOST_GRANTED, over=len(named) - MOST_GRANTED))
    if not ruling.granted and not ruling.reason.strip():
        faults.append(problem("/reason", "required"))
    if faults:
        raise Invalid(errors=faults)


def read_requests(act: Act, call_id: str, cursor: str | None) -> tuple[list[tuple[RecusalRequest, Head]], str | None]:
    """Return one page of a call's requests with their entries.

    The cursor comes with it. What was erased is left out. Raises NotFound.
    """
    page = act.read(experts.requests(call_id, cursor))
    own_call(act, call_id)
    heads = act.read(submissions.heads(one.entry for one in page.requests))
    return [(one, heads[one.entry]) for one in page.requests if one.entry in heads], page.cursor


@dataclass(frozen=True)
class Clash:
    """An assigned entry that its expert may not read any more.

    Another expert is needed for it, or, once marks are sealed, the sheet is to be struck.
    """

    expert: str
    label: str
    agency: str | None
    review: Review


def read_clashes(act: Act, id: JuryId) -> list[Clash]:
    """Return the assigned entries that recusals have caught up with.

    Raises NotFound.
    """
    assigned = act.read(juries.assignments(id))
    own_call(act, id.call)
    ids = [one.expert for one in assigned]
    people, all_recusals = act.read(pair(accounts.accounts(ids), experts.recusals_of(ids, id.call)))
    return [
        Clash(one.expert, one.label, people[one.expert].agency if one.expert in people else None, review)
        for one in assigned
        for review in _caught(one, all_recusals[one.expert])
    ]


def must_be_struck(assigned: Sequence[Assignment], all_recusals: Mapping[str, Recusals]) -> None:
    """Refuse to go on while a sheet counts that may not.

    `all_recusals` are those of the experts. Raises SheetsToStrike with all such sheets.
    """
    counting = [
        {"expert": one.label, "entry": review.entry}
        for one in assigned
        for review in _caught(one, all_recusals[one.expert])
        if is_counted(review)
    ]
    if counting:
        raise SheetsToStrike(sheets=counting)


def of_readers(assigned: Sequence[Assignment], call: str) -> Ref[dict[str, Recusals]]:
    """Read the recusals of a jury's experts, by account."""
    return experts.recusals_of([one.expert for one in assigned], call)


def _caught(assigned: Assignment, recusals: Recusals) -> Iterable[Review]:
    live = (review for review in assigned.reviews if review.state not in {"declined", "struck"})
    return (review for review in live if recusals.keeps_from(assigned.track, review.entry))
