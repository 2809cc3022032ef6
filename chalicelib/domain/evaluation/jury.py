"""The evaluation of one track at one stage, and its steps.

`STEPS` is its workflow, a row per step. Each step is one version of the jury's item and one event of its chain; what
it writes beside them is the service's.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.errors import Forbidden, StepNotAllowed
from chalicelib.domain.evaluation.rules import SecondPersonAct
from chalicelib.domain.history import ErasableText, Event, append
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass


class JuryState(StrEnum):
    """How far a jury has come."""

    PREPARING = "preparing"
    RULED = "ruled"
    DRAWN = "drawn"
    ASSIGNED = "assigned"
    OPEN = "open"
    SEALED = "sealed"
    TALLIED = "tallied"
    SELECTED = "selected"


@dataclass(frozen=True)
class Jury:
    """The evaluation of one track at one stage.

    - `roll`: how many entries its frozen roll has, None until it is frozen; `refused`: how many were not admitted to
      it; `followed`: how many of both have been told so.
    - `rules`: the digest of the rules; `version`: the version of the call that they are of. Both are set when the
      rules are fixed.
    - `round`: 1, and one more with each reconsideration.
    - `run`: the number of the last tally, 0 before the first.
    - `opened_at`, `sealed_at`: when marks were opened and sealed last; `sealed_by`: who sealed them.
    - `marks_seal`: the number of their seal, 0 as long as not every expert's sheets are in it.
    - `v`: rises with every step.
    - `events` and `last_hash`: the end of its history chain.
    """

    call: str
    track: str
    stage: str
    state: JuryState = JuryState.PREPARING
    roll: int | None = None
    refused: int = 0
    followed: int = 0
    rules: str = ""
    version: int = 0
    ruled_at: datetime | None = None
    round: int = 1
    run: int = 0
    opened_at: datetime | None = None
    sealed_at: datetime | None = None
    sealed_by: str = ""
    marks_seal: int = 0
    v: int = 0
    events: int = 0
    last_hash: str = ""

    @property
    def id(self) -> JuryId:
        return JuryId(self.call, self.track, self.stage)

    @property
    def to_follow(self) -> int:
        """How many entries learn their outcome from the frozen roll."""
        return (self.roll or 0) + self.refused


@dataclass(frozen=True)
class JuryStep:
    """All that the product knows of a jury's step.

    - `step`: its name in history, which never changes.
    - `sources`: states from which it may be taken; `target`: the state it leads to, None where it stays.
    - `roles`: who may take it; none for the season itself.
    - `second`: the name under which a call may ask for a second person.
    """

    step: str
    sources: frozenset[JuryState]
    target: JuryState | None
    roles: frozenset[Role]
    second: SecondPersonAct | None = None


_ORGANISER = frozenset({Role.ORGANISER})
_RUNNERS = frozenset({Role.ORGANISER, Role.AGENCY})
_S = JuryState

_ROWS = (
    JuryStep("freeze_roll", frozenset({_S.PREPARING, _S.RULED}), None, _ORGANISER),
    JuryStep("fix_rules", frozenset({_S.PREPARING}), _S.RULED, _ORGANISER),
    JuryStep("commit_draw", frozenset({_S.RULED}), None, _RUNNERS),
    JuryStep("reveal_draw", frozenset({_S.RULED}), _S.DRAWN, _RUNNERS, "draw"),
    JuryStep("name_jury", frozenset({_S.RULED}), _S.DRAWN, _ORGANISER),
    JuryStep("witness", frozenset({_S.DRAWN, _S.ASSIGNED, _S.OPEN}), None, frozenset({Role.OBSERVER})),
    JuryStep("replace", frozenset({_S.DRAWN, _S.ASSIGNED, _S.OPEN}), None, _RUNNERS),
    JuryStep("begin_assignment", frozenset({_S.DRAWN, _S.ASSIGNED}), _S.DRAWN, _RUNNERS),
    JuryStep("assign", frozenset({_S.DRAWN}), _S.ASSIGNED, _RUNNERS),
    JuryStep("reassign", frozenset({_S.ASSIGNED, _S.OPEN}), None, _RUNNERS),
    JuryStep("open", frozenset({_S.ASSIGNED}), _S.OPEN, _ORGANISER),
    JuryStep("decline", frozenset({_S.OPEN}), None, frozenset({Role.EXPERT})),
    JuryStep("reopen_sheet", frozenset({_S.OPEN}), None, _ORGANISER),
    JuryStep("seal_marks", frozenset({_S.OPEN}), _S.SEALED, _ORGANISER, "marks"),
    JuryStep("finish_seal", frozenset({_S.SEALED}), None, frozenset()),
    JuryStep("strike", frozenset({_S.SEALED, _S.TALLIED}), _S.SEALED, _ORGANISER),
    JuryStep("tally", frozenset({_S.SEALED, _S.TALLIED}), _S.TALLIED, _ORGANISER),
    JuryStep("reconsider", frozenset({_S.SEALED, _S.TALLIED}), _S.OPEN, _ORGANISER),
    JuryStep("propose_selection", frozenset({_S.TALLIED}), None, _ORGANISER),
    JuryStep("confirm_selection", frozenset({_S.TALLIED}), _S.SELECTED, _ORGANISER, "selection"),
)

STEPS: Mapping[str, JuryStep] = {row.step: row for row in _ROWS}
"""The steps of a jury by name, in the order of a season."""


def may_take(jury: Jury, step: str, caller: Caller) -> bool:
    """Return whether a jury's state and the caller's role allow a step."""
    row = STEPS[step]
    return jury.state in row.sources and caller.role in row.roles


def take(
    jury: Jury,
    step: str,
    caller: Caller,
    at: datetime,
    figures: Mapping[str, Any],
    texts: Mapping[str, ErasableText] | None = None,
    **changes: Any,
) -> tuple[Jury, Event]:
    """Return a jury after a step, and the step's event.

    `figures` are codes and digests, never names or words. Raises Forbidden, StepNotAllowed.
    """
    row = STEPS[step]
    if row.roles and caller.role not in row.roles:
        raise Forbidden()
    if jury.state not in row.sources:
        raise StepNotAllowed(step=step, state=jury.state.value)
    known = {**figures, **({"reset_by": caller.reset_by} if caller.reset_by else {})}
    event = append(jury.id.subject, (jury.events, jury.last_hash), step, caller.account, at, known, texts or {})
    state = row.target or jury.state
    after = replace(jury, **{"state": state, **changes}, v=jury.v + 1, events=event.n, last_hash=event.hash)
    return after, event
