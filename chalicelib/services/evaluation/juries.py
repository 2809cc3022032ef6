"""Juries: which there are, and what every step of one shares.

A step reads the jury first, decides by `domain.evaluation.jury.take`, and writes jury, event, its own items and, where
something is fixed, a seal, in one transaction.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.access import must_belong
from chalicelib.domain.call import Call, Track
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.jury import STEPS, Jury
from chalicelib.domain.evaluation.proposals import Proposal, check_second
from chalicelib.domain.evaluation.rules import Evaluation, ReviewStage
from chalicelib.domain.evaluation.seals import Seal, Sealed, Sealing, next_seal
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, token
from chalicelib.storage import juries
from chalicelib.storage.engine.table import Write

SEAL_SALT = 26
"""Signs of a seal's salt: 130 bits."""


@dataclass(frozen=True)
class Rules:
    """The rules by which a jury works."""

    call: Call
    track: Track
    stage: ReviewStage
    evaluation: Evaluation

    def needs_second(self, step: str) -> bool:
        """Return whether the call asks for a second person."""
        return self.call.needs_second(STEPS[step].second)

    @property
    def before(self) -> ReviewStage | None:
        """The stage before this one, None for the first."""
        n = self.track.stages.index(self.stage)
        return self.track.stages[n - 1] if n else None


def rules_of(act: Act, id: JuryId) -> Rules:
    """Return the rules of a jury by its call's newest version.

    Nothing is read. Raises NotFound where the call has no such track or stage.
    """
    call = act.calls.latest(id.call)
    track = call.tracks.get(id.track)
    stage = next((s for s in track.stages if s.id == id.stage), None) if track else None
    if track is None or stage is None or call.evaluation is None:
        raise NotFound()
    return Rules(call, track, stage, call.evaluation)


def fixed_rules(act: Act, jury: Jury) -> Rules:
    """Return the rules as they were fixed, whatever the call says since.

    By the newest version as long as they are not fixed.
    """
    known = rules_of(act, jury.id)
    if not jury.version or jury.version == known.call.version:
        return known
    call = act.calls.version(jury.call, jury.version)
    track = call.track(jury.track)
    if call.evaluation is None:
        raise NotFound()
    return Rules(call, track, track.stage(jury.stage), call.evaluation)


def must_belong_to(act: Act, rules: Rules) -> None:
    """Refuse callers of another authority.

    Raises NotFound, and what `act.caller` raises.
    """
    must_belong(act.caller, rules.call)


def seal_writes(act: Act, last: Seal | None, what: Sealed, jury: JuryId, leaves: Sequence[str]) -> tuple[Seal, Write]:
    """Return the next seal of a call, and its write.

    `last` is `juries.last_seal`, read in the same act. The write raises Conflict when another seal came first.
    """
    return seal_about(act, last, what, jury.call, f"{jury.track}/{jury.stage}", leaves)


def seal_about(
    act: Act, last: Seal | None, what: Sealed, call: str, about: str, leaves: Sequence[str]
) -> tuple[Seal, Write]:
    """Return the next seal of a call about anything, and its write.

    As `seal_writes`.
    """
    seal = next_seal(last, Sealing(call, act.now, act.caller.account, token(SEAL_SALT)), what, about, leaves)
    return seal, juries.put_seal(seal)


def propose(
    act: Act, id: JuryId, step: str, proposal: Proposal | None, digest: str, values: Mapping[str, Any]
) -> tuple[Proposal, Write]:
    """Return the proposal of a jury's step, and its write.

    As `propose_about`.
    """
    return propose_about(act, id.call, step, f"{id.track}/{id.stage}", proposal, digest, values)


def propose_about(
    act: Act,
    call: str,
    step: str,
    about: str,
    proposal: Proposal | None,
    digest: str,
    values: Mapping[str, Any],
) -> tuple[Proposal, Write]:
    """Return the proposal of an act about anything, and its write.

    It takes the place of `proposal`, the one before, if any.
    """
    v = proposal.v + 1 if proposal else 1
    new = Proposal(call, step, about, digest, act.caller.account, act.now, dict(values), v)
    return new, juries.put_proposal(new, proposal)


def confirm(act: Act, proposal: Proposal | None, digest: str) -> Write:
    """Return the write that ends a proposal which is carried out.

    Raises NotProposed, SamePerson, ProposalChanged.
    """
    return juries.end_proposal(check_second(proposal, act.caller, digest))
