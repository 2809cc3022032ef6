"""Spreadsheets of a ranked list: export it, take back the ranks filled in there, hand out the summary table.

Texts are written as strings, never as formulas, whatever they begin with; a sheet names the list and version it
was made from, and one made from another version is refused.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.access import Caller
from chalicelib.domain.errors import (
    Forbidden,
    ListStale,
    NotFound,
    UploadNotThere,
    UploadWrong,
    problem,
)
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Came, File, Head, short
from chalicelib.services.desks import ranking
from chalicelib.services.desks.ranking import Board
from chalicelib.services.files import sniffing, uploads
from chalicelib.services.files.uploads import Ticket
from chalicelib.services.filing.cases import own_call
from chalicelib.services.tools import Tools, token
from chalicelib.storage import lists, submissions
from chalicelib.storage.table import together

SCAN_KINDS = ("pdf", "jpg", "png")
LARGEST_SCAN = 20 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
HEADINGS = ("id", "推荐排序 rank", "申报编号", "名称", "申报单位", "下级推荐")
SUMMARY = ("推荐排序", "申报编号", "名称", "申报单位", "下级推荐", "推荐意见")
FIRST_ROW = 3
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Difference:
    """An entry that an imported sheet would move."""

    id: str
    name: str
    before: int
    after: int


@dataclass(frozen=True)
class Imported:
    """What a sheet says: the whole new order, and what it would change. Nothing is saved yet."""

    order: tuple[str, ...]
    differences: tuple[Difference, ...]
    etag: str


def export(tools: Tools, who: Caller, place: Place) -> str:
    """A link to the list as xlsx, with a column to fill ranks into."""
    board = ranking.read(tools, who, *place)
    rows = [_row(rank, h) for rank, h in enumerate(board.heads, start=1)]
    book = _book([(_mark(board.ranked),), HEADINGS, *rows])
    return _hand_out(tools, book, f"推荐排序-{place[1]}-{place[2]}.xlsx")


def summary(tools: Tools, who: Caller, place: Place, n: int) -> str:
    """A link to the summary table (推荐汇总表) of reported version `n` as xlsx."""
    report, shown, _ = ranking.reports(tools, who, place, n)
    rows = [
        (r.rank, r.filing_no or "", r.name, r.unit_name, _below(r.came, place[1]), r.opinion) for r in shown
    ]
    title = (f"推荐汇总表  第 {report.n} 版  版本码 {report.code}",)
    return _hand_out(tools, _book([title, SUMMARY, *rows]), f"推荐汇总表-{place[1]}-{place[2]}-{n}.xlsx")


def begin_import(tools: Tools, who: Caller, place: Place, name: str, size: int) -> Ticket:
    """A presigned POST for a filled-in sheet."""
    _must_be_own(tools, who, place)
    kind = uploads.kind_of(name, ["xlsx"])
    return uploads.begin(tools, "/".join(place), "ranking", name, size, kind, LARGEST)


def read_import(tools: Tools, who: Caller, place: Place, upload_id: str) -> Imported:
    """What an uploaded sheet would change; nothing is saved.

    Raises UploadWrong with every fault by row, ListStale where the list has moved since the sheet was made.
    """
    _must_be_own(tools, who, place)
    board = ranking.read(tools, who, *place)
    _, arrived = uploads.arrived(tools, "/".join(place), uploads.begun(tools, "/".join(place), upload_id))
    rows = _cells(arrived.body)
    if not rows or not rows[0] or str(rows[0][0]) != _mark(board.ranked):
        raise ListStale(etag=str(board.ranked.v))
    ranks = _ranks(rows[FIRST_ROW - 1 :], board)
    order = sorted(ranks, key=lambda i: ranks[i])
    return Imported(
        order=tuple(order),
        differences=_differences(board, order),
        etag=str(board.ranked.v),
    )


def begin_scan(tools: Tools, who: Caller, place: Place, n: int, name: str, size: int) -> Ticket:
    """A presigned POST for the scan of reported version `n`, printed and sealed."""
    _must_be_own(tools, who, place)
    ranking.must_be_reported(tools, who, place, n)
    kind = uploads.kind_of(name, SCAN_KINDS)
    return uploads.begin(tools, "/".join(place), f"scan-{n}", name, size, kind, LARGEST_SCAN)


def keep_scan(tools: Tools, who: Caller, place: Place, n: int, upload_id: str) -> File:
    """Check the scan and keep it with its report, in the place of an earlier one. Raises UploadNotThere."""
    _must_be_own(tools, who, place)
    subject = "/".join(place)
    upload, arrived = uploads.arrived(tools, subject, uploads.begun(tools, subject, upload_id))
    if upload.field != f"scan-{n}":
        raise UploadNotThere()
    key = f"kept/{subject}/{upload.id}"
    tools.objects.keep(upload.key, arrived.version, key)
    file = uploads.kept(tools, upload, arrived, key)
    tools.table.write([lists.kept_scan(place, n, file), submissions.ended_upload(subject, upload.id)])
    return file


def scan_link(tools: Tools, who: Caller, place: Place, n: int) -> str:
    """A link of one minute to the scan, for whoever may read the report. Raises NotFound."""
    _, file = together(
        lambda: ranking.must_be_reported(tools, who, place, n), lambda: lists.scan_of(tools.table, place, n)
    )
    if file is None:
        raise NotFound()
    return tools.objects.presign_download(file.key, file.name, inline=True)


def _must_be_own(tools: Tools, who: Caller, place: Place) -> None:
    """Raises Forbidden unless it is a list of the caller's own desk, NotFound where there is none."""
    call = own_call(tools, who, place[0])
    if place[1] not in call.desks or place[2] not in call.tracks:
        raise NotFound()
    if who.desk != place[1]:
        raise Forbidden()


def _differences(board: Board, order: Sequence[str]) -> tuple[Difference, ...]:
    before = {h.id: rank for rank, h in enumerate(board.heads, start=1)}
    names = {h.id: h.card.name for h in board.heads}
    return tuple(
        Difference(i, names[i], before[i], rank) for rank, i in enumerate(order, start=1) if before[i] != rank
    )


def _ranks(rows: Iterable[Sequence[Any]], board: Board) -> dict[str, int]:
    """Id → rank as filled in. Raises UploadWrong unless it is each entry once, with ranks 1 to n."""
    given: dict[str, int] = {}
    errors = []
    ids = {short(h.id): h.id for h in board.heads}
    for number, row in enumerate(rows, start=FIRST_ROW):
        if not row or row[0] in (None, ""):
            continue
        entry, rank = ids.get(str(row[0])), _whole(row[1] if len(row) > 1 else None)
        if entry is None:
            errors.append(problem("/sheet", "unknown_submission", row=number))
        elif rank is None or not 1 <= rank <= len(ids):
            errors.append(problem("/sheet", "rank_out_of_range", row=number, highest=len(ids)))
        elif rank in given.values():
            errors.append(problem("/sheet", "rank_twice", row=number, rank=rank))
        else:
            given[entry] = rank
    if not errors and len(given) != len(ids):
        errors.append(problem("/sheet", "rows_missing", missing=len(ids) - len(given)))
    if errors:
        raise UploadWrong(errors=errors)
    return given


def _whole(value: Any) -> int | None:
    try:
        return int(str(value).strip().removesuffix(".0"))
    except ValueError:
        return None


def _mark(ranked: RankedList) -> str:
    return f"{ranked.subject} v{ranked.v}"


def _row(rank: int, head: Head) -> tuple[Any, ...]:
    below = _below(head.came, head.desk or "")
    return (short(head.id), rank, head.filing_no or "", head.card.name, head.card.unit_name, below)


def _below(came: Iterable[Came], desk: str) -> str:
    return "；".join(f"{c.desk} {c.rank}/{c.of}" for c in came if c.desk != desk)


def _book(rows: Sequence[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            cell = sheet.cell(y, x)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    for column, width in zip("ABCDEF", (20, 14, 14, 40, 30, 24), strict=True):
        sheet.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(body: bytes) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        return [tuple(row) for row in book.active.iter_rows(max_row=1100, max_col=6, values_only=True)]
    except Exception as error:
        raise UploadWrong(errors=[problem("/sheet", "unreadable")]) from error


def _hand_out(tools: Tools, body: bytes, name: str) -> str:
    key = f"exports/{token(26)}"
    tools.objects.put(key, body, sniffing.TYPES["xlsx"])
    return tools.objects.presign_download(key, name)
