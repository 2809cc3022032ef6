"""Routes of the organiser: progress and search over all desks, more time for all, one desk or one filer."""

from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field

from chalicelib.domain import limits
from chalicelib.domain.calendar import Extensions
from chalicelib.frozen import dataclass
from chalicelib.services import deadlines, search
from chalicelib.services.desks import progress as desk_progress
from chalicelib.web import views
from chalicelib.web.desks import ProgressOut, progress
from chalicelib.web.http.endpoint import ORGANISER, SIGNED_IN, Request, endpoint
from chalicelib.web.http.schemas import Body, PageQuery

bp = Blueprint(__name__)
Which = Literal["filing", "recommending"]


class ExtensionIn(Body):
    which: Which
    desk: str | None = None
    until: AwareDatetime
    reason: str = Field(max_length=limits.PUBLIC_REASON)


class LatePassIn(Body):
    until: AwareDatetime
    reason: str = Field(max_length=limits.PUBLIC_REASON)


class SearchQuery(PageQuery):
    """Part of a name, of a unit's name or of a filing number, and how many rows to look through."""

    q: str = Field(max_length=limits.SEARCH)
    limit: int = Field(default=50, ge=1)


@dataclass(frozen=True, kw_only=True)
class SearchOut(views.HeadsOut):
    """What one stretch of a search found; it looked through `looked` of about `total` rows."""

    looked: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ExtensionOut:
    which: Which
    desk: str | None
    until: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ExtensionsOut:
    items: list[ExtensionOut]


@dataclass(frozen=True, kw_only=True)
class LatePassOut:
    until: datetime


@endpoint(bp, "GET", "/calls/{call}/progress", allow=ORGANISER, returns=ProgressOut)
def show_progress(request: Request, call: str) -> ProgressOut:
    """Figures of every desk by track and state, from counters."""
    return progress(desk_progress.read(request.act, call, None))


@endpoint(
    bp,
    "GET",
    "/calls/{call}/submissions",
    allow=ORGANISER,
    query=SearchQuery,
    returns=SearchOut,
)
def search_submissions(request: Request, query: SearchQuery, call: str) -> SearchOut:
    """Pushed entries of all desks by name, unit or filing number (`q`).

    Looks through up to `limit` rows (1,000 at most), says how far it has looked, and goes on at `cursor`."""
    result = search.search(request.act, call, query.q, query.cursor, query.limit)
    items = [views.head(h, request.caller) for h in result.heads]
    return SearchOut(items=items, cursor=result.cursor, looked=result.looked, total=result.total)


@endpoint(bp, "GET", "/calls/{call}/extensions", allow=SIGNED_IN, returns=ExtensionsOut)
def list_extensions(request: Request, call: str) -> ExtensionsOut:
    """More time given so far."""
    return _extensions(deadlines.read_extensions(request.act, call))


@endpoint(
    bp,
    "POST",
    "/calls/{call}/extensions",
    allow=ORGANISER,
    body=ExtensionIn,
    status=201,
    returns=ExtensionsOut,
)
def extend_deadline(request: Request, body: ExtensionIn, call: str) -> ExtensionsOut:
    """More time for all, or for one desk; recorded."""
    more = deadlines.MoreTime(body.which, body.desk, body.until, body.reason)
    return _extensions(deadlines.extend(request.act, call, more))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/late-pass",
    allow=ORGANISER,
    body=LatePassIn,
    status=201,
    returns=LatePassOut,
)
def grant_late_pass(request: Request, body: LatePassIn, submission: str) -> LatePassOut:
    """More time for one filer; recorded."""
    until = deadlines.grant_late_pass(request.act, submission, body.until, body.reason)
    return LatePassOut(until=until)


def _extensions(value: Extensions) -> ExtensionsOut:
    items = [ExtensionOut(which=e.which, desk=e.desk, until=e.until, reason=e.reason, at=e.at) for e in value.items]
    return ExtensionsOut(items=items)
