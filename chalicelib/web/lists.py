"""Routes of a ranked list: read, reorder, report, reopen, reports, history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field

from chalicelib.domain import limits
from chalicelib.domain.access import Caller
from chalicelib.domain.call import Over, Quota
from chalicelib.domain.ranking import Report
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File, short_id
from chalicelib.frozen import dataclass
from chalicelib.services.lists import ranking
from chalicelib.services.lists.ranking import Board, ReportView
from chalicelib.web import views
from chalicelib.web.http.endpoint import DESK, HOLDERS, Request, endpoint, number_in
from chalicelib.web.http.schemas import Body
from chalicelib.web.steps import ReasonIn

bp = Blueprint(__name__)
LIST = "/calls/{call}/desks/{desk}/lists/{track}"


class OrderIn(Body):
    order: list[str] = Field(max_length=limits.ENTRIES)


class ReopenIn(ReasonIn):
    """A reason, and optionally more time (`until`) for the desk below.

    The time is for a desk whose own deadline has passed or is too near.
    """

    until: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class QuotaOut:
    places: int
    over: Over
    slack: int
    used: int
    left: int


@dataclass(frozen=True, kw_only=True)
class ReportRefOut:
    n: int
    code: str
    at: datetime
    automatic: bool
    moved: int
    total: int


@dataclass(frozen=True, kw_only=True)
class BoardOut:
    """A ranked list."""

    desk: str
    track: str
    state: Literal["open", "reported"]
    etag: str
    items: list[views.HeadOut]
    quota: QuotaOut | None
    closes: datetime
    report: ReportRefOut | None


@dataclass(frozen=True, kw_only=True)
class ReportRowOut:
    rank: int
    id: str
    filing_no: str | None
    name: str
    unit_name: str
    facts: Mapping[str, views.JsonValue]
    came: list[views.HopOut]
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ScanOut(views.FileOut):
    """A sealed table's scan, and who uploaded it.

    `by` is the uploader's name, empty where it is unknown.
    """

    by: str


@dataclass(frozen=True, kw_only=True)
class ReportOut:
    """The summary table (推荐汇总表) of one reported version.

    `last` is the number of the last version, and `open` is true while the list may change. This version is in
    force as long as it is the last one and the list is not open.
    """

    n: int
    number: str
    code: str
    at: datetime
    desk: str
    track: str
    automatic: bool
    places: int | None
    moved: int
    total: int
    last: int
    open: bool
    rows: list[ReportRowOut]
    scan: ScanOut | None


@endpoint(bp, "GET", LIST, allow=HOLDERS, returns=BoardOut)
def show_list(request: Request, call: str, desk: str, track: str) -> BoardOut:
    """Return the ranked list of a desk and track."""
    board = ranking.read(request.act, ListId(call, desk, track))
    return _board(board, request.caller)


@endpoint(bp, "PUT", LIST, allow=DESK, body=OrderIn, returns=BoardOut)
def reorder_list(request: Request, body: OrderIn, call: str, desk: str, track: str) -> BoardOut:
    """Save a new order of the same entries.

    If-Match is the list's ETag.
    """
    list_id = ListId(call, desk, track)
    done = ranking.reorder(request.act, list_id, body.order, request.etag)
    return _board(done, request.caller)


@endpoint(bp, "POST", LIST + "/report", allow=DESK, body=Body, returns=BoardOut)
def report_list(request: Request, body: Body, call: str, desk: str, track: str) -> BoardOut:
    """Report the list to the level above (上报) and freeze its order.

    If-Match is the list's ETag.
    """
    list_id = ListId(call, desk, track)
    done = ranking.report(request.act, list_id, request.etag)
    return _board(done, request.caller)


@endpoint(bp, "POST", LIST + "/reopen", allow=HOLDERS, body=ReopenIn, returns=BoardOut)
def reopen_list(request: Request, body: ReopenIn, call: str, desk: str, track: str) -> BoardOut:
    """Reopen a reported list so that the desk below can change it."""
    list_id = ListId(call, desk, track)
    done = ranking.reopen(request.act, list_id, body.reason, body.until)
    return _board(done, request.caller)


@endpoint(bp, "GET", LIST + "/reports/{n}", allow=HOLDERS, returns=ReportOut)
def show_report(request: Request, call: str, desk: str, track: str, n: str) -> ReportOut:
    """Return the summary table (推荐汇总表) of one reported version."""
    list_id = ListId(call, desk, track)
    return _report(ranking.read_report(request.act, list_id, number_in(n)))


@endpoint(bp, "GET", LIST + "/history", allow=HOLDERS, returns=views.HistoryOut)
def show_list_history(request: Request, call: str, desk: str, track: str) -> views.HistoryOut:
    """Return a ranked list's history, and whether its chain is intact."""
    list_id = ListId(call, desk, track)
    happened, whole = ranking.read_history(request.act, list_id)
    return views.HistoryOut(items=[views.event(h) for h in happened], verified=whole)


def _board(value: Board, caller: Caller) -> BoardOut:
    ranked = value.ranked
    items = [views.head(h, caller, rank=ranked.rank(short_id(h.id))) for h in value.heads]
    return BoardOut(
        desk=ranked.desk,
        track=ranked.track,
        state="reported" if ranked.reported else "open",
        etag=str(ranked.v),
        items=items,
        quota=_quota(value.quota, len(ranked.ids)),
        closes=value.closes,
        report=_report_ref(value.last_report),
    )


def _report(reported: ReportView) -> ReportOut:
    value = reported.report
    rows = [
        ReportRowOut(
            rank=row.rank,
            id=row.id,
            filing_no=row.filing_no,
            name=row.name,
            unit_name=row.unit_name,
            facts=row.facts,
            came=views.hops(row.came),
            opinion=row.opinion,
        )
        for row in reported.rows
    ]
    return ReportOut(
        n=value.n,
        number=value.number,
        code=value.code,
        at=value.at,
        desk=value.desk,
        track=value.track,
        automatic=value.automatic,
        places=value.places,
        moved=value.moved,
        total=len(value.ids),
        last=reported.ranked.reports,
        open=not reported.ranked.reported,
        rows=rows,
        scan=_scan(reported.scan, reported.scanned_by) if reported.scan else None,
    )


def _scan(value: File, by: str) -> ScanOut:
    return ScanOut(by=by, **views.file(value).__dict__)


def _quota(quota: Quota | None, used: int) -> QuotaOut | None:
    if quota is None:
        return None
    return QuotaOut(
        places=quota.places,
        over=quota.over,
        slack=quota.slack,
        used=used,
        left=max(0, quota.places - used),
    )


def _report_ref(value: Report | None) -> ReportRefOut | None:
    if value is None:
        return None
    return ReportRefOut(
        n=value.n,
        code=value.code,
        at=value.at,
        automatic=value.automatic,
        moved=value.moved,
        total=len(value.ids),
    )
