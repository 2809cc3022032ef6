"""Long acts of juries: begun by requests, carried out by a job.

Which there are, and what a step of each does, is the job's table (`jobs/season.py`).
"""

from collections.abc import Callable

from chalicelib import telemetry
from chalicelib.domain.errors import Busy, LaurelError
from chalicelib.domain.evaluation import long_acts as rules
from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, retry
from chalicelib.storage import long_acts
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Write

CarryOut = Callable[[Tools, JuryId], int]
"""One step of an act, which may be repeated; it returns what is left."""
AT_ONCE = 40
"""Most experts of a jury whose long acts a request carries out itself; those of a larger one are the season's."""


@dataclass(frozen=True)
class StepResult:
    """What a step of a long act came to.

    `outcome` is `gone_on`, or `refused` with the refusal's code.
    """

    left: int
    outcome: str = "gone_on"
    code: str = ""


def begin(
    act: Act, id: JuryId, name: str, before: LongAct | None, *, anew: bool = False
) -> tuple[LongAct, list[Write]]:
    """Return a long act that begins, and its writes.

    `before` is `storage.long_acts.long_act`, read in the same act. What is under way stays as it is, or begins `anew`
    where there is something else to do.
    """
    begun = rules.begin(before, id, name, act.caller.account, act.now)
    if begun == before and anew:
        begun = before.begun_again(act.now)
    return begun, [] if begun == before else [long_acts.put(begun)]


def carry_out_small(tools: Tools, act: LongAct, experts: int, carry_out: CarryOut) -> None:
    """Carry out at once what was begun, for a small jury.

    What is too busy stays under way, as that of a larger jury.
    """
    if experts > AT_ONCE:
        return
    try:
        while go_on(tools, act.id, act.act, act.n, carry_out).left:
            pass
    except Busy:
        telemetry.current().note(left_to_season=act.act)


def known_act(tools: Tools, id: JuryId, name: str) -> LongAct | None:
    """Return a jury's long act, under way or ended."""
    return fetch(tools.table, long_acts.long_act(id, name))


def go_on(tools: Tools, id: JuryId, name: str, n: int, carry_out: CarryOut) -> StepResult:
    """Carry out one step of run `n`, and note what is left.

    A run that is over, or that another took the place of, does nothing. Raises Busy, and what is no refusal.
    """
    known = known_act(tools, id, name)
    if known is None or not known.under_way or known.n != n:
        return StepResult(0)
    try:
        left = carry_out(tools, id)
    except Busy:
        raise
    except LaurelError as refusal:
        code = refusal.code
        telemetry.current().note(code=code)
        _write(tools, id, name, n, lambda act: act.ended_by(code, tools.clock()))
        return StepResult(0, "refused", code)
    _write(tools, id, name, n, lambda act: act.come_to(left, tools.clock()))
    return StepResult(left)


def lost(tools: Tools, call: str) -> list[LongAct]:
    """Return a call's lost acts, each with a new run."""
    known = fetch(tools.table, long_acts.of_call(call))
    return [begun for act in known if act.is_lost(tools.clock()) and (begun := _begun_again(tools, act))]


def under_way(tools: Tools, call: str) -> list[LongAct]:
    """Return a call's acts that are under way."""
    return [act for act in fetch(tools.table, long_acts.of_call(call)) if act.under_way]


def _begun_again(tools: Tools, act: LongAct) -> LongAct | None:
    """Return an act with a new run, None if it ended meanwhile."""
    return _write(tools, act.id, act.act, act.n, lambda known: known.begun_again(tools.clock()))


def _write(tools: Tools, id: JuryId, name: str, n: int, change: Callable[[LongAct], LongAct]) -> LongAct | None:
    """Write a change of the newest run; None for any other."""

    def attempt() -> LongAct | None:
        known = known_act(tools, id, name)
        if known is None or not known.under_way or known.n != n:
            return None
        after = change(known)
        tools.table.write([long_acts.put(after)])
        return after

    return retry(attempt)
