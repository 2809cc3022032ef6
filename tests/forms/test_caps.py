"""What a draft may hold at most: hard caps, shapes, and the bytes of the fullest valid answers."""

from typing import Any

import pytest

from chalicelib.domain.history import canonical
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


@pytest.mark.parametrize(
    ("type", "options", "most"),
    [("choices", {}, 12), ("link", {}, 30), ("link", {"max": 5}, 15)],
)
def test_a_draft_holds_so_many_values_and_no_more(type: str, options: dict[str, Any], most: int) -> None:
    capped = field(type, **options)
    assert list(capped.misshapen(["a"] * most)) == []
    assert list(capped.misshapen(["a"] * (most + 1))) == [FieldError("too_many", {"max": most, "over": 1})]


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


ROW = {"_id": "aaaaaaaa"}
OPTIONS = [{"value": value, "label": {}} for value in ("a", "bb", "cccc", "ddddd")]


@pytest.mark.parametrize(
    ("options", "fullest"),
    [
        ({"type": "text", "max": 10}, "汉" * 10),
        ({"type": "long", "max": 3000}, "汉" * 3000),
        ({"type": "yesno"}, "yes"),
        ({"type": "date"}, "2026-11-30"),
        ({"type": "month"}, "2026-11"),
        ({"type": "uscc"}, "91370900MA3DEM0015"),
        ({"type": "mobile"}, "13800001000"),
        ({"type": "phone"}, "+123" + "-1" * 14),
        ({"type": "email"}, "a" * 250 + "@b.c"),
        ({"type": "url"}, "汉" * 500),
        ({"type": "region"}, "370902"),
        ({"type": "integer"}, "9" * 40),
        ({"type": "choice", "options": OPTIONS}, "ddddd"),
        ({"type": "choices", "options": OPTIONS, "max": 2}, ["ddddd", "cccc"]),
        ({"type": "choices", "options": OPTIONS}, ["a", "bb", "cccc", "ddddd"]),
        ({"type": "link", "track": "t", "max": 2}, ["x" * 60, "x" * 60]),
        (
            {
                "type": "table",
                "max_rows": 3,
                "columns": [{"id": "x", "type": "text", "max": 5}, {"id": "y", "type": "date"}],
            },
            [{**ROW, "x": "汉" * 5, "y": "2026-11-30"}] * 3,
        ),
    ],
)
def test_a_field_weighs_what_its_fullest_valid_answer_takes(options: dict[str, Any], fullest: Any) -> None:
    stored = len(canonical({"f": fullest}).encode()) - len("{}")
    assert stored <= read_field({"id": "f"} | options).weight() <= stored + len(",,")


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
