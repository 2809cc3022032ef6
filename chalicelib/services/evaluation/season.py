"""The season of an evaluation, a line of acts for each jury."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.access import must_belong
from chalicelib.domain.call import Call, Track
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.evaluation.panel import Draw
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.rules import ReviewStage
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.evaluation.season import PROPOSED, JuryFacts, SeasonAct, line_of
from chalicelib.domain.record.checkpoints import SignedCheckpoint
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act
from chalicelib.services.evaluation import juries as service
from chalicelib.storage import checkpoints, juries, long_acts
from chalicelib.storage.engine.reads import Read


@dataclass(frozen=True)
class JuryLine:
    """A jury's line of acts."""

    track: Track
    stage: ReviewStage
    jury: Jury
    acts: tuple[SeasonAct, ...]


@dataclass(frozen=True)
class Season:
    """The lines of a call, by track and stage in their order.

    `checkpoint` is the last of its record that was signed.
    """

    call: Call
    at: datetime
    lines: tuple[JuryLine, ...]
    seals: int
    checkpoint: SignedCheckpoint | None = None


def read(act: Act, call_id: str) -> Season:
    """Return where a call's evaluation stands.

    Two round trips: juries, draws, proposals, seals; then who has still to mark, where marks are open. Raises NotFound.
    """
    call = act.calls.latest(call_id)
    if call.evaluation is None:
        raise NotFound()
    ids = [JuryId(call.id, track.id, stage.id) for track in call.tracks.values() for stage in track.stages]
    steps = [(id, step) for id in ids for step in PROPOSED]
    every: Sequence[Read[Any]] = [
        juries.seals(call.id),
        long_acts.of_call(call.id),
        checkpoints.last_checkpoint(call.id),
        *map(juries.jury, ids),
        *map(juries.draw, ids),
        *(juries.proposal(call.id, step, f"{id.track}/{id.stage}") for id, step in steps),
    ]
    seals, running, checkpoint, *rest = act.read_each(every)
    must_belong(act.caller, call)
    count = len(ids)
    known = dict(zip(ids, rest[:count], strict=True))
    read = _Read(known, dict(zip(ids, rest[count : 2 * count], strict=True)), {}, seals, running)
    read.proposals.update({key: one for key, one in zip(steps, rest[2 * count :], strict=True) if one})
    opened = [id for id in ids if known[id].state is JuryState.OPEN]
    assigned = dict(zip(opened, act.read_each([juries.assignments(id) for id in opened]), strict=True))
    lines = tuple(_line(act, id, read, assigned.get(id, [])) for id in ids)
    return Season(call, act.now, lines, len(seals), checkpoint)


@dataclass(frozen=True)
class _Read:
    """What was read of all juries of a call."""

    juries: dict[JuryId, Jury]
    draws: dict[JuryId, Draw | None]
    proposals: dict[tuple[JuryId, str], Proposal]
    seals: list[Seal]
    long_acts: list[LongAct]


def _line(act: Act, id: JuryId, read: _Read, assigned: Sequence[Any]) -> JuryLine:
    jury = read.juries[id]
    rules = service.fixed_rules(act, jury)
    facts = JuryFacts(
        rules.call,
        rules.track,
        rules.stage,
        rules.evaluation,
        jury,
        read.juries.get(JuryId(id.call, id.track, rules.before.id)) if rules.before else None,
        read.draws[id],
        {step: one for (about, step), one in read.proposals.items() if about == id},
        {one.act: one for one in read.long_acts if one.id == id},
        tuple(assigned),
        tuple(read.seals),
    )
    return JuryLine(rules.track, rules.stage, jury, line_of(facts, act.now))
