"""Public notices in the table, with their rows in parts."""

from collections.abc import Sequence

from chalicelib.domain.publication.notices import PART, NoticeRow, PublicNotice
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import Conflict, Item, Put, Query, at_version
from chalicelib.storage.items import packed, unpack
from chalicelib.storage.parts import Parts

MOST = 100
"""More notices than a call ever has."""


def notice(call: str, n: int) -> Ref[PublicNotice | None]:
    return ref(keys.public_notice(call, n), notice_of, None)


def notices(call: str) -> Listing[list[PublicNotice]]:
    """Read all notices of a call, in order."""
    query = Query(keys.public_notice(call, 0).pk, keys.PUBLIC_NOTICE.prefix, limit=MOST)
    return Listing(query, lambda page: [notice_of(item) for item in page.items], every=True)


def notice_of(item: Item) -> PublicNotice:
    return unpack(PublicNotice, item)


def put_notice(notice: PublicNotice) -> Put:
    """Write a notice's next version.

    That it is closed stands beside the rest, since an objection is filed on condition that it is not.

    Raises Conflict when it has changed since it was read, or another took its number.
    """
    closed = {"closed": True} if notice.closed else {}
    item = packed(keys.public_notice(notice.call, notice.n), notice, v=notice.v, **closed)
    return Put(item, *at_version(notice.v - 1), lambda _: Conflict())


def rows(notice: PublicNotice) -> Ref[list[NoticeRow]]:
    """Read the rows of a notice, in its order."""
    return _rows(notice).read(notice.count)


def put_rows(notice: PublicNotice, rows: Sequence[NoticeRow]) -> list[Put]:
    """Write the rows of a notice, which count once it is there.

    An attempt that was cut off is written over.
    """
    return _rows(notice).put(rows)


def _rows(notice: PublicNotice) -> Parts[NoticeRow]:
    return Parts(lambda part: keys.public_notice_rows(notice.call, notice.n, part), NoticeRow, PART)
