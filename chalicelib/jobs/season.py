"""The job that carries out the long acts of a season.

`ACTS` says what a step of each does. A step may be repeated, and says what is left; the state machine calls it until
that is nothing. Without a machine, as in local runs, the clock's tick does so in this process.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import telemetry
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.subjects import JuryId
from chalicelib.jobs.records import Turn, each_in_turn, holds_still
from chalicelib.services.evaluation import assignments, closing_seals, sealing, tallies
from chalicelib.services.evaluation import long_acts as service
from chalicelib.services.evaluation.long_acts import CarryOut, StepResult
from chalicelib.services.follow_ups import notices, results
from chalicelib.wiring import Wiring

ACTS: dict[str, CarryOut] = {
    assignments.LONG_ACT: assignments.carry_out,
    sealing.LONG_ACT: sealing.carry_out,
    tallies.LONG_ACT: tallies.carry_out,
}
"""What one step of each long act does, by its name."""

LONGEST = 10_000
"""Steps after which an act in this process is left for the next tick."""


def step(wiring: Wiring, event: Mapping[str, Any]) -> StepResult:
    """Carry out one step of an act, as the state machine asks.

    A refusal is returned and ends the act; whatever else fails is raised, and tried again. In maintenance nothing is
    done, and the tick brings the act again.
    """
    act, id, n = str(event["act"]), JuryId(event["call"], event["track"], event["stage"]), int(event["n"])
    with telemetry.span("run", job="season", act=act, jury=id.subject):
        if holds_still(wiring):
            return StepResult(0)
        if act not in ACTS:
            return StepResult(0, "refused", NotFound.code)
        result = service.go_on(wiring.tools, id, act, n, ACTS[act])
        telemetry.current().note(left=result.left)
        return result


def tick(wiring: Wiring, now: datetime) -> None:
    """Begin lost acts again; without a machine, carry them out."""
    with telemetry.span("run", job="season_tick"), each_in_turn() as turn:
        if holds_still(wiring):
            return
        for call in wiring.tools.calls.ids():
            with turn(call):
                _look_after(wiring, call, turn)


def _look_after(wiring: Wiring, call: str, turn: Turn) -> None:
    known = wiring.tools.calls.latest(call)
    if known.evaluation is None:
        return
    with turn(f"{call} closing seals"):
        closing_seals.seal_due(wiring.tools, known, wiring.clock())
    if known.public_notice:
        with turn(f"{call} notices"):
            notices.keep_time(wiring.tools, call)
    if known.results:
        with turn(f"{call} results"):
            results.go_on(wiring.tools, call)
    if not wiring.season.exists:
        for act in service.under_way(wiring.tools, call):
            with turn(act.run):
                _carry_out(wiring, act)
        return
    for act in service.lost(wiring.tools, call):
        with turn(act.run):
            wiring.season.start(act.run, act.event)


def _carry_out(wiring: Wiring, act: LongAct) -> None:
    """Carry an act out in this process until nothing is left."""
    for _ in range(LONGEST):
        if step(wiring, act.event).left == 0:
            return
