"""The season of an evaluation: for each jury a line of acts.

A line says what is done, what is to be done now and whom it waits for, and what lies ahead. It follows from states,
seals and proposals alone, and holds no mark, rank, decision or name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.access import Role
from chalicelib.domain.call import Call, Track
from chalicelib.domain.evaluation.jury import STEPS, Jury, JuryState
from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.evaluation.panel import Assignment, Draw
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.rules import Evaluation, ReviewStage
from chalicelib.domain.evaluation.seals import Seal, Sealed
from chalicelib.frozen import dataclass

ActName = Literal[
    "roll",
    "rules",
    "pool",
    "draw",
    "assignment",
    "opening",
    "marks",
    "seal",
    "tally",
    "reconsider",
    "selection",
]
"""The acts of a jury's season, in order.

A named jury has a pool and no draw; `reconsider` comes only where the stage says so, `selection` with the last stage.
A later stage has its rules before its roll: they stand public for days, which may be more than lie between the stages.
"""
Standing = Literal["done", "now", "open", "later"]
"""How an act stands.

`open`: it may be done besides what is to be done now, or be left out.
"""
Whom = Literal["organiser", "runners", "second", "experts", "date", "stage", "system"]
"""Whom an act waits for.

`runners`: organiser or agency; `second`: somebody else than `by`; `stage`: that the stage before has been tallied;
`system`: it is being carried out.
"""
Lack = Literal["untold", "sheets", "refused"]
"""What is missing: entries that have not been told of the roll, sheets that are not in, a long act's success."""

_STEP: Mapping[ActName, str] = {
    "roll": "freeze_roll",
    "rules": "fix_rules",
    "pool": "commit_draw",
    "draw": "reveal_draw",
    "assignment": "assign",
    "opening": "open",
    "seal": "seal_marks",
    "tally": "tally",
    "reconsider": "reconsider",
    "selection": "confirm_selection",
}
_SEALED: Mapping[ActName, Sealed] = {
    "roll": "roll",
    "rules": "rules",
    "pool": "pool",
    "draw": "draw",
    "assignment": "assignment",
    "seal": "marks",
    "tally": "tally",
    "selection": "selection",
}
_LONG: Mapping[ActName, tuple[str, ...]] = {
    "assignment": ("assignment",),
    "seal": ("sealing",),
    "tally": ("tally",),
    "reconsider": ("sealing", "tally"),
}
"""The long acts by which an act may be carried out."""
PROPOSED = tuple(step for step, row in STEPS.items() if row.second)
"""Steps that a second person may have to confirm."""
_ORDER = list(JuryState)


@dataclass(frozen=True)
class Waiting:
    """Whom or what an act waits for.

    `by` and `at`: who proposed it, and when; `until`: a date; `done` of `of` experts have handed everything in; `stage`
    is the id of the stage before; `left` is what a long act had left last.
    """

    whom: Whom
    by: str = ""
    at: datetime | None = None
    until: datetime | None = None
    done: int = 0
    of: int = 0
    stage: str = ""
    left: int | None = None


@dataclass(frozen=True)
class Lacking:
    """What an act lacks.

    `count` says how many; `code` is a refusal's.
    """

    what: Lack
    count: int = 0
    code: str = ""


@dataclass(frozen=True)
class SeasonAct:
    """An act of a jury's season.

    - `at`, `by`, `seal`: when it was done, by which account, and the number of its seal, as far as known.
    - `two`: whether it takes two people.
    - `figures`: how many entries, experts or runs there are.
    """

    name: ActName
    standing: Standing
    two: bool = False
    at: datetime | None = None
    by: str = ""
    seal: int | None = None
    waits: tuple[Waiting, ...] = ()
    missing: tuple[Lacking, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class JuryFacts:
    """What a jury's line is made of.

    `before` is the jury of the stage before; `proposals` are by step, `long_acts` by name; `assignments` are read while
    marks are open.
    """

    call: Call
    track: Track
    stage: ReviewStage
    evaluation: Evaluation
    jury: Jury
    before: Jury | None = None
    draw: Draw | None = None
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    long_acts: Mapping[str, LongAct] = field(default_factory=dict)
    assignments: Sequence[Assignment] = ()
    seals: Sequence[Seal] = ()

    @property
    def is_last(self) -> bool:
        """Whether entries are selected after this stage."""
        return self.track.stages[-1].id == self.stage.id

    @property
    def about(self) -> str:
        """The jury's name in seals and proposals."""
        return f"{self.jury.track}/{self.jury.stage}"


def line_of(facts: JuryFacts, now: datetime) -> tuple[SeasonAct, ...]:
    """Return a jury's acts in order, at most one standing at `now`."""
    acts = list[SeasonAct]()
    has_now = False
    for name in _names(facts):
        standing = _standing(facts, name, has_now, now)
        has_now = has_now or standing == "now"
        acts.append(_act(facts, name, standing, now))
    return tuple(acts)


def _names(facts: JuryFacts) -> Iterable[ActName]:
    yield from ("rules", "roll", "pool") if facts.before else ("roll", "rules", "pool")
    if facts.evaluation.draws:
        yield "draw"
    yield from ("assignment", "opening", "marks", "seal", "tally")
    if facts.stage.spread and (facts.jury.round > 1 or facts.jury.state is not JuryState.SELECTED):
        yield "reconsider"
    if facts.is_last:
        yield "selection"


def _standing(facts: JuryFacts, name: ActName, has_now: bool, now: datetime) -> Standing:
    if _is_done(facts, name, now):
        return "done"
    if name == "reconsider" and facts.jury.round == 1:
        return "open" if facts.jury.state is JuryState.TALLIED else "later"
    return "later" if has_now else "now"


def _is_done(facts: JuryFacts, name: ActName, now: datetime) -> bool:
    """Return whether an act is done.

    Once it is, it stays so; but a struck sheet asks for another tally, and an assignment may be begun anew.
    """
    jury, again = facts.jury, facts.jury.round > 1
    match name:
        case "roll":
            return jury.roll is not None
        case "rules":
            return _reached(jury, JuryState.RULED)
        case "pool":
            return _reached(jury, JuryState.DRAWN) or bool(facts.draw and facts.draw.commitment)
        case "draw":
            return _reached(jury, JuryState.DRAWN)
        case "assignment":
            return _reached(jury, JuryState.ASSIGNED)
        case "opening":
            return _reached(jury, JuryState.OPEN)
        case "marks":
            return again or _reached(jury, JuryState.SEALED) or _are_over(facts, now)
        case "seal":
            return again or bool(jury.marks_seal)
        case "tally":
            return again or _reached(jury, JuryState.TALLIED)
        case "reconsider":
            return again and _reached(jury, JuryState.TALLIED)
        case "selection":
            return jury.state is JuryState.SELECTED


def _are_over(facts: JuryFacts, now: datetime) -> bool:
    """Return whether there is nothing left to mark, or no time."""
    if facts.jury.state is not JuryState.OPEN:
        return False
    return now > facts.stage.closes + facts.call.grace or (bool(facts.assignments) and _open_sheets(facts) == 0)


def _reached(jury: Jury, state: JuryState) -> bool:
    return _ORDER.index(jury.state) >= _ORDER.index(state)


def _act(facts: JuryFacts, name: ActName, standing: Standing, now: datetime) -> SeasonAct:
    seal = _seal(facts, name) if standing == "done" else None
    at = seal.at if seal else _when(facts, name) if standing == "done" else None
    return SeasonAct(
        name,
        standing,
        _takes_two(facts, name),
        at,
        seal.by if seal else "",
        seal.n if seal else None,
        tuple(_waits(facts, name, now)) if standing == "now" else (),
        tuple(_missing(facts, name, standing)),
        _figures(facts, name),
    )


def _seal(facts: JuryFacts, name: ActName) -> Seal | None:
    what = _SEALED.get(name)
    of_act = [seal for seal in facts.seals if seal.what == what and seal.about == facts.about]
    return of_act[-1] if of_act else None


def _when(facts: JuryFacts, name: ActName) -> datetime | None:
    jury = facts.jury
    known = {"rules": jury.ruled_at, "opening": jury.opened_at if jury.round == 1 else None, "seal": jury.sealed_at}
    return known.get(name)


def _takes_two(facts: JuryFacts, name: ActName) -> bool:
    step = _step(facts, name)
    return step is not None and STEPS[step].second in facts.evaluation.second_person


def _step(facts: JuryFacts, name: ActName) -> str | None:
    """Return an act's next step, None where the office takes none."""
    if name == "pool" and not facts.evaluation.draws:
        return "name_jury"
    if name == "reconsider" and facts.jury.round > 1:
        return "seal_marks" if facts.jury.state is JuryState.OPEN else "tally"
    return _STEP.get(name)


def _long_act(facts: JuryFacts, name: ActName) -> LongAct | None:
    """Return the newest long act of an act."""
    known = [facts.long_acts[long] for long in _LONG.get(name, ()) if long in facts.long_acts]
    return max(known, key=lambda one: one.seen_at, default=None)


def _waits(facts: JuryFacts, name: ActName, now: datetime) -> Iterable[Waiting]:
    long_act = _long_act(facts, name)
    if long_act and long_act.under_way:
        yield Waiting("system", by=long_act.by, at=long_act.began_at, left=long_act.left)
    elif (until := _not_before(facts, name)) and now < until:
        yield Waiting("date", until=until)
    elif name == "seal" and facts.jury.state is JuryState.SEALED:
        yield Waiting("system", by=facts.jury.sealed_by, at=facts.jury.sealed_at)
    elif name == "roll" and facts.before and not _reached(facts.before, JuryState.TALLIED):
        yield Waiting("stage", stage=facts.before.stage)
    elif name == "marks" or (name == "reconsider" and facts.jury.state is JuryState.OPEN and _open_sheets(facts)):
        done = sum(not _open_of(assignment) for assignment in facts.assignments)
        yield Waiting("experts", done=done, of=len(facts.assignments))
        if now <= facts.stage.closes:
            yield Waiting("date", until=facts.stage.closes)
    else:
        yield _who_decides(facts, name)


def _who_decides(facts: JuryFacts, name: ActName) -> Waiting:
    step = _step(facts, name)
    proposal = facts.proposals.get(step or "")
    if proposal:
        return Waiting("second", by=proposal.by, at=proposal.at)
    roles = STEPS[step].roles if step else frozenset()
    return Waiting("runners" if Role.AGENCY in roles else "organiser")


def _not_before(facts: JuryFacts, name: ActName) -> datetime | None:
    """Return the moment that an act must wait for."""
    match name:
        case "roll":
            return max(facts.call.calendar.recommending.values(), default=facts.call.calendar.filing_closes)
        case "draw" if facts.draw and facts.draw.numbers_on:
            day = datetime.combine(datetime.fromisoformat(facts.draw.numbers_on), time(), ZoneInfo(facts.call.zone))
            return day.astimezone(UTC)
        case "opening" if facts.jury.ruled_at:
            return facts.jury.ruled_at + timedelta(days=facts.evaluation.rules_public_days)
    return None


def _missing(facts: JuryFacts, name: ActName, standing: Standing) -> Iterable[Lacking]:
    jury = facts.jury
    if name == "roll" and jury.followed < jury.to_follow:
        yield Lacking("untold", jury.to_follow - jury.followed)
    if standing == "now" and name in {"marks", "seal", "reconsider"} and (sheets := _open_sheets(facts)):
        yield Lacking("sheets", sheets)
    long_act = _long_act(facts, name)
    if standing == "now" and long_act and long_act.refused:
        yield Lacking("refused", code=long_act.refused)


def _open_sheets(facts: JuryFacts) -> int:
    return sum(map(_open_of, facts.assignments))


def _open_of(assignment: Assignment) -> int:
    return sum(review.is_open for review in assignment.reviews)


def _figures(facts: JuryFacts, name: ActName) -> dict[str, int]:
    jury, draw = facts.jury, facts.draw
    match name:
        case "roll" if jury.roll is not None:
            return {"entries": jury.roll}
        case "pool" if draw:
            return {"experts": len(draw.pool)}
        case "draw" if draw and draw.drawn:
            return {"experts": len(draw.drawn.labels), "left": len(draw.left)}
        case "tally" if jury.run:
            return {"run": jury.run}
    return {}
