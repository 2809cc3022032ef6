"""What a draft may hold at most: hard caps, shapes, and the bytes that are set aside for it."""

from typing import Any

import pytest

from chalicelib.forms.answers import draft_problems
from chalicelib.forms.fields import read_field
from chalicelib.forms.problem import FieldError, Problem
from tests.forms.sample import form
from tests.forms.test_definitions import field


@pytest.mark.parametrize(
    ("type", "options", "longest"),
    [
        ("text", {"max": 10}, 40),
        ("long", {"max": 100}, 400),
        ("integer", {}, 40),
        ("yesno", {}, 40),
        ("email", {}, 300),
        ("url", {}, 600),
    ],
)
def test_a_draft_holds_so_many_characters_and_no_more(type: str, options: dict[str, Any], longest: int) -> None:
    capped = field(type, **options)
    assert list(capped.misshapen("x" * longest)) == []
    assert list(capped.misshapen("x" * (longest + 2))) == [FieldError("too_long", {"max": longest, "over": 2})]
    assert capped.weight() == 3 * longest + len("f") + 6


@pytest.mark.parametrize(
    ("type", "options", "most"),
    [("choices", {}, 12), ("link", {}, 30), ("link", {"max": 5}, 15)],
)
def test_a_draft_holds_so_many_values_and_no_more(type: str, options: dict[str, Any], most: int) -> None:
    capped = field(type, **options)
    assert list(capped.misshapen(["a"] * most)) == []
    assert list(capped.misshapen(["a"] * (most + 1))) == [FieldError("too_many", {"max": most, "over": 1})]
    assert capped.weight() == most * (3 * 60 + 3) + len("f") + 6


def test_one_chosen_value_has_at_most_sixty_characters() -> None:
    values: list[object] = ["x" * 60, "x" * 61, 7]
    assert list(field("choices").misshapen(values)) == [
        FieldError("wrong_shape", path="/1"),
        FieldError("wrong_shape", path="/2"),
    ]


def test_a_table_holds_two_rows_more_than_it_allows() -> None:
    table = field("table", max_rows=2)
    rows = [{"_id": f"aaaaaaa{last}", "x": "y"} for last in "abcde"]
    assert list(table.misshapen(rows[:4])) == []
    assert list(table.misshapen(rows)) == [FieldError("too_many", {"max": 4, "over": 1})]
    column = read_field({"id": "x", "type": "text"})
    assert table.weight() == 4 * (column.weight() + 20) + len("f") + 6


def test_the_files_of_a_question_weigh_nothing_in_its_draft() -> None:
    assert field("attachments").weight() == 0


@pytest.mark.parametrize("type", ["text", "choices", "attachments", "table"])
def test_what_is_empty_has_no_wrong_shape(type: str) -> None:
    assert list(field(type).misshapen(None)) == []


@pytest.mark.parametrize("type", ["text", "long", "choices", "table"])
def test_another_shape_is_said_once(type: str) -> None:
    assert list(field(type).misshapen({"x": "y"})) == [FieldError("wrong_shape")]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("x", [FieldError("wrong_shape", path="/1")]),
        ({"x": "y"}, [FieldError("wrong_shape", path="/1/_id")]),
        ({"_id": "aaaaaaa1"}, [FieldError("wrong_shape", path="/1/_id")]),
        ({"_id": "aaaaaaaaa"}, [FieldError("wrong_shape", path="/1/_id")]),
        ({"_id": "aaaaaaaa"}, [FieldError("wrong_shape", path="/1/_id")]),
        ({"_id": "aaaaaaa2", "x": 7}, [FieldError("wrong_shape", path="/1/x")]),
        ({"_id": "aaaaaaa2", "z": "y"}, [FieldError("unknown_field", path="/1/z")]),
        ({"_id": "zzzzzzz7", "x": None}, []),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_place(row: object, found: list[FieldError]) -> None:
    assert list(field("table").misshapen([{"_id": "aaaaaaaa"}, row])) == found


def test_a_problem_of_a_draft_says_its_place_its_section_and_its_figures() -> None:
    drafted = form({"id": "name", "type": "text", "max": 10})
    assert draft_problems(drafted, {"name": "x" * 41, "nmae": "x"}) == [
        Problem("/name", "name", "all", "too_long", {"max": 40, "over": 1}),
        Problem("/nmae", "nmae", "", "unknown_field", {}),
    ]
    assert draft_problems(drafted, "x") == [Problem("", "", "", "wrong_shape", {})]
