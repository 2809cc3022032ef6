"""The last hour before a deadline, reckoned from a call's own figures and held against an account's limits."""

import re
from dataclasses import astuple, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.call import Call
from ops.bootstrap import ROOT
from ops.calls import compile_call
from ops.stage_care import deadline_limits, deadline_night
from ops.stage_care.checks import CheckResult, run_checks
from ops.stage_care.deadline_night import ACTS, AwaitedEntries, files_each, places, read_awaited, reckon
from ops.stages import Stage
from tests.budgets import costs
from tests.conftest import Place
from tests.factories import CALL, CLOSES, COUNTY, World, world
from tests.services.telling import Stream

AWAITED = st.builds(
    AwaitedEntries,
    call=st.just(CALL),
    entries=st.integers(0, 1_000_000),
    minutes=st.floats(0, 400_000),
    files_each=st.integers(0, 30),
)


@given(st.lists(AWAITED, max_size=4))
def test_nothing_that_is_needed_is_ever_negative(waiting: list[AwaitedEntries]) -> None:
    assert min(astuple(reckon(waiting))) >= 0


@given(AWAITED, st.integers(1, 10_000))
def test_more_entries_never_need_less(one: AwaitedEntries, more: int) -> None:
    fewer, many = astuple(reckon([one])), astuple(reckon([replace(one, entries=one.entries + more)]))
    assert all(a <= b for a, b in zip(fewer, many, strict=True))
    assert reckon([one]).pushes < reckon([replace(one, entries=one.entries + more)]).pushes


@given(AWAITED, AWAITED)
def test_two_calls_need_what_each_needs_at_least(one: AwaitedEntries, other: AwaitedEntries) -> None:
    together = astuple(reckon([one, other]))
    for alone in (one, other):
        assert all(a <= b * (1 + 1e-9) for a, b in zip(astuple(reckon([alone])), together, strict=True))


@given(AWAITED, st.floats(1, 100_000))
def test_what_is_still_missing_later_needs_more(one: AwaitedEntries, earlier: float) -> None:
    assert reckon([one]).pushes >= reckon([replace(one, minutes=one.minutes + earlier)]).pushes


def test_no_more_are_pushed_in_the_last_minute_than_are_missing() -> None:
    assert reckon([AwaitedEntries(CALL, 1000, 0)]).pushes * 60 < 1000


def test_acts_are_those_that_the_page_of_costs_counts() -> None:
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in costs.block("acts").splitlines()[2:]]
    counted = {row[0]: [float(cell.replace(",", "")) for cell in row[1:]] for row in rows}
    each = {act.name: costs.APPLICANTS if act.each == "a" else costs.SUBMISSIONS for act in costs.ACTS}
    for name, act in ACTS.items():
        often, read, written, jobs_read, jobs_write, kb_read, kb_written = counted[name]
        assert act.times == pytest.approx(often / each[name]), name
        assert (act.read, act.written) == (read + jobs_read, written + jobs_write), name
        assert (act.kb_read, act.kb_written) == (kb_read, kb_written), name
    own = {act.name for act in costs.ACTS if act.who == "owner"}
    assert own == ACTS.keys()
    assert f"with a form of {deadline_night.FORM_KB} KB" in costs.block("totals")


def test_the_pages_example_is_what_is_reckoned() -> None:
    page = costs.PAGE.read_text()
    night = reckon([AwaitedEntries(CALL, 3000, 24 * 60)])
    words = f"{night.saves:.0f} saves, {night.pushes:.1f} pushes, {night.files:.1f} files and {night.requests:.0f}"
    assert f"{words} requests a second" in page
    assert f"{night.functions} functions at once" in page
    assert f"{night.read_units:,.0f} read and {night.write_units:,.0f} write units a second" in page


def test_the_2021_call_hopes_for_as_many_as_its_cities_may_recommend() -> None:
    call = Call.from_dict(compile_call(ROOT / "calls/shandong-2021"))
    cities = sum(desk.level == "city" for desk in call.desks.values())
    assert places(call) >= cities * (15 + 100 + 100)
    assert files_each(call) == 6


def test_awaited_is_what_is_begun_and_not_pushed_and_who_registered_and_has_not_begun(table_moto: Place) -> None:
    here = world(table_moto)
    told = Stream(here, table_moto)
    here.draft(here.applicant(), "起草中")
    returned = here.pushed()
    here.take(here.recommender(COUNTY), returned, "return", reason="请补充")
    here.pushed()
    told.flow()
    hoped = places(here.tools.calls.latest(CALL))
    [one] = read_awaited(here.tools)
    assert one.call == CALL
    assert one.entries == max(2, hoped - 1)
    assert one.minutes == pytest.approx((CLOSES - here.clock.now) / timedelta(minutes=1))
    here.clock.now = CLOSES + timedelta(days=1)
    assert read_awaited(here.tools) == []


@pytest.mark.engine
def test_a_stage_is_told_each_limit_what_it_needs_and_what_to_do(
    filled_stage: tuple[Stage, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, here = filled_stage
    stage.__dict__["tools"] = here.tools
    large = [AwaitedEntries(CALL, 2_000_000, 60)]
    monkeypatch.setattr(deadline_limits, "read_awaited", lambda tools: large)
    found = {result.what: result for result in run_checks(stage, (deadline_limits.before_deadline,))}
    assert not [result for result in found.values() if "could not be checked" in result.words]
    at_once = found["functions at once"]
    assert at_once.ok is False
    assert re.fullmatch(r"needed 41,194, have [\d,]+: ask for 41,194 \(Service Quotas.*", at_once.words)
    assert found[f"deadline of {CALL}"].words.startswith("2,000,000 entries are missing")


def test_a_table_that_is_too_cold_is_told_the_setting_that_warms_it() -> None:
    night = reckon([AwaitedEntries(CALL, 40_000, 60)])
    cold = {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000}
    table = {"WarmThroughput": cold, "GlobalSecondaryIndexes": [{"IndexName": "desk", "WarmThroughput": cold}]}
    found = list(deadline_limits.compare_table(table, night, lambda r, w: f"--set WarmReads={r} --set WarmWrites={w}"))
    assert [result.what for result in found if result.ok is False] == [
        "table, writes a second",
        "index desk, writes a second",
    ]
    needed = found[1].words.split()[1].replace(",", "")[:-1]
    assert f"--set WarmWrites={needed}" in found[1].words
    small = reckon([AwaitedEntries(CALL, 300, 60)])
    assert all(result.ok for result in deadline_limits.compare_table(table, small, lambda r, w: ""))


@pytest.mark.parametrize(
    ("account", "failed"),
    [
        (quota := {"ProductionAccessEnabled": True, "SendQuota": {"Max24HourSend": 50_000, "MaxSendRate": 14}}, []),
        ({**quota, "ProductionAccessEnabled": False}, ["mail"]),
        ({**quota, "SendQuota": {"Max24HourSend": 200, "MaxSendRate": 1}}, ["mails in a day", "mails a second"]),
        ({**quota, "SendQuota": {"Max24HourSend": -1, "MaxSendRate": 14}}, []),
    ],
)
def test_mail_in_the_sandbox_or_too_little_of_it_is_told(account: dict[str, Any], failed: list[str]) -> None:
    night = reckon([AwaitedEntries(CALL, 1000, 600)])
    found: list[CheckResult] = list(deadline_limits.compare_mail(account, night))
    assert [result.what for result in found if result.ok is False] == failed
