"""The order by score and tie steps: total, whatever the order of input, and each step that decided is named."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.evaluation.order import Place, TieValue, arrange

STEPS = ("effect", "draw")


def test_steps_decide_between_equal_scores_in_their_order() -> None:
    finals = {"a": Fraction(80), "b": Fraction(90), "c": Fraction(80), "d": Fraction(80)}
    values: dict[str, tuple[TieValue, ...]] = {
        "a": (Fraction(-8), "f0"),
        "b": (Fraction(-1), "11"),
        "c": (Fraction(-9), "aa"),
        "d": (Fraction(-8), "0f"),
    }
    assert arrange(finals, STEPS, values) == [
        Place("b", 1, None),
        Place("c", 2, None),
        Place("d", 3, "effect"),
        Place("a", 4, "draw"),
    ]


def test_what_nothing_sets_apart_shares_a_rank() -> None:
    places = arrange(dict.fromkeys("abc", Fraction(70)), ("effect",), {e: (Fraction(-1),) for e in "abc"})
    assert [place.rank for place in places] == [1, 1, 1]


def test_nothing_has_no_order() -> None:
    assert arrange({}, STEPS, {}) == []


@given(st.dictionaries(st.text("abcdef", min_size=1), st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=9))
def test_the_order_is_total_and_does_not_depend_on_that_of_the_input(rows: dict[str, tuple[int, int]]) -> None:
    finals = {entry: Fraction(score) for entry, (score, _) in rows.items()}
    values = {entry: (Fraction(tie), f"{n:02}") for n, (entry, (_, tie)) in enumerate(sorted(rows.items()))}
    places = arrange(finals, STEPS, values)
    turned = dict(reversed(finals.items()))
    assert arrange(turned, STEPS, values) == places
    assert [place.rank for place in places] == list(range(1, len(rows) + 1))
    keys = [(-finals[place.entry], *values[place.entry]) for place in places]
    assert keys == sorted(keys)
