"""What each state allows, row by row, and the sets that others read."""

from typing import Any

import pytest

from chalicelib.domain.states import (
    APPROVED,
    AT_DESK,
    CARRIED,
    DECIDED,
    EDITABLE,
    EVER_PUSHED,
    FORM_DEFAULTS,
    LINKABLE,
    LISTED,
    ORGANISER,
    Phase,
    State,
    StateRow,
    row_of,
    state_at,
)

ROWS: dict[State, tuple[Phase, set[str]]] = {
    State.DRAFT: (Phase.OWNER, {"editable"}),
    State.PUSHED: (Phase.DESK, {"linkable", "carried", "waiting"}),
    State.RETURNED: (Phase.OWNER, {"editable"}),
    State.WITHDRAWN: (Phase.OVER, set()),
    State.RECOMMENDED: (Phase.DESK, {"linkable", "decided", "listed", "approved", "carried"}),
    State.DECLINED: (Phase.DESK, {"linkable", "decided"}),
    State.NOMINATED: (Phase.ORGANISER, {"linkable", "approved", "carried", "waiting"}),
}
FLAGS = ("editable", "linkable", "decided", "listed", "approved", "carried", "waiting")


@pytest.mark.parametrize("state", State)
def test_a_state_allows_what_its_row_says_and_nothing_else(state: State) -> None:
    phase, allowed = ROWS[state]
    flags: dict[str, Any] = {flag: flag in allowed for flag in FLAGS}
    assert row_of(state) == StateRow(phase=phase, **flags)


def test_what_is_no_state_has_no_row() -> None:
    with pytest.raises(AssertionError, match="lost"):
        row_of("lost")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gathered", "states"),
    [
        (EDITABLE, {"draft", "returned"}),
        (AT_DESK, {"pushed", "recommended", "declined"}),
        (DECIDED, {"recommended", "declined"}),
        (LISTED, {"recommended"}),
        (APPROVED, {"recommended", "nominated"}),
        (CARRIED, {"pushed", "recommended", "nominated"}),
        (LINKABLE, ("pushed", "recommended", "declined", "nominated")),
        (EVER_PUSHED, ("pushed", "returned", "withdrawn", "recommended", "declined", "nominated")),
        (FORM_DEFAULTS, {"link": {"states": ("pushed", "recommended", "declined", "nominated")}}),
    ],
)
def test_states_are_gathered_by_what_they_allow(gathered: Any, states: Any) -> None:
    assert gathered == states


def test_what_arrives_at_the_organiser_is_nominated_and_elsewhere_pushed() -> None:
    assert state_at(ORGANISER) is State.NOMINATED
    assert state_at("370900") is State.PUSHED
    assert state_at(None) is State.PUSHED
