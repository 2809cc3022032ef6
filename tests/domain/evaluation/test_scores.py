"""Scores from marks: the worked examples, and what holds for any season."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.evaluation.scores import (
    Method,
    Scores,
    SheetTotal,
    compute,
    spread,
    standard_marks,
    total,
    trimmed_mean,
)

SEVERITY, MEAN, STANDARD = Method("severity"), Method("mean"), Method("standard")


def marks(**by_entry: dict[str, int]) -> list[SheetTotal]:
    return [SheetTotal(entry, expert, Fraction(n)) for entry, row in by_entry.items() for expert, n in row.items()]


def fractions(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_a_sheets_total_weighs_its_marks() -> None:
    weights = dict(zip("abcde", (15, 20, 20, 30, 15), strict=True))
    given = dict(zip("abcde", fractions(8, 7, 9, 6, 8), strict=True))
    assert total(given, weights, Fraction(10)) == 74


def test_the_highest_and_lowest_are_left_out_where_three_stay() -> None:
    values = fractions(40, 82, 84, 86, 90)
    assert trimmed_mean(values, 0) == Fraction("76.4")
    assert trimmed_mean(values, 1) == 84
    assert trimmed_mean(values, 2) == Fraction("76.4")


def test_leniency_is_taken_off() -> None:
    found = compute(SEVERITY, marks(e1={"A": 90, "C": 76}, e2={"A": 84, "B": 78}, e3={"B": 80, "C": 70}))
    assert found.leniency == {"A": Fraction(20, 11), "B": Fraction(4, 11), "C": Fraction(-24, 11)}
    assert found.finals == {"e1": Fraction(915, 11), "e2": Fraction(879, 11), "e3": Fraction(835, 11)}


def test_an_entry_that_the_strict_read_comes_before_one_with_the_higher_mean() -> None:
    given = marks(e1={"A": 90, "B": 80}, e2={"A": 88, "C": 70}, e3={"B": 82, "C": 74}, e4={"A": 92, "B": 84, "C": 72})
    found = compute(SEVERITY, given)
    assert found.leniency == {"A": Fraction(140, 39), "B": Fraction(2, 39), "C": Fraction(-142, 39)}
    finals = {"e1": Fraction(3244, 39), "e2": Fraction(3082, 39), "e3": Fraction(3112, 39), "e4": Fraction(248, 3)}
    assert found.finals == finals
    plain = compute(MEAN, given).finals
    assert {entry: plain[entry] for entry in ("e2", "e3")} == {"e2": Fraction(79), "e3": Fraction(78)}


def test_groups_that_share_no_expert_are_told_and_not_compared() -> None:
    found = compute(SEVERITY, marks(e1={"A": 90}, e2={"A": 80}, e3={"B": 60}, e4={"B": 50}))
    assert found.leniency == {"A": 0, "B": 0}
    assert found.islands == (("A",), ("B",))


def test_two_who_differ_by_ten_everywhere_meet_between() -> None:
    rows = {"e1": 80, "e2": 70, "e3": 60}
    found = compute(SEVERITY, marks(**{entry: {"A": n, "B": n + 10} for entry, n in rows.items()}))
    assert found.leniency == {"A": Fraction(-15, 7), "B": Fraction(15, 7)}
    assert list(found.finals.values()) == [85, 75, 65]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((90, 80, 70), ("60", "50", "40")),
        ((95, 94, 93), ("60", "50", "40")),
        ((85, 85, 85), ("50", "50", "50")),
        ((82, 75, 91, 68, 77), ("53.971247", "45.795150", "64.483372", "37.619053", "48.131178")),
        ((80, 79), ("57.071067", "42.928933")),
        ((95, 40), ("57.071067", "42.928933")),
    ],
)
def test_standard_marks(given: tuple[int, ...], expected: tuple[str, ...]) -> None:
    assert standard_marks(fractions(*given)) == [Fraction(value) for value in expected]


def test_the_spread_is_of_adjusted_marks() -> None:
    found = compute(SEVERITY, marks(e1={"A": 90, "C": 76}, e2={"A": 84, "B": 78}, e3={"B": 80, "C": 70}))
    assert spread(found, "e1") == 14 - Fraction(44, 11)


VALUES = st.integers(0, 200).map(lambda half: Fraction(half, 2))


@st.composite
def seasons(draw: st.DrawFn) -> list[SheetTotal]:
    experts = [f"E{n}" for n in range(draw(st.integers(2, 6)))]
    given = []
    for n in range(draw(st.integers(1, 8))):
        readers = draw(st.lists(st.sampled_from(experts), min_size=1, max_size=5, unique=True))
        given += [SheetTotal(f"e{n}", expert, draw(VALUES)) for expert in readers]
    return given


def shifted(given: list[SheetTotal], change: Any) -> list[SheetTotal]:
    return [SheetTotal(mark.entry, mark.expert, change(mark.value)) for mark in given]


def normal_equations_hold(given: list[SheetTotal], found: Scores, shrink: int) -> bool:
    rest = {expert: -shrink * value for expert, value in found.leniency.items()}
    for mark in given:
        rest[mark.expert] += found.adjusted[mark.entry, mark.expert] - found.finals[mark.entry]
    return all(value == 0 for value in rest.values())


@given(seasons(), st.integers(1, 9))
def test_the_estimate_of_leniency_is_the_least_squares_one(given: list[SheetTotal], shrink: int) -> None:
    found = compute(Method("severity", shrink), given)
    assert normal_equations_hold(given, found, shrink)
    assert sum(found.leniency.values()) == 0


@given(seasons(), st.randoms(use_true_random=False), st.sampled_from([SEVERITY, MEAN, STANDARD]))
def test_the_order_of_sheets_does_not_matter(given: list[SheetTotal], chance: Any, method: Method) -> None:
    mixed = list(given)
    chance.shuffle(mixed)
    assert compute(method, mixed) == compute(method, given)


@given(seasons(), VALUES, st.integers(0, 1))
def test_what_all_marks_gain_all_scores_gain(given: list[SheetTotal], more: Fraction, trim: int) -> None:
    method = Method("severity", trim=trim)
    before, after = compute(method, given).finals, compute(method, shifted(given, lambda x: x + more)).finals
    assert after == {entry: value + more for entry, value in before.items()}


@given(seasons(), st.fractions(Fraction(1, 10), 3, max_denominator=10))
def test_scores_have_the_scale_of_the_marks(given: list[SheetTotal], factor: Fraction) -> None:
    before, after = compute(SEVERITY, given).finals, compute(SEVERITY, shifted(given, lambda x: x * factor)).finals
    assert after == {entry: value * factor for entry, value in before.items()}


@given(seasons(), st.data(), st.integers(1, 60), st.integers(0, 1))
def test_a_higher_mark_never_lowers_its_own_entry(
    given: list[SheetTotal], data: st.DataObject, more: int, trim: int
) -> None:
    at = data.draw(st.integers(0, len(given) - 1))
    raised = [SheetTotal(m.entry, m.expert, m.value + more * (n == at)) for n, m in enumerate(given)]
    method = Method("severity", trim=trim)
    entry = given[at].entry
    assert compute(method, raised).finals[entry] >= compute(method, given).finals[entry]


@given(seasons())
def test_where_experts_agree_nobody_is_strict(given: list[SheetTotal]) -> None:
    agreed = {mark.entry: mark.value for mark in given}
    found = compute(SEVERITY, [SheetTotal(m.entry, m.expert, agreed[m.entry]) for m in given])
    assert set(found.leniency.values()) <= {Fraction(0)}
    assert found.finals == agreed


@given(st.lists(VALUES, min_size=1, max_size=12))
def test_standard_marks_are_cut_and_not_rounded(values: list[Fraction]) -> None:
    found = standard_marks(values)
    with localcontext() as context:
        context.prec = 60
        numbers = [Decimal(value.numerator) / value.denominator for value in values]
        middle = sum(numbers, Decimal(0)) / len(numbers)
        scatter = sum(((number - middle) ** 2 for number in numbers), Decimal(0))
        deviation = (scatter / (len(numbers) - 1)).sqrt() if len(numbers) > 1 and len(set(values)) > 1 else None
        for number, value in zip(numbers, found, strict=True):
            distance = 10 * (number - middle) / deviation if deviation else Decimal(0)
            cut = int(distance.scaleb(6) + (Decimal("1e-30") if distance > 0 else Decimal("-1e-30")))
            assert value == 50 + Fraction(cut, 10**6)


@given(st.lists(VALUES, min_size=2, max_size=12))
def test_standard_marks_keep_the_order_and_their_bounds(values: list[Fraction]) -> None:
    found = standard_marks(values)
    order = sorted(range(len(values)), key=values.__getitem__)
    assert [found[i] for i in order] == sorted(found)
    n = len(values)
    assert all((value - 50) ** 2 <= Fraction(100 * (n - 1) ** 2, n) for value in found)


@given(st.lists(VALUES, min_size=5, max_size=9), st.integers(1, 100))
def test_a_trimmed_mean_forgets_how_far_out_the_dropped_ones_lie(values: list[Fraction], further: int) -> None:
    low, *kept, high = sorted(values)
    assert min(values) <= trimmed_mean(values, 1) <= max(values)
    assert trimmed_mean([low - further, *kept, high + further], 1) == trimmed_mean(values, 1)
