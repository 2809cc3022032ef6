"""Objections to public notices in the table, and who objects beside them."""

from datetime import datetime, timedelta

from chalicelib.domain.errors import Closed
from chalicelib.domain.publication.notices import PublicNotice
from chalicelib.domain.publication.objections import Objection, ObjectionState, Objector
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import ConditionCheck, Conflict, Item, Put, Query, Write, at_version
from chalicelib.storage.items import packed, unpack

BEGUN_KEPT = timedelta(days=1)
"""How long an objection waits for its evidence."""


def objection(call: str, id: str) -> Ref[Objection | None]:
    return ref(keys.objection(call, id), objection_of, None)


def objections(call: str) -> Listing[list[Objection]]:
    """Read all objections of a call that were filed, oldest first."""
    query = Query(keys.objection(call, "").pk, keys.OBJECTION.prefix)
    return Listing(query, lambda page: _filed([objection_of(item) for item in page.items]), every=True)


def objector(call: str, id: str) -> Ref[Objector | None]:
    return ref(keys.objector(call, id), lambda item: unpack(Objector, item), None)


def objectors(call: str) -> Listing[dict[str, Objector]]:
    """Read who objects, by the objection's id. For organiser and observer alone."""
    query = Query(keys.objector(call, "").pk, keys.OBJECTOR.prefix)
    prefix = len(keys.OBJECTOR.prefix)
    return Listing(query, lambda page: {str(i["sk"])[prefix:]: unpack(Objector, i) for i in page.items}, every=True)


def objection_of(item: Item) -> Objection:
    return unpack(Objection, item)


def put_begun(objection: Objection, objector: Objector) -> list[Write]:
    """Write an objection whose evidence is still to arrive, and who objects.

    Both are gone in a day unless it is filed.
    """
    expires = int((objection.begun_at + BEGUN_KEPT).timestamp())
    item = packed(keys.objection(objection.call, objection.id), objection, v=objection.v, expires=expires)
    who = packed(keys.objector(objection.call, objection.id), objector, expires=expires)
    return [Put(item, *at_version(0), _conflict), Put(who)]


def put_objection(after: Objection) -> Put:
    """Write an objection's next version.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.objection(after.call, after.id), after, v=after.v)
    return Put(item, *at_version(after.v - 1), _conflict)


def put_objector(call: str, id: str, objector: Objector) -> Put:
    """Write who objects, to stay."""
    return Put(packed(keys.objector(call, id), objector))


def check_not_closed(notice: PublicNotice) -> ConditionCheck:
    """Refuse a write once the notice is closed. Raises Closed."""
    return ConditionCheck(
        keys.public_notice(notice.call, notice.n),
        "attribute_not_exists(closed)",
        otherwise=lambda _: closed(notice.closes_at),
    )


def closed(at: datetime) -> Closed:
    """Return the refusal of an objection that comes too late."""
    return Closed(which="notice", closed_at=at)


def _filed(every: list[Objection]) -> list[Objection]:
    filed = [one for one in every if one.state is not ObjectionState.BEGUN]
    return sorted(filed, key=lambda one: (one.filed_at or one.begun_at, one.id))


def _conflict(item: Item | None) -> Conflict:
    return Conflict()
