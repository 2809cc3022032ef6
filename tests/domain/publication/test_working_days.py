"""Days that count: by the State Council's lists, whatever the hour of opening."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.publication.working_days import Count, CountedDays

SHANGHAI = "Asia/Shanghai"
OF_2021 = CountedDays(
    5,
    "working",
    holidays=frozenset(date(2021, 10, n) for n in (1, 4, 5, 6, 7)),
    workdays=frozenset({date(2021, 9, 26), date(2021, 10, 9)}),
)
"""Around National Day 2021: the holidays that are weekdays, and the two weekends that were worked."""


def opened(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SHANGHAI)).astimezone(UTC)


@pytest.mark.parametrize(
    ("rules", "at", "last"),
    [
        (CountedDays(5), "2021-11-24T10:00", "2021-12-01"),
        (CountedDays(5, "calendar"), "2021-11-24T10:00", "2021-11-29"),
        (CountedDays(5), "2021-11-26T23:59:59", "2021-12-03"),
        (CountedDays(5), "2021-11-27T09:00", "2021-12-03"),
        (OF_2021, "2021-09-24T16:00", "2021-09-30"),
        (OF_2021, "2021-09-29T16:00", "2021-10-12"),
        (OF_2021, "2021-09-30T16:00", "2021-10-13"),
        (CountedDays(5, "working"), "2021-09-30T16:00", "2021-10-07"),
    ],
)
def test_it_closes_with_the_last_second_of_the_last_day_that_counts(rules: CountedDays, at: str, last: str) -> None:
    assert rules.closes_at(opened(at), SHANGHAI) == opened(f"{last}T23:59:59")


DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@given(
    n=st.integers(1, 30),
    at=st.datetimes(datetime(2021, 1, 1), datetime(2026, 6, 30), timezones=st.just(ZoneInfo(SHANGHAI))),
    holidays=st.frozensets(DAYS, max_size=20),
    workdays=st.frozensets(DAYS, max_size=20),
    count=st.sampled_from(["working", "calendar"]),
)
def test_it_is_never_shorter_than_declared(
    n: int, at: datetime, holidays: frozenset[date], workdays: frozenset[date], count: Count
) -> None:
    rules = CountedDays(n, count, holidays, workdays)
    closes = rules.closes_at(at, SHANGHAI)
    whole = [day for day in rules.between(at, closes, SHANGHAI) if rules.counts(day)]
    assert len(whole) == n
    assert closes - at >= timedelta(days=n) - timedelta(seconds=1)
    assert closes.astimezone(ZoneInfo(SHANGHAI)).strftime("%H:%M:%S") == "23:59:59"


def test_what_is_left_counts_today() -> None:
    rules = CountedDays(5)
    closes = rules.closes_at(opened("2021-11-24T10:00"), SHANGHAI)
    left = [rules.left(opened(f"2021-{at}T12:00"), closes, SHANGHAI) for at in ("11-25", "11-28", "12-01", "12-02")]
    assert left == [5, 3, 1, 0]
