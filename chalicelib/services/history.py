"""History chains as readers see them.

Complete, checked, and with the names of the actors.
"""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain.accounts import Account
from chalicelib.domain.history import Event, broken
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.storage import accounts, submissions
from chalicelib.storage.engine.reads import fetch

CLOSED = "closed"
"""In place of the role of an account that was closed."""


@dataclass(frozen=True)
class NamedEvent:
    """An event with the name, role and desk of its actor.

    The name of a closed account is gone; its role is `closed`.
    """

    event: Event
    actor_name: str
    actor_role: str
    actor_desk: str | None


@dataclass(frozen=True)
class Chain:
    """The events of a subject, oldest first.

    `is_sound`: each event fits the one before it, and the last one fits the subject.
    """

    events: list[Event]
    is_sound: bool


def complete(tools: Tools, subject: str, events: list[Event], end: tuple[int, str]) -> Chain:
    """Return the chain up to `end`, and whether it is sound.

    `end` is the (number, hash) that the subject itself holds. Subject and events were read in parallel, so either may
    be ahead of the other.
    """
    if len(events) < end[0]:
        events = fetch(tools.table, submissions.history(subject))
    events = [e for e in events if e.n <= end[0]]
    return Chain(events, broken(events, end) is None)


def named(tools: Tools, events: Iterable[Event]) -> list[NamedEvent]:
    """Return events with their actors' names, numbered anew from 1.

    Thus withheld events leave no gap.
    """
    numbered = [replace(event, n=n) for n, event in enumerate(events, start=1)]
    actors = fetch(tools.table, accounts.accounts({e.actor for e in numbered}))
    return [_named(event, actors.get(event.actor)) for event in numbered]


def _named(event: Event, actor: Account | None) -> NamedEvent:
    if actor is None:
        return NamedEvent(event, "", "", None)
    return NamedEvent(event, actor.name, CLOSED if actor.closed_at else actor.role, actor.desk)
