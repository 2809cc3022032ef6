"""Routes of a track's selection: read, try, save, propose, confirm."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.access import Role
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.selection import Exemption, Judged, Share, Why
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import selections
from chalicelib.services.evaluation.selections import SelectionDraft, SelectionView
from chalicelib.web.http.endpoint import ORGANISER, Request, endpoint
from chalicelib.web.http.schemas import Body, Id
from chalicelib.web.tallies import NumberOut, number_of, texts

bp = Blueprint(__name__)
SELECTION = "/calls/{call}/selection/{track}"
READERS = frozenset({Role.ORGANISER, Role.OBSERVER})
"""Who reads a selection before anything of it is public."""
MOST_EXCEPTIONS = 200


class ExemptionIn(Body):
    """An entry that is put in, or left out, and why."""

    entry: Id
    put: Literal["in", "out"]
    reason: str = Field(max_length=limits.REASON)


class SelectionIn(Body):
    """A line and exceptions; with `what_if` nothing is written."""

    line: int = Field(ge=0)
    reason: str = Field(default="", max_length=limits.REASON)
    exceptions: list[ExemptionIn] = Field(default_factory=list, max_length=MOST_EXCEPTIONS)
    what_if: bool = False


class DigestIn(Body):
    """The digest of what the caller has seen."""

    digest: Id


@dataclass(frozen=True, kw_only=True)
class ExemptionOut:
    put: Literal["in", "out"]
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeskRankOut:
    desk: str
    rank: int
    of: int


@dataclass(frozen=True, kw_only=True)
class SelectionRowOut:
    """An entry in the order, and what becomes of it.

    `totals` are what counts of each expert's, by label; `not_linked`: selected, and none of what it links is.
    """

    id: str
    place: int
    rank: int
    name: str
    unit_name: str
    region: str
    category: str
    final: NumberOut
    totals: Mapping[str, str]
    spread: str
    decided_by: str | None
    flagged: bool
    chosen: bool
    why: Why
    exception: ExemptionOut | None
    desk_rank: DeskRankOut | None
    not_linked: bool


@dataclass(frozen=True, kw_only=True)
class ShareOut:
    """How many of a group are selected.

    `group` is a desk or category.
    """

    group: str
    chosen: int
    of: int
    warns: bool


@dataclass(frozen=True, kw_only=True)
class ProposedOut:
    """Who proposed, and whether nothing has changed since."""

    by: str
    own: bool
    at: datetime
    holds: bool

    @classmethod
    def of(cls, proposal: Proposal | None, by: str, digest: str, request: Request) -> "ProposedOut | None":
        """Return a proposal as pages show it.

        `by` is the name of whoever proposed, `digest` that of what would be written now.
        """
        if proposal is None:
            return None
        own = proposal.by == request.caller.account
        return cls(by=by, own=own, at=proposal.at, holds=proposal.digest == digest)


@dataclass(frozen=True, kw_only=True)
class PlacesOut:
    """The places that the call declares."""

    places: int
    about: int
    floor: int | None
    at_line: Literal["both", "draw"]
    warn_over: int | None


@dataclass(frozen=True, kw_only=True)
class SelectionOut:
    """A track's selection.

    `line` is where it lies, `drawn` as it was typed; `lot`: what only the lot sets apart at it; `plain`: how many
    entries a plain mean would put over it.
    """

    stage: str
    state: JuryState
    run: int
    etag: str
    digest: str
    rules: PlacesOut
    second_person: bool
    line: int
    drawn: int
    reason: str
    selected: int
    lot: list[str]
    plain: int
    by_place: list[ShareOut]
    by_category: list[ShareOut]
    needs_ballot: bool
    proposed: ProposedOut | None
    rows: list[SelectionRowOut]


@dataclass(frozen=True, kw_only=True)
class LastOpinionOut:
    """What an entry's last desk wrote of it, None if nothing."""

    opinion: str | None
    desk: str | None


@endpoint(bp, "GET", SELECTION, allow=READERS, returns=SelectionOut)
def show_selection(request: Request, call: str, track: str) -> SelectionOut:
    """Return a track's order, line and exceptions."""
    return _selection(selections.read(request.act, _jury(request, call, track)), request)


@endpoint(bp, "PUT", SELECTION, allow=ORGANISER, body=SelectionIn, returns=SelectionOut)
def save_selection(request: Request, body: SelectionIn, call: str, track: str) -> SelectionOut:
    """Save a line and exceptions, or try them.

    If-Match is the selection's ETag; a trial needs none.
    """
    exceptions = tuple(Exemption(short_id(one.entry), one.put, one.reason) for one in body.exceptions)
    draft = SelectionDraft(body.line, body.reason, exceptions)
    id = _jury(request, call, track)
    if body.what_if:
        return _selection(selections.attempt(request.act, id, draft), request)
    return _selection(selections.save(request.act, id, draft, request.etag), request)


@endpoint(bp, "POST", SELECTION + "/propose", allow=ORGANISER, body=DigestIn, returns=SelectionOut)
def propose_selection(request: Request, body: DigestIn, call: str, track: str) -> SelectionOut:
    """Propose the selection for another person to confirm."""
    return _selection(selections.propose_it(request.act, _jury(request, call, track), body.digest), request)


@endpoint(bp, "POST", SELECTION + "/confirm", allow=ORGANISER, body=DigestIn, returns=SelectionOut)
def confirm_selection(request: Request, body: DigestIn, call: str, track: str) -> SelectionOut:
    """Confirm the selection. Nothing of it is public by that."""
    return _selection(selections.confirm_it(request.act, _jury(request, call, track), body.digest), request)


@endpoint(bp, "GET", SELECTION + "/opinions/{entry}", allow=READERS, returns=LastOpinionOut)
def show_desk_opinion(request: Request, call: str, track: str, entry: str) -> LastOpinionOut:
    """Return what an entry's last desk wrote of it."""
    opinion = selections.read_opinion(request.act, _jury(request, call, track), entry)
    return LastOpinionOut(opinion=opinion.text if opinion else None, desk=opinion.desk if opinion else None)


def _jury(request: Request, call: str, track: str) -> JuryId:
    return selections.last_jury(request.act, call, track)


def _selection(view: SelectionView, request: Request) -> SelectionOut:
    declared, selected = view.places, view.selected
    return SelectionOut(
        stage=view.jury.stage,
        state=view.jury.state,
        run=view.tally.n,
        etag=str(view.selection.v),
        digest=view.digest,
        rules=PlacesOut(
            places=declared.places,
            about=declared.about,
            floor=declared.floor,
            at_line=declared.at_line,
            warn_over=declared.balance.warn_over if declared.balance else None,
        ),
        second_person=view.rules.needs_second(selections.STEP),
        line=selected.line,
        drawn=view.selection.line or declared.places,
        reason=view.selection.reason,
        selected=len(selected.chosen),
        lot=[view.jury.id.submission(entry) for entry in selected.lot],
        plain=len(view.tally.plain),
        by_place=[_share(one) for one in view.by_place],
        by_category=[_share(one) for one in view.by_category],
        needs_ballot=view.rules.stage.ballot is not None and view.ballot is None,
        proposed=_proposed(view, request),
        rows=[_row(view, one) for one in selected.candidates],
    )


def _row(view: SelectionView, one: Judged) -> SelectionRowOut:
    row, entry = one.row, view.roll[one.row.entry]
    exception = one.exception
    return SelectionRowOut(
        id=view.jury.id.submission(row.entry),
        place=one.place,
        rank=row.rank,
        name=entry.name,
        unit_name=entry.unit_name,
        region=entry.place,
        category=entry.category,
        final=number_of(row.final),
        totals=texts(view.tally.adjusted(row)),
        spread=number_of(row.spread).text,
        decided_by=row.decided_by,
        flagged=row.flagged,
        chosen=one.chosen,
        why=one.why,
        exception=ExemptionOut(
            put=exception.put, reason=exception.reason, by=view.people.get(exception.by, ""), at=exception.at
        )
        if exception
        else None,
        desk_rank=DeskRankOut(desk=entry.top.desk, rank=entry.top.rank, of=entry.top.of) if entry.top else None,
        not_linked=row.entry in view.unlinked,
    )


def _share(one: Share) -> ShareOut:
    return ShareOut(**one.__dict__)


def _proposed(view: SelectionView, request: Request) -> ProposedOut | None:
    by = view.people.get(view.proposal.by, "") if view.proposal else ""
    return ProposedOut.of(view.proposal, by, view.digest, request)
