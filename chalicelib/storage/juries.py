"""Juries and what belongs to them, seals and proposals in the table."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.errors import Busy, LaurelError, NotFound, StepNotAllowed
from chalicelib.domain.evaluation.assignment_run import AssignmentRun
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.panel import Assignment, Draw, ReadingCard
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.roll import PART, FormalCheck, RollEntry, RollGate
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.history import Event
from chalicelib.domain.states import State
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, ref
from chalicelib.storage.engine.table import (
    NEW,
    ConditionCheck,
    Conflict,
    Delete,
    Item,
    Put,
    Query,
    Update,
    Write,
    at_version,
)
from chalicelib.storage.items import SCHEMA, event_items, packed, packed_rows, unpack
from chalicelib.storage.parts import Parts

SEALS = 1000
"""More seals than a call ever has."""


def jury(id: JuryId) -> Ref[Jury]:
    """Read a jury; a new one if nothing was done yet."""
    return ref(keys.jury(*id), jury_of, Jury(*id))


def put_step(after: Jury, event: Event) -> list[Write]:
    """Write a jury after a step, and the step's event.

    Its state stands beside the rest, since a sheet is submitted on condition of it. Raises Conflict when the jury has
    changed since it was read.
    """
    return [put_jury(after), *(Put(part) for part in event_items(event))]


def put_jury(after: Jury) -> Put:
    """Write a jury's next version; a step's comes with its event.

    Raises Conflict when the jury has changed since it was read.
    """
    item = packed(keys.jury(*after.id), after, v=after.v, state=after.state.value)
    return Put(item, *at_version(after.v - 1), _conflict)


def check_open(id: JuryId, step: str) -> ConditionCheck:
    """Refuse a write unless the jury's marks are open.

    Raises StepNotAllowed.
    """
    return ConditionCheck(
        keys.jury(*id),
        "#state = :state",
        {":state": JuryState.OPEN.value},
        otherwise=lambda item: StepNotAllowed(step=step, state=item["state"]) if item else NotFound(),
    )


def jury_of(item: Item) -> Jury:
    return unpack(Jury, item)


def seals(call: str) -> Listing[list[Seal]]:
    """Read all seals of a call, in order."""
    query = Query(keys.seal(call, 0).pk, keys.SEAL.prefix, limit=SEALS)
    return Listing(query, lambda page: [seal_of(item) for item in page.items], every=True)


def seal_of(item: Item) -> Seal:
    return unpack(Seal, item)


def last_seal(call: str) -> Listing[Seal | None]:
    """Read the last seal of a call."""
    query = Query(keys.seal(call, 0).pk, keys.SEAL.prefix, limit=1, newest_first=True)
    return Listing(query, lambda page: seal_of(page.items[0]) if page.items else None)


def put_seal(seal: Seal) -> Put:
    """Write a seal.

    Raises Conflict when another took its number meanwhile.
    """
    return Put(packed(keys.seal(seal.call, seal.n), seal), NEW, otherwise=_conflict)


def proposal(call: str, act: str, about: str) -> Ref[Proposal | None]:
    return ref(keys.proposal(call, act, about), proposal_of, None)


def proposal_of(item: Item) -> Proposal:
    return unpack(Proposal, item)


def put_proposal(new: Proposal, before: Proposal | None) -> Put:
    """Write a proposal in the place of the one before it.

    Raises Conflict when that has changed since it was read.
    """
    item = packed(keys.proposal(new.call, new.act, new.about), new, v=new.v)
    return Put(item, *at_version(before.v if before else 0), _conflict)


def end_proposal(proposal: Proposal) -> Delete:
    """Delete a proposal that was carried out or taken back.

    Raises Conflict when it has changed since it was read.
    """
    return Delete(keys.proposal(proposal.call, proposal.act, proposal.about), *at_version(proposal.v), _conflict)


def _conflict(item: Item | None) -> Conflict:
    return Conflict()


def roll(id: JuryId, count: int) -> Ref[list[RollEntry]]:
    """Read a frozen roll of `count` entries, in its order."""
    return _roll(id).read(count)


def put_roll(id: JuryId, entries: Sequence[RollEntry]) -> list[Put]:
    """Write a roll's parts; they count once the jury says how many.

    An attempt to freeze it writes over what one that was cut off has left.
    """
    return _roll(id).put(entries)


def _roll(id: JuryId) -> Parts[RollEntry]:
    return Parts(lambda part: keys.roll(*id, part), RollEntry, PART)


def not_admitted(id: JuryId, count: int) -> Ref[list[tuple[str, int]]]:
    """Read the entries that were not admitted to a frozen roll.

    Each with the number of the revision that was checked.
    """
    return _not_admitted(id).read(count)


def put_not_admitted(id: JuryId, entries: Sequence[tuple[str, int]]) -> list[Put]:
    """Write the entries that are not admitted, as `put_roll` does."""
    return _not_admitted(id).put(entries)


def _not_admitted(id: JuryId) -> Parts[tuple[str, int]]:
    return Parts(lambda part: keys.not_admitted(*id, part), tuple[str, int], PART)


def check(id: JuryId, entry: str) -> Ref[FormalCheck | None]:
    """Read the formal check of an entry, by short id."""
    return ref(keys.roll_check(*id, entry), lambda item: unpack(FormalCheck, item), None)


def checks(id: JuryId, entries: Iterable[str]) -> Ref[dict[str, FormalCheck]]:
    """Read the formal checks that exist of some entries."""
    several = by_name({entry: check(id, entry) for entry in entries})
    return several.map(lambda known: {entry: one for entry, one in known.items() if one})


def put_check(id: JuryId, check: FormalCheck) -> Put:
    """Write a formal check.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.roll_check(*id, check.entry), check, v=check.v)
    return Put(item, *at_version(check.v - 1), _conflict)


def gate(id: JuryId) -> Ref[RollGate]:
    """Read whether the draft of a roll may still change."""
    return ref(keys.roll_gate(*id), _gate_of, RollGate())


def check_gate(id: JuryId, now: datetime, step: str) -> ConditionCheck:
    """Refuse unless the draft of a roll may change.

    Raises StepNotAllowed once it is frozen, and Busy while it is being frozen.
    """
    closed = _closed(step)
    return ConditionCheck(keys.roll_gate(*id), _OPEN, {":no": False, ":now": _seconds(now)}, closed)


def close_gate(id: JuryId, gate: RollGate, now: datetime) -> Update:
    """Begin to freeze a roll: nothing of its draft changes meanwhile.

    Raises as `check_gate`.
    """
    sets = {"frozen": False, "freezer": gate.freezer, "until": _seconds(gate.until or now), "schema": SCHEMA}
    closed = _closed("freeze_roll")
    values = {":no": False, ":now": _seconds(now)}
    return Update(keys.roll_gate(*id), sets=sets, condition=_OPEN, values=values, otherwise=closed)


def check_freezer(id: JuryId, freezer: str) -> ConditionCheck:
    """Refuse unless this attempt to freeze a roll is still under way.

    Raises Conflict.
    """
    return ConditionCheck(keys.roll_gate(*id), _MINE, {":no": False, ":own": freezer}, _conflict)


def leave_gate(id: JuryId, freezer: str, *, frozen: bool) -> Update:
    """End an attempt to freeze a roll, successful or not.

    Raises Conflict when another attempt has taken its place.
    """
    values = {":no": False, ":own": freezer}
    sets = {"frozen": frozen, "until": 0}
    return Update(keys.roll_gate(*id), sets=sets, condition=_MINE, values=values, otherwise=_conflict)


_OPEN = "attribute_not_exists(#pk) OR (#frozen = :no AND #until < :now)"
_MINE = "#frozen = :no AND #freezer = :own"


def _closed(step: str) -> Any:
    def refusal(item: Item | None) -> LaurelError:
        is_frozen = item is not None and item["frozen"]
        return StepNotAllowed(step=step, state=State.NOMINATED) if is_frozen else Busy()

    return refusal


def _gate_of(item: Item) -> RollGate:
    until = datetime.fromtimestamp(item["until"], UTC) if item["until"] else None
    return RollGate(item["frozen"], item["freezer"], until)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def draw(id: JuryId) -> Ref[Draw | None]:
    """Read the pool and draw of a jury."""
    return ref(keys.draw(*id), lambda item: unpack(Draw, item), None)


def put_draw(draw: Draw) -> Put:
    """Write a draw.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.draw(draw.call, draw.track, draw.stage), draw, v=draw.v)
    return Put(item, *at_version(draw.v - 1), _conflict)


def assignment_run(id: JuryId) -> Ref[AssignmentRun | None]:
    """Read the last computing of a jury's assignment."""
    return ref(keys.assignment_run(*id), lambda item: unpack(AssignmentRun, item), None)


def put_assignment_run(run: AssignmentRun) -> Put:
    """Write the computing of an assignment.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.assignment_run(*run.id), run, v=run.v)
    return Put(item, *at_version(run.v - 1), _conflict)


def assignment(id: JuryId, expert: str) -> Ref[Assignment | None]:
    """Read what an expert reads in a jury."""
    return ref(keys.assigned(*id, expert), lambda item: unpack(Assignment, item), None)


def assignments(id: JuryId) -> Listing[list[Assignment]]:
    """Read all assignments of a jury."""
    query = Query(keys.jury(*id).pk, keys.ASSIGNED.prefix, limit=1000)
    return Listing(query, lambda page: [unpack(Assignment, item) for item in page.items], every=True)


def put_assignment(assignment: Assignment) -> Put:
    """Write an assignment.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.assigned(*assignment.id), assignment, v=assignment.v)
    return Put(item, *at_version(assignment.v - 1), _conflict)


def cards(id: JuryId, expert: str) -> Ref[tuple[ReadingCard, ...]]:
    """Read what an expert's list shows."""
    return ref(keys.cards(*id, expert), lambda item: unpack(tuple[ReadingCard, ...], item), ())


def put_cards(id: JuryId, expert: str, cards: Sequence[ReadingCard]) -> Put:
    return Put(packed_rows(keys.cards(*id, expert), cards, ReadingCard))
