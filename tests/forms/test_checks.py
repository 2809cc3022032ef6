"""Checks over several fields, where the shared cases do not look closely enough."""

from typing import Any

import pytest

from chalicelib.forms.answers import problems
from tests.forms.sample import TODAY, form

TEXT, NUMBER, DAY = ({"type": type} for type in ("text", "integer", "date"))
ROW = {"_id": "aaaaaaaa"}


def pointers(answers: dict[str, Any], left: str, op: str, right: str, at: list[str], **types: Any) -> list[str]:
    """Where `left op right` fails on a form with these fields."""
    compare = {"id": "c", "kind": "compare", "level": "refuse", "message": {}, "fields": at}
    checked = form(
        *({"id": id, **one} for id, one in types.items()),
        checks=[{**compare, "left": left, "op": op, "right": right}],
    )
    return [problem.pointer for problem in problems(checked, answers, TODAY)]


def table(**columns: Any) -> dict[str, Any]:
    return {
        "type": "table",
        "max_rows": 3,
        "columns": [{"id": id, **column} for id, column in columns.items()],
    }


@pytest.mark.parametrize(("high", "found"), [("10", []), ("8", ["/rows/0/low"])])
def test_cells_are_compared_as_what_their_columns_are(high: str, found: list[str]) -> None:
    answers = {"rows": [{**ROW, "low": "9", "high": high}]}
    columns = table(low=NUMBER, high=NUMBER)
    assert pointers(answers, "rows.low", "<=", "rows.high", ["rows.low"], rows=columns) == found


def test_a_row_fails_at_the_column_compared_where_its_home_is_another_table() -> None:
    answers = {"rows": [{**ROW, "low": "9", "high": "8"}]}
    types = {"rows": table(low=NUMBER, high=NUMBER), "more": table(note=TEXT)}
    assert pointers(answers, "rows.low", "<=", "rows.high", ["more.note"], **types) == ["/rows/0/low"]
    assert pointers(answers, "rows.low", "<=", "rows.high", ["rows.high"], **types) == ["/rows/0/high"]


def test_a_number_and_a_text_are_not_compared() -> None:
    assert pointers({"a": "1", "b": "x"}, "a", "==", "b", ["a"], a=NUMBER, b=TEXT) == []


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [("甲乙", "甲", ["/a"]), ("甲", "甲", []), ("2021-11-01", "2021-11", []), ("2021-11-01", "2021", ["/a"])],
)
def test_texts_are_compared_whole_and_a_day_beside_a_month_by_its_month(a: str, b: str, found: list[str]) -> None:
    assert pointers({"a": a, "b": b}, "a", "==", "b", ["a"], a=TEXT, b=TEXT) == found


def test_a_day_beside_a_text_that_is_none_is_compared_whole() -> None:
    assert pointers({"a": "2021-11-01", "b": "2021"}, "a", "==", "b", ["a"], a=DAY, b=TEXT) == ["/a"]
