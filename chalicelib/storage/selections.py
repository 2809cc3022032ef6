"""Selections and ballots in the table."""

from chalicelib.domain.errors import Stale
from chalicelib.domain.evaluation.ballots import BallotCount
from chalicelib.domain.evaluation.selection import Selection
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, ref
from chalicelib.storage.engine.table import Conflict, Item, Put, at_version
from chalicelib.storage.items import packed, unpack


def selection(id: JuryId) -> Ref[Selection]:
    """Read a jury's selection; a new one before the first save."""
    return ref(keys.selection(*id), lambda item: unpack(Selection, item), Selection(*id))


def put_selection(selection: Selection) -> Put:
    """Write a selection.

    Raises Stale when it has changed since it was read.
    """
    key = keys.selection(selection.call, selection.track, selection.stage)
    return Put(packed(key, selection, v=selection.v), *at_version(selection.v - 1), _stale)


def ballot(id: JuryId) -> Ref[BallotCount | None]:
    """Read what a panel voted, None before it was entered."""
    return ref(keys.ballot(*id), lambda item: unpack(BallotCount, item), None)


def put_ballot(id: JuryId, count: BallotCount) -> Put:
    """Write what a panel voted.

    Raises Conflict when it has changed since it was read.
    """
    return Put(packed(keys.ballot(*id), count, v=count.v), *at_version(count.v - 1), lambda _: Conflict())


def _stale(item: Item | None) -> Stale:
    return Stale(current=None)
