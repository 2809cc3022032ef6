"""Juries, seals and proposals in the table."""

from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.history import Event
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import NEW, Conflict, Delete, Item, Put, Query, Write, at_version
from chalicelib.storage.items import event_items, packed, unpack

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
    return ref(keys.proposal(call, act, about), lambda item: unpack(Proposal, item), None)


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
