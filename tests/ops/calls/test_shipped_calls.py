"""The calls that ship: right, readable by the rules, and each of them data alone."""

import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.call import Call, Quota, shifted
from chalicelib.forms.fields import TYPES
from ops.calls import check, compile_call
from tests.forms.sample import CALLS, ROOT, call_forms

SHANDONG = compile_call(ROOT / "calls/shandong-2021")
PRIZE = compile_call(ROOT / "calls/open-data-prize-2026")


@pytest.mark.parametrize("folder", CALLS, ids=lambda folder: folder.name)
def test_the_call_is_right(folder: object) -> None:
    assert check(folder) == []  # type: ignore[arg-type]


def test_the_2021_call_has_the_desks_of_the_province() -> None:
    call = Call.from_dict(SHANDONG)
    assert Counter(desk.level for desk in call.desks.values()) == {"city": 16, "county": 136, "department": 3}
    assert {call.desks[desk.parent].level for desk in call.desks.values() if desk.parent} == {"city"}
    assert call.desk("370102").parent == "370100"


def test_the_2021_call_keeps_its_true_dates() -> None:
    calendar = Call.from_dict(SHANDONG).calendar
    end = datetime(2021, 11, 15, 15, 59, tzinfo=UTC)
    assert calendar.filing_closes == end
    assert dict(calendar.recommending) == {"county": end, "city": end, "department": end}


def test_the_2021_call_warns_above_a_citys_share_and_gives_none_to_others() -> None:
    call = Call.from_dict(SHANDONG)
    assert {id: track.quotas for id, track in call.tracks.items()} == {
        "unit": {"city": Quota(15, "warn", 2)},
        "scenario": {"city": Quota(100, "warn", 10)},
        "solution": {"city": Quota(100, "warn", 10)},
    }


@pytest.mark.parametrize("track", ["unit", "scenario", "solution"])
def test_each_form_of_2021_has_its_35_fields(track: str) -> None:
    assert len(call_forms()[f"shandong-2021.{track}"].fields) == 35


def test_the_second_call_is_another_kind_of_call() -> None:
    call = Call.from_dict(PRIZE)
    assert (call.languages, len(call.levels), call.withdrawal) == (("en",), 1, True)
    assert call.track("tool").quotas["branch"] == Quota(5, "refuse")


def test_no_code_knows_either_call() -> None:
    found = subprocess.run(
        ["grep", "-rlE", "shandong-2021|open-data-prize", "chalicelib", "app.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""


def test_between_them_the_calls_use_every_field_type() -> None:
    fields = [field for form in call_forms().values() for field in form.fields]
    used = {field.type for field in fields} | {
        column.type for field in fields for column in getattr(field, "columns", ())
    }
    assert used == set(TYPES)


def test_a_season_moves_as_a_whole_and_says_so() -> None:
    note = {"zh": "日历已平移", "en": "The calendar was moved"}
    moved = Call.from_dict(shifted(SHANDONG, timedelta(days=365), note))
    call = Call.from_dict(SHANDONG)
    assert moved.note == note
    assert moved.calendar.filing_closes - call.calendar.filing_closes == timedelta(days=365)
    assert [new.closes - old.closes for new, old in zip(moved.calendar.stages, call.calendar.stages, strict=True)] == [
        timedelta(days=365)
    ] * 4


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        ("2026-02-02T08:59:59Z", "before"),
        ("2026-02-02T09:00:00Z", "filing"),
        ("2026-04-30T17:00:00Z", "filing"),
        ("2026-04-30T17:00:01Z", "recommending"),
        ("2026-06-01T00:00:00Z", "evaluation"),
        ("2026-07-01T00:00:00Z", "results"),
        ("2026-08-01T00:00:00Z", "over"),
    ],
)
def test_a_call_is_at_one_stage_of_its_calendar(at: str, stage: str) -> None:
    assert Call.from_dict(PRIZE).calendar.stage(datetime.fromisoformat(at)) == stage


def test_a_column_is_public_with_its_table_unless_it_says_otherwise() -> None:
    cases = call_forms()["shandong-2021.solution"].field("cases")
    assert {column.id: column.public for column in cases.columns} == {  # type: ignore[union-attr]
        "user": True,
        "region": True,
        "live": True,
        "reach": True,
        "amount": False,
    }
