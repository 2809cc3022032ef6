"""What becomes of submissions when their owner's account is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.calendar import Dates, Extension
from chalicelib.domain.call import Call
from chalicelib.domain.erasure import Fate, fate, is_spent
from chalicelib.domain.states import State
from chalicelib.domain.submission import Head
from tests.factories import CALL, CLOSES, TRACK, call

ENDS = CLOSES + timedelta(days=2)


def dates(days: int | None = 180, *extensions: Extension) -> Dates:
    return Dates(Call.from_dict(call(retention={"drafts_days": days})), extensions)


def head(state: State = State.DRAFT, revision: int = 0) -> Head:
    return Head(f"{CALL}.{TRACK}.x", CALL, TRACK, "a-owner", state, revision=revision)


def test_a_draft_goes_whenever() -> None:
    for moment in (CLOSES, ENDS + timedelta(days=1)):
        assert fate(head(), dates(), moment) is Fate.DELETED


@pytest.mark.parametrize("state", [s for s in State if s is not State.DRAFT])
def test_what_was_pushed_is_held_while_it_is_on_its_way_and_blanked_when_the_call_is_over(state: State) -> None:
    is_back = state in {State.RETURNED, State.WITHDRAWN}
    assert fate(head(state, 1), dates(), ENDS) is (Fate.BLANKED if is_back else Fate.HELD)
    assert fate(head(state, 1), dates(), ENDS + timedelta(seconds=1)) is Fate.BLANKED


def test_a_decline_that_nobody_was_told_of_is_held_as_an_undecided_entry_is() -> None:
    announced = replace(head(State.DECLINED, 1), announced=True)
    assert {fate(one, dates(), CLOSES) for one in (head(State.PUSHED, 1), head(State.DECLINED, 1), announced)} == {
        Fate.HELD
    }


def test_a_call_is_over_when_the_last_extension_is() -> None:
    more = Extension("filing", "370902", ENDS + timedelta(days=9), "", "a", CLOSES)
    assert fate(head(State.PUSHED, 1), dates(180, more), ENDS + timedelta(days=9)) is Fate.HELD
    assert dates(30, more).drafts_until == ENDS + timedelta(days=39)


def test_a_draft_is_kept_for_the_days_that_its_call_names() -> None:
    last = ENDS + timedelta(days=180)
    assert not is_spent(head(), dates(), last)
    assert is_spent(head(), dates(), last + timedelta(seconds=1))
    assert not is_spent(head(State.RETURNED, 1), dates(), last + timedelta(days=999))
    assert not is_spent(head(), dates(None), last + timedelta(days=999))


def test_a_late_pass_keeps_a_draft_longer() -> None:
    late = replace(head(), late_until=ENDS + timedelta(days=200))
    assert not is_spent(late, dates(), ENDS + timedelta(days=199))
    assert is_spent(late, dates(), ENDS + timedelta(days=201))
