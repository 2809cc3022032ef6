"""Routes without an account: calls, forms, desks, API description.

The public parts of a call are answered as the domain's own values.
"""

from datetime import datetime
from typing import Any, Literal

from chalice.app import Blueprint

from chalicelib import release
from chalicelib.domain.call import (
    AccountRules,
    Authority,
    Call,
    Contact,
    Level,
    Quota,
    RegistrationForm,
    Template,
    Track,
    Words,
)
from chalicelib.domain.evaluation.published_rules import rules_digest
from chalicelib.domain.evaluation.rules import (
    Agency,
    Blind,
    CommentRule,
    Criterion,
    Evaluation,
    ExpertRules,
    Feedback,
    NumberSource,
    ReviewStage,
    SecondPersonAct,
    SelectionRules,
    Tie,
)
from chalicelib.domain.publication.rules import EvidenceRules, Ground, NoticeRules, Objecting
from chalicelib.domain.publication.working_days import Count
from chalicelib.frozen import dataclass
from chalicelib.services import calls
from chalicelib.services.calls import CallSeason, DeskStatus
from chalicelib.web.http import openapi
from chalicelib.web.http.endpoint import ANYONE, Request, ViewResult, endpoint, number_in

bp = Blueprint(__name__)
Standing = Literal["done", "now", "next"]


@dataclass(frozen=True, kw_only=True)
class AddressOut:
    address: str


@dataclass(frozen=True, kw_only=True)
class VersionOut:
    version: str
    commit: str


@dataclass(frozen=True, kw_only=True)
class CallRefOut:
    id: str
    names: Words
    authority: Authority
    languages: list[str]
    stage: str
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class CallsOut:
    items: list[CallRefOut]


@dataclass(frozen=True, kw_only=True)
class CalendarEntryOut:
    """A calendar entry; `state` is done, now or next."""

    id: str
    label: Words
    opens: datetime | None
    closes: datetime
    state: Standing


@dataclass(frozen=True, kw_only=True)
class WindowOut:
    opens: datetime
    closes: datetime


@dataclass(frozen=True, kw_only=True)
class TrackOut:
    """A track; in a `retired` one nothing new is begun."""

    id: str
    names: Words
    eligibility: Words
    selects: int
    quotas: dict[str, Quota]
    category_field: str | None
    retired: bool


@dataclass(frozen=True, kw_only=True)
class HearingOut:
    """How objections to public notices are heard.

    `answer_days` and `rule_days` are of the kind `count`, from when an objection is taken.
    """

    by: list[Objecting]
    grounds: list[Ground]
    evidence: EvidenceRules
    answer_days: int
    rule_days: int
    count: Count


@dataclass(frozen=True, kw_only=True)
class CallOut(CallRefOut):
    """A call with its current dates.

    `drafts_until`: until when drafts that were never pushed are kept; null for ever. `judged`: what is nominated is
    evaluated here, and there are rules to read; `gives_notice`: public notice is given of what is selected;
    `objections`: how they are heard here, null where they are heard by phone and letter alone.
    """

    version: int
    title: Words
    lead: Words
    zone: str
    region: str | None
    note: Words | None
    now: datetime
    withdrawal: bool
    resubmit_days: int
    registration: RegistrationForm
    accounts: AccountRules
    calendar: list[CalendarEntryOut]
    filing: WindowOut
    recommending: dict[str, datetime]
    drafts_until: datetime | None
    judged: bool
    gives_notice: bool
    announces_results: bool
    sections: list[calls.Section]
    objections: HearingOut | None
    levels: list[Level]
    tracks: list[TrackOut]
    contacts: list[Contact]
    notice: Words
    files: list[Template]


@dataclass(frozen=True, kw_only=True)
class AnchorOut:
    """What marks from `mark` on mean, up to the next anchor."""

    mark: str
    words: Words


@dataclass(frozen=True, kw_only=True)
class CriterionOut:
    """A criterion; one of weight 0 stays outside the total."""

    id: str
    names: Words
    weight: int
    anchors: list[AnchorOut]
    comment: CommentRule


@dataclass(frozen=True, kw_only=True)
class TrackRulesOut:
    """How a track's entries are judged.

    `digest` is the SHA-256 of the rules' canonical JSON, which is sealed before the first mark.
    """

    id: str
    names: Words
    criteria: list[CriterionOut]
    stages: list[ReviewStage]
    selection: SelectionRules | None
    ties: list[Tie]
    digest: str


@dataclass(frozen=True, kw_only=True)
class EvaluationOut:
    """What all tracks have in common.

    Without `numbers` nothing is drawn: the jury is named.
    """

    agencies: list[Agency]
    experts: ExpertRules
    blind: Blind
    opinions: bool
    feedback: Feedback
    numbers: list[NumberSource]
    seed: Literal["draw", "seal"]
    second_person: list[SecondPersonAct]
    rules_public_days: int
    correction_hours: int


@dataclass(frozen=True, kw_only=True)
class RulesOut:
    """A call's rules; without `evaluation` nothing is judged here."""

    version: int
    evaluation: EvaluationOut | None
    tracks: list[TrackRulesOut]


@dataclass(frozen=True, kw_only=True)
class ClosingOut:
    """The end of pushing to a desk.

    `earlier` is the code of the desk, this one or one above it, whose own date applies, else null. `extended`:
    the organiser gave this desk more time.
    """

    at: datetime
    earlier: str | None
    extended: bool


@dataclass(frozen=True, kw_only=True)
class DeskOut:
    """A desk; a `retired` one takes nothing new."""

    code: str
    names: Words
    level: str
    parent: str | None
    region: str | None
    retired: bool
    contact: str
    phone: str
    hours: str
    parent_bodies: list[str]
    nickname_check: bool
    direct: bool
    closing: ClosingOut
    recommends_until: datetime


@dataclass(frozen=True, kw_only=True)
class DesksOut:
    items: list[DeskOut]


@endpoint(bp, "GET", "/calls", allow=ANYONE, returns=CallsOut)
def list_calls(request: Request) -> CallsOut:
    """List all published calls.

    One that is hidden is listed, and answered by the other routes, for people of its authority alone.
    """
    return CallsOut(items=[CallRefOut(**_ref(s)) for s in calls.seasons(request.tools, request.read_viewer)])


@endpoint(bp, "GET", "/calls/{call}", allow=ANYONE, returns=CallOut)
def show_call(request: Request, call: str) -> CallOut:
    """Return a call: notice, current calendar, tracks, levels, contacts."""
    return _call(calls.season(request.tools, call, request.read_viewer))


@endpoint(
    bp,
    "GET",
    "/calls/{call}/versions/{version}/tracks/{track}",
    allow=ANYONE,
    returns=dict[str, Any],
)
def show_form(request: Request, call: str, version: str, track: str) -> ViewResult:
    """Return the description of a track's form.

    It never changes, so clients may cache it for ever.
    """
    form = calls.form(request.tools, call, number_in(version), track, request.read_viewer)
    kept_by = "public" if calls.is_public(request.tools, call) else "private"
    return ViewResult(form, {"Cache-Control": f"{kept_by}, max-age=31536000, immutable"})


@endpoint(bp, "GET", "/calls/{call}/rules", allow=ANYONE, returns=RulesOut)
def show_rules(request: Request, call: str) -> RulesOut:
    """Return how a call's entries are judged, of tracks with stages."""
    return _rules(calls.rules(request.tools, call, request.read_viewer))


@endpoint(bp, "GET", "/calls/{call}/desks", allow=ANYONE, returns=DesksOut)
def list_desks(request: Request, call: str) -> DesksOut:
    """List a call's desks with what applicants need to know."""
    return DesksOut(items=[_desk(seat) for seat in calls.desks(request.tools, call, request.read_viewer)])


@endpoint(bp, "GET", "/address", allow=ANYONE, returns=AddressOut)
def show_address(request: Request) -> AddressOut:
    """Return the address by which this API counts the caller's requests.

    It is the caller's real address, whatever headers the request has.
    """
    return AddressOut(address=request.address)


@endpoint(bp, "GET", "/version", allow=ANYONE, returns=VersionOut)
def show_version(request: Request) -> VersionOut:
    """Return the release that answers: version and commit.

    A local run is of none: `dev`.
    """
    return VersionOut(version=release.RUNNING.version, commit=release.RUNNING.commit)


@endpoint(bp, "GET", "/openapi.json", allow=ANYONE, returns=dict[str, Any])
def show_openapi(request: Request) -> dict[str, Any]:
    """Return this API's description (OpenAPI 3.1).

    It is generated from the models that check requests.
    """
    return openapi.document()


def _ref(season: CallSeason) -> dict[str, Any]:
    call = season.call
    return {
        "id": call.id,
        "names": call.names,
        "authority": call.authority,
        "languages": list(call.languages),
        "stage": _stage(season),
        "hidden": season.hidden,
    }


def _stage(season: CallSeason) -> str:
    """Return the current stage, with filing and recommending as extended."""
    if season.call.calendar.filing_opens <= season.now <= season.filing_closes:
        return "filing"
    if season.filing_closes < season.now <= max(season.recommending.values()):
        return "recommending"
    return season.call.calendar.stage(season.now)


def _call(season: CallSeason) -> CallOut:
    call = season.call
    return CallOut(
        **_ref(season),
        version=call.version,
        title=call.title,
        lead=call.lead,
        zone=call.zone,
        region=call.region,
        note=call.note,
        now=season.now,
        withdrawal=call.withdrawal,
        resubmit_days=call.resubmit_days,
        registration=call.registration,
        accounts=call.accounts,
        calendar=_calendar(season),
        filing=WindowOut(opens=call.calendar.filing_opens, closes=season.filing_closes),
        recommending=dict(season.recommending),
        drafts_until=season.drafts_until,
        judged=call.evaluation is not None,
        gives_notice=call.public_notice is not None,
        announces_results=call.results is not None,
        sections=list(season.sections),
        objections=_hearing(call.public_notice) if call.public_notice else None,
        levels=list(call.levels.values()),
        tracks=[_track(track) for track in call.tracks.values()],
        contacts=list(call.contacts),
        notice=call.notice,
        files=list(call.files),
    )


def _hearing(notice: NoticeRules) -> HearingOut | None:
    rules = notice.objections
    if rules is None:
        return None
    return HearingOut(
        by=list(rules.by),
        grounds=list(rules.grounds),
        evidence=rules.evidence,
        answer_days=rules.answer_days,
        rule_days=rules.rule_days,
        count=notice.lasts.count,
    )


def _calendar(season: CallSeason) -> list[CalendarEntryOut]:
    stages = season.call.calendar.stages
    now = next((i for i, s in enumerate(stages) if season.now <= s.closes), len(stages))
    return [CalendarEntryOut(**s.__dict__, state=_standing(i, now)) for i, s in enumerate(stages)]


def _standing(index: int, now: int) -> Standing:
    return "done" if index < now else "now" if index == now else "next"


def _track(track: Track) -> TrackOut:
    return TrackOut(
        id=track.id,
        names=track.names,
        eligibility=track.eligibility,
        selects=track.selects,
        quotas=dict(track.quotas),
        category_field=track.category_field,
        retired=track.retired,
    )


def _rules(call: Call) -> RulesOut:
    judged = [track for track in call.tracks.values() if track.stages]
    return RulesOut(
        version=call.version,
        evaluation=_evaluation(call.evaluation) if call.evaluation else None,
        tracks=[_track_rules(call, track) for track in judged],
    )


def _evaluation(rules: Evaluation) -> EvaluationOut:
    sets = {"agencies": list(rules.agencies.values()), "second_person": sorted(rules.second_person)}
    return EvaluationOut(**{**rules.__dict__, **sets, "numbers": list(rules.numbers)})


def _track_rules(call: Call, track: Track) -> TrackRulesOut:
    return TrackRulesOut(
        id=track.id,
        names=track.names,
        criteria=list(map(_criterion, track.criteria)),
        stages=list(track.stages),
        selection=track.selection,
        ties=list(track.ties),
        digest=rules_digest(call, track),
    )


def _criterion(criterion: Criterion) -> CriterionOut:
    anchors = [AnchorOut(mark=one.from_, words=one.words) for one in criterion.anchors]
    return CriterionOut(**{**criterion.__dict__, "anchors": anchors})


def _desk(seat: DeskStatus) -> DeskOut:
    settings = seat.settings
    return DeskOut(
        **seat.desk.__dict__,
        contact=settings.contact,
        phone=settings.phone,
        hours=settings.hours,
        parent_bodies=list(settings.parent_bodies),
        nickname_check=settings.nickname_check,
        direct=settings.direct,
        closing=ClosingOut(**seat.closing.__dict__),
        recommends_until=seat.recommends_until,
    )
