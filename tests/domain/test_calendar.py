"""When things close, for whom: a date for all, an earlier one of a desk's own, more time, a late pass."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.calendar import FARTHEST, Closing, Dates, Extension, Which, check_future
from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Closed, Invalid
from chalicelib.domain.submission import ORGANISER, Head
from tests.factories import CITY, CLOSES, COUNTY, OPENS, OTHER_COUNTY, call

HERE = Call.from_dict(call())
PLANNED = Dates(HERE)
REPORTS_BY = CLOSES + timedelta(days=2)
DRAFT = Head("c.t.a", "c", "t", "owner")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def more(which: Which, desk: str | None, until: datetime) -> Extension:
    return Extension(which, desk, until, "r", "o", OPENS)


def may_file(now: datetime, dates: Dates = PLANNED, **rest: object) -> bool:
    settings = {
        COUNTY: DeskSettings(COUNTY, **rest.pop("county", {})),
        CITY: DeskSettings(CITY, **rest.pop("city", {})),
    }  # type: ignore[arg-type]
    head = replace(DRAFT, **rest)  # type: ignore[arg-type]
    try:
        dates.must_file(now, head, COUNTY, settings)
    except Closed:
        return False
    return True


def test_filing_is_open_from_its_first_moment_to_the_end_of_the_silent_grace() -> None:
    moments = (OPENS - MINUTE, OPENS, CLOSES, CLOSES + HERE.grace, CLOSES + HERE.grace + MINUTE)
    assert [may_file(at) for at in moments] == [False, True, True, True, False]


def test_a_refusal_says_the_date_without_its_grace() -> None:
    with pytest.raises(Closed) as refused:
        Dates(HERE).must_file(CLOSES + DAY, DRAFT, COUNTY, {})
    assert refused.value.details == {"which": "filing", "closed_at": CLOSES}


@pytest.mark.parametrize("of", ["county", "city"])
def test_an_earlier_date_of_the_desk_or_of_one_above_it_counts(of: str) -> None:
    earlier = {of: {"filing_closes": CLOSES - 2 * DAY}}
    assert may_file(CLOSES - 2 * DAY, **earlier)
    assert not may_file(CLOSES - DAY, **earlier)


def test_more_time_for_all_does_not_undo_a_desks_own_earlier_date() -> None:
    dates = Dates(HERE, (more("filing", None, CLOSES + 3 * DAY),))
    assert may_file(CLOSES + 2 * DAY, dates)
    assert not may_file(CLOSES, dates, county={"filing_closes": CLOSES - DAY})


def test_more_time_for_one_desk_counts_over_everything_and_for_no_other() -> None:
    dates = Dates(HERE, (more("filing", COUNTY, CLOSES + 3 * DAY),))
    assert may_file(CLOSES + 2 * DAY, dates, county={"filing_closes": CLOSES - DAY})
    assert dates.filing_closes(OTHER_COUNTY, {}) == CLOSES


def test_a_closing_says_whose_date_it_is() -> None:
    early = {
        CITY: DeskSettings(CITY, filing_closes=CLOSES - DAY),
        COUNTY: DeskSettings(COUNTY, filing_closes=CLOSES),
    }
    assert PLANNED.filing_closing(COUNTY, {}) == Closing(CLOSES)
    assert PLANNED.filing_closing(COUNTY, early) == Closing(CLOSES - DAY, earlier=CITY)
    given = Dates(HERE, (more("filing", COUNTY, CLOSES + DAY),))
    assert given.filing_closing(COUNTY, early) == Closing(CLOSES + DAY, extended=True)


def test_more_time_for_recommending_is_none_for_filing() -> None:
    dates = Dates(HERE, (more("recommending", None, CLOSES + 9 * DAY),))
    assert dates.filing_closes(COUNTY, {}) == CLOSES
    assert dates.recommending_closes(COUNTY, {}) == CLOSES + 9 * DAY


def test_a_late_pass_and_days_to_come_again_count_for_that_submission() -> None:
    late = CLOSES + 2 * DAY
    assert may_file(CLOSES + DAY, late_until=late)
    assert not may_file(CLOSES + 3 * DAY, late_until=late)
    assert may_file(CLOSES + DAY, resubmit_until=CLOSES + 2 * DAY)


def test_no_pass_opens_what_has_not_begun() -> None:
    assert not may_file(OPENS - DAY, late_until=CLOSES)


def test_a_desk_reports_by_its_levels_date_or_an_earlier_one_of_its_parents() -> None:
    assert Dates(HERE).recommending_closes(COUNTY, {}) == REPORTS_BY
    earlier = {CITY: DeskSettings(CITY, children_close=REPORTS_BY - DAY)}
    assert Dates(HERE).recommending_closes(COUNTY, earlier) == REPORTS_BY - DAY
    assert Dates(HERE).recommending_closes(CITY, earlier) == REPORTS_BY


@given(st.integers(-20, 5))
def test_what_is_returned_has_its_days_but_never_past_the_end_of_its_desks_time(days: int) -> None:
    now = REPORTS_BY + timedelta(days=days)
    until = Dates(HERE).resubmit_until(now, COUNTY, {})
    assert now <= until <= now + timedelta(days=HERE.resubmit_days)
    assert until <= max(now, REPORTS_BY)


def test_what_the_organiser_returns_has_its_full_days() -> None:
    late = REPORTS_BY + 10 * DAY
    assert Dates(HERE).resubmit_until(late, ORGANISER, {}) == late + timedelta(days=HERE.resubmit_days)


def test_a_refusal_before_filing_opens_says_when_it_does() -> None:
    with pytest.raises(Closed) as refused:
        PLANNED.must_file(OPENS - MINUTE, DRAFT, COUNTY, {})
    assert refused.value.details == {"which": "filing_not_open", "closed_at": OPENS}


def test_recommending_is_open_to_the_end_of_the_silent_grace() -> None:
    end = REPORTS_BY + HERE.grace
    PLANNED.must_recommend(end, COUNTY, {})
    PLANNED.must_go_on(end, COUNTY, {}, None)
    for check in (PLANNED.must_recommend, partial(PLANNED.must_go_on, until=None)):
        with pytest.raises(Closed) as refused:
            check(end + MINUTE, COUNTY, {})
        assert refused.value.details == {"which": "recommending", "closed_at": REPORTS_BY}


def test_the_last_push_is_by_the_desks_date_or_by_the_latest_that_one_submission_has() -> None:
    late, again = CLOSES + DAY, CLOSES + 2 * DAY
    assert PLANNED.last_push(DRAFT, COUNTY, {}) == CLOSES
    assert PLANNED.last_push(replace(DRAFT, late_until=CLOSES - DAY), COUNTY, {}) == CLOSES
    assert PLANNED.last_push(replace(DRAFT, late_until=late), COUNTY, {}) == late
    assert PLANNED.last_push(replace(DRAFT, late_until=late, resubmit_until=again), COUNTY, {}) == again


def test_each_level_has_its_own_end_and_the_time_given_to_all() -> None:
    own = {"county": CLOSES, "city": CLOSES + DAY, "department": CLOSES + 3 * DAY}
    calendar = {**call()["calendar"], "recommending": {id: at.isoformat() for id, at in own.items()}}
    planned = Call.from_dict(call(calendar=calendar))
    extended = Dates(
        planned,
        (more("recommending", None, CLOSES + 2 * DAY), more("recommending", COUNTY, CLOSES + 9 * DAY)),
    )
    assert Dates(planned).for_levels() == own
    assert extended.for_levels() == {**own, "county": CLOSES + 2 * DAY, "city": CLOSES + 2 * DAY}


def test_of_several_times_that_were_given_the_latest_counts() -> None:
    given_twice = (more("filing", None, CLOSES + 2 * DAY), more("filing", None, CLOSES + DAY))
    assert Dates(HERE, given_twice).filing_closes(COUNTY, {}) == CLOSES + 2 * DAY
    to_one = (more("filing", COUNTY, CLOSES + 2 * DAY), more("filing", COUNTY, CLOSES + DAY))
    assert Dates(HERE, to_one).filing_closes(COUNTY, {}) == CLOSES + 2 * DAY


def test_time_given_to_one_desk_for_recommending_counts_over_its_parents_earlier_date() -> None:
    earlier = {CITY: DeskSettings(CITY, children_close=REPORTS_BY - DAY)}
    dates = Dates(HERE, (more("recommending", COUNTY, REPORTS_BY + DAY),))
    assert dates.recommending_closes(COUNTY, earlier) == REPORTS_BY + DAY
    assert dates.recommending_closes(OTHER_COUNTY, earlier) == REPORTS_BY - DAY


GIVER_CLOSES = REPORTS_BY + 5 * DAY
GIVER = Dates(HERE, (more("recommending", CITY, GIVER_CLOSES),))


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (REPORTS_BY - DAY, "too_early"),
        (REPORTS_BY, "too_early"),
        (REPORTS_BY + MINUTE, None),
        (GIVER_CLOSES, None),
        (GIVER_CLOSES + MINUTE, "too_late"),
    ],
)
def test_a_desk_gives_the_one_below_more_time_than_it_has_and_no_more_than_its_own(
    until: datetime, code: str | None
) -> None:
    for give in (GIVER.must_extend, GIVER.must_go_on):
        assert refusal(lambda give=give: give(OPENS, COUNTY, {}, until)) == code  # type: ignore[misc]


def test_the_organiser_gives_a_top_desk_any_time_that_lies_ahead() -> None:
    assert refusal(lambda: PLANNED.must_extend(OPENS, CITY, {}, REPORTS_BY + 99 * DAY)) is None
    late = REPORTS_BY + 2 * DAY
    assert refusal(lambda: GIVER.must_extend(late, COUNTY, {}, late - MINUTE)) == "too_early"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (OPENS - MINUTE, "too_early"),
        (OPENS, "too_early"),
        (OPENS + MINUTE, None),
        (OPENS + FARTHEST, None),
        (OPENS + FARTHEST + MINUTE, "too_late"),
    ],
)
def test_time_is_given_from_now_to_a_year_ahead(until: datetime, code: str | None) -> None:
    assert refusal(lambda: check_future(OPENS, until)) == code


def refusal(check: Callable[[], None]) -> str | None:
    """The code of the one problem at /until that `check` raises; None where it raises nothing."""
    try:
        check()
    except Invalid as invalid:
        [error] = invalid.details["errors"]
        return error["code"] if error["pointer"] == "/until" else f"at {error['pointer']}"
    return None
