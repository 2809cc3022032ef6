"""History chains as readers see them: complete, checked, and with the names of who acted."""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain.history import Event, broken
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.storage import accounts, keys, submissions


@dataclass(frozen=True)
class NamedEvent:
    """An event with the name, role and desk of whoever acted."""

    event: Event
    actor_name: str
    actor_role: str
    actor_desk: str | None


@dataclass(frozen=True)
class Chain:
    """The events of a subject, oldest first, and whether each fits the one before and the last the subject."""

    events: list[Event]
    is_sound: bool


def complete(tools: Tools, subject: str, events: list[Event], end: tuple[int, str]) -> Chain:
    """The chain up to `end`, the (number, hash) that the subject itself holds.

    Subject and events were read side by side, so either may be ahead of the other.
    """
    if len(events) < end[0]:
        events = submissions.history(tools.table, subject)
    events = [e for e in events if e.n <= end[0]]
    return Chain(events, broken(events, end) is None)


def named(tools: Tools, events: Iterable[Event]) -> list[NamedEvent]:
    """Events numbered anew from 1, so that those withheld leave no gap, each with its actor's name."""
    numbered = [replace(event, n=n) for n, event in enumerate(events, start=1)]
    actors = {e.actor for e in numbered}
    items = tools.table.read([keys.account(actor) for actor in actors])
    names = {actor: accounts.account_in(items, actor) for actor in actors}
    return [
        NamedEvent(e, a.name if a else "", a.role if a else "", a.desk if a else None)
        for e in numbered
        for a in [names[e.actor]]
    ]
