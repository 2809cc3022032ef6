"""Long acts of juries in the table."""

from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import Conflict, Item, Put, Query, at_version
from chalicelib.storage.items import packed, unpack


def long_act(id: JuryId, act: str) -> Ref[LongAct | None]:
    """Read a jury's long act, under way or ended."""
    return ref(keys.long_act(*id, act), lambda item: unpack(LongAct, item), None)


def of_call(call: str) -> Listing[list[LongAct]]:
    """Read all long acts of a call: a few for each jury."""
    query = Query(keys.long_act(call, "", "", "").pk, keys.LONG_ACT.prefix, limit=1000)
    return Listing(query, lambda page: [unpack(LongAct, item) for item in page.items], every=True)


def put(act: LongAct) -> Put:
    """Write a long act.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.long_act(*act.id, act.act), act, v=act.v)
    return Put(item, *at_version(act.v - 1), _conflict)


def _conflict(item: Item | None) -> Conflict:
    return Conflict()
