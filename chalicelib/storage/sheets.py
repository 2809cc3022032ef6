"""Experts' sheets in the table."""

from chalicelib.domain.errors import Stale
from chalicelib.domain.evaluation.sheets import Sheet
from chalicelib.domain.subjects import ReaderId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import Item, Put, Query, at_version
from chalicelib.storage.items import packed, unpack


def sheet(reader: ReaderId, entry: str) -> Ref[Sheet | None]:
    """Read an expert's sheet of an entry, by its short id."""
    return ref(keys.sheet(*reader, entry), lambda item: unpack(Sheet, item), None)


def sheets(reader: ReaderId) -> Listing[list[Sheet]]:
    """Read all sheets of an expert in a jury."""
    query = Query(keys.sheets(*reader), keys.SHEET.prefix, limit=1000)
    return Listing(query, lambda page: [unpack(Sheet, item) for item in page.items], every=True)


def put_sheet(reader: ReaderId, sheet: Sheet) -> Put:
    """Write a sheet.

    Raises Stale with the sheet as it is now, when it has changed since it was read.
    """
    return Put(packed(keys.sheet(*reader, sheet.entry), sheet, v=sheet.v), *at_version(sheet.v - 1), _stale)


def _stale(item: Item | None) -> Stale:
    return Stale(current=unpack(Sheet, item) if item else None)
