"""Routes of the organiser: progress, search, extensions and late passes."""

from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field

from chalicelib.domain import limits
from chalicelib.domain.calendar import Extension
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
    """A search text, and the number of rows to search.

    The text is part of a name, of a unit's name or of a filing number.
    """

    q: str = Field(max_length=limits.SEARCH)
    limit: int = Field(default=50, ge=1)


@dataclass(frozen=True, kw_only=True)
class SearchOut(views.HeadsOut):
    """One page of search results.

    `looked` of about `total` rows were searched for it.
    """

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
    """Return the counts of every desk by track and state."""
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
    """Search pushed entries by name, unit or filing number (`q`).

    A request searches up to `limit` rows (at most 1,000) of all desks' entries. The response says how many rows
    it searched; `cursor` continues there.
    """
    result = search.search(request.act, call, query.q, query.cursor, query.limit)
    items = [views.head(h, request.caller) for h in result.heads]
    return SearchOut(items=items, cursor=result.cursor, looked=result.looked, total=result.total)


@endpoint(bp, "GET", "/calls/{call}/extensions", allow=SIGNED_IN, returns=ExtensionsOut)
def list_extensions(request: Request, call: str) -> ExtensionsOut:
    """List a call's extensions."""
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
    """Extend a deadline for all desks, or for one.

    The extension is recorded.
    """
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
    """Give one submission more time; its history records that."""
    until = deadlines.grant_late_pass(request.act, submission, body.until, body.reason)
    return LatePassOut(until=until)


def _extensions(extensions: list[Extension]) -> ExtensionsOut:
    items = [ExtensionOut(which=e.which, desk=e.desk, until=e.until, reason=e.reason, at=e.at) for e in extensions]
    return ExtensionsOut(items=items)
