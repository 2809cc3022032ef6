"""Two versions of a form differ by what was edited, and by nothing else."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.forms.form_changes import form_changes, moved
from chalicelib.forms.schema import Form

COLUMNS = [
    {"id": "what", "type": "text", "label": {"en": "What"}},
    {"id": "sum", "type": "integer", "label": {"en": "Sum"}, "min": 0},
]
FORM: dict[str, Any] = {
    "name_field": "name",
    "landing": None,
    "total_size": 100,
    "sections": [
        {
            "id": "about",
            "title": {"en": "About"},
            "fields": [
                {"id": "name", "type": "text", "label": {"en": "Name"}, "min": 2, "max": 40, "required": True},
                {"id": "kind", "type": "choice", "label": {"en": "Kind"}, "options": []},
                {"id": "begun", "type": "date", "label": {"en": "Begun"}, "min": "2020-01-01"},
                {"id": "place", "type": "region", "label": {"en": "Place"}, "within": "37"},
            ],
        },
        {
            "id": "more",
            "title": {"en": "More"},
            "fields": [
                {"id": "costs", "type": "table", "label": {"en": "Costs"}, "max_rows": 5, "columns": COLUMNS},
                {"id": "part", "type": "percent", "label": {"en": "Part"}},
                {"id": "proof", "type": "attachments", "label": {"en": "Proof"}, "max": 3, "size": 9, "kinds": ["pdf"]},
            ],
        },
    ],
    "checks": [
        {
            "id": "whole",
            "kind": "compare",
            "level": "warn",
            "message": {"en": "Too much"},
            "fields": ["part"],
            "left": "part",
            "op": "<=",
            "right": "part",
        }
    ],
}
FORM["sections"][0]["fields"][1]["options"] = [{"value": one, "label": {"en": one.upper()}} for one in "xyz"]

Edit = Callable[[dict[str, Any]], object]


def section(form: dict[str, Any], n: int = 0) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = form["sections"][n]["fields"]
    return fields


def field(form: dict[str, Any], id: str) -> dict[str, Any]:
    return next(one for n in (0, 1) for one in section(form, n) if one["id"] == id)


def setting(of: str, **options: Any) -> Edit:
    return lambda form: field(form, of).update(options)


def adding(**options: Any) -> Edit:
    return lambda form: section(form).append({"id": "new", "type": "text", "label": {"en": "New"}, **options})


def options(form: dict[str, Any]) -> list[dict[str, Any]]:
    known: list[dict[str, Any]] = field(form, "kind")["options"]
    return known


def opting(**changed: Any) -> Edit:
    return lambda form: options(form)[0].update(changed)


def last_first(of: Callable[[dict[str, Any]], list[dict[str, Any]]]) -> Edit:
    return lambda form: of(form).insert(0, of(form).pop())


def check(**changed: Any) -> Edit:
    return lambda form: form["checks"][0].update(changed)


RENAMED = {"id": "start", "label": {"en": "Start"}}
LIMITS = [{"kinds": ["pdf"], "max": 1}]
W = {"value": "w", "label": {"en": "W"}}

EDITS: dict[str, tuple[Edit, str, str, str, str, bool]] = {
    "a field": (adding(), "added", "field", "new", "", False),
    "a field that must be filled in": (adding(required=True), "added", "field", "new", "", True),
    "no field": (lambda f: section(f).pop(2), "taken_out", "field", "begun", "", True),
    "a field's label": (setting("name", label={"en": "Title"}), "renamed", "field", "name", "label", False),
    "a field's id": (setting("begun", id="start"), "renamed", "field", "begun", "", True),
    "a field's id and label": (
        setting("begun", **RENAMED),
        "renamed",
        "field",
        "begun",
        "",
        True,
    ),
    "a field's help": (setting("name", help={"en": "Short"}), "changed", "field", "name", "help", False),
    "a field's type": (setting("name", type="long"), "tightened", "field", "name", "type", True),
    "required": (setting("part", required=True), "tightened", "field", "part", "required", True),
    "not required": (setting("name", required=False), "loosened", "field", "name", "required", False),
    "a higher min": (setting("name", min=3), "tightened", "field", "name", "min", True),
    "a lower min": (setting("name", min=1), "loosened", "field", "name", "min", False),
    "a first max": (setting("begun", max="2021-01-01"), "tightened", "field", "begun", "max", True),
    "a lower max": (setting("name", max=39), "tightened", "field", "name", "max", True),
    "a higher max": (setting("name", max=41), "loosened", "field", "name", "max", False),
    "a later min": (setting("begun", min="2020-02-01"), "tightened", "field", "begun", "min", True),
    "a decimal max": (setting("part", max="9.5"), "tightened", "field", "part", "max", True),
    "no min": (setting("begun", min=None), "loosened", "field", "begun", "min", False),
    "fewer places": (setting("part", places=0), "tightened", "field", "part", "places", True),
    "not after today": (setting("begun", not_after="today"), "tightened", "field", "begun", "not_after", True),
    "a narrower region": (setting("place", within="3701"), "tightened", "field", "place", "within", True),
    "a wider region": (setting("place", within=None), "loosened", "field", "place", "within", False),
    "another region": (setting("place", within="11"), "tightened", "field", "place", "within", True),
    "fewer levels": (setting("place", levels=["city"]), "tightened", "field", "place", "levels", True),
    "more kinds": (setting("proof", kinds=["pdf", "png"]), "loosened", "field", "proof", "kinds", False),
    "other kinds": (setting("proof", kinds=["png"]), "tightened", "field", "proof", "kinds", True),
    "smaller files": (setting("proof", size=8), "tightened", "field", "proof", "size", True),
    "limits of kinds": (
        setting("proof", limits=LIMITS),
        "tightened",
        "field",
        "proof",
        "limits",
        True,
    ),
    "a condition": (setting("name", when={"field": "kind", "is": "x"}), "loosened", "field", "name", "when", False),
    "fewer rows": (setting("costs", max_rows=4), "tightened", "field", "costs", "max_rows", True),
    "a column": (
        setting("costs", columns=[*COLUMNS, {"id": "when", "type": "date", "label": {"en": "When"}}]),
        "added",
        "field",
        "costs.when",
        "",
        False,
    ),
    "no column": (setting("costs", columns=COLUMNS[:1]), "taken_out", "field", "costs.sum", "", True),
    "columns in another order": (setting("costs", columns=COLUMNS[::-1]), "moved", "field", "costs.what", "", False),
    "a column's min": (
        setting("costs", columns=[COLUMNS[0], {**COLUMNS[1], "min": 1}]),
        "tightened",
        "field",
        "costs.sum",
        "min",
        True,
    ),
    "an option": (
        lambda f: options(f).append(W),
        "added",
        "option",
        "kind=w",
        "",
        False,
    ),
    "no option": (lambda f: options(f).pop(2), "taken_out", "option", "kind=z", "", True),
    "an option's label": (
        opting(label={"en": "?"}),
        "renamed",
        "option",
        "kind=x",
        "label",
        False,
    ),
    "an option's value": (opting(value="w"), "renamed", "option", "kind=x", "", True),
    "an option's condition": (
        opting(when={"field": "name", "is": ""}),
        "tightened",
        "option",
        "kind=x",
        "when",
        True,
    ),
    "options in another order": (
        last_first(options),
        "moved",
        "option",
        "kind=z",
        "",
        False,
    ),
    "a field elsewhere in its section": (
        last_first(section),
        "moved",
        "field",
        "name",
        "",
        False,
    ),
    "a field in another section": (
        lambda f: section(f, 1).insert(0, section(f).pop()),
        "moved",
        "field",
        "place",
        "",
        False,
    ),
    "a section's title": (
        lambda f: f["sections"][0].update(title={"en": "?"}),
        "renamed",
        "section",
        "about",
        "title",
        False,
    ),
    "a section's id": (lambda f: f["sections"][0].update(id="first"), "renamed", "section", "about", "", False),
    "sections in another order": (lambda f: f["sections"].reverse(), "moved", "section", "about", "", False),
    "a check that refuses": (check(level="refuse"), "tightened", "check", "whole", "level", True),
    "what a warning compares": (check(op="<"), "changed", "check", "whole", "op", False),
    "a check's words": (check(message={"en": "?"}), "renamed", "check", "whole", "message", False),
    "no check": (lambda f: f["checks"].clear(), "taken_out", "check", "whole", "", False),
    "all files' size": (lambda f: f.update(total_size=99), "tightened", "form", "form", "total_size", True),
    "the naming field": (lambda f: f.update(name_field="kind"), "changed", "form", "form", "name_field", False),
}


def edited(edit: Edit) -> Form:
    form = copy.deepcopy(FORM)
    edit(form)
    return Form.parse(form)


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_one_change_of_its_kind(what: str) -> None:
    edit, *expected = EDITS[what]
    [change] = form_changes(Form.parse(FORM), edited(edit))
    if (change.kind, change.aspect) == ("moved", ""):
        expected[2] = change.id  # of two that change places either may be said to have moved
    assert [change.kind, change.what, change.id, change.aspect, change.tightens] == expected


@pytest.mark.parametrize("what", EDITS)
def test_a_form_does_not_differ_from_itself(what: str) -> None:
    form = edited(EDITS[what][0])
    assert list(form_changes(form, edited(EDITS[what][0]))) == []


@pytest.mark.parametrize("what", [what for what, row in EDITS.items() if row[1] in ("tightened", "loosened")])
def test_what_tightens_one_way_loosens_the_other_or_cannot_be_told(what: str) -> None:
    [there] = form_changes(Form.parse(FORM), edited(EDITS[what][0]))
    [back] = form_changes(edited(EDITS[what][0]), Form.parse(FORM))
    assert "tightened" in {there.kind, back.kind}
    assert (there.aspect, there.id) == (back.aspect, back.id)


def test_an_id_that_seems_to_be_another_is_named_with_it() -> None:
    [change] = form_changes(Form.parse(FORM), edited(setting("begun", id="start")))
    assert (change.id, change.new_id) == ("begun", "start")


@given(st.permutations("abcdef"))
def test_without_what_moved_the_others_stand_as_before(after: list[str]) -> None:
    lifted = moved("abcdef", after)
    assert [id for id in after if id not in lifted] == [id for id in "abcdef" if id not in lifted]


@given(st.permutations("abcdef"), st.integers(0, 5), st.integers(0, 5))
def test_one_that_was_lifted_is_the_only_one_that_moved(order: list[str], taken: int, put: int) -> None:
    after = list(order)
    after.insert(put, after.pop(taken))
    assert len(moved(order, after)) == (0 if after == list(order) else 1)
