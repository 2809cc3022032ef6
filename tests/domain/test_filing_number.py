"""Filing numbers are read aloud and typed from paper: one wrong sign shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.filing_number import ALPHABET, RANDOM_SIGNS, valid, with_check

NUMBERS = st.text(ALPHABET, min_size=RANDOM_SIGNS, max_size=RANDOM_SIGNS).map(with_check)


@given(NUMBERS)
def test_a_number_that_was_given_is_valid(number: str) -> None:
    assert valid(number)


@given(NUMBERS, st.integers(0, RANDOM_SIGNS), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_shows(number: str, at: int, sign: str) -> None:
    wrong = number[:at] + sign + number[at + 1 :]
    assert valid(wrong) == (wrong == number)


@given(st.text(max_size=12))
def test_what_has_another_shape_is_no_number(typed: str) -> None:
    shaped = len(typed) == RANDOM_SIGNS + 1 and set(typed) <= set(ALPHABET)
    assert shaped or not valid(typed)


def test_the_check_sign_of_a_number_never_changes() -> None:
    assert [with_check("222222222"), with_check("23456789A"), with_check("ZYXWVTSRQ")] == [
        "2222222222",
        "23456789AC",
        "ZYXWVTSRQN",
    ]


@pytest.mark.parametrize("signs", ["", "2" * 8, "2" * 10])
def test_a_check_sign_is_that_of_nine_signs(signs: str) -> None:
    with pytest.raises(ValueError, match="zip"):
        with_check(signs)


def test_two_signs_that_changed_places_show() -> None:
    assert not valid("32" + with_check("234567892")[2:])


def test_nothing_and_too_few_signs_are_no_number() -> None:
    number = with_check("23456789A")
    assert valid(number)
    assert [valid(typed) for typed in ("", number[:-1], number + "2", number.lower(), "0" + number[1:])] == (
        [False] * 5
    )
