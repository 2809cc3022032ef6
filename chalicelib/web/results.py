"""Routes of results, for whoever announces and watches them.

Everybody else reads the files that `services.publication.pages` writes.
"""

from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.access import Role
from chalicelib.domain.publication.results import ResultRow, Results
from chalicelib.frozen import dataclass
from chalicelib.services.publication import results
from chalicelib.services.publication.results import LONGEST_DOCUMENT, ResultsView
from chalicelib.web.http.endpoint import ORGANISER, Request, endpoint
from chalicelib.web.http.schemas import Body
from chalicelib.web.selections import DigestIn, ProposedOut

bp = Blueprint(__name__)
RESULTS = "/calls/{call}/results"
READERS = frozenset({Role.ORGANISER, Role.OBSERVER})


class DocumentIn(Body):
    """The number of the document that announces results."""

    document: str = Field(max_length=LONGEST_DOCUMENT)


@dataclass(frozen=True, kw_only=True)
class ResultsOut:
    """Results that were announced.

    `followed`: how many of `count` and `passed` entries know of it.
    """

    n: int
    tracks: list[str]
    document: str
    at: datetime
    count: int
    passed: int
    code: str
    followed: int
    published_at: datetime | None
    page: str


@dataclass(frozen=True, kw_only=True)
class ResultRowOut:
    n: int
    track: str
    id: str
    name: str
    unit_name: str
    people: list[str]
    number: str


@dataclass(frozen=True, kw_only=True)
class TrackResultsOut:
    """How far a track is with its results.

    `held`: names of entries that wait for a ruling; `open_until`: when its last notice closes.
    """

    track: str
    selected: bool
    awarded: int
    passed: int
    announced: int
    held: list[str]
    open_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class AllResultsOut:
    """A call's results, and what the next would be.

    `digest`: what proposing and confirming name; empty where nothing is ready. `untaken`: objections that nobody has
    decided on. `document`: as it was proposed.
    """

    results: list[ResultsOut]
    tracks: list[TrackResultsOut]
    next: ResultsOut | None
    rows: list[ResultRowOut]
    untaken: int
    digest: str
    document: str
    proposal: ProposedOut | None
    needs_second: bool


@endpoint(bp, "GET", RESULTS, allow=READERS, returns=AllResultsOut)
def list_results(request: Request, call: str) -> AllResultsOut:
    """Return a call's results (评选结果), and what the next would be."""
    return _all(results.read(request.act, call), request)


@endpoint(bp, "POST", RESULTS, allow=ORGANISER, body=DocumentIn, returns=AllResultsOut)
def propose_results(request: Request, body: DocumentIn, call: str) -> AllResultsOut:
    """Propose the next results.

    Where the call asks for one person they are announced.
    """
    return _all(results.propose(request.act, call, body.document), request)


@endpoint(bp, "POST", f"{RESULTS}/confirm", allow=ORGANISER, body=DigestIn, returns=AllResultsOut)
def confirm_results(request: Request, body: DigestIn, call: str) -> AllResultsOut:
    """Announce the results that another proposed."""
    return _all(results.confirm(request.act, call, body.digest), request)


def _all(value: ResultsView, request: Request) -> AllResultsOut:
    return AllResultsOut(
        results=[_results(one) for one in value.results],
        tracks=[
            TrackResultsOut(
                track=one.track,
                selected=one.is_selected,
                awarded=len(one.awarded),
                passed=len(one.passed),
                announced=one.announced,
                held=list(one.held),
                open_until=one.open_until,
            )
            for one in value.tracks
        ],
        next=_results(value.draft) if value.draft else None,
        rows=[_row(one) for one in value.rows],
        untaken=value.untaken,
        digest=value.digest,
        document=str(value.proposal.values["document"]) if value.proposal else "",
        proposal=ProposedOut.of(value.proposal, value.proposed_by, value.digest, request),
        needs_second=value.needs_second,
    )


def _results(value: Results) -> ResultsOut:
    return ResultsOut(
        n=value.n,
        tracks=list(value.tracks),
        document=value.document,
        at=value.at,
        count=value.count,
        passed=value.passed,
        code=value.code,
        followed=value.followed,
        published_at=value.published_at,
        page=f"/open/{value.call}/results.html",
    )


def _row(value: ResultRow) -> ResultRowOut:
    return ResultRowOut(
        n=value.n,
        track=value.track,
        id=value.entry,
        name=value.name,
        unit_name=value.unit_name,
        people=list(value.people),
        number=value.number,
    )
