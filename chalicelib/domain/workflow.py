"""Every change of state, decided here and nowhere else.

`STEPS` is the table: from which states, to which, by whom, on what conditions. `decide` takes a wish and what
is known, and returns what would be written; it reads no clock, no table, no environment.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.access import Caller, holds, owns, told
from chalicelib.domain.calendar import Dates, LatePass
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import Settings
from chalicelib.domain.errors import DeskNotAllowed, Incomplete, Invalid, StepNotAllowed
from chalicelib.domain.history import Event, Text, append
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import ORGANISER, Came, Head, State, short


class Actor(StrEnum):
    """Who may take a step: the submission's owner, or whoever holds it (its desk; nominated, the organiser)."""

    OWNER = "owner"
    HOLDER = "holder"


@dataclass(frozen=True)
class Wish:
    """What a caller asks for: the step and its arguments. `salt` is fresh randomness for digests of texts."""

    step: str
    salt: str
    desk: str | None = None
    rank: int | None = None
    opinion: str = ""
    reason: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """What a decision needs to know. `ranked` is the list that the step concerns, of the desk
    `list_desk(step, head)`; `receiving` the desks the submission may go to; `problems` what the form engine
    refuses; `filing_no` and `revision code` are ready for a push."""

    now: datetime
    caller: Caller
    dates: Dates
    settings: Mapping[str, Settings] = field(default_factory=dict)
    ranked: RankedList | None = None
    quota: Quota | None = None
    late: LatePass | None = None
    receiving: frozenset[str] = frozenset()
    problems: tuple[Mapping[str, Any], ...] = ()
    filing_no: str = ""
    code: str = ""

    @property
    def call(self) -> Call:
        return self.dates.call


@dataclass(frozen=True)
class Change:
    """What a step writes: the head after it (None: gone), the list after it (None: untouched), and the events."""

    before: Head
    head: Head | None
    ranked: RankedList | None
    events: tuple[Event, ...]


Effect = tuple[Head, RankedList | None]


@dataclass(frozen=True)
class Step:
    """A row of the table. `conditions` raise; `effect` gives head and list as they will be."""

    name: str
    sources: frozenset[State]
    target: State | None
    by: Actor
    conditions: tuple[Callable[[Head, Situation, Wish], None], ...]
    effect: Callable[[Head, Situation, Wish], Effect]


def allowed(head: Head, caller: Caller, call: Call) -> tuple[str, ...]:
    """The steps this caller could take from here, before any condition: what a page offers."""
    return tuple(s.name for s in STEPS.values() if _open_to(s, head, caller) and _offered(s, head, call))


def list_desk(step: str, head: Head) -> str | None:
    """The desk whose ranked list a step on this submission reads and may write, if any."""
    if step == "send_back":
        return head.below.desk if head.below else None
    return (
        head.desk
        if step in {"recommend", "take_back", "decline", "return"} and head.desk != ORGANISER
        else None
    )


def decide(wish: Wish, head: Head, s: Situation) -> Change:
    """The change that `wish` makes of `head`.

    Raises StepNotAllowed, and whatever the row's conditions raise: Closed, ListClosed, QuotaFull,
    RankOutOfRange, DeskNotAllowed, Incomplete, Invalid.
    """
    step = STEPS.get(wish.step)
    if step is None or not _open_to(step, head, s.caller) or not _offered(step, head, s.call):
        raise StepNotAllowed(step=wish.step, state=told(s.caller, head).state)
    for condition in step.conditions:
        condition(head, s, wish)
    after, ranked = step.effect(head, s, wish)
    return _recorded(step, wish, head, after, ranked, s)


def change_list(
    step: str, ranked: RankedList, after: RankedList, s: Situation, facts: Mapping[str, Any], wish: Wish
) -> tuple[RankedList, Event]:
    """A list's own step (reorder, report, reopen): the list with its version raised, and its one event."""
    return _list_event(step, ranked, after, s, facts, _texts(wish))


# Conditions, each saying one thing.


def complete(head: Head, s: Situation, wish: Wish) -> None:
    if any(p["level"] == "refuse" for p in s.problems):
        raise Incomplete(errors=list(s.problems))


def desk_may_receive(head: Head, s: Situation, wish: Wish) -> None:
    if not may_receive(head, wish.desk, s.receiving):
        raise DeskNotAllowed(desk=wish.desk)


def filing_open(head: Head, s: Situation, wish: Wish) -> None:
    s.dates.must_file(s.now, head, wish.desk or "", s.settings, s.late)


def recommending_open(head: Head, s: Situation, wish: Wish) -> None:
    s.dates.must_recommend(s.now, head.desk or "", s.settings)


def recommending_open_below(head: Head, s: Situation, wish: Wish) -> None:
    if head.below:
        s.dates.must_recommend(s.now, head.below.desk, s.settings)


def reason_given(head: Head, s: Situation, wish: Wish) -> None:
    if not wish.reason.strip():
        raise Invalid.at("/reason", "required")


def opinion_given(head: Head, s: Situation, wish: Wish) -> None:
    if not wish.opinion.strip():
        raise Invalid.at("/opinion", "required")


def not_asked_yet(head: Head, s: Situation, wish: Wish) -> None:
    if head.asked_back:
        raise StepNotAllowed(step="ask_back", state=head.state)


def may_receive(head: Head, desk: str | None, receiving: Container[str]) -> bool:
    """What a level above returned comes again to it; otherwise any desk that may receive it."""
    if head.state is State.RETURNED and (head.came or head.desk == ORGANISER):
        return desk == head.desk
    return desk is not None and desk in receiving


# Effects: the head and the list as they will be.


def _push(head: Head, s: Situation, wish: Wish) -> Effect:
    again = head.state is State.RETURNED and head.desk == wish.desk
    state = State.NOMINATED if wish.desk == ORGANISER else State.PUSHED
    return replace(
        head,
        state=state,
        desk=wish.desk,
        came=head.came if again else (),
        filing_no=head.filing_no or s.filing_no,
        revision=head.revision + 1,
        pushed_at=s.now,
        pushed_card=None,
        resubmit_until=None,
        own=s.caller.desk is not None,
    ), None


def _mark_asked(head: Head, s: Situation, wish: Wish) -> Effect:
    return replace(head, asked_back=True), None


def _withdraw(head: Head, s: Situation, wish: Wish) -> Effect:
    return replace(head, state=State.WITHDRAWN, asked_back=False), None


def _recommend(head: Head, s: Situation, wish: Wish) -> Effect:
    return replace(head, state=State.RECOMMENDED), _list(s).inserted(short(head.id), wish.rank or 0, s.quota)


def _take_back(head: Head, s: Situation, wish: Wish) -> Effect:
    return replace(head, state=State.PUSHED), _list(s).without(short(head.id))


def _decline(head: Head, s: Situation, wish: Wish) -> Effect:
    return replace(head, state=State.DECLINED, announced=_list(s).reported), None


def _return(head: Head, s: Situation, wish: Wish) -> Effect:
    until = s.dates.resubmit_until(s.now, head.desk or "", s.settings)
    after = replace(head, state=State.RETURNED, asked_back=False, resubmit_until=until, pushed_card=head.card)
    return after, _list(s).without(short(head.id)) if head.state is State.RECOMMENDED else None


def _send_back(head: Head, s: Situation, wish: Wish) -> Effect:
    below = _below(head)
    after = replace(head, state=State.PUSHED, desk=below.desk, came=head.came[:-1])
    return after, _list(s).reopened().without(short(head.id))


def _gone(head: Head, s: Situation, wish: Wish) -> Effect:
    return head, None


def follow(head: Head, to: str, came: Came) -> Head:
    """An entry that follows its desk's reported list: to the desk above, or nominated from a top desk."""
    state = State.NOMINATED if to == ORGANISER else State.PUSHED
    return replace(head, state=state, desk=to, came=(*head.came, came), asked_back=False)


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step("delete", frozenset({State.DRAFT}), None, Actor.OWNER, (), _gone),
        Step(
            "push",
            frozenset({State.DRAFT, State.RETURNED}),
            State.PUSHED,
            Actor.OWNER,
            (filing_open, desk_may_receive, complete),
            _push,
        ),
        Step(
            "ask_back",
            frozenset({State.PUSHED}),
            State.PUSHED,
            Actor.OWNER,
            (not_asked_yet, reason_given),
            _mark_asked,
        ),
        Step(
            "withdraw",
            frozenset({State.PUSHED, State.RETURNED}),
            State.WITHDRAWN,
            Actor.OWNER,
            (reason_given,),
            _withdraw,
        ),
        Step(
            "recommend",
            frozenset({State.PUSHED, State.DECLINED}),
            State.RECOMMENDED,
            Actor.HOLDER,
            (opinion_given, recommending_open),
            _recommend,
        ),
        Step(
            "take_back",
            frozenset({State.RECOMMENDED}),
            State.PUSHED,
            Actor.HOLDER,
            (),
            _take_back,
        ),
        Step(
            "decline",
            frozenset({State.PUSHED}),
            State.DECLINED,
            Actor.HOLDER,
            (reason_given,),
            _decline,
        ),
        Step(
            "return",
            frozenset({State.PUSHED, State.RECOMMENDED, State.DECLINED, State.NOMINATED}),
            State.RETURNED,
            Actor.HOLDER,
            (reason_given,),
            _return,
        ),
        Step(
            "send_back",
            frozenset({State.PUSHED, State.NOMINATED}),
            State.PUSHED,
            Actor.HOLDER,
            (reason_given, recommending_open_below),
            _send_back,
        ),
    )
}
"""One row a step on a submission. Reorder, report and reopen are steps on a desk's list: `LIST_STEPS`."""

LIST_STEPS = ("reorder", "report", "reopen")


def _open_to(step: Step, head: Head, caller: Caller) -> bool:
    """By the state that the caller is told: else what an owner may not do would give a decline away."""
    is_actor = owns if step.by is Actor.OWNER else holds
    return told(caller, head).state in step.sources and is_actor(caller, head)


def _offered(step: Step, head: Head, call: Call) -> bool:
    if step.name == "withdraw":
        return call.withdrawal
    if step.name == "delete":
        return head.revision == 0
    return step.name != "send_back" or head.below is not None


def _list(s: Situation) -> RankedList:
    if s.ranked is None:
        raise RuntimeError("this step concerns a ranked list that was not loaded")
    return s.ranked


def _below(head: Head) -> Came:
    if head.below is None:
        raise RuntimeError("nothing to send back to")
    return head.below


# Recording: the same act writes the state and its history.


def _recorded(
    step: Step, wish: Wish, before: Head, after: Head, ranked: RankedList | None, s: Situation
) -> Change:
    if step.target is None:
        return Change(before, None, None, ())
    texts = _texts(wish)
    event = append(
        before.id,
        (before.events, before.last_hash),
        step.name,
        s.caller.account,
        s.now,
        _facts(before, after, wish, s),
        texts,
    )
    head = replace(after, v=before.v + 1, events=event.n, last_hash=event.hash, updated_at=s.now)
    if ranked is None:
        return Change(before, head, None, (event,))
    listed, list_event = _list_event(
        step.name, _list(s), ranked, s, {"submission": before.id, "rank": wish.rank}, texts={}
    )
    return Change(before, head, listed, (event, list_event))


def _list_event(
    step: str,
    before: RankedList,
    after: RankedList,
    s: Situation,
    facts: Mapping[str, Any],
    texts: Mapping[str, Text],
) -> tuple[RankedList, Event]:
    last = (before.events, before.last_hash)
    event = append(before.subject, last, step, s.caller.account, s.now, facts, texts)
    return replace(after, v=before.v + 1, events=event.n, last_hash=event.hash), event


def _facts(before: Head, after: Head, wish: Wish, s: Situation) -> dict[str, Any]:
    facts = {
        "from": before.state,
        "to": after.state,
        "desk": before.desk,
        "to_desk": after.desk if after.desk != before.desk else None,
        "rank": wish.rank,
        "revision": after.revision if after.revision != before.revision else None,
        "code": s.code or None,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _texts(wish: Wish) -> dict[str, Text]:
    words = {"reason": wish.reason.strip(), "opinion": wish.opinion.strip()}
    asked = {f"asks.{name}": words.strip() for name, words in wish.asks.items()}
    return {name: Text(value, wish.salt) for name, value in {**words, **asked}.items() if value}
