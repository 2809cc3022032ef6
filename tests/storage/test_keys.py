"""Every key, taken apart again: each shape gives back what it was made of, and no two shapes meet."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.subjects import AccountSubject
from chalicelib.storage import keys
from chalicelib.storage.keys import Key

SUBMISSION = st.tuples(
    st.sampled_from(["a-2021", "ab-2021", "a-2022"]),
    st.sampled_from(["unit", "scenario"]),
    st.text("az27", min_size=16, max_size=16),
).map(".".join)
CODE = st.text("az09-", min_size=1, max_size=8)
NUMBER = st.integers(1, 9999)
OF: dict[str, st.SearchStrategy[Any]] = {
    "submission": SUBMISSION,
    "subject": st.one_of(
        SUBMISSION, st.tuples(CODE, CODE, CODE).map("/".join), CODE.map(lambda id: AccountSubject(id).subject)
    ),
    "n": NUMBER,
    "version": NUMBER,
    "part": NUMBER,
}
"""What a parameter of each name may be; any other is a code."""

MADE = {
    name: made
    for name, made in inspect.getmembers(keys, inspect.isfunction)
    if made.__module__ == keys.__name__ and inspect.signature(made).return_annotation is Key
}


def arguments(made: Callable[..., Key]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(OF.get(name, CODE) for name in inspect.signature(made).parameters))


@pytest.mark.parametrize("name", sorted(MADE))
@given(data=st.data())
def test_a_key_tells_what_it_was_made_of(name: str, data: st.DataObject) -> None:
    made = MADE[name]
    one, other = data.draw(arguments(made)), data.draw(arguments(made))
    assert (made(*one) == made(*other)) == (one == other)


@given(data=st.data())
def test_keys_of_two_kinds_never_meet(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(MADE)), min_size=2, max_size=2, unique=True))
    one, other = (MADE[name](*data.draw(arguments(MADE[name]))) for name in names)
    assert one != other


@given(st.lists(NUMBER, min_size=2, max_size=2, unique=True), SUBMISSION)
def test_what_is_numbered_sorts_by_its_number(numbers: list[int], submission: str) -> None:
    first, last = sorted(numbers)
    for made in (keys.revision, keys.event, keys.text):
        assert made(submission, first).sk < made(submission, last).sk


@given(SUBMISSION, CODE)
def test_a_mark_is_found_among_those_of_its_desk_and_track(submission: str, desk: str) -> None:
    call, track, _ = submission.split(".")
    assert keys.mark(submission, desk) == Key(f"MARKS#{call}#{desk}#{track}", submission)
