"""Routes of public notices, for whoever gives and watches them.

Everybody else reads the files that `services.publication.pages` writes.
"""

from datetime import datetime

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field

from chalicelib.domain import limits
from chalicelib.domain.access import Role
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.frozen import dataclass
from chalicelib.services.publication import notices
from chalicelib.services.publication.notices import NoticesView
from chalicelib.web.http.endpoint import ORGANISER, Request, endpoint
from chalicelib.web.http.schemas import Body, Id
from chalicelib.web.selections import DigestIn, ProposedOut

bp = Blueprint(__name__)
NOTICES = "/calls/{call}/public-notices"
READERS = frozenset({Role.ORGANISER, Role.OBSERVER})
"""Who reads a notice before it is open."""
MOST_TRACKS = 50


class NoticeIn(Body):
    """A notice to propose.

    Its tracks, why it supplements another, and when it opens.
    """

    tracks: list[Id] = Field(max_length=MOST_TRACKS)
    reason: str = Field(default="", max_length=limits.REASON)
    opens_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeOut:
    """A notice that was given.

    `followed`: how many of its `count` entries know of it.
    """

    n: int
    tracks: list[str]
    supplements: int
    reason: str
    opens_at: datetime
    closes_at: datetime
    count: int
    code: str
    followed: int
    published_at: datetime | None
    page: str


@dataclass(frozen=True, kw_only=True)
class NoticeRowOut:
    n: int
    track: str
    id: str
    name: str
    unit_name: str
    place: str
    category: str


@dataclass(frozen=True, kw_only=True)
class TrackStandingOut:
    """How far a track is.

    How many entries are selected, and how many of them no notice has yet.

    `selected` is None before its selection is confirmed.
    """

    track: str
    selected: int | None
    waiting: int


@dataclass(frozen=True, kw_only=True)
class NoticesOut:
    """A call's notices, and what the next would be.

    `digest`: what proposing and confirming name; empty where nothing waits.
    """

    days: int
    count: str
    notices: list[NoticeOut]
    tracks: list[TrackStandingOut]
    next: NoticeOut | None
    rows: list[NoticeRowOut]
    digest: str
    proposal: ProposedOut | None
    needs_second: bool


@endpoint(bp, "GET", NOTICES, allow=READERS, returns=NoticesOut)
def list_public_notices(request: Request, call: str) -> NoticesOut:
    """Return a call's public notices (公示), and what the next would be."""
    return _notices(notices.read(request.act, call), request)


@endpoint(bp, "POST", NOTICES, allow=ORGANISER, body=NoticeIn, returns=NoticesOut)
def propose_public_notice(request: Request, body: NoticeIn, call: str) -> NoticesOut:
    """Propose the next notice.

    Where the call asks for one person it is given.
    """
    return _notices(notices.propose(request.act, call, body.tracks, body.reason, body.opens_at), request)


@endpoint(bp, "POST", f"{NOTICES}/confirm", allow=ORGANISER, body=DigestIn, returns=NoticesOut)
def confirm_public_notice(request: Request, body: DigestIn, call: str) -> NoticesOut:
    """Give the notice that another proposed."""
    return _notices(notices.confirm(request.act, call, body.digest), request)


def _notices(value: NoticesView, request: Request) -> NoticesOut:
    return NoticesOut(
        days=value.rules.lasts.days,
        count=value.rules.lasts.count,
        notices=[_notice(one) for one in value.notices],
        tracks=[
            TrackStandingOut(
                track=one.track,
                selected=None if one.selected is None else len(one.selected),
                waiting=len(one.waiting),
            )
            for one in value.tracks
        ],
        next=_notice(value.draft) if value.draft else None,
        rows=[_row(one) for one in value.rows],
        digest=value.digest,
        proposal=ProposedOut.of(value.proposal, value.proposed_by, value.digest, request),
        needs_second=value.needs_second,
    )


def _notice(value: PublicNotice) -> NoticeOut:
    return NoticeOut(
        n=value.n,
        tracks=list(value.tracks),
        supplements=value.supplements,
        reason=value.reason,
        opens_at=value.opens_at,
        closes_at=value.closes_at,
        count=value.count,
        code=value.code,
        followed=value.followed,
        published_at=value.published_at,
        page=f"/open/{value.call}/notice-{value.n}.html",
    )


def _row(value: NoticeRow) -> NoticeRowOut:
    return NoticeRowOut(
        n=value.n,
        track=value.track,
        id=value.entry,
        name=value.name,
        unit_name=value.unit_name,
        place=value.place,
        category=value.category,
    )
