"""Filing numbers are read aloud and typed from paper: one wrong sign shows."""

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
