"""The states of a submission, a row each.

A row says in whose hands the submission is, and what that allows. Nothing else defines what a state means; lists,
figures, links and visibility read it here.
"""

from enum import StrEnum
from typing import assert_never

from chalicelib.frozen import dataclass

ORGANISER = "organiser"
"""The organiser's value in place of a desk's code.

The organiser is not a desk.
"""


class State(StrEnum):
    """The state of a submission.

    `workflow/rows.py` defines the steps between states.
    """

    DRAFT = "draft"
    PUSHED = "pushed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    RECOMMENDED = "recommended"
    DECLINED = "declined"
    NOMINATED = "nominated"


class Outcome(StrEnum):
    """What becomes of a nominated submission.

    It stands beside the state, which stays `nominated`. A head has an outcome only from an act that is public, or that
    its owner is told of at once: what is undecided or unannounced lies elsewhere (docs/adr/0034-outcomes.md).
    """

    ADMITTED = "admitted"
    NOT_ADMITTED = "not_admitted"
    NOTICED = "noticed"
    AWARDED = "awarded"
    NOT_SELECTED = "not_selected"
    EXCLUDED = "excluded"
    REVOKED = "revoked"


class Phase(StrEnum):
    """Whose hands an entry is in."""

    OWNER = "owner"
    DESK = "desk"
    ORGANISER = "organiser"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class StateRow:
    """The meaning of a state.

    - `editable`: its owner may save answers and attach files.
    - `linkable`: another entry may name it in a link field.
    - `decided`: its desk has decided, which others learn with the report.
    - `listed`: it is in its desk's ranked list.
    - `approved`: its holder wants it to go on.
    - `carried`: what a desk below reported still holds.
    - `waiting`: its holder has to look at it next.
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
    """Return the row of a state.

    A state without a row is a type error.
    """
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
        case State.DECLINED:  # linkable: looks like `pushed` until the list is reported
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
"""Options of form fields that a call need not set."""


def state_at(desk: str | None) -> State:
    """Return the state of an entry on arrival at a desk.

    `desk` may be `ORGANISER`.
    """
    return State.NOMINATED if desk == ORGANISER else State.PUSHED
