"""Plans and reports: nobody reads what they are kept from, and what cannot be is named with its rule."""

from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.evaluation.panel import PoolExpert, Profile
from chalicelib.domain.evaluation.planner import (
    ALSO,
    EXACT,
    OTHER,
    CannotAssign,
    FieldNeed,
    Task,
    Unserved,
    compute,
    misfit_of,
    plan,
    readers_digest,
    report,
)
from chalicelib.domain.evaluation.pool import PoolCandidate, body_codes, gather, subject_of
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import ReviewStage, Scale
from chalicelib.domain.evaluation.scores import Method


def stage(**changes: Any) -> ReviewStage:
    known: dict[str, Any] = {
        "id": "written",
        "names": {},
        "design": "each",
        "experts": 2,
        "scale": Scale("0", "10", "1"),
        "closes": datetime(2021, 11, 21, tzinfo=UTC),
        "method": Method("severity"),
        "most": 60,
        "fields": "category",
    }
    return ReviewStage(**{**known, **changes})


def entry(n: int, category: str = "gov") -> RollEntry:
    return RollEntry(f"e{n}", 1, f"c{n}", "a", f"n{n}", f"u{n}", category=category)


def expert(n: int, body: str = "", most: int = 60, fields: tuple[str, ...] = ("gov",)) -> PoolExpert:
    return PoolExpert(f"E{n:03}", f"a{n}", fields[0], body, "", most, fields=fields)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    fields = st.sampled_from(["gov", "soc"])
    experts = [
        expert(n, draw(st.sampled_from(["", "a", "b", "c"])), draw(st.integers(0, 6)), (draw(fields),))
        for n in range(draw(st.integers(1, 6)))
    ]
    roll = [entry(n, draw(fields)) for n in range(draw(st.integers(1, 6)))]
    pairs = [(one.entry, other.label) for one in roll for other in experts]
    kept = draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from([("city",), ("body", "ruled")]), max_size=12))
    return Task(stage(experts=draw(st.integers(1, 3))), roll, experts, kept)


@given(tasks())
def test_nobody_reads_what_they_are_kept_from_and_every_entry_has_its_experts(task: Task) -> None:
    try:
        assigned = compute(task)
    except CannotAssign as refused:
        lack: Unserved | None = refused.unserved
    else:
        lack = None
    if lack:
        assert lack.entry in {one.entry for one in task.roll}
        assert lack.experts < task.stage.experts
        return
    codes = body_codes(task.experts)
    assert set(assigned.readers) == {one.entry for one in task.roll}
    for name, row in assigned.readers.items():
        assert len({codes[label] for label in row}) == len(row) == task.stage.experts
        assert not [label for label in row if (name, label) in task.kept]
    most = {one.label: one.most for one in task.experts}
    assert all(load <= most[label] for label, load in assigned.loads.items())
    shown = report(task, assigned)
    assert sum(shown.misfits.values()) == len(task.roll) * task.stage.experts
    assert sum(cost * n for cost, n in shown.misfits.items()) == shown.objective
    assert shown.loads == dict(Counter({one.label: 0 for one in task.experts}) + Counter()) | assigned.loads
    assert shown.output == readers_digest(assigned.readers)
    assert report(task, compute(task)) == shown


@given(tasks())
def test_an_entry_that_too_few_are_left_for_is_named_with_what_took_them(task: Task) -> None:
    codes = body_codes(task.experts)
    for lack in plan(task).unserved:
        may = [one.label for one in task.experts if (lack.entry, one.label) not in task.kept]
        assert lack.experts == len({codes[label] for label in may}) < task.stage.experts
        assert not [
            row for row in combinations(may, task.stage.experts) if len({codes[one] for one in row}) == len(row)
        ]
        taken = sum((lack.entry, one.label) in task.kept for one in task.experts)
        assert sum(lack.rules.values()) >= taken


def test_seven_hundred_entries_by_three_at_sixty_each_need_thirty_five_experts() -> None:
    fields = {"gov": 240, "soc": 180, "eco": 280}
    names = [name for name, count in fields.items() for _ in range(count)]
    roll = [entry(n, name) for n, name in enumerate(names)]
    made = plan(Task(stage(experts=3), roll, [expert(1)]))
    assert (made.reviews, made.needed) == (2100, 35)
    assert made.fields == (FieldNeed("eco", 280, 14, 0), FieldNeed("gov", 240, 12, 1), FieldNeed("soc", 180, 9, 0))
    assert made.unserved[0].experts == 1


def test_a_panel_needs_its_members_and_no_more() -> None:
    made = plan(Task(stage(design="panel", experts=7, at_least=1), [entry(n) for n in range(90)], [expert(1)]))
    assert (made.needed, made.each) == (7, 1)
    assert made.unserved == ()


def test_where_enough_may_read_but_all_are_full_it_says_so() -> None:
    task = Task(stage(), [entry(1), entry(2)], [expert(1, most=1), expert(2, most=1)])
    with pytest.raises(CannotAssign) as refused:
        compute(task)
    assert refused.value.unserved.full


def test_a_second_expert_of_a_body_counts_for_nothing() -> None:
    task = Task(stage(), [entry(1)], [expert(1, "甲"), expert(2, "甲"), expert(3, "甲 ")])
    with pytest.raises(CannotAssign) as refused:
        compute(task)
    assert (refused.value.unserved.experts, refused.value.unserved.rules) == (1, {"one_of_a_body": 2})


@pytest.mark.parametrize(("category", "misfit"), [("gov", EXACT), ("soc", ALSO), ("eco", OTHER)])
def test_the_own_field_fits_best_then_another_of_ones_own(category: str, misfit: int) -> None:
    assert misfit_of(expert(1, fields=("gov", "soc")), entry(1, category)) == misfit


def test_fields_count_for_nothing_where_the_stage_says_so() -> None:
    task = Task(stage(fields="none", experts=1), [entry(1, "eco")], [expert(1)])
    assert task.misfits() == {"e1": {"E001": EXACT}}


def test_an_expert_is_in_the_pool_for_the_first_of_its_fields_that_the_track_has() -> None:
    assert subject_of(("art", "soc", "gov"), ("gov", "soc")) == "soc"
    assert subject_of(("art",), ("gov", "soc")) is None
    assert subject_of((), ("",)) == ""
    people = [
        PoolCandidate("a1", "甲", None, Profile("a1", ("art",))),
        PoolCandidate("a2", "乙", None, Profile("a2", ("gov",))),
    ]
    assert [one.account for one in gather(people, ("gov",), ["s", "t"])] == ["a2"]
