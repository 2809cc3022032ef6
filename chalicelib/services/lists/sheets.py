"""Spreadsheets of a ranked list: export, import, summary table.

The export has what waits beside the list, and the import takes back the ranks and opinions filled in there. Texts are
written as strings, never as formulas, whatever they begin with; a sheet names the list and version that it was
exported from, and one of another version is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain import limits
from chalicelib.domain.call import Call, in_language
from chalicelib.domain.errors import Forbidden, ListStale, NotFound, UploadWrong, problem
from chalicelib.domain.ranking import RankedList, Report
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import Head, Hop, State, short_id
from chalicelib.forms.xml_text import without_not_in_xml
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, retry
from chalicelib.services.lists import ranking
from chalicelib.services.lists.ranking import Board
from chalicelib.services.lookup import own_call
from chalicelib.services.uploads import exports, file_kinds, uploads
from chalicelib.services.uploads.uploads import DeclaredFile, Ticket
from chalicelib.storage import allowances, submissions

LARGEST = 2 * 1024 * 1024
MOST_WAITING = 1000
LONGEST_SHEET = 2100
"""Most rows that are read from a sheet.

The longest list there is, as many that wait, and what people add around them.
"""
LARGEST_UNPACKED = 32 * 1024 * 1024
"""Most bytes that a sheet may unpack to.

Ten times the longest list with the longest opinions.
"""
LONGEST_ID = 32
HEADINGS = ("id", "推荐排序 rank", "推荐意见 opinion", "申报编号", "名称", "申报单位", "下级推荐")
WAITING = "以下待排：填推荐排序和推荐意见即排入，不填不变。 Waiting: give a rank and an opinion to recommend."
SUMMARY = ("推荐排序", "申报编号", "名称", "申报单位", "下级推荐", "推荐意见")
WIDTHS = (20, 14, 40, 14, 40, 30, 24)
SUMMARY_WIDTHS = (14, 14, 40, 30, 24, 40)
FIRST_ROW = 3


@dataclass(frozen=True)
class RankDifference:
    """An entry that an imported sheet would move."""

    id: str
    name: str
    before: int
    after: int


@dataclass(frozen=True)
class RecommendedRow:
    """A waiting entry that an imported sheet would recommend."""

    id: str
    name: str
    rank: int
    opinion: str


@dataclass(frozen=True)
class ImportPreview:
    """What an imported sheet would change; nothing is saved yet.

    The whole new order, the entries that it would recommend, and those already listed that it would move.
    """

    order: tuple[str, ...]
    recommended: tuple[RecommendedRow, ...]
    differences: tuple[RankDifference, ...]
    etag: str


@dataclass(frozen=True)
class _SheetRow:
    """A filled-in row: its number in the sheet, rank and opinion."""

    row: int
    rank: int
    opinion: str


def export(act: Act, list_id: ListId) -> str:
    """Return a link to the list as xlsx.

    Below the list is what waits at the desk, with columns for ranks and opinions. Raises Forbidden for another desk's
    list, NotFound.
    """
    waiting = act.read(submissions.at_desk(list_id, State.PUSHED, None, MOST_WAITING))
    board = ranking.read(act, list_id)
    if act.caller.desk != list_id.desk:
        raise Forbidden()
    call = own_call(act, list_id.call)
    listed = [_row(call, rank, h) for rank, h in enumerate(board.heads, start=1)]
    rest = [_row(call, None, h) for h in waiting.heads]
    book = _book([(_mark(board.ranked),), HEADINGS, *listed, *([("", None, WAITING), *rest] if rest else [])], WIDTHS)
    name = f"推荐排序-{_track(call, list_id.track)}-{_desk(call, list_id.desk)}.xlsx"
    return exports.hand_out(act.tools, book, name, file_kinds.TYPES["xlsx"])


def summary(act: Act, list_id: ListId, n: int) -> str:
    """Return a link to the summary table (推荐汇总表) as xlsx.

    Of reported version `n`. Raises NotFound.
    """
    reported = ranking.read_report(act, list_id, n)
    call = own_call(act, list_id.call)
    rows = [
        (r.rank, r.filing_no or "", r.name, r.unit_name, _below(call, r.came, list_id.desk), r.opinion)
        for r in reported.rows
    ]
    name = f"推荐汇总表-{_track(call, list_id.track)}-{_desk(call, list_id.desk)}-{n}.xlsx"
    book = _book([*_head(call, reported.report), SUMMARY, *rows], SUMMARY_WIDTHS)
    return exports.hand_out(act.tools, book, name, file_kinds.TYPES["xlsx"])


def begin_import(act: Act, list_id: ListId, name: str, size: int) -> Ticket:
    """Return a presigned POST for a filled-in sheet.

    Raises Forbidden, NotFound, Invalid, TooManyUploads, TooManyRequests, Busy.
    """
    return retry(lambda: _begin(act, list_id, name, size))


def _begin(act: Act, list_id: ListId, name: str, size: int) -> Ticket:
    allowance = act.read(allowances.uploads(act.claimed_account))
    must_be_own(act, list_id)
    file = DeclaredFile("ranking", name, size, uploads.kind_of(name, ["xlsx"]), LARGEST)
    return uploads.begin(act, list_id.subject, file, allowance)


def read_import(act: Act, list_id: ListId, upload_id: str) -> ImportPreview:
    """Return what an uploaded sheet would change; nothing is saved.

    Every listed entry needs a rank; one that waits is recommended where it has a rank and an opinion. Raises
    UploadWrong with every fault by row, and ListStale where the list has changed since the export.
    """
    must_be_own(act, list_id)
    upload = act.read(submissions.upload(list_id.subject, upload_id))
    board = ranking.read(act, list_id)
    _, arrived = uploads.arrived(act, list_id.subject, upload)
    rows = _cells(arrived.body)
    if not rows or not rows[0] or str(rows[0][0]) != _mark(board.ranked):
        raise ListStale(etag=str(board.ranked.v))
    filled = _sheet_rows(rows[FIRST_ROW - 1 :], board)
    new = _waiting(act, list_id, [i for i in filled if i not in board.ranked.ids])
    _must_be_whole(filled, board, new)
    order = sorted(filled, key=lambda i: filled[i].rank)
    return ImportPreview(
        order=tuple(list_id.submission(i) for i in order),
        recommended=tuple(
            RecommendedRow(h.id, h.card.name, filled[i].rank, filled[i].opinion) for i in order if (h := new.get(i))
        ),
        differences=_differences(board, order),
        etag=str(board.ranked.v),
    )


def must_be_own(act: Act, list_id: ListId) -> None:
    """Refuse unless it is a list of the caller's own desk.

    Raises Forbidden, and NotFound where there is no such list.
    """
    call = own_call(act, list_id.call)
    if list_id.desk not in call.desks or list_id.track not in call.tracks:
        raise NotFound()
    if act.caller.desk != list_id.desk:
        raise Forbidden()


def _differences(board: Board, order: Sequence[str]) -> tuple[RankDifference, ...]:
    """Return the listed entries whose rank would change.

    Compared among the listed ones alone; `after` counts all of the order.
    """
    heads = {short_id(h.id): h for h in board.heads}
    before = {i: rank for rank, i in enumerate(heads, start=1)}
    after = {i: rank for rank, i in enumerate(order, start=1)}
    return tuple(
        RankDifference(heads[i].id, heads[i].card.name, before[i], after[i])
        for among, i in enumerate((i for i in order if i in heads), start=1)
        if before[i] != among
    )


def _sheet_rows(rows: Iterable[Sequence[Any]], board: Board) -> dict[str, _SheetRow]:
    """Map short id to its row, for rows that are filled in.

    These are the rows of listed entries, and those with a rank. Raises UploadWrong with every row that repeats an
    entry or a rank, or whose rank is no whole number.
    """
    filled: dict[str, _SheetRow] = {}
    errors = []
    for number, row in enumerate(rows, start=FIRST_ROW):
        entry, rank, opinion = (str(cell if cell is not None else "").strip() for cell in (*row, *[None] * 3)[:3])
        if not entry or (not rank and entry not in board.ranked.ids):
            continue
        place = _whole(rank)
        if entry in filled:
            errors.append(problem("/sheet", "row_twice", row=number))
        elif place is None or place < 1:
            errors.append(problem("/sheet", "rank_not_whole", row=number))
        elif any(other.rank == place for other in filled.values()):
            errors.append(problem("/sheet", "rank_twice", row=number, rank=place))
        else:
            filled[entry] = _SheetRow(number, place, opinion)
    if errors:
        raise UploadWrong(errors=errors)
    return filled


def _waiting(act: Act, list_id: ListId, ids: Sequence[str]) -> dict[str, Head]:
    """Map short id to head, for entries that wait at the desk."""
    full = {i: list_id.submission(i) for i in ids if i.isalnum() and len(i) <= LONGEST_ID}
    heads = act.read(submissions.heads(full.values()))
    known = {i: heads[whole] for i, whole in full.items() if whole in heads}
    return {i: h for i, h in known.items() if h.state is State.PUSHED and h.desk == list_id.desk}


def _must_be_whole(filled: dict[str, _SheetRow], board: Board, new: dict[str, Head]) -> None:
    """Refuse a sheet that is no complete order of the list.

    It has every listed entry once and some that wait, each of these with an opinion, with ranks 1 to n. Raises
    UploadWrong.
    """
    errors = []
    listed = board.ranked.ids
    for entry, line in filled.items():
        if entry not in listed and entry not in new:
            errors.append(problem("/sheet", "unknown_submission", row=line.row))
        elif line.rank > len(filled):
            errors.append(problem("/sheet", "rank_out_of_range", row=line.row, highest=len(filled)))
        elif entry in new and not line.opinion:
            errors.append(problem("/sheet", "opinion_missing", row=line.row))
        elif entry in new and len(line.opinion) > limits.OPINION:
            errors.append(problem("/sheet", "opinion_too_long", row=line.row, most=limits.OPINION))
    missing = [i for i in listed if i not in filled]
    if missing:
        errors.append(problem("/sheet", "rows_missing", missing=len(missing)))
    if errors:
        raise UploadWrong(errors=errors)


def _whole(value: Any) -> int | None:
    try:
        return int(str(value).strip().removesuffix(".0"))
    except ValueError:
        return None


def _mark(ranked: RankedList) -> str:
    """Return the line that names a sheet's list and version.

    The import reads it.
    """
    return f"请勿改动本行 Keep this line as it is: {ranked.subject} v{ranked.v}"


def _head(call: Call, report: Report) -> list[tuple[str, ...]]:
    """Return the lines above the rows of the printed table."""
    at = report.at.astimezone(ZoneInfo(call.zone))
    code = "-".join(re.findall(".{1,5}", report.code))
    return [
        ("推荐汇总表",),
        ("评选", in_language(call.names, "zh")),
        ("申报类别", _track(call, report.track)),
        ("推荐单位", _desk(call, report.desk)),
        ("编号", report.number),
        ("版本码", code),
        ("上报时间", f"{at:%Y-%m-%d %H:%M}"),
        (),
    ]


def _row(call: Call, rank: int | None, head: Head) -> tuple[Any, ...]:
    below = _below(call, head.came, head.desk or "")
    return (short_id(head.id), rank, "", head.filing_no or "", head.card.name, head.card.unit_name, below)


def _below(call: Call, came: Iterable[Hop], desk: str) -> str:
    return "；".join(f"{_desk(call, c.desk)} {c.rank}/{c.of}" for c in came if c.desk != desk)


def _track(call: Call, track: str) -> str:
    return in_language(call.tracks[track].names, "zh")


def _desk(call: Call, code: str) -> str:
    return in_language(call.desks[code].names, "zh") if code in call.desks else code


def _book(rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            cell = sheet.cell(y, x)
            cell.value = without_not_in_xml(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
    for column, width in zip("ABCDEFG", widths, strict=False):
        sheet.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(body: bytes) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise ValueError("unpacks to too much")
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        return [tuple(row) for row in book.active.iter_rows(max_row=LONGEST_SHEET, max_col=3, values_only=True)]
    except Exception as error:
        raise UploadWrong(errors=[problem("/sheet", "unreadable")]) from error
