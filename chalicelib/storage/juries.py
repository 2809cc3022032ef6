"""Juries and what belongs to them, seals and proposals in the table."""

from collections.abc import Sequence
from typing import Any

from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.evaluation.panel import Assignment, Draw, ReadingCard
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.roll import PART, RollEntry
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.history import Event
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import NEW, Conflict, Delete, Item, Put, Query, Write, at_version
from chalicelib.storage.items import SCHEMA, event_items, pack, packed, unpack
from chalicelib.storage.keys import Key

SEALS = 1000
"""More seals than a call ever has."""


def jury(id: JuryId) -> Ref[Jury]:
    """Read a jury; a new one if nothing was done yet."""
    return ref(keys.jury(*id), lambda item: unpack(Jury, item), Jury(*id))


def put_step(after: Jury, event: Event) -> list[Write]:
    """Write a jury after a step, and the step's event.

    Raises Conflict when the jury has changed since it was read.
    """
    item = packed(keys.jury(*after.id), after, v=after.v)
    return [Put(item, *at_version(after.v - 1), _conflict), *(Put(part) for part in event_items(event))]


def seals(call: str) -> Listing[list[Seal]]:
    """Read all seals of a call, in order."""
    query = Query(keys.seal(call, 0).pk, keys.SEAL.prefix, limit=SEALS)
    return Listing(query, lambda page: [unpack(Seal, item) for item in page.items], every=True)


def last_seal(call: str) -> Listing[Seal | None]:
    """Read the last seal of a call."""
    query = Query(keys.seal(call, 0).pk, keys.SEAL.prefix, limit=1, newest_first=True)
    return Listing(query, lambda page: unpack(Seal, page.items[0]) if page.items else None)


def put_seal(seal: Seal) -> Put:
    """Write a seal.

    Raises Conflict when another took its number meanwhile.
    """
    return Put(packed(keys.seal(seal.call, seal.n), seal), NEW, otherwise=_conflict)


def proposal(call: str, act: str, about: str) -> Ref[Proposal | None]:
    return ref(keys.proposal(call, act, about), proposal_of, None)


def proposal_of(item: Item) -> Proposal:
    return unpack(Proposal, item)


def put_proposal(new: Proposal, before: Proposal | None) -> Put:
    """Write a proposal in the place of the one before it.

    Raises Conflict when that has changed since it was read.
    """
    item = packed(keys.proposal(new.call, new.act, new.about), new, v=new.v)
    return Put(item, *at_version(before.v if before else 0), _conflict)


def end_proposal(proposal: Proposal) -> Delete:
    """Delete a proposal that was carried out or taken back.

    Raises Conflict when it has changed since it was read.
    """
    return Delete(keys.proposal(proposal.call, proposal.act, proposal.about), *at_version(proposal.v), _conflict)


def _conflict(item: Item | None) -> Conflict:
    return Conflict()


def roll(id: JuryId, count: int) -> Ref[list[RollEntry]]:
    """Read a frozen roll of `count` entries, in its order."""
    parts = tuple(keys.roll(*id, part) for part in range(-(-count // PART)))
    return Ref(parts, lambda items: [e for k in parts if k in items for e in unpack(tuple[RollEntry, ...], items[k])])


def put_roll(id: JuryId, entries: Sequence[RollEntry]) -> list[Put]:
    """Write a roll when it is frozen; never written again."""
    return [
        Put(_rows(keys.roll(*id, n), tuple(entries[at : at + PART]), tuple[RollEntry, ...]), NEW, otherwise=_conflict)
        for n, at in enumerate(range(0, len(entries), PART))
    ]


def draw(id: JuryId) -> Ref[Draw | None]:
    """Read the pool and draw of a jury."""
    return ref(keys.draw(*id), lambda item: unpack(Draw, item), None)


def put_draw(draw: Draw) -> Put:
    """Write a draw.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.draw(draw.call, draw.track, draw.stage), draw, v=draw.v)
    return Put(item, *at_version(draw.v - 1), _conflict)


def assignment(id: JuryId, expert: str) -> Ref[Assignment | None]:
    """Read what an expert reads in a jury."""
    return ref(keys.assigned(*id, expert), lambda item: unpack(Assignment, item), None)


def assignments(id: JuryId) -> Listing[list[Assignment]]:
    """Read all assignments of a jury."""
    query = Query(keys.jury(*id).pk, keys.ASSIGNED.prefix, limit=1000)
    return Listing(query, lambda page: [unpack(Assignment, item) for item in page.items], every=True)


def put_assignment(assignment: Assignment) -> Put:
    """Write an assignment.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.assigned(*assignment.id), assignment, v=assignment.v)
    return Put(item, *at_version(assignment.v - 1), _conflict)


def cards(id: JuryId, expert: str) -> Ref[tuple[ReadingCard, ...]]:
    """Read what an expert's list shows."""
    return ref(keys.cards(*id, expert), lambda item: unpack(tuple[ReadingCard, ...], item), ())


def put_cards(id: JuryId, expert: str, cards: Sequence[ReadingCard]) -> Put:
    return Put(_rows(keys.cards(*id, expert), tuple(cards), tuple[ReadingCard, ...]))


def _rows(key: Key, values: tuple[Any, ...], kind: Any) -> Item:
    return {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": pack(values, kind)}
