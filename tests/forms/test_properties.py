"""What holds for any answers whatsoever, on every form there is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.forms import answers as rules
from chalicelib.forms.changes import differences
from chalicelib.forms.schema import Form
from tests.forms.sample import TODAY, call_forms, parity_forms, visible

FORMS = list(parity_forms().values()) + list(call_forms().values())

typed = st.sampled_from(
    [
        "yes",
        "no",
        "a",
        "b",
        "x",
        "gov",
        "firm",
        "soc",
        "med",
        "time",
        "money",
        "12",
        "１２.0",
        "-0.5",
        "1e9",
        "99,999",
        "2021-11",
        "2021年1月5日",
        "37",
        "370102",
        "110105",
        "13800138000",
        "+8613800138000",
        "(0531)88888888",
        "a@example.com",
        "https://例子.中国",
        "𠮷👍🏽",
        "é",
        "�",
        "\x00",
        "\u3000",
    ]
)
text = st.one_of(typed, st.text(max_size=12), st.lists(typed, max_size=4).map(" ".join))
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Form, Any]:
    """A form, with answers of which most have the shape they should."""
    form = draw(st.sampled_from(FORMS))
    return form, draw(st.one_of(junk, st.fixed_dictionaries({}, optional=shapes(form))))


def shapes(form: Form) -> dict[str, st.SearchStrategy[Any]]:
    by_id = {field.id: st.one_of(junk, text, st.lists(text, max_size=5)) for field in form.fields}
    tables = {field.id: rows(field.columns) for field in form.fields if hasattr(field, "columns")}
    return by_id | tables


def rows(columns: Any) -> st.SearchStrategy[Any]:
    ids = st.sampled_from([f"aaaaaaa{last}" for last in "abcdefgh"])
    row = st.fixed_dictionaries({"_id": ids}, optional={column.id: text for column in columns})
    return st.lists(row, max_size=4, unique_by=lambda one: one["_id"])


@given(answered())
def test_no_answers_bring_the_engine_down(case: tuple[Form, Any]) -> None:
    form, raw = case
    found = rules.problems(form, raw, TODAY)
    rules.draft_problems(form, raw)
    assert 0 <= rules.progress(form, raw, found) <= 100
    assert (rules.progress(form, raw, found) == 100) == (rules.missing(form, found).total == 0)
    assert {problem.field for problem in found} <= set(visible(form, raw))


@given(answered())
def test_cleaning_twice_is_cleaning_once(case: tuple[Form, Any]) -> None:
    form, raw = case
    once = rules.clean(form, raw)
    assert rules.clean(form, once) == once
    assert rules.problems(form, once, TODAY) == rules.problems(form, raw, TODAY)


@given(answered())
def test_dropping_what_is_hidden_twice_is_dropping_it_once_and_changes_no_verdict(
    case: tuple[Form, Any],
) -> None:
    form, raw = case
    once = rules.drop_hidden(form, raw)
    assert rules.drop_hidden(form, once) == once
    assert visible(form, once) == visible(form, raw)
    assert rules.facts(form, once) == rules.facts(form, raw)


@given(answered())
def test_what_is_complete_may_be_kept_as_a_draft(case: tuple[Form, Any]) -> None:
    form, raw = case
    kept = rules.clean(form, raw)
    refused = {problem.field for problem in rules.refused(rules.problems(form, kept, TODAY))}
    shown = {id: value for id, value in rules.drop_hidden(form, kept).items() if id not in refused}
    assert rules.draft_problems(form, shown) == []


@given(answered(), st.data())
def test_there_are_differences_exactly_where_the_answers_differ(case: tuple[Form, Any], data: st.DataObject) -> None:
    form, old = case
    new = data.draw(st.one_of(st.just(old), st.fixed_dictionaries({}, optional=shapes(form))))
    same = rules.clean(form, old) == rules.clean(form, new)
    assert (differences(form, old, new) == []) == same


@pytest.mark.parametrize("form", call_forms().values(), ids=call_forms().keys())
def test_the_fullest_valid_answers_fit_where_they_are_stored(form: Form) -> None:
    assert sum(field.weight() for field in form.fields) <= 200 * 1024
