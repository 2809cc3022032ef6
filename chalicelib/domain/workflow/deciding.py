"""Decisions: whether a caller may take a step, and what it writes.

State and history are decided together.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import Caller
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, ListStale, StepNotAllowed
from chalicelib.domain.history import ErasableText, Event, append
from chalicelib.domain.ranking import ListState, RankedList
from chalicelib.domain.states import State
from chalicelib.domain.submission import Head
from chalicelib.domain.visibility import as_seen_by
from chalicelib.domain.workflow.commands import Command, S
from chalicelib.domain.workflow.facts import Change, Facts, Result
from chalicelib.domain.workflow.rows import ENTRY_STEPS, StepRow, Target, row_of


def allowed(head: Head, caller: Caller, call: Call) -> tuple[str, ...]:
    """Return the steps that a page offers the caller.

    They are open to the caller now; conditions are not checked.
    """
    return tuple(
        row.step
        for row in ENTRY_STEPS.values()
        if not row.actor.is_nobody
        and row.target is not Target.KEPT
        and _is_open(row, head, caller)
        and row.offered(head, call)
    )


def decide(command: Command[S], subject: S, facts: Facts) -> Change[S]:
    """Return the change that a command causes in its subject.

    The subject is a head or a ranked list. Raises StepNotAllowed (for a list: Forbidden, ListStale, ListClosed), then
    whatever the row's conditions and effect raise: Closed, ListClosed, QuotaFull, RankOutOfRange, OrderNotOfList,
    DeskNotAllowed, Incomplete, Invalid.
    """
    row = row_of(command)
    if isinstance(subject, Head):
        _check_entry_open(row, subject, facts)
    else:
        _check_list_open(row, subject, facts)
    for condition in row.conditions:
        condition(subject, facts, command)
    result = row.effect(subject, facts, command)
    if isinstance(subject, Head):
        return _record_entry(row, command, subject, result, facts)
    return _record_list(row, command, subject, result, facts)


def _check_entry_open(row: StepRow[Any, Any], head: Head, facts: Facts) -> None:
    if not _is_open(row, head, facts.caller) or not row.offered(head, facts.call):
        raise StepNotAllowed(step=row.step, state=as_seen_by(facts.caller, head).state)


def _is_open(row: StepRow[Any, Any], head: Head, caller: Caller) -> bool:
    """Return whether the caller may take a step from the visible state.

    By the true state, a refused step would reveal a decision to the owner.
    """
    seen = as_seen_by(caller, head)
    return seen.state in row.sources and seen.outcome in row.outcomes and row.actor.is_on_entry(caller, head)


def _check_list_open(row: StepRow[Any, Any], ranked: RankedList, facts: Facts) -> None:
    if not row.actor.is_on_list(facts.caller, ranked, facts.call):
        raise Forbidden()
    if facts.seen is not None and facts.seen != str(ranked.v):
        raise ListStale(etag=str(ranked.v))
    if ranked.state not in row.sources:
        ranked.must_be_open()
        raise StepNotAllowed(step=row.step, state=ListState.OPEN.value)


def _record_entry(
    row: StepRow[Any, Any], command: Command[Any], before: Head, result: Result, facts: Facts
) -> Change[Head]:
    """Return the change of head and list, each with its event.

    A head that keeps its state keeps its `updated_at`.
    """
    after = result.head
    if after is None:
        return Change(row.step, before, beside=result.beside)
    kept = row.target is Target.KEPT
    figures = result.figures if kept else {**_move(before, after), **result.figures}
    last = (before.events, before.last_hash)
    texts = _texts(command, facts)
    figures = _with_reset(figures, facts.caller)
    event = append(before.id, last, row.step, facts.caller.account, facts.now, figures, texts)
    updated_at = before.updated_at if kept else facts.now
    head = replace(after, v=before.v + 1, events=event.n, last_hash=event.hash, updated_at=updated_at)
    if result.ranked is None:
        return Change(row.step, before, head, None, (event,), result.beside)
    in_list = {"submission": before.id, "rank": result.figures.get("rank")}
    ranked, list_event = _list_with_event(row.step, facts.concerned_list, result.ranked, facts, in_list, {})
    return Change(row.step, before, head, ranked, (event, list_event), result.beside)


def _record_list(
    row: StepRow[Any, Any], command: Command[Any], before: RankedList, result: Result, facts: Facts
) -> Change[RankedList]:
    after = result.ranked or before
    texts = _texts(command, facts)
    ranked, event = _list_with_event(row.step, before, after, facts, result.figures, texts)
    return Change(row.step, before, None, ranked, (event,), result.beside)


def _list_with_event(
    step: str,
    before: RankedList,
    after: RankedList,
    facts: Facts,
    figures: Mapping[str, Any],
    texts: Mapping[str, ErasableText],
) -> tuple[RankedList, Event]:
    last = (before.events, before.last_hash)
    figures = _with_reset(figures, facts.caller)
    event = append(before.subject, last, step, facts.caller.account, facts.now, figures, texts)
    return replace(after, v=before.v + 1, events=event.n, last_hash=event.hash), event


def _with_reset(figures: Mapping[str, Any], caller: Caller) -> Mapping[str, Any]:
    """Return an event's facts, with who reset the password behind it.

    Whoever did may be who acts in the caller's name.
    """
    return {**figures, "reset_by": caller.reset_by} if caller.reset_by else figures


def _move(before: Head, after: Head) -> dict[str, Any]:
    """Return an event's facts about an entry's move.

    `to_desk` and `revision` are left out where they did not change.
    """
    was_announced = before.state is State.DECLINED and before.announced
    figures = {
        "from": before.state,
        "to": after.state,
        "desk": before.desk,
        "to_desk": after.desk if after.desk != before.desk else None,
        "revision": after.revision if after.revision != before.revision else None,
        "announced": True if was_announced else None,
    }
    return {name: value for name, value in figures.items() if value is not None}


def _texts(command: Command[Any], facts: Facts) -> dict[str, ErasableText]:
    words = {name: text.strip() for name, text in command.words.items()}
    return {name: ErasableText(text, facts.salt) for name, text in words.items() if text}
