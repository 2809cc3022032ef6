"""Ranked lists, their reports, desks' settings and extensions in the table."""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.calendar import Extensions
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import ListStale, Stale
from chalicelib.domain.ranking import RankedList, Report, Row
from chalicelib.domain.submission import File
from chalicelib.storage import keys
from chalicelib.storage.engine.table import ConditionCheck, Item, Put, Query, Table, Update
from chalicelib.storage.items import SCHEMA, list_item, pack, packed, report_item, unpack
from chalicelib.storage.keys import Key


def ranked(found: Mapping[Key, Item], call: str, desk: str, track: str) -> RankedList:
    """The list, empty where nothing was ever ranked."""
    item = found.get(keys.ranked_list(call, desk, track))
    return unpack(RankedList, item) if item else RankedList(call, desk, track)


def settings(found: Mapping[Key, Item], call: str, desks: Iterable[str]) -> dict[str, DeskSettings]:
    """The settings of those desks that have any, by code."""
    items = {desk: found.get(keys.desk_settings(call, desk)) for desk in desks}
    return {desk: unpack(DeskSettings, item) for desk, item in items.items() if item}


def settings_of(item: Item | None, desk: str) -> DeskSettings:
    """A desk's settings, or the defaults."""
    return unpack(DeskSettings, item) if item else DeskSettings(desk)


def all_settings(table: Table, call: str) -> dict[str, DeskSettings]:
    """Every desk's settings of a call: one query."""
    pk = keys.desk_settings(call, "").pk
    return {item["sk"]: unpack(DeskSettings, item) for item in table.all(Query(pk, limit=1000))}


def extensions(found: Mapping[Key, Item], call: str) -> Extensions:
    item = found.get(keys.extensions(call))
    return unpack(Extensions, item) if item else Extensions()


def report_of(item: Item) -> Report:
    return unpack(Report, item)


def reports(table: Table, call: str, desk: str, track: str) -> list[Report]:
    """All versions reported, oldest first."""
    pk = keys.ranked_list(call, desk, track).pk
    return [unpack(Report, item) for item in table.all(Query(pk, prefix="1REPORT#", limit=100))]


def put_scan(place: tuple[str, str, str], n: int, file: File, by: str) -> Put:
    """The scan of a reported version, and the account that uploaded it."""
    return Put(packed(keys.scan(*place, n), file, by=by))


def read_scan(table: Table, place: tuple[str, str, str], n: int) -> File | None:
    """The scan of a reported version's sealed table."""
    return scan_in(table.read([keys.scan(*place, n)]), place, n)


def scan_in(found: Mapping[Key, Item], place: tuple[str, str, str], n: int) -> File | None:
    item = found.get(keys.scan(*place, n))
    return unpack(File, item) if item else None


def scan_author(found: Mapping[Key, Item], place: tuple[str, str, str], n: int) -> str | None:
    """The account that uploaded a scan, where that was kept."""
    by: str | None = found.get(keys.scan(*place, n), {}).get("by")
    return by


def put_list(ranked: RankedList) -> Put:
    """A list after a step, refused (ListStale) if somebody moved it since it was read."""
    if ranked.v == 1:
        return Put(list_item(ranked), "attribute_not_exists(#pk)", otherwise=_list_stale)
    return Put(list_item(ranked), "#v = :v", {":v": ranked.v - 1}, otherwise=_list_stale)


def check_list(ranked: RankedList) -> ConditionCheck:
    """The list has not moved since it was read: for what depends on it without changing it."""
    key = keys.ranked_list(ranked.call, ranked.desk, ranked.track)
    if ranked.v == 0:
        return ConditionCheck(key, "attribute_not_exists(#pk)", otherwise=_list_stale)
    return ConditionCheck(key, "#v = :v", {":v": ranked.v}, otherwise=_list_stale)


def put_report(report: Report) -> Put:
    return Put(report_item(report), "attribute_not_exists(#pk)", otherwise=_list_stale)


ROWS_AT_A_TIME = 100
"""Rows an item: each at most about 2.5 KB, so that an item stays below 400 KB and the longest list takes ten."""


def rows_keys(report: Report) -> list[Key]:
    parts = range(0, len(report.ids), ROWS_AT_A_TIME)
    place = (report.call, report.desk, report.track, report.n)
    return [keys.report_rows(*place, part) for part, _ in enumerate(parts)]


def put_rows(report: Report, rows: Sequence[Row]) -> list[Put]:
    """What a report's entries show as it is made; never written again."""
    parts = [rows[i : i + ROWS_AT_A_TIME] for i in range(0, len(rows), ROWS_AT_A_TIME)]
    return [
        Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": pack(tuple(part), tuple[Row, ...])})
        for key, part in zip(rows_keys(report), parts, strict=True)
    ]


def rows_in(found: Mapping[Key, Item], report: Report) -> list[Row]:
    items = [found[key] for key in rows_keys(report) if key in found]
    return [row for item in items for row in unpack(tuple[Row, ...], item)]


def update_moved(report: Report) -> Update:
    """How far the entries of a report have followed; refused (Stale) if another run moved on already."""
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
    if new.v == 1:
        return Put(item, "attribute_not_exists(#pk)", otherwise=lambda old: _settings_stale(old))
    return Put(item, "#v = :v", {":v": new.v - 1}, otherwise=lambda old: _settings_stale(old))


def put_extensions(call: str, new: Extensions) -> Put:
    item = packed(keys.extensions(call), new, v=new.v)
    condition = "attribute_not_exists(#pk)" if new.v == 1 else "#v = :v"
    values = {} if new.v == 1 else {":v": new.v - 1}
    return Put(item, condition, values, otherwise=lambda _: Stale(current=None))


def _list_stale(item: Item | None) -> ListStale:
    return ListStale(etag=str(item["v"]) if item else "0")


def _settings_stale(item: Item | None) -> Stale:
    return Stale(current=unpack(DeskSettings, item) if item else None)
