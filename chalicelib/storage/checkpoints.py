"""Signed checkpoints of a call's log in the table."""

from chalicelib.domain.record.checkpoints import SignedCheckpoint
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing
from chalicelib.storage.engine.table import Conflict, Item, Put, Query, at_version
from chalicelib.storage.items import packed, unpack

MOST = 1000
"""More checkpoints than a call ever has."""


def checkpoints(call: str) -> Listing[list[SignedCheckpoint]]:
    """Read all signed checkpoints of a call, in order."""
    query = Query(keys.checkpoint(call, 0).pk, keys.CHECKPOINT.prefix, limit=MOST)
    return Listing(query, lambda page: [checkpoint_of(item) for item in page.items], every=True)


def last_checkpoint(call: str) -> Listing[SignedCheckpoint | None]:
    """Read the last signed checkpoint of a call."""
    query = Query(keys.checkpoint(call, 0).pk, keys.CHECKPOINT.prefix, limit=1, newest_first=True)
    return Listing(query, lambda page: checkpoint_of(page.items[0]) if page.items else None)


def checkpoint_of(item: Item) -> SignedCheckpoint:
    return unpack(SignedCheckpoint, item)


def put_checkpoint(checkpoint: SignedCheckpoint) -> Put:
    """Write a checkpoint's next version.

    Raises Conflict when it has changed since it was read, or another was signed in its place.
    """
    item = packed(keys.checkpoint(checkpoint.call, checkpoint.n), checkpoint, v=checkpoint.v)
    return Put(item, *at_version(checkpoint.v - 1), lambda _: Conflict())
