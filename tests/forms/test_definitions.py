"""What a definition of a field may say, what it leaves out, and how it is described again."""

from typing import Any, ClassVar

import pytest

from chalicelib.forms.checks import KINDS, Check
from chalicelib.forms.conditions import looked_at
from chalicelib.forms.describe import describe
from chalicelib.forms.fields import TYPES, DefinitionError, Field, read_field
from chalicelib.forms.fields.places import Region
from chalicelib.forms.fields.text import Text
from chalicelib.forms.schema import Form, Section
from tests.forms.sample import form

TWO = [{"value": "a", "label": {}}, {"value": "b", "label": {}}]


def field(type: str, **options: Any) -> Field:
    required: dict[str, dict[str, Any]] = {
        "choice": {"options": TWO},
        "choices": {"options": TWO},
        "attachments": {"max": 2, "size": 10, "kinds": ["pdf"]},
        "table": {"max_rows": 2, "columns": [{"id": "x", "type": "text"}]},
        "link": {"track": "unit"},
    }
    return read_field({"id": "f", "type": type} | required.get(type, {}) | options)


NO_LIMIT = "a limit is a whole number or a quoted decimal"


@pytest.mark.parametrize(
    ("type", "options", "faults"),
    [
        ("text", {"min": 5, "max": 3}, [("min", "min 5 is more than max 3")]),
        ("text", {"min": 3, "max": 3}, []),
        ("text", {"min": 201}, [("min", "min 201 is more than max 200")]),
        ("choices", {"min": 2}, []),
        ("choices", {"max": 2}, []),
        ("decimal", {"min": "10", "max": "9"}, [("min", "min 10 is more than max 9")]),
        ("decimal", {"min": "1.5", "max": 2}, []),
        ("decimal", {"min": "a", "max": "b"}, [("min", NO_LIMIT), ("max", NO_LIMIT)]),
        ("percent", {"max": "1,000"}, [("max", NO_LIMIT)]),
        ("choice", {"options": []}, [("options", "no options")]),
        ("choice", {"options": [*TWO, *TWO[:1]]}, [("options", "the option a stands twice")]),
        (
            "choice",
            {"options": [*TWO, {"value": "A", "label": {}}]},
            [("options", "the option 'A' is no slug of a–z, 0–9, - and _")],
        ),
        ("choices", {"options": []}, [("options", "no options")]),
        ("choices", {"min": 3}, [("min", "min is more than there are options")]),
        ("choices", {"min": 2, "max": 1}, [("min", "min 2 is more than max 1")]),
        ("date", {"min": "2021-13-01"}, [("min", "2021-13-01 is not in the calendar; a date is written 2026-02-28")]),
        ("date", {"max": "2021-11"}, [("max", "2021-11 is not in the calendar; a date is written 2026-02-28")]),
        ("date", {"min": "2021-12-01", "max": "2021-11-30"}, [("min", "min 2021-12-01 is more than max 2021-11-30")]),
        ("month", {"max": "2021-11-30"}, [("max", "2021-11-30 is not in the calendar; a month is written 2026-02")]),
        ("month", {"min": "2021-10", "max": "2021-11"}, []),
        ("attachments", {"kinds": ["exe"]}, [("kinds", "exe is no kind of file: pdf, ofd, doc, docx, jpg, png, mp4")]),
        ("attachments", {"min": 3}, [("min", "min 3 is more than max 2")]),
        (
            "attachments",
            {"limits": [{"kinds": ["pdf", "png"]}]},
            [("limits", "png is not among the kinds of the field")],
        ),
        ("region", {"levels": ["village"]}, [("levels", "village is no level of regions: province, city, county")]),
        ("region", {"levels": ["city"]}, []),
        ("yesno", {}, []),
        ("table", {"max_rows": 0}, []),
        ("table", {"min_rows": 3}, [("min_rows", "min_rows 3 is more than max_rows 2")]),
        ("table", {"min_rows": 2, "row_label": "x"}, []),
        (
            "table",
            {"list": True},
            [("list", "lists show a table's first row, and no column says that it is shown there")],
        ),
        ("table", {"list": True, "columns": [{"id": "x", "type": "text", "list": True}]}, []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_definition_is_said_at_its_key(
    type: str, options: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    assert list(field(type, **options).faults()) == [DefinitionError(*fault) for fault in faults]


@pytest.mark.parametrize(
    ("type", "may", "may_not"),
    [
        ("text", ["", "x"], []),
        ("yesno", ["yes", "no", ""], ["maybe", "Yes"]),
        ("choice", ["a", "b", ""], ["c"]),
        ("choices", ["a", "b", ""], ["c"]),
        ("attachments", [], ["", "pdf"]),
        ("table", [""], ["x"]),
    ],
)
def test_a_condition_may_ask_for_what_the_field_can_hold(type: str, may: list[str], may_not: list[str]) -> None:
    asks = field(type)
    assert [value for value in [*may, *may_not] if asks.can_be(value)] == may


COMMON = {
    "label": {},
    "help": None,
    "example": None,
    "required": False,
    "when": None,
    "list": False,
    "public": False,
    "personal": False,
    "dossier": None,
    "errors": {},
    "seen_by": None,
}


@pytest.mark.parametrize(
    ("type", "options", "described"),
    [
        ("text", {}, {"min": None, "max": 200}),
        ("long", {"max": 50}, {"min": None, "max": 50}),
        (
            "text",
            {"label": {"zh": "名"}, "list": True, "errors": {"required": {"zh": "要"}}},
            {"label": {"zh": "名"}, "list": True, "errors": {"required": {"zh": "要"}}, "min": None, "max": 200},
        ),
        ("percent", {}, {"min": 0, "max": 100, "places": 1, "unit": None}),
        ("money", {"unit": {"zh": "万元"}}, {"min": 0, "max": None, "places": 2, "unit": {"zh": "万元"}}),
        ("integer", {}, {"min": None, "max": None, "places": 0, "unit": None}),
        ("region", {}, {"within": None, "levels": ["province", "city", "county"]}),
        ("date", {"not_after": "today"}, {"min": None, "max": None, "not_after": "today"}),
        (
            "link",
            {},
            {"min": None, "max": None, "track": "unit", "states": []},
        ),
        (
            "choice",
            {"options": [{"value": "a", "label": {"zh": "甲"}, "when": {"field": "g", "is": "x"}}]},
            {"options": [{"value": "a", "label": {"zh": "甲"}, "when": {"field": "g", "is": "x"}, "hint": None}]},
        ),
        (
            "attachments",
            {"limits": [{"kinds": ["pdf"], "size": 5}]},
            {
                "min": None,
                "max": 2,
                "size": 10,
                "kinds": ["pdf"],
                "limits": [{"kinds": ["pdf"], "max": None, "size": 5}],
                "template": None,
                "pledge": False,
                "blind": None,
            },
        ),
        (
            "table",
            {"public": True, "columns": [{"id": "x", "type": "text"}, {"id": "y", "type": "text", "public": False}]},
            {
                "public": True,
                "min_rows": None,
                "max_rows": 2,
                "row_label": None,
                "columns": [
                    {"id": "x", "type": "text"} | COMMON | {"public": True, "min": None, "max": 200},
                    {"id": "y", "type": "text"} | COMMON | {"min": None, "max": 200},
                ],
            },
        ),
    ],
)  # fmt: skip
def test_a_field_is_described_with_every_option_said(
    type: str, options: dict[str, Any], described: dict[str, Any]
) -> None:
    assert field(type, **options).describe() == {"id": "f", "type": type} | COMMON | described


CHECK = {"id": "c", "kind": "note", "level": "warn", "message": {"zh": "注意"}, "fields": ["f"]}
IF_X = {"field": "f", "is": "x"}


def test_a_form_is_described_with_every_option_said() -> None:
    section = {
        "id": "s",
        "title": {"zh": "一"},
        "help": {"zh": "二"},
        "fields": [{"id": "f", "type": "text"}],
    }
    whole = {
        "call": "CALL",
        "version": 3,
        "track": "unit",
        "names": {"zh": "单位"},
        "name_field": "f",
        "landing": "g",
        "total_size": 7,
    }
    read = Form.parse({**whole, "sections": [section], "checks": [{**CHECK, "if": IF_X}]})
    text = {"id": "f", "type": "text"} | COMMON | {"min": None, "max": 200}
    assert describe(read) == whole | {
        "sections": [{**section, "fields": [text]}],
        "checks": [{**CHECK, "if": IF_X}],
    }
    assert read.checks[0].fields == ("f",)
    assert read.section_of == {"f": "s"}


def test_what_a_form_leaves_out_is_nothing() -> None:
    empty = Form("", 0, "", {}, "", None, None, (), ())
    assert Form.parse({"sections": []}) == empty
    assert Form.parse({"sections": [{"id": "s", "title": {}, "fields": []}]}).sections == (Section("s", {}, None, ()),)


def test_checks_stand_at_the_field_they_name_first_in_their_own_order() -> None:
    checks = [
        {**CHECK, "if": IF_X, "id": name, "fields": at}
        for name, at in (("1", ["t.x"]), ("2", ["f", "t"]), ("3", ["t"]))
    ]
    read = form({"id": "f", "type": "text"}, checks=checks)
    assert {home: [check.id for check in found] for home, found in read.checks_at.items()} == {
        "t": ["1", "3"],
        "f": ["2"],
    }


def test_a_condition_looks_at_all_fields_within_it() -> None:
    inner = {"any": [{"field": "a", "is": "x"}, {"not": {"field": "b", "in": ["x"]}}]}
    condition = {"all": [inner, {"field": "c", "under": "37"}, {"field": "a", "is": "y"}]}
    assert list(looked_at(condition)) == ["a", "b", "c", "a"]
    assert list(looked_at(None)) == []


def test_a_type_of_field_and_a_kind_of_check_are_known_once_their_class_is_there() -> None:
    try:

        class Probe(Text):
            type: ClassVar[str] = "probe"

        class Untyped(Probe):
            pass

        class Probing(Check):
            kind: ClassVar[str] = "probing"

        assert (TYPES["probe"], KINDS["probing"]) == (Probe, Probing)
    finally:
        TYPES.pop("probe", None)
        KINDS.pop("probing", None)


def test_what_a_definition_lists_is_read_as_a_value_that_cannot_change() -> None:
    region = field("region", levels=["city"])
    assert region == Region(id="f", label={}, levels=("city",))


def test_the_columns_of_a_table_are_personal_and_public_as_it_is_where_they_say_nothing() -> None:
    columns = [{"id": "x", "type": "text"}, {"id": "y", "type": "text", "personal": False, "public": False}]
    for flags in ({"personal": True}, {"public": True}, {"personal": True, "public": True}, {}):
        table = field("table", columns=columns, **flags).describe()
        expected = [flags.get("personal", False), flags.get("public", False)]
        assert [[column["personal"], column["public"]] for column in table["columns"]] == [
            expected,
            [False, False],
        ]
