"""Routes of a desk: inbox, private marks, settings, progress, area."""

from datetime import datetime
from typing import Annotated, Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field

from chalicelib.domain import limits
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import MarkValue, State
from chalicelib.frozen import dataclass
from chalicelib.services.desks import inbox
from chalicelib.services.desks import progress as desk_progress
from chalicelib.services.desks import settings as desk_settings
from chalicelib.web import views
from chalicelib.web.http.endpoint import DESK, HOLDERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, PageQuery

bp = Blueprint(__name__)


class MarkIn(Body):
    mark: MarkValue | None = None
    note: str = Field(default="", max_length=limits.NOTE)


class SettingsIn(Body):
    filing_closes: AwareDatetime | None = None
    children_close: AwareDatetime | None = None
    places: dict[str, dict[str, Annotated[int, Field(ge=0, le=1000)]]] = Field(default_factory=dict)
    direct: bool = True
    nickname_check: bool = False
    parent_bodies: list[Id] = Field(default_factory=list, max_length=limits.PARENT_BODIES)
    contact: str = Field(default="", max_length=limits.CONTACT)
    phone: str = Field(default="", max_length=limits.CONTACT)
    hours: str = Field(default="", max_length=limits.HOURS)
    contact_public: bool = False


class SettingsOut(SettingsIn):
    desk: str
    etag: str


class InboxQuery(PageQuery):
    """Track and state to list, and the size of a page."""

    track: str
    state: State = State.PUSHED
    limit: int = Field(default=50, ge=1)


@dataclass(frozen=True, kw_only=True)
class MarkOut:
    mark: MarkValue | None
    note: str


@dataclass(frozen=True, kw_only=True)
class ListStateOut:
    """State of a desk's list of one track.

    `n` and `at` are the number and time of its last report, 0 and null before the first.
    """

    state: Literal["open", "reported"]
    n: int
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeskProgressOut:
    desk: str
    tracks: dict[str, dict[str, int]]
    registered: int
    lists: dict[str, ListStateOut]


@dataclass(frozen=True, kw_only=True)
class ProgressOut:
    items: list[DeskProgressOut]


@dataclass(frozen=True, kw_only=True)
class UnitFiguresOut:
    area: str
    parent_body: str
    tracks: dict[str, dict[str, int]]


@dataclass(frozen=True, kw_only=True)
class StatisticsOut:
    items: list[UnitFiguresOut]


@dataclass(frozen=True, kw_only=True)
class AreaAccountOut:
    """An account of a desk's area with its submissions in the call."""

    account: str
    name: str
    nickname: str
    organisation: str
    region: str
    parent_body: str | None
    phone: str
    submissions: list[views.HeadOut]


@dataclass(frozen=True, kw_only=True)
class AreaOut:
    items: list[AreaAccountOut]
    cursor: str | None


@endpoint(
    bp,
    "GET",
    "/calls/{call}/desks/{desk}/submissions",
    allow=HOLDERS,
    query=InboxQuery,
    returns=views.InboxOut,
)
def list_desk_submissions(request: Request, query: InboxQuery, call: str, desk: str) -> views.InboxOut:
    """List a desk's entries of one track (`track`) and state (`state`).

    They come in order of arrival, up to `limit` (at most 1,000) per page.
    """
    place = (call, desk, query.track)
    page = inbox.read_page(request.act, place, query.state, query.cursor, query.limit)
    return views.listed(page, request.caller)


@endpoint(
    bp,
    "PUT",
    "/submissions/{submission}/mark",
    allow=HOLDERS,
    body=MarkIn,
    returns=MarkOut,
    repeatable=False,
)
def mark_submission(request: Request, body: MarkIn, submission: str) -> MarkOut:
    """Set the desk's private mark and note.

    The mark is 拟荐 (yes), 待议 (maybe) or 不荐 (no).
    """
    mark = inbox.mark(request.act, submission, body.mark, body.note)
    return MarkOut(mark=mark.mark, note=mark.note)


@endpoint(bp, "GET", "/calls/{call}/desks/{desk}/settings", allow=HOLDERS, returns=SettingsOut)
def show_settings(request: Request, call: str, desk: str) -> SettingsOut:
    """Return a desk's settings for its area."""
    return _settings(desk_settings.read(request.act, call, desk))


@endpoint(
    bp,
    "PUT",
    "/calls/{call}/desks/{desk}/settings",
    allow=DESK,
    body=SettingsIn,
    returns=SettingsOut,
)
def save_settings(request: Request, body: SettingsIn, call: str, desk: str) -> SettingsOut:
    """Replace a desk's own settings.

    If-Match is the ETag they were read at.
    """
    values = body.model_dump() | {"parent_bodies": tuple(body.parent_bodies)}
    new = DeskSettings(desk=desk, **values)
    return _settings(desk_settings.save(request.act, call, new, request.etag))


@endpoint(bp, "GET", "/calls/{call}/desks/{desk}/progress", allow=HOLDERS, returns=ProgressOut)
def show_desk_progress(request: Request, call: str, desk: str) -> ProgressOut:
    """Return the counts of a desk and the desks below it.

    They are by track and state.
    """
    return progress(desk_progress.read(request.act, call, desk))


@endpoint(bp, "GET", "/calls/{call}/desks/{desk}/statistics", allow=HOLDERS, returns=StatisticsOut)
def show_statistics(request: Request, call: str, desk: str) -> StatisticsOut:
    """Count the entries of the area's units by district and parent body.

    Entries count wherever they lie now.
    """
    rows = desk_progress.statistics(request.act, call, desk)
    items = [
        UnitFiguresOut(
            area=r.area,
            parent_body=r.parent_body,
            tracks={t: dict(c) for t, c in r.tracks.items()},
        )
        for r in rows
    ]
    return StatisticsOut(items=items)


@endpoint(
    bp,
    "GET",
    "/calls/{call}/desks/{desk}/applicants",
    allow=HOLDERS,
    query=PageQuery,
    returns=AreaOut,
)
def list_area_accounts(request: Request, query: PageQuery, call: str, desk: str) -> AreaOut:
    """List the accounts registered in a desk's area, with their submissions."""
    area = desk_progress.read_area(request.act, call, desk, query.cursor)
    items = [
        AreaAccountOut(
            account=a.id,
            name=a.name,
            nickname=a.nickname,
            organisation=a.organisation,
            region=a.region,
            parent_body=a.parent_body,
            phone=a.phone,
            submissions=[views.head(h, request.caller) for h in heads],
        )
        for a, heads in area.rows
    ]
    return AreaOut(items=items, cursor=area.cursor)


def progress(rows: list[desk_progress.DeskProgress]) -> ProgressOut:
    items = [
        DeskProgressOut(
            desk=r.desk,
            tracks={t: dict(c) for t, c in r.tracks.items()},
            registered=r.registered,
            lists={t: _list_state(ranked) for t, ranked in r.lists.items()},
        )
        for r in rows
    ]
    return ProgressOut(items=items)


def _list_state(ranked: RankedList) -> ListStateOut:
    state: Literal["open", "reported"] = "reported" if ranked.reported else "open"
    return ListStateOut(state=state, n=ranked.reports, at=ranked.reported_at)


def _settings(value: DeskSettings) -> SettingsOut:
    values = {name: getattr(value, name) for name in SettingsIn.model_fields}
    values["parent_bodies"] = list(value.parent_bodies)
    return SettingsOut(desk=value.desk, etag=str(value.v), **values)
