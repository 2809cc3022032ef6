"""Routes of a list's files: spreadsheets, summary table, sealed scan."""

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.subjects import ListId
from chalicelib.frozen import dataclass
from chalicelib.services.lists import scans, sheets
from chalicelib.web import views
from chalicelib.web.attachments import LinkOut, TicketOut
from chalicelib.web.http.endpoint import DESK, HOLDERS, Request, endpoint, number_in
from chalicelib.web.http.schemas import Body, Id
from chalicelib.web.lists import LIST

bp = Blueprint(__name__)
REPORT = LIST + "/reports/{n}"


class FileIn(Body):
    name: str = Field(min_length=1, max_length=limits.FILE_NAME)
    size: int = Field(gt=0)


class UploadIn(Body):
    upload: Id


@dataclass(frozen=True, kw_only=True)
class DifferenceOut:
    id: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class RecommendedOut:
    id: str
    name: str
    rank: int
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ImportOut:
    """Preview of an imported sheet, of which nothing is saved yet.

    It has the new order, every entry that the sheet would recommend, and every listed entry that it would move.
    """

    order: list[str]
    recommended: list[RecommendedOut]
    differences: list[DifferenceOut]
    etag: str


@endpoint(bp, "POST", LIST + "/export", allow=DESK, returns=LinkOut, repeatable=False)
def export_list(request: Request, call: str, desk: str, track: str) -> LinkOut:
    """Return a link to the list as xlsx.

    Below the list it has the entries that wait at the desk, with columns for ranks and opinions.
    """
    return LinkOut(url=sheets.export(request.act, ListId(call, desk, track)))


@endpoint(
    bp,
    "POST",
    LIST + "/imports",
    allow=DESK,
    body=FileIn,
    status=201,
    returns=TicketOut,
    repeatable=False,
)
def begin_import(request: Request, body: FileIn, call: str, desk: str, track: str) -> TicketOut:
    """Return a presigned POST to upload a filled-in sheet."""
    list_id = ListId(call, desk, track)
    ticket = sheets.begin_import(request.act, list_id, body.name, body.size)
    return TicketOut(**ticket.__dict__)


@endpoint(bp, "POST", LIST + "/imports/read", allow=DESK, body=UploadIn, returns=ImportOut, repeatable=False)
def read_import(request: Request, body: UploadIn, call: str, desk: str, track: str) -> ImportOut:
    """Return every difference that a filled-in sheet would make.

    A sheet that was exported from another version of the list is refused.
    """
    read = sheets.read_import(request.act, ListId(call, desk, track), body.upload)
    return ImportOut(
        order=list(read.order),
        recommended=[RecommendedOut(**r.__dict__) for r in read.recommended],
        differences=[DifferenceOut(**d.__dict__) for d in read.differences],
        etag=read.etag,
    )


@endpoint(bp, "POST", REPORT + "/export", allow=HOLDERS, returns=LinkOut, repeatable=False)
def export_report(request: Request, call: str, desk: str, track: str, n: str) -> LinkOut:
    """Return a link to the summary table (推荐汇总表) as xlsx."""
    list_id = ListId(call, desk, track)
    return LinkOut(url=sheets.summary(request.act, list_id, number_in(n)))


@endpoint(
    bp,
    "POST",
    REPORT + "/scans",
    allow=DESK,
    body=FileIn,
    status=201,
    returns=TicketOut,
    repeatable=False,
)
def begin_scan(request: Request, body: FileIn, call: str, desk: str, track: str, n: str) -> TicketOut:
    """Return a presigned POST to upload the sealed table's scan."""
    list_id = ListId(call, desk, track)
    ticket = scans.begin(request.act, list_id, number_in(n), body.name, body.size)
    return TicketOut(**ticket.__dict__)


@endpoint(
    bp,
    "PUT",
    REPORT + "/scan",
    allow=DESK,
    body=UploadIn,
    returns=views.FileOut,
    repeatable=False,
)
def keep_scan(request: Request, body: UploadIn, call: str, desk: str, track: str, n: str) -> views.FileOut:
    """Check the uploaded scan and attach it to its report."""
    list_id = ListId(call, desk, track)
    kept = scans.keep(request.act, list_id, number_in(n), body.upload)
    return views.file(kept)


@endpoint(bp, "GET", REPORT + "/scan", allow=HOLDERS, returns=LinkOut)
def link_scan(request: Request, call: str, desk: str, track: str, n: str) -> LinkOut:
    """Return a link to the scan that is valid for one minute."""
    list_id = ListId(call, desk, track)
    return LinkOut(url=scans.link(request.act, list_id, number_in(n)))
