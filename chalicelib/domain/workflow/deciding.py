"""Deciding: whether a step is open to a caller, and what it writes; state and history by the same act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.access import Caller, is_holder, is_owner
from chalicelib.domain.call import Call
from chalicelib.domain.errors import StepNotAllowed
from chalicelib.domain.history import ErasableText, Event, append
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.domain.visibility import as_seen_by
from chalicelib.domain.workflow.effects import ranked_of
from chalicelib.domain.workflow.situation import Change, Command, Facts
from chalicelib.domain.workflow.table import STEPS, Actor, Step

FEW_EVENTS = 8
"""As many as go in one transaction with the draft they are of: late passes, given before its first push."""


def allowed(head: Head, caller: Caller, call: Call) -> tuple[str, ...]:
    """The steps this caller could take from here, before any condition: what a page offers."""
    return tuple(s.name for s in STEPS.values() if _open_to(s, head, caller) and _offered(s, head, call))


def list_desk(step: str, head: Head) -> str | None:
    """The desk whose ranked list a step on this submission reads and may write, if any."""
    if step == "send_back":
        return head.below.desk if head.below else None
    if step == "withdraw":
        return head.desk if head.state is State.RECOMMENDED else None
    return (
        head.desk
        if step in {"recommend", "take_back", "decline", "return"} and head.desk != ORGANISER
        else None
    )


def decide(wish: Command, head: Head, s: Facts) -> Change:
    """The change that `wish` makes of `head`.

    Raises StepNotAllowed, and whatever the row's conditions raise: Closed, ListClosed, QuotaFull,
    RankOutOfRange, DeskNotAllowed, Incomplete, Invalid.
    """
    step = STEPS.get(wish.step)
    if step is None or not _open_to(step, head, s.caller) or not _offered(step, head, s.call):
        raise StepNotAllowed(step=wish.step, state=as_seen_by(s.caller, head).state)
    for condition in step.conditions:
        condition(head, s, wish)
    after, ranked = step.effect(head, s, wish)
    return _recorded(step, wish, head, after, ranked, s)


def grant_late_pass(
    head: Head, caller: Caller, now: datetime, until: datetime, reason: ErasableText
) -> Change:
    """More time for one submission, from the organiser: no step of its way, but a line of its history."""
    last, facts = (head.events, head.last_hash), {"until": until.isoformat()}
    event = append(head.id, last, "late_pass", caller.account, now, facts, {"reason": reason})
    after = replace(head, late_until=until, v=head.v + 1, events=event.n, last_hash=event.hash)
    return Change(head, after, None, (event,))


def change_list(
    step: str, ranked: RankedList, after: RankedList, s: Facts, facts: Mapping[str, Any], wish: Command
) -> tuple[RankedList, Event]:
    """A list's own step (one of `LIST_STEPS`): the list with its version raised, and its one event."""
    return _list_event(step, ranked, after, s, facts, _texts(wish))


def _open_to(step: Step, head: Head, caller: Caller) -> bool:
    """By the state that the caller is told: else what an owner may not do would give a decision away."""
    is_actor = is_owner if step.by is Actor.OWNER else is_holder
    return as_seen_by(caller, head).state in step.sources and is_actor(caller, head)


def _offered(step: Step, head: Head, call: Call) -> bool:
    if step.name == "withdraw":
        return call.withdrawal
    if step.name == "delete":
        return head.revision == 0 and head.events <= FEW_EVENTS
    return step.name != "send_back" or head.below is not None


def _recorded(
    step: Step, wish: Command, before: Head, after: Head, ranked: RankedList | None, s: Facts
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
        step.name, ranked_of(s), ranked, s, {"submission": before.id, "rank": wish.rank}, texts={}
    )
    return Change(before, head, listed, (event, list_event))


def _list_event(
    step: str,
    before: RankedList,
    after: RankedList,
    s: Facts,
    facts: Mapping[str, Any],
    texts: Mapping[str, ErasableText],
) -> tuple[RankedList, Event]:
    last = (before.events, before.last_hash)
    event = append(before.subject, last, step, s.caller.account, s.now, facts, texts)
    return replace(after, v=before.v + 1, events=event.n, last_hash=event.hash), event


def _facts(before: Head, after: Head, wish: Command, s: Facts) -> dict[str, Any]:
    facts = {
        "from": before.state,
        "to": after.state,
        "desk": before.desk,
        "to_desk": after.desk if after.desk != before.desk else None,
        "rank": wish.rank,
        "revision": after.revision if after.revision != before.revision else None,
        "code": s.code or None,
        "until": wish.until.isoformat() if wish.until else None,
        "announced": True if before.state is State.DECLINED and before.announced else None,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _texts(wish: Command) -> dict[str, ErasableText]:
    words = {"reason": wish.reason.strip(), "opinion": wish.opinion.strip(), "file": wish.file.strip()}
    asked = {f"asks.{name}": words.strip() for name, words in wish.asks.items()}
    return {name: ErasableText(value, wish.salt) for name, value in {**words, **asked}.items() if value}
