"""Routes of a jury's draw: commit, reveal, replace, witness, and read.

The public parts are answered as the domain's own values.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.published_draw import PublicDraw
from chalicelib.domain.evaluation.rules import NumberSource
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import draws, replacements
from chalicelib.services.evaluation.draws import Commitment, DrawView, NamedExpert
from chalicelib.services.evaluation.replacements import Departure, Leaving
from chalicelib.web.http.endpoint import ANYONE, OBSERVER, ORGANISER, RUNNERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, Line

bp = Blueprint(__name__)
JURY = "/calls/{call}/juries/{track}/{stage}"
MOST_SEATS = 1000
Numbers = Annotated[list[int], Field(max_length=40)]


class CommitIn(Body):
    """What is fixed before the public numbers are known.

    - `seats`: places by field; `numbers_on`: the numbers' date, such as 2021-11-17; `issues` by source.
    - `unavailable`: accounts that are not drawn.
    - `reason`: why an earlier commitment is given up; everybody may read it.
    """

    seats: dict[Id, Annotated[int, Field(le=MOST_SEATS)]] = Field(max_length=100)
    numbers_on: Line
    issues: dict[Id, Line] = Field(max_length=20)
    unavailable: list[Id] = Field(default_factory=list, max_length=MOST_SEATS)
    reason: str = Field(default="", max_length=limits.PUBLIC_REASON)


class RevealIn(Body):
    """Public numbers by source.

    `anew`: they take the place of what another person typed, and wait for a second person.
    """

    numbers: dict[Id, Numbers] = Field(max_length=20)
    anew: bool = False


class JuryIn(Body):
    """The accounts of the experts that a jury is named of."""

    members: list[Id] = Field(max_length=MOST_SEATS)


class ReplaceIn(Body):
    """An expert who leaves, by label, and why.

    `successor`: the account of who follows in a named jury.
    """

    label: Id
    why: Leaving
    reason: str = Field(default="", max_length=limits.REASON)
    successor: Id | None = None


@dataclass(frozen=True, kw_only=True)
class NumbersWaitingOut:
    """Numbers that one person has typed; `mine` if it was the caller."""

    at: datetime
    mine: bool


@dataclass(frozen=True, kw_only=True)
class DrawOut:
    """A jury's pool and draw, as far as they are public.

    - `sources`: what numbers it takes; `second`: whether two people type them.
    - `people`: who stands behind a label, where the caller may know it.
    - `witnessed`: whether the caller has witnessed it.
    """

    state: JuryState
    draw: PublicDraw
    sources: tuple[NumberSource, ...]
    second: bool
    people: Mapping[str, NamedExpert]
    waiting: NumbersWaitingOut | None
    witnessed: bool


@dataclass(frozen=True, kw_only=True)
class ReplacementOut:
    """A replacement: who came, which entries went over, which none could take."""

    draw: DrawOut
    takes: tuple[str, ...]
    moved: tuple[str, ...]
    by_hand: tuple[str, ...]


@endpoint(bp, "GET", JURY + "/draw", allow=ANYONE, returns=DrawOut)
def show_draw(request: Request, call: str, track: str, stage: str) -> DrawOut:
    """Return a jury's pool and draw, to be run again by anybody.

    Experts are labels, bodies are codes. The organiser sees names too, an agency those of its own experts; of a
    jury that was named, everybody does.
    """
    return _draw(draws.read(request.act, JuryId(call, track, stage), request.read_viewer))


@endpoint(bp, "POST", JURY + "/draw/commit", allow=RUNNERS, body=CommitIn, returns=DrawOut)
def commit_draw(request: Request, body: CommitIn, call: str, track: str, stage: str) -> DrawOut:
    """Fix pool, seats and source of the numbers, and publish a commitment."""
    terms = Commitment(body.seats, body.numbers_on.strip(), _stripped(body.issues), body.unavailable, body.reason)
    return _draw(draws.commit(request.act, JuryId(call, track, stage), terms))


@endpoint(bp, "POST", JURY + "/draw/reveal", allow=RUNNERS, body=RevealIn, returns=DrawOut)
def reveal_draw(request: Request, body: RevealIn, call: str, track: str, stage: str) -> DrawOut:
    """Enter the public numbers (录入公开号码).

    Who is second and types the same draws.
    """
    return _draw(draws.reveal(request.act, JuryId(call, track, stage), body.numbers, body.anew))


@endpoint(bp, "POST", JURY + "/jury", allow=ORGANISER, body=JuryIn, returns=DrawOut)
def name_jury(request: Request, body: JuryIn, call: str, track: str, stage: str) -> DrawOut:
    """Name the jury where the call draws none; its list is public."""
    return _draw(draws.name_jury(request.act, JuryId(call, track, stage), body.members))


@endpoint(bp, "POST", JURY + "/draw/replace", allow=RUNNERS, body=ReplaceIn, returns=ReplacementOut)
def replace_drawn_expert(request: Request, body: ReplaceIn, call: str, track: str, stage: str) -> ReplacementOut:
    """Replace an expert by the next of the drawn order (递补)."""
    departure = Departure(body.label, body.why, body.reason, body.successor)
    done = replacements.replace_expert(request.act, JuryId(call, track, stage), departure)
    return ReplacementOut(draw=_draw(done.draw), takes=done.takes, moved=done.moved, by_hand=done.by_hand)


@endpoint(bp, "POST", JURY + "/draw/witness", allow=OBSERVER, body=Body, returns=DrawOut)
def witness_draw(request: Request, body: Body, call: str, track: str, stage: str) -> DrawOut:
    """Note that the caller, an observer, has witnessed the draw."""
    return _draw(draws.witness(request.act, JuryId(call, track, stage)))


def _stripped(issues: Mapping[str, str]) -> dict[str, str]:
    return {source: issue.strip() for source, issue in issues.items()}


def _draw(view: DrawView) -> DrawOut:
    return DrawOut(
        state=view.jury.state,
        draw=view.public,
        sources=view.rules.evaluation.numbers,
        second=view.rules.needs_second("reveal_draw"),
        people=view.people,
        waiting=NumbersWaitingOut(at=view.waiting.at, mine=view.waiting.mine) if view.waiting else None,
        witnessed=view.witnessed,
    )
