"""The steps of a jury: from where, by whom, and what each leaves in its chain."""

import pytest

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.errors import Forbidden, StepNotAllowed
from chalicelib.domain.evaluation.jury import STEPS, Jury, JuryState, may_take, take
from chalicelib.domain.history import broken
from tests.factories import OPENS

SEASON = ["freeze_roll", "fix_rules", "commit_draw", "reveal_draw", "begin_assignment", "assign", "open", "seal_marks"]
SEASON += ["tally", "propose_selection", "confirm_selection"]
ORGANISER = Caller("a-organiser", Role.ORGANISER, "shandong")


def test_a_season_goes_from_preparing_to_selected_in_one_whole_chain() -> None:
    jury, events = Jury("c", "t", "s"), []
    for step in SEASON:
        jury, event = take(jury, step, ORGANISER, OPENS, {"digest": step})
        events.append(event)
    assert jury.state is JuryState.SELECTED
    assert jury.v == len(SEASON)
    assert [event.step for event in events] == SEASON
    assert broken(events, (jury.events, jury.last_hash)) is None


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", JuryState)
@pytest.mark.parametrize("role", Role)
def test_a_step_is_taken_from_its_states_by_its_roles_alone(step: str, state: JuryState, role: Role) -> None:
    row, jury, caller = STEPS[step], Jury("c", "t", "s", state), Caller("a", role, "shandong")
    if row.roles and role not in row.roles:
        with pytest.raises(Forbidden):
            take(jury, step, caller, OPENS, {})
    elif state not in row.sources:
        with pytest.raises(StepNotAllowed):
            take(jury, step, caller, OPENS, {})
    else:
        after, _ = take(jury, step, caller, OPENS, {})
        assert after.state is (row.target or state)
    assert may_take(jury, step, caller) == (role in row.roles and state in row.sources)


def test_nothing_goes_back_but_to_reconsider_to_strike_and_to_assign_anew() -> None:
    """While an assignment is written anew, the one before stands for nothing: it cannot be opened in between. After a
    struck sheet the tally before stands for nothing: nothing is selected by it."""
    order = list(JuryState)
    back = {
        row.step
        for row in STEPS.values()
        for source in row.sources
        if row.target and order.index(row.target) < order.index(source)
    }
    assert back == {"reconsider", "strike", "begin_assignment"}
