"""Routes of experts: who there is, their profiles and recusals."""

from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.call import Words
from chalicelib.domain.evaluation.panel import Profile, Recusal, Recusals, ReviewState
from chalicelib.domain.evaluation.profiles import options_of
from chalicelib.domain.evaluation.recusals import MOST_RECUSALS, RecusalRequest, Requested, TypedRecusal
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head, short_id
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import experts, recusals
from chalicelib.services.evaluation.recusals import Ruling
from chalicelib.web.http.endpoint import (
    APPLICANT,
    DESK,
    EXPERT,
    ORGANISER,
    RUNNERS,
    SIGNED_IN,
    WATCHERS,
    Request,
    endpoint,
)
from chalicelib.web.http.schemas import Body, Id, Line, PageQuery, Schema
from chalicelib.web.issued_accounts import ManagedAccountOut, ProfileIn

bp = Blueprint(__name__)


class ExpertQuery(PageQuery):
    """An agency whose experts are listed; none for all."""

    agency: str | None = None


class OwnQuery(Schema):
    """The call whose recusals are shown; none for the account's own."""

    call: str | None = None


class ProfileChangeIn(ProfileIn):
    """A whole profile, by the categories of a call."""

    call: Id

    def in_profile(self) -> ProfileIn:
        return ProfileIn(**self.model_dump(exclude={"call"}))


class RecusalIn(Body):
    """An entry (`track.short`) or a body that an expert is kept from."""

    entry: Line = ""
    body: Line = ""
    reason: str = Field(default="", max_length=limits.REASON)

    def typed(self) -> TypedRecusal:
        return TypedRecusal(self.entry, self.body.strip(), self.reason.strip())


class RecusalsIn(Body):
    call: Id
    items: list[RecusalIn] = Field(max_length=MOST_RECUSALS)

    def typed(self) -> list[TypedRecusal]:
        return [one.typed() for one in self.items]


class RequestedIn(Body):
    """An expert by name, a body, or both, and why."""

    name: Line = ""
    body: Line = ""
    reason: str = Field(default="", max_length=limits.REASON)


class RecusalRequestIn(Body):
    items: list[RequestedIn] = Field(max_length=10)

    def typed(self) -> list[Requested]:
        return [Requested(one.name.strip(), one.body.strip(), one.reason.strip()) for one in self.items]


class WordIn(Body):
    word: str = Field(max_length=limits.REASON)


class RulingIn(Body):
    """Whether a request is granted, for which experts, and why."""

    granted: bool
    experts: list[Id] = Field(default=[], max_length=100)
    reason: str = Field(default="", max_length=limits.REASON)


@dataclass(frozen=True, kw_only=True)
class ProfileOut:
    """What is known of an expert; `etag` is its version."""

    fields: list[str]
    body: str
    uscc: str
    parent_body: str
    city: str
    title: str
    most: int
    available: bool
    etag: str

    @classmethod
    def of(cls, profile: Profile) -> "ProfileOut":
        return cls(
            fields=list(profile.fields),
            body=profile.body,
            uscc=profile.uscc,
            parent_body=profile.parent_body,
            city=profile.city,
            title=profile.title,
            most=profile.most,
            available=profile.available,
            etag=str(profile.v),
        )


@dataclass(frozen=True, kw_only=True)
class RecusalOut:
    """A recusal that stands."""

    source: str
    entry: str
    body: str
    reason: str
    at: datetime

    @classmethod
    def of(cls, recusal: Recusal) -> "RecusalOut":
        return cls(source=recusal.source, entry=recusal.entry, body=recusal.body, reason=recusal.reason, at=recusal.at)


@dataclass(frozen=True, kw_only=True)
class RecusalsOut:
    items: list[RecusalOut]
    etag: str

    @classmethod
    def of(cls, known: Recusals) -> "RecusalsOut":
        return cls(items=[RecusalOut.of(one) for one in known.standing], etag=str(known.v))

    @classmethod
    def of_own(cls, known: Recusals) -> "RecusalsOut":
        """Return what the expert itself declared.

        Who asked it out is not for its eyes.
        """
        declared = [RecusalOut.of(one) for one in known.standing if one.source == "declared"]
        return cls(items=declared, etag=str(known.v))


@dataclass(frozen=True, kw_only=True)
class ExpertOut:
    """An expert; without account, recusals, body and title for an observer."""

    account: ManagedAccountOut | None
    agency: str | None
    profile: ProfileOut
    recusals: RecusalsOut | None

    @classmethod
    def of(cls, expert: experts.ExpertRecord) -> "ExpertOut":
        return cls(
            account=ManagedAccountOut.of(expert.account) if expert.account else None,
            agency=expert.agency,
            profile=ProfileOut.of(expert.profile),
            recusals=RecusalsOut.of(expert.recusals) if expert.recusals else None,
        )


@dataclass(frozen=True, kw_only=True)
class FieldOut:
    """A field that experts may have."""

    value: str
    label: Words


@dataclass(frozen=True, kw_only=True)
class ExpertsOut:
    """Experts, and the fields and agencies that the call has."""

    items: list[ExpertOut]
    cursor: str | None
    fields: list[FieldOut]
    agencies: list[FieldOut]


@dataclass(frozen=True, kw_only=True)
class OwnExpertOut:
    call: str
    profile: ProfileOut
    recusals: RecusalsOut
    fields: list[FieldOut]


@dataclass(frozen=True, kw_only=True)
class RequestedOut:
    name: str
    body: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecusalRequestOut:
    """What an owner asked for, and what became of it.

    Its owner and desks learn whether it was ruled, never how or of whom; only the organiser, the agency and the
    observer do. `filing_no` and `name` of the entry are for the organiser and the observer.
    """

    entry: str
    track: str
    filing_no: str | None
    name: str | None
    at: datetime
    items: list[RequestedOut]
    word: str
    desk: str
    ruled: bool
    granted: bool | None
    experts: list[str]
    reason: str

    @classmethod
    def of(cls, request: RecusalRequest, caller: Caller, head: Head | None = None) -> "RecusalRequestOut":
        sees = caller.role in WATCHERS
        named = head if caller.role in {Role.ORGANISER, Role.OBSERVER} else None
        return cls(
            entry=request.entry if caller.role is not Role.AGENCY else short_id(request.entry),
            track=request.entry.split(".")[1],
            filing_no=named.filing_no if named else None,
            name=named.card.name if named else None,
            at=request.at,
            items=[RequestedOut(name=one.name, body=one.body, reason=one.reason) for one in request.items],
            word=request.word,
            desk=request.desk if caller.role is not Role.AGENCY else "",
            ruled=request.granted is not None,
            granted=request.granted if sees else None,
            experts=list(request.experts) if caller.role in RUNNERS else [],
            reason=request.ruling if sees else "",
        )


@dataclass(frozen=True, kw_only=True)
class RecusalStandingOut:
    """What was asked for, and what the caller may do now."""

    request: RecusalRequestOut | None
    may_ask: bool
    may_add: bool


@dataclass(frozen=True, kw_only=True)
class RecusalRequestsOut:
    items: list[RecusalRequestOut]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class ClashOut:
    """An assigned entry that its expert may not read any more.

    `expert` is the account, for the organiser and the expert's own agency.
    """

    label: str
    expert: str | None
    entry: str
    state: ReviewState

    @classmethod
    def of(cls, clash: recusals.Clash, caller: Caller) -> "ClashOut":
        own = caller.role is Role.AGENCY and caller.agency == clash.agency
        named = clash.expert if caller.role is Role.ORGANISER or own else None
        return cls(label=clash.label, expert=named, entry=clash.review.entry, state=clash.review.state)


@dataclass(frozen=True, kw_only=True)
class ClashesOut:
    items: list[ClashOut]


@endpoint(bp, "GET", "/calls/{call}/experts", allow=WATCHERS, query=ExpertQuery, returns=ExpertsOut)
def list_experts(request: Request, query: ExpertQuery, call: str) -> ExpertsOut:
    """List experts with profile and recusals.

    The organiser's are all, an agency's its own; an observer sees them without names, bodies and recusals.
    """
    page = experts.read_page(request.act, call, query.agency, query.cursor)
    known = request.act.calls.latest(call)
    agencies = known.evaluation.agencies if known.evaluation else {}
    return ExpertsOut(
        items=[ExpertOut.of(one) for one in page.experts],
        cursor=page.cursor,
        fields=[FieldOut(value=value, label=label) for value, label in options_of(known).items()],
        agencies=[FieldOut(value=code, label=one.names) for code, one in agencies.items()],
    )


@endpoint(bp, "PUT", "/experts/{id}/profile", allow=RUNNERS, body=ProfileChangeIn, returns=ProfileOut)
def change_profile(request: Request, body: ProfileChangeIn, id: str) -> ProfileOut:
    """Change an expert's profile; an agency its own experts'.

    If-Match is the ETag it was read at.
    """
    typed = body.in_profile().typed()
    return ProfileOut.of(experts.change_profile(request.act, id, body.call, typed, request.etag))


@endpoint(bp, "GET", "/experts/me", allow=EXPERT, query=OwnQuery, returns=OwnExpertOut)
def show_own_profile(request: Request, query: OwnQuery) -> OwnExpertOut:
    """Return the caller's own profile and recusals."""
    call = query.call or request.act.account.call
    profile, known = experts.read_own(request.act, call)
    options = options_of(request.act.calls.latest(call))
    return OwnExpertOut(
        call=call,
        profile=ProfileOut.of(profile),
        recusals=RecusalsOut.of_own(known),
        fields=[FieldOut(value=value, label=options[value]) for value in profile.fields if value in options],
    )


@endpoint(bp, "PUT", "/experts/me/recusals", allow=EXPERT, body=RecusalsIn, returns=RecusalsOut)
def declare_recusals(request: Request, body: RecusalsIn) -> RecusalsOut:
    """Declare bodies or entries that one does not read.

    What was declared before stays. An entry that it concerns is closed to the caller at once.
    """
    return RecusalsOut.of_own(recusals.declare(request.act, body.call, body.typed()))


@endpoint(bp, "PUT", "/experts/{id}/recusals", allow=ORGANISER, body=RecusalsIn, returns=RecusalsOut)
def rule_recusals(request: Request, body: RecusalsIn, id: str) -> RecusalsOut:
    """Write an expert's recusals as the organiser has them.

    What is not among them is lifted, and stays on record. If-Match is the ETag they were read at.
    """
    return RecusalsOut.of(recusals.rule(request.act, id, body.call, body.typed(), request.etag))


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/ask-recusal",
    allow=APPLICANT,
    body=RecusalRequestIn,
    returns=RecusalRequestOut,
)
def ask_recusal(request: Request, body: RecusalRequestIn, submission: str) -> RecusalRequestOut:
    """Ask that experts or bodies do not read one's entry.

    At most three, until the experts are drawn. The desk adds its word, the organiser rules.
    """
    return RecusalRequestOut.of(recusals.ask(request.act, submission, body.typed()), request.caller)


@endpoint(bp, "GET", "/submissions/{submission}/recusal-request", allow=SIGNED_IN, returns=RecusalStandingOut)
def show_recusal_request(request: Request, submission: str) -> RecusalStandingOut:
    """Return what an entry's owner asked for, if anything.

    For its owner, the desks on its way and the organiser. 404 in a call without evaluation.
    """
    standing = recusals.read_standing(request.act, submission)
    known = RecusalRequestOut.of(standing.request, request.caller) if standing.request else None
    return RecusalStandingOut(request=known, may_ask=standing.may_ask, may_add=standing.may_add)


@endpoint(bp, "POST", "/submissions/{submission}/recusal-word", allow=DESK, body=WordIn, returns=RecusalRequestOut)
def add_recusal_word(request: Request, body: WordIn, submission: str) -> RecusalRequestOut:
    """Add the desk's word to what an entry's owner asked for."""
    return RecusalRequestOut.of(recusals.add_word(request.act, submission, body.word.strip()), request.caller)


@endpoint(
    bp, "POST", "/submissions/{submission}/rule-recusal", allow=ORGANISER, body=RulingIn, returns=RecusalRequestOut
)
def rule_recusal_request(request: Request, body: RulingIn, submission: str) -> RecusalRequestOut:
    """Grant an owner's request for some experts, or refuse it."""
    ruling = Ruling(body.granted, tuple(body.experts), body.reason.strip())
    return RecusalRequestOut.of(recusals.rule_request(request.act, submission, ruling), request.caller)


@endpoint(bp, "GET", "/calls/{call}/recusal-requests", allow=WATCHERS, query=PageQuery, returns=RecusalRequestsOut)
def list_recusal_requests(request: Request, query: PageQuery, call: str) -> RecusalRequestsOut:
    """List what owners asked for, oldest first.

    An agency sees the entries by code.
    """
    known, cursor = recusals.read_requests(request.act, call, query.cursor)
    items = [RecusalRequestOut.of(one, request.caller, head) for one, head in known]
    return RecusalRequestsOut(items=items, cursor=cursor)


@endpoint(bp, "GET", "/calls/{call}/juries/{track}/{stage}/clashes", allow=WATCHERS, returns=ClashesOut)
def list_clashes(request: Request, call: str, track: str, stage: str) -> ClashesOut:
    """List assigned entries that their experts may not read any more.

    Each needs another expert or, once marks are sealed, its sheet struck.
    """
    known = recusals.read_clashes(request.act, JuryId(call, track, stage))
    return ClashesOut(items=[ClashOut.of(one, request.caller) for one in known])
