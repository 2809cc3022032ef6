"""The route of a season: where each jury's acts stand."""

from collections.abc import Mapping
from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.call import Words
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.season import ActName, Lack, SeasonAct, Standing, Whom
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import season
from chalicelib.web.http.endpoint import WATCHERS, Request, endpoint

bp = Blueprint(__name__)


@dataclass(frozen=True, kw_only=True)
class WaitingOut:
    whom: Whom
    by: str
    at: datetime | None
    until: datetime | None
    done: int
    of: int
    stage: str
    left: int | None


@dataclass(frozen=True, kw_only=True)
class LackingOut:
    what: Lack
    count: int
    code: str


@dataclass(frozen=True, kw_only=True)
class SeasonActOut:
    """An act of a jury's season."""

    name: ActName
    standing: Standing
    two: bool
    at: datetime | None
    by: str
    seal: int | None
    waits: list[WaitingOut]
    missing: list[LackingOut]
    figures: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class SeasonLineOut:
    """The line of one track's evaluation at one stage."""

    track: str
    names: Words
    stage: str
    stage_names: Words
    state: JuryState
    round: int
    closes: datetime
    acts: list[SeasonActOut]


@dataclass(frozen=True, kw_only=True)
class CheckpointOut:
    """A signed checkpoint of a call's record, as paper names it."""

    n: int
    code: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SeasonOut:
    """Where a call's evaluation stands; `seals` is how many there are."""

    call: str
    at: datetime
    seals: int
    checkpoint: CheckpointOut | None
    lines: list[SeasonLineOut]


@endpoint(bp, "GET", "/calls/{call}/season", allow=WATCHERS, returns=SeasonOut)
def read_season(request: Request, call: str) -> SeasonOut:
    """Read where each track's evaluation stands.

    It holds no mark, rank, decision or name.
    """
    known = season.read(request.act, call)
    last = known.checkpoint
    checkpoint = CheckpointOut(n=last.n, code=last.code, at=last.at) if last else None
    lines = [*map(_line, known.lines)]
    return SeasonOut(call=known.call.id, at=known.at, seals=known.seals, checkpoint=checkpoint, lines=lines)


def _line(line: season.JuryLine) -> SeasonLineOut:
    return SeasonLineOut(
        track=line.track.id,
        names=line.track.names,
        stage=line.stage.id,
        stage_names=line.stage.names,
        state=line.jury.state,
        round=line.jury.round,
        closes=line.stage.closes,
        acts=[*map(_act, line.acts)],
    )


def _act(act: SeasonAct) -> SeasonActOut:
    return SeasonActOut(
        name=act.name,
        standing=act.standing,
        two=act.two,
        at=act.at,
        by=act.by,
        seal=act.seal,
        waits=[WaitingOut(**vars(one)) for one in act.waits],
        missing=[LackingOut(**vars(one)) for one in act.missing],
        figures=act.figures,
    )
