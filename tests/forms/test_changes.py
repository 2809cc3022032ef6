"""What a desk is shown when an entry comes again."""

from chalicelib.forms.changes import AnswerChange, differences
from tests.forms.sample import form

COLUMNS = [{"id": "x", "type": "text"}, {"id": "y", "type": "integer"}]
FORM = form(
    {"id": "name", "type": "text"},
    {"id": "tags", "type": "choices", "options": []},
    {"id": "rows", "type": "table", "max_rows": 5, "columns": COLUMNS},
    {"id": "proof", "type": "attachments", "max": 5, "size": 10, "kinds": ["pdf"]},
)
A, B, C = ({"_id": f"aaaaaaa{last}", "x": last} for last in "abc")


def test_nothing_changed_when_only_the_typing_did() -> None:
    assert (
        differences(FORM, {"name": "甲", "rows": [{**A, "y": "7"}]}, {"name": " 甲 ", "rows": [{**A, "y": "７"}]}) == []
    )


def test_a_field_changes_appears_and_goes() -> None:
    assert differences(FORM, {"name": "甲"}, {"name": "乙"}) == [AnswerChange("changed", "name", "/name", "甲", "乙")]
    assert differences(FORM, {}, {"tags": ["a"]}) == [AnswerChange("changed", "tags", "/tags", None, ["a"])]
    assert differences(FORM, {"name": "甲"}, {}) == [AnswerChange("changed", "name", "/name", "甲", None)]


def test_a_cell_is_pointed_at_in_the_new_revision() -> None:
    assert differences(FORM, {"rows": [A, B]}, {"rows": [A, {**B, "y": "2"}]}) == [
        AnswerChange("changed", "rows", "/rows/1/y", None, "2")
    ]


def test_a_row_taken_out_above_leaves_those_below_unchanged() -> None:
    assert differences(FORM, {"rows": [A, B, C]}, {"rows": [B, C]}) == [
        AnswerChange("removed", "rows", "/rows/0", A, None)
    ]


def test_a_row_put_in_above_leaves_those_below_unchanged() -> None:
    assert differences(FORM, {"rows": [B]}, {"rows": [A, B]}) == [AnswerChange("added", "rows", "/rows/0", None, A)]


def test_rows_that_change_places_are_one_change() -> None:
    assert differences(FORM, {"rows": [A, B]}, {"rows": [B, A]}) == [
        AnswerChange("moved", "rows", "/rows", ["aaaaaaaa", "aaaaaaab"], ["aaaaaaab", "aaaaaaaa"])
    ]


def test_files_are_told_apart_by_their_id() -> None:
    old = [{"id": "f1", "field": "proof", "name": "a.pdf"}, {"id": "f2", "field": "proof", "name": "b.pdf"}]
    new = [old[1], {"id": "f3", "field": "proof", "name": "a.pdf"}]
    assert differences(FORM, {}, {}, old, new) == [
        AnswerChange("added", "proof", "/proof/1", None, new[1]),
        AnswerChange("removed", "proof", "/proof/0", old[0], None),
    ]


def test_a_file_in_the_place_of_another_field_is_no_change_of_this_one() -> None:
    two = form(
        {"id": "proof", "type": "attachments", "max": 5, "size": 10, "kinds": ["pdf"]},
        {"id": "more", "type": "attachments", "max": 5, "size": 10, "kinds": ["pdf"]},
    )
    file = {"id": "f1", "field": "proof", "name": "a.pdf"}
    moved = {**file, "field": "more"}
    assert differences(two, {}, {}, [file], [moved]) == [
        AnswerChange("removed", "proof", "/proof/0", file, None),
        AnswerChange("added", "more", "/more/0", None, moved),
    ]


def test_a_change_is_written_as_the_api_says_it() -> None:
    change = AnswerChange("changed", "name", "/name", "甲", "乙")
    expected = {"kind": "changed", "field": "name", "pointer": "/name", "old": "甲", "new": "乙"}
    assert change.as_json() == expected


def test_a_cell_changes_and_goes_with_what_it_held() -> None:
    old = [{**A, "y": "1"}, {**B, "y": "2"}]
    new = [{**A, "y": "3"}, B]
    assert differences(FORM, {"rows": old}, {"rows": new}) == [
        AnswerChange("changed", "rows", "/rows/0/y", "1", "3"),
        AnswerChange("changed", "rows", "/rows/1/y", "2", None),
    ]
