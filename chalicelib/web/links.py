"""Routes of links between entries: what may be linked, and its confirmation."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.links import LinkedEntry, LinkRequest
from chalicelib.domain.submission import State
from chalicelib.frozen import dataclass
from chalicelib.services.submissions import links, reading
from chalicelib.web.http.endpoint import APPLICANT, SIGNED_IN, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, Schema

bp = Blueprint(__name__)


class FieldQuery(Schema):
    field: str


class LinkRequestIn(Body):
    """The submission of one's own whose link field names the entry."""

    linking: Id


class LinkAnswerIn(Body):
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class LinkedEntryOut:
    """An entry that another one links to.

    `name` and `state` are null for an entry of somebody else's until its owner has confirmed the link; `recommended`
    is null where the reader may not know.
    """

    id: str
    track: str
    name: str | None
    state: State | None
    filing_no: str | None
    recommended: bool | None


@dataclass(frozen=True, kw_only=True)
class LinkedEntriesOut:
    items: list[LinkedEntryOut]


@dataclass(frozen=True, kw_only=True)
class LinkableEntryOut:
    """An entry that a link field may name.

    `requested` is whether its owner was asked to confirm the link, `confirmed` the answer.
    """

    id: str
    track: str
    name: str | None
    state: State | None
    filing_no: str | None
    requested: bool
    confirmed: bool | None


@dataclass(frozen=True, kw_only=True)
class LinkableEntriesOut:
    items: list[LinkableEntryOut]


@dataclass(frozen=True, kw_only=True)
class LinkRequestOut:
    """A request to link an entry of one's own.

    `name` and `unit_name` are what the other submission said when it asked; `confirmed` is null until it is answered.
    """

    linking: str
    name: str
    unit_name: str
    organisation: str
    at: datetime
    confirmed: bool | None


@dataclass(frozen=True, kw_only=True)
class LinkRequestsOut:
    items: list[LinkRequestOut]


@endpoint(bp, "GET", "/submissions/{submission}/linked", allow=SIGNED_IN, returns=LinkedEntriesOut)
def list_linked_entries(request: Request, submission: str) -> LinkedEntriesOut:
    """List the entries that this one links to, as they are now.

    They are for a desk to check before it recommends.
    """
    return LinkedEntriesOut(items=[_linked(entry) for entry in reading.read_linked(request.act, submission)])


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/links",
    allow=APPLICANT,
    query=FieldQuery,
    returns=LinkableEntriesOut,
)
def list_linkable_entries(request: Request, query: FieldQuery, submission: str) -> LinkableEntriesOut:
    """List the unit's entries that the link field `field` may name."""
    entries = links.read_linkable(request.act, submission, query.field)
    return LinkableEntriesOut(items=[_linkable(one) for one in entries])


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/link-requests",
    allow=APPLICANT,
    body=LinkRequestIn,
    status=204,
)
def ask_to_link(request: Request, body: LinkRequestIn, submission: str) -> None:
    """Ask the owner of an entry to confirm a link to it.

    The entry is of the same unit, and of another account.
    """
    links.ask(request.act, submission, body.linking)


@endpoint(bp, "GET", "/submissions/{submission}/link-requests", allow=APPLICANT, returns=LinkRequestsOut)
def list_link_requests(request: Request, submission: str) -> LinkRequestsOut:
    """List the requests to link an entry of one's own."""
    return _requests(links.read_requests(request.act, submission))


@endpoint(
    bp,
    "PUT",
    "/submissions/{submission}/link-requests/{linking}",
    allow=APPLICANT,
    body=LinkAnswerIn,
    returns=LinkRequestsOut,
)
def answer_link_request(request: Request, body: LinkAnswerIn, submission: str, linking: str) -> LinkRequestsOut:
    """Confirm a link to one's own entry, or refuse it."""
    return _requests(links.answer(request.act, submission, linking, body.confirmed))


def _linked(entry: LinkedEntry) -> LinkedEntryOut:
    return LinkedEntryOut(**entry.__dict__)


def _linkable(one: links.LinkableEntry) -> LinkableEntryOut:
    return LinkableEntryOut(
        id=one.entry.id,
        track=one.entry.track,
        name=one.entry.name,
        state=one.entry.state,
        filing_no=one.entry.filing_no,
        requested=one.request is not None,
        confirmed=one.request.confirmed if one.request else None,
    )


def _requests(requests: list[LinkRequest]) -> LinkRequestsOut:
    return LinkRequestsOut(
        items=[
            LinkRequestOut(
                linking=r.linking,
                name=r.name,
                unit_name=r.unit_name,
                organisation=r.organisation,
                at=r.at,
                confirmed=r.confirmed,
            )
            for r in requests
        ]
    )
