"""Routes of a jury's scores: tally, marks by code, what follows, ballot."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.access import Role
from chalicelib.domain.evaluation.ballots import Votes
from chalicelib.domain.evaluation.exact import decimals, exact, fraction
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.rules import Spread, Words
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.evaluation.tally import Crossing, ExpertTally, LabelledSheet, TallyRow
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import ballots, marks, recomputation, reconsidering, tallies
from chalicelib.services.evaluation.ballots import BallotView
from chalicelib.services.evaluation.tallies import TallyView
from chalicelib.web import views
from chalicelib.web.attachments import LinkOut, TicketOut
from chalicelib.web.http.endpoint import EXPERT, ORGANISER, WATCHERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, Schema
from chalicelib.web.list_files import FileIn
from chalicelib.web.long_acts import carry_on

bp = Blueprint(__name__)
JURY = "/calls/{call}/juries/{track}/{stage}"


class TallyIn(Body):
    """`run`: the number of the last run that the caller has seen."""

    run: int | None = None


class StrikeIn(Body):
    """A sheet that is struck: its expert's label, its entry, and why."""

    expert: Id
    entry: Id
    reason: str = Field(max_length=limits.REASON)


class VotesIn(Body):
    agree: int = Field(ge=0)
    against: int = Field(ge=0)
    abstained: int = Field(ge=0)


class BallotIn(Body):
    """What a panel voted, by short id; `upload` is a new scan."""

    present: int = Field(ge=0)
    votes: dict[Id, VotesIn] = Field(max_length=limits.ENTRIES)
    upload: Id | None = None


class MarksQuery(Schema):
    entry: Id


@dataclass(frozen=True, kw_only=True)
class NumberOut:
    """A number: exact as "numerator/denominator", and for people."""

    exact: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CrossingOut:
    """Entries over and under the line by another way of counting."""

    up: list[str]
    down: list[str]


@dataclass(frozen=True, kw_only=True)
class ExpertTallyOut:
    """How an expert marked, by label.

    `above`: against the others who read the same, None where nobody did; `leniency`: what was taken off, None by
    methods that take nothing off.
    """

    label: str
    subject: str
    sheets: int
    mean: NumberOut
    low: NumberOut
    high: NumberOut
    above: NumberOut | None
    leniency: NumberOut | None


@dataclass(frozen=True, kw_only=True)
class TallyRowOut:
    """An entry's score and rank; `name` is None for an agency."""

    entry: str
    name: str | None
    rank: int
    final: NumberOut
    score: NumberOut
    carried: NumberOut | None
    spread: NumberOut
    totals: Mapping[str, str]
    adjusted: Mapping[str, str]
    decided_by: str | None
    flagged: bool
    below_floor: bool


@dataclass(frozen=True, kw_only=True)
class CountedByOut:
    """What scores are counted by."""

    kind: Literal["mean", "severity", "standard"]
    shrink: int
    trim: int
    at_least: int
    spread: Spread | None
    carries: int


@dataclass(frozen=True, kw_only=True)
class TallyOut:
    """A jury's last run.

    `run` is 0 before the first, and then there is nothing else.
    """

    state: JuryState
    stage_names: Words
    criteria: Mapping[str, Words]
    round: int
    run: int
    under_way: bool
    method: CountedByOut
    at: datetime | None
    line: int
    experts: list[ExpertTallyOut]
    islands: list[list[str]]
    crossed: CrossingOut
    plain: CrossingOut
    rows: list[TallyRowOut]


@dataclass(frozen=True, kw_only=True)
class RoundOut:
    """Marks and comments of one round."""

    marks: Mapping[str, str]
    comments: Mapping[str, str]
    comment: str


@dataclass(frozen=True, kw_only=True)
class SealedSheetOut:
    """An expert's sheet, by label; `rounds` in order, the last counts."""

    label: str
    state: Literal["draft", "submitted", "declined", "struck"]
    rounds: list[RoundOut]


@dataclass(frozen=True, kw_only=True)
class SealedSheetsOut:
    items: list[SealedSheetOut]


@dataclass(frozen=True, kw_only=True)
class OthersSheetOut:
    """What another expert had sent of an entry that is reconsidered."""

    label: str
    marks: RoundOut


@dataclass(frozen=True, kw_only=True)
class OthersOut:
    items: list[OthersSheetOut]


@dataclass(frozen=True, kw_only=True)
class VotesOut:
    agree: int
    against: int
    abstained: int


@dataclass(frozen=True, kw_only=True)
class BallotOut:
    """What a panel voted; `present` is None before it was entered."""

    quorum: str
    passes: str
    members: int
    present: int | None
    votes: Mapping[str, VotesOut]
    scan: views.FileOut | None


@endpoint(bp, "POST", JURY + "/tally", allow=ORGANISER, body=TallyIn, returns=TallyOut)
def start_tally(request: Request, body: TallyIn, call: str, track: str, stage: str) -> TallyOut:
    """Start a run of the tally.

    A small one is carried out at once. Where there is another than was seen, that is returned.
    """
    id = JuryId(call, track, stage)
    view = tallies.start(request.act, id, body.run)
    carry_on(request, id, tallies.LONG_ACT)
    return _tally(view, request.caller.role)


@endpoint(bp, "GET", JURY + "/tally", allow=WATCHERS, returns=TallyOut)
def show_tally(request: Request, call: str, track: str, stage: str) -> TallyOut:
    """Return the last run: scores, order, strictness, who crossed the line."""
    return _tally(tallies.read(request.act, JuryId(call, track, stage)), request.caller.role)


@endpoint(bp, "GET", JURY + "/marks", allow=WATCHERS, query=MarksQuery, returns=SealedSheetsOut)
def show_marks(request: Request, query: MarksQuery, call: str, track: str, stage: str) -> SealedSheetsOut:
    """Return an entry's marks by expert's label, once they are sealed."""
    shown = marks.of_entry(request.act, JuryId(call, track, stage), query.entry)
    return SealedSheetsOut(items=[_sheet(one) for one in shown])


@endpoint(bp, "POST", JURY + "/tally/export", allow=WATCHERS, returns=LinkOut, repeatable=False)
def export_tally(request: Request, call: str, track: str, stage: str) -> LinkOut:
    """Return a link to an archive to compute the tally from.

    It has marks, rules and rows by codes.
    """
    return LinkOut(url=recomputation.export(request.act, JuryId(call, track, stage)))


@endpoint(bp, "POST", JURY + "/strike", allow=ORGANISER, body=StrikeIn, status=204)
def strike_sheet(request: Request, body: StrikeIn, call: str, track: str, stage: str) -> None:
    """Strike a sealed sheet, since a recusal came to light."""
    reconsidering.strike(request.act, JuryId(call, track, stage), body.expert, body.entry, body.reason)


@endpoint(bp, "POST", JURY + "/reconsider", allow=ORGANISER, body=Body, status=204)
def reconsider_marks(request: Request, body: Body, call: str, track: str, stage: str) -> None:
    """Open another round for flagged entries, as the call declares."""
    reconsidering.reconsider(request.act, JuryId(call, track, stage))


@endpoint(bp, "GET", "/reading/{call}/{track}/{stage}/{entry}/others", allow=EXPERT, returns=OthersOut)
def show_others(request: Request, call: str, track: str, stage: str, entry: str) -> OthersOut:
    """Return what the others had sent of an entry that is reconsidered."""
    shown = reconsidering.others(request.act, JuryId(call, track, stage), entry)
    return OthersOut(items=[OthersSheetOut(label=one.label, marks=_round(one.marks)) for one in shown])


@endpoint(bp, "GET", JURY + "/ballot", allow=WATCHERS, returns=BallotOut)
def show_ballot(request: Request, call: str, track: str, stage: str) -> BallotOut:
    """Return what the panel voted."""
    return _ballot(ballots.read(request.act, JuryId(call, track, stage)))


@endpoint(bp, "PUT", JURY + "/ballot", allow=ORGANISER, body=BallotIn, returns=BallotOut)
def enter_ballot(request: Request, body: BallotIn, call: str, track: str, stage: str) -> BallotOut:
    """Enter what the panel voted, with the scan of its protocol."""
    votes = {entry: Votes(one.agree, one.against, one.abstained) for entry, one in body.votes.items()}
    return _ballot(ballots.enter(request.act, JuryId(call, track, stage), body.present, votes, body.upload))


@endpoint(
    bp, "POST", JURY + "/ballot/scans", allow=ORGANISER, body=FileIn, status=201, returns=TicketOut, repeatable=False
)
def begin_protocol(request: Request, body: FileIn, call: str, track: str, stage: str) -> TicketOut:
    """Return a presigned POST to upload the scan of a ballot's protocol."""
    ticket = ballots.begin_scan(request.act, JuryId(call, track, stage), body.name, body.size)
    return TicketOut(**ticket.__dict__)


@endpoint(bp, "GET", JURY + "/ballot/scan", allow=WATCHERS, returns=LinkOut)
def link_protocol(request: Request, call: str, track: str, stage: str) -> LinkOut:
    """Return a link of one minute to the protocol's scan."""
    return LinkOut(url=ballots.link_scan(request.act, JuryId(call, track, stage)))


def number(value: Fraction) -> NumberOut:
    """Return a number as the API shows it."""
    return NumberOut(exact=exact(value), text=decimals(value))


def number_of(text: str) -> NumberOut:
    """Return a stored number as the API shows it."""
    return number(fraction(text))


def texts(values: Mapping[str, Fraction]) -> dict[str, str]:
    """Return numbers for people, by name."""
    return {name: decimals(value) for name, value in sorted(values.items())}


def _tally(view: TallyView, role: Role) -> TallyOut:
    stage, tally = view.rules.stage, view.tally
    names = {} if role is Role.AGENCY else {entry: one.name for entry, one in view.roll.items()}
    return TallyOut(
        state=view.jury.state,
        stage_names=stage.names,
        criteria={one.id: one.names for one in view.rules.track.criteria},
        round=view.jury.round,
        run=tally.n if tally else 0,
        under_way=view.under_way,
        method=CountedByOut(
            **asdict(stage.method), at_least=stage.at_least, spread=stage.spread, carries=stage.carries
        ),
        at=tally.at if tally else None,
        line=tally.line if tally else 0,
        experts=[_expert(one) for one in tally.experts] if tally else [],
        islands=[list(one) for one in tally.islands] if tally else [],
        crossed=_crossing(tally.crossed if tally else Crossing()),
        plain=_crossing(tally.plain if tally else Crossing()),
        rows=[_row(row, tally.adjusted(row), names.get(row.entry)) for row in view.rows] if tally else [],
    )


def _row(row: TallyRow, adjusted: Mapping[str, Fraction], name: str | None) -> TallyRowOut:
    return TallyRowOut(
        entry=row.entry,
        name=name,
        rank=row.rank,
        final=number_of(row.final),
        score=number_of(row.score),
        carried=number_of(row.carried) if row.carried else None,
        spread=number_of(row.spread),
        totals=texts({label: fraction(value) for label, value in row.totals.items()}),
        adjusted=texts(adjusted),
        decided_by=row.decided_by,
        flagged=row.flagged,
        below_floor=row.below_floor,
    )


def _expert(one: ExpertTally) -> ExpertTallyOut:
    return ExpertTallyOut(
        label=one.label,
        subject=one.subject,
        sheets=one.sheets,
        mean=number_of(one.mean),
        low=number_of(one.low),
        high=number_of(one.high),
        above=number_of(one.above) if one.above else None,
        leniency=number_of(one.leniency) if one.leniency else None,
    )


def _crossing(one: Crossing) -> CrossingOut:
    return CrossingOut(up=list(one.up), down=list(one.down))


def _sheet(one: LabelledSheet) -> SealedSheetOut:
    # A draft of an open round is nobody else's; of a sealed one it never counted.
    current = [one.sheet.current] if one.sheet.state in {"submitted", "struck"} else []
    rounds = [_round(marks) for marks in (*one.sheet.earlier, *current)]
    return SealedSheetOut(label=one.label, state=one.sheet.state, rounds=rounds)


def _round(value: Marks) -> RoundOut:
    return RoundOut(marks=dict(value.marks), comments=dict(value.comments), comment=value.comment)


def _ballot(view: BallotView) -> BallotOut:
    count = view.count
    return BallotOut(
        quorum=view.rules.quorum,
        passes=view.rules.passes,
        members=view.members,
        present=count.present if count else None,
        votes={entry: VotesOut(**one.__dict__) for entry, one in count.votes.items()} if count else {},
        scan=views.file(count.scan) if count and count.scan else None,
    )
