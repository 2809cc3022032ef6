"""The states of a submission, a row each: in whose hands it is, and what that allows.

Nothing else says what a state means; lists, figures, links and visibility take it from here.
"""

from enum import StrEnum
from typing import assert_never

from chalicelib.frozen import dataclass

ORGANISER = "organiser"
"""Stands where a desk's code stands for what has been nominated: the organiser is not a desk."""


class State(StrEnum):
    """Where a submission is. `workflow/rows.py` says how it gets from one to the next."""

    DRAFT = "draft"
    PUSHED = "pushed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    RECOMMENDED = "recommended"
    DECLINED = "declined"
    NOMINATED = "nominated"


class Phase(StrEnum):
    """In whose hands an entry is."""

    OWNER = "owner"
    DESK = "desk"
    ORGANISER = "organiser"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class StateRow:
    """What a state allows and means.

    `editable`: its owner may save and attach. `linkable`: another entry may name it. `decided`: its desk has made up
    its mind, which others learn with the report. `listed`: it stands in its desk's ranked list. `approved`: whoever
    holds it wants it to go on; `carried`: what a desk below reported still stands. `waiting`: it is what its holder
    looks at first.
    """

    phase: Phase
    editable: bool = False
    linkable: bool = False
    decided: bool = False
    listed: bool = False
    approved: bool = False
    carried: bool = False
    waiting: bool = False


def row_of(state: State) -> StateRow:
    """The row of a state; one without a row is an error of types."""
    match state:
        case State.DRAFT:
            return StateRow(phase=Phase.OWNER, editable=True)
        case State.PUSHED:
            return StateRow(phase=Phase.DESK, linkable=True, carried=True, waiting=True)
        case State.RETURNED:
            return StateRow(phase=Phase.OWNER, editable=True)
        case State.WITHDRAWN:
            return StateRow(phase=Phase.OVER)
        case State.RECOMMENDED:
            return StateRow(phase=Phase.DESK, linkable=True, decided=True, listed=True, approved=True, carried=True)
        case State.DECLINED:  # linkable: nothing may tell it from `pushed` before the list is reported
            return StateRow(phase=Phase.DESK, linkable=True, decided=True)
        case State.NOMINATED:
            return StateRow(phase=Phase.ORGANISER, linkable=True, approved=True, carried=True, waiting=True)
        case _:
            assert_never(state)


ROWS = {state: row_of(state) for state in State}

EDITABLE = frozenset(state for state, row in ROWS.items() if row.editable)
LINKABLE = tuple(state.value for state, row in ROWS.items() if row.linkable)
"""In the order in which a form's description names them."""
AT_DESK = frozenset(state for state, row in ROWS.items() if row.phase is Phase.DESK)
DECIDED = frozenset(state for state, row in ROWS.items() if row.decided)
LISTED = frozenset(state for state, row in ROWS.items() if row.listed)
APPROVED = frozenset(state for state, row in ROWS.items() if row.approved)
CARRIED = frozenset(state for state, row in ROWS.items() if row.carried)
EVER_PUSHED = tuple(state for state in State if state is not State.DRAFT)
FORM_DEFAULTS = {"link": {"states": LINKABLE}}
"""Options of a form's fields that the domain says where the call does not."""


def state_at(desk: str | None) -> State:
    """The state of what has just arrived at a desk, or at the organiser."""
    return State.NOMINATED if desk == ORGANISER else State.PUSHED
