"""Ranked lists, their reports, desks' settings and extensions in the table."""

from collections.abc import Iterable, Sequence
from functools import partial

from chalicelib.domain.calendar import Extension, Extensions
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import ListStale, Stale
from chalicelib.domain.ranking import RankedList, Report, Row
from chalicelib.domain.submission import File
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, ref
from chalicelib.storage.engine.table import NEW, ConditionCheck, Conflict, Item, Put, Query, Update, Write, at_version
from chalicelib.storage.items import SCHEMA, list_item, pack, packed, report_item, unpack
from chalicelib.storage.keys import Key


@dataclass(frozen=True)
class Scan:
    """The scan of a reported version's sealed table.

    `by` is the account that uploaded it, None where that was not recorded.
    """

    file: File
    by: str | None


def ranked(call: str, desk: str, track: str) -> Ref[RankedList]:
    """Read a ranked list; empty where nothing was ever ranked."""
    key = keys.ranked_list(call, desk, track)
    return ref(key, partial(unpack, RankedList), RankedList(call, desk, track))


def settings(call: str, desk: str) -> Ref[DeskSettings]:
    """Read a desk's settings, or the defaults."""
    return ref(keys.desk_settings(call, desk), partial(unpack, DeskSettings), DeskSettings(desk))


def settings_of(call: str, desks: Iterable[str]) -> Ref[dict[str, DeskSettings]]:
    """Read the settings of those desks that have any, by code."""
    several = by_name({d: ref(keys.desk_settings(call, d), partial(unpack, DeskSettings), None) for d in desks})
    return several.map(lambda known: {desk: own for desk, own in known.items() if own})


def all_settings(call: str) -> Listing[dict[str, DeskSettings]]:
    """Read the settings that desks of a call have, by code."""
    query = Query(keys.desk_settings(call, "").pk, limit=1000)
    return Listing(query, lambda page: {i["sk"]: unpack(DeskSettings, i) for i in page.items}, every=True)


def extensions(call: str) -> Ref[Extensions]:
    return ref(keys.extensions(call), partial(unpack, Extensions), Extensions())


def report(call: str, desk: str, track: str, n: int) -> Ref[Report | None]:
    return ref(keys.report(call, desk, track, n), report_of, None)


def reports(call: str, desk: str, track: str) -> Listing[list[Report]]:
    """Read all reported versions of a list, oldest first."""
    query = Query(keys.ranked_list(call, desk, track).pk, keys.REPORT.prefix, limit=100)
    return Listing(query, lambda page: [report_of(item) for item in page.items], every=True)


def report_of(item: Item) -> Report:
    return unpack(Report, item)


def scan(place: tuple[str, str, str], n: int) -> Ref[Scan | None]:
    """Read the scan of reported version `n`."""
    return ref(keys.scan(*place, n), lambda item: Scan(unpack(File, item), item.get("by")), None)


def put_scan(place: tuple[str, str, str], n: int, file: File, by: str, replaces: File | None) -> Put:
    """Write the scan of a reported version, and who uploaded it.

    Raises Conflict unless it takes the place of `replaces` (None: of no scan): a list and its scan that are read
    together may be of different moments.
    """
    item = packed(keys.scan(*place, n), file, by=by, file=file.id)
    if replaces is None:
        return Put(item, NEW, otherwise=_conflict)
    # Scans that earlier releases wrote have their id in the document alone, not in `file`.
    there = "attribute_exists(#pk) AND (attribute_not_exists(#file) OR #file = :file)"
    return Put(item, there, {":file": replaces.id}, otherwise=_conflict)


def put_list(ranked: RankedList) -> Put:
    """Write a list after a step.

    Raises ListStale when it has changed since it was read.
    """
    return Put(list_item(ranked), *at_version(ranked.v - 1), _list_stale)


def check_list(ranked: RankedList) -> ConditionCheck:
    """Refuse unless a list is unchanged since it was read.

    For writes that depend on the list without changing it. Raises ListStale.
    """
    return ConditionCheck(keys.ranked_list(*ranked.list_id), *at_version(ranked.v), _list_stale)


def put_report(report: Report) -> Put:
    return Put(report_item(report), NEW, otherwise=_list_stale)


ROWS_AT_A_TIME = 100
"""Rows per item.

Each is at most about 2.5 KB, so that an item stays below 400 KB and the longest list takes ten.
"""


def rows_keys(report: Report) -> list[Key]:
    parts = range(0, len(report.ids), ROWS_AT_A_TIME)
    place = (report.call, report.desk, report.track, report.n)
    return [keys.report_rows(*place, part) for part, _ in enumerate(parts)]


def put_rows(report: Report, rows: Sequence[Row]) -> list[Put]:
    """Write what each entry of a report shows at reporting.

    Never written again, but for what is erased (`put_blanked_rows`).
    """
    parts = [rows[i : i + ROWS_AT_A_TIME] for i in range(0, len(rows), ROWS_AT_A_TIME)]
    return [
        Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": pack(tuple(part), tuple[Row, ...])})
        for key, part in zip(rows_keys(report), parts, strict=True)
    ]


def rows(report: Report) -> Ref[list[Row]]:
    """Read what each entry of a report showed at reporting."""
    keys = tuple(rows_keys(report))
    return Ref(keys, lambda items: [r for k in keys if k in items for r in unpack(tuple[Row, ...], items[k])])


@dataclass(frozen=True)
class RowsPart:
    """One item of a report's rows; `doc` as it is stored."""

    key: Key
    doc: str
    rows: tuple[Row, ...]


def rows_parts(report: Report) -> Ref[list[RowsPart]]:
    """Read the items of a report's rows."""
    keys = tuple(rows_keys(report))
    return Ref(
        keys,
        lambda items: [RowsPart(k, items[k]["doc"], unpack(tuple[Row, ...], items[k])) for k in keys if k in items],
    )


def put_blanked_rows(part: RowsPart, rows: tuple[Row, ...]) -> Put:
    """Write rows without what was erased of them.

    Raises Conflict when others were erased meanwhile.
    """
    item = {"pk": part.key.pk, "sk": part.key.sk, "schema": SCHEMA, "doc": pack(rows, tuple[Row, ...])}
    return Put(item, "#doc = :doc", {":doc": part.doc}, _conflict)


def update_moved(report: Report) -> Update:
    """Write how many entries of a report have moved up.

    Raises Stale when another run has already come as far.
    """
    key = keys.report(report.call, report.desk, report.track, report.n)
    item = report_item(report)
    return Update(
        key,
        sets={"doc": item["doc"], "moved": report.moved},
        condition="#moved < :moved",
        values={":moved": report.moved},
        otherwise=lambda _: Stale(current=None),
    )


def put_settings(call: str, new: DeskSettings) -> Put:
    item = packed(keys.desk_settings(call, new.desk), new, v=new.v)
    return Put(item, *at_version(new.v - 1), _settings_stale)


def put_extensions(call: str, after: Extensions, new: Extension) -> list[Write]:
    """Write the extensions in force and the new one's record.

    Raises Stale.
    """
    item = packed(keys.extensions(call), after, v=after.v)
    record = packed(keys.extension_record(call, after.v), new)
    return [Put(item, *at_version(after.v - 1), lambda _: Stale(current=None)), Put(record)]


def extension_records(call: str) -> Listing[list[Extension]]:
    """Read all extensions that a call was ever given, oldest first."""
    first = keys.extension_record(call, 0)
    query = Query(first.pk, keys.EXTENSION_RECORD.prefix, limit=1000)
    return Listing(query, lambda page: [unpack(Extension, item) for item in page.items], every=True)


def check_dates(call: str, extensions: Extensions, above: DeskSettings | None) -> list[Write]:
    """Refuse unless the dates of a list are as read.

    Raises Conflict.
    """
    known = [(keys.extensions(call), extensions.v)]
    known += [(keys.desk_settings(call, above.desk), above.v)] if above else []
    return [ConditionCheck(key, *at_version(v), _conflict) for key, v in known]


def _conflict(item: Item | None) -> Conflict:
    return Conflict()


def _list_stale(item: Item | None) -> ListStale:
    return ListStale(etag=str(item["v"]) if item else "0")


def _settings_stale(item: Item | None) -> Stale:
    return Stale(current=unpack(DeskSettings, item) if item else None)
