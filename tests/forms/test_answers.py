"""Drafts, and what lists, names and dossiers take from answers."""

from dataclasses import replace

from chalicelib.forms import answers as rules
from chalicelib.forms.check_context import FileFact
from tests.forms.sample import TODAY, call_forms, form, visible

SCENARIO = call_forms()["shandong-2021.scenario"]
SOLUTION = call_forms()["shandong-2021.solution"]
NAME = {"id": "name", "type": "text", "required": True, "min": 4, "max": 10}
ROWS = {
    "id": "rows",
    "type": "table",
    "max_rows": 1,
    "columns": [{"id": "x", "type": "text", "max": 5}],
}


def codes(found: list[rules.Problem]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in found]


def test_a_draft_may_be_half_finished_and_wrong_so_far() -> None:
    wrong = {
        "name": "x" * 30,
        "category": "none such",
        "service_count": "many",
        "uscc": "123",
        "live_since": "soon",
    }
    assert rules.draft_problems(SCENARIO, wrong) == []


def test_a_draft_may_not_hold_what_no_form_asked_for() -> None:
    assert codes(rules.draft_problems(SCENARIO, {"nmae": "x", "proof": ["file"]})) == [
        ("/nmae", "unknown_field"),
        ("/proof", "unknown_field"),
    ]


def test_a_draft_may_not_hold_another_shape() -> None:
    assert codes(rules.draft_problems(form(NAME, ROWS), {"name": 7, "rows": {"_id": "aaaaaaa2"}})) == [
        ("/name", "wrong_shape"),
        ("/rows", "wrong_shape"),
    ]
    assert codes(rules.draft_problems(form(NAME), ["name"])) == [("", "wrong_shape")]


def test_rows_of_a_draft_carry_an_id_each_of_its_own() -> None:
    rows = [{"x": "a"}, {"_id": "aaaaaaa2", "x": "b"}, {"_id": "aaaaaaa2", "y": "c"}]
    assert codes(rules.draft_problems(form(ROWS), {"rows": rows})) == [
        ("/rows/0/_id", "wrong_shape"),
        ("/rows/2/_id", "wrong_shape"),
        ("/rows/2/y", "unknown_field"),
    ]


def test_a_draft_stops_at_the_hard_caps() -> None:
    rows = [{"_id": f"aaaaaaa{last}", "x": "y" * 31} for last in "abcd"]
    assert codes(rules.draft_problems(form(NAME, ROWS), {"name": "x" * 41, "rows": rows})) == [
        ("/name", "too_long"),
        ("/rows", "too_many"),
        *[(f"/rows/{index}/x", "too_long") for index in range(4)],
    ]


def test_lists_show_the_flagged_answers_that_are_visible() -> None:
    answers = {
        "name": " 某场景 ",
        "category": "government",
        "field_soc": "health",
        "duty": "职责",
        "landing": "370102",
    }
    assert rules.facts(SCENARIO, answers) == {"name": "某场景", "category": "government", "landing": "370102"}


def test_lists_show_of_a_table_its_first_row_with_the_columns_that_say_so() -> None:
    indicator = {"id": "indicator", "type": "text", "list": True}
    columns = [indicator, {"id": "method", "type": "text"}]
    listing = form(NAME, {"id": "rows", "type": "table", "list": True, "max_rows": 3, "columns": columns})
    rows = [
        {"_id": "aaaaaaaa"},
        {"_id": "aaaaaaab", "indicator": "时长", "method": "算法"},
        {"_id": "aaaaaaac", "indicator": "次数"},
    ]
    assert rules.facts(listing, {"rows": rows}) == {"rows": [{"_id": "aaaaaaab", "indicator": "时长"}]}
    assert rules.facts(listing, {"rows": [{"_id": "aaaaaaaa", "method": "算法"}]}) == {}


def test_a_submission_is_named_by_the_name_field_of_its_track() -> None:
    assert rules.name(SCENARIO, {"name": "某场景", "unit_name": "某单位"}) == "某场景"
    assert rules.name(call_forms()["shandong-2021.unit"], {"unit_name": "某单位"}) == "某单位"
    assert rules.name(SCENARIO, {}) == ""


def test_a_new_submission_begins_with_what_the_dossier_knows() -> None:
    dossier = {"unit_name": "某单位", "region": "370102", "contact_name": "", "contact_mobile": "13800138000"}
    assert rules.from_dossier(SOLUTION, dossier) == {
        "unit_name": "某单位",
        "unit_region": "370102",
        "contact_mobile": "13800138000",
    }


def test_the_dossier_is_found_again_in_the_answers() -> None:
    answers = {"unit_name": "某单位", "unit_region": "370102", "name": "某方案"}
    assert rules.dossier_facts(SOLUTION, answers) == {"unit_name": "某单位", "region": "370102"}


def test_what_is_hidden_is_kept_in_a_draft_and_dropped_at_push() -> None:
    answers = {"category": "economy", "field_soc": "health", "field_eco": "industry"}
    assert rules.clean(SCENARIO, answers) == answers
    assert rules.drop_hidden(SCENARIO, answers) == {"category": "economy", "field_eco": "industry"}


def test_blank_rows_and_hidden_cells_are_dropped_at_push() -> None:
    hides = {"id": "z", "type": "text", "when": {"field": "x", "is": "b"}}
    table = form({**ROWS, "max_rows": 5, "columns": [*ROWS["columns"], hides]})  # type: ignore[misc]
    rows = [
        {"_id": "aaaaaaa2"},
        {"_id": "aaaaaaa3", "x": "a", "z": "c"},
        {"_id": "aaaaaaa4", "x": "b", "z": "c"},
    ]
    assert rules.drop_hidden(table, {"rows": rows}) == {
        "rows": [{"_id": "aaaaaaa3", "x": "a"}, {"_id": "aaaaaaa4", "x": "b", "z": "c"}]
    }


def test_progress_is_the_share_of_required_fields_that_are_well() -> None:
    two = form(NAME, {"id": "other", "type": "text", "required": True}, {"id": "free", "type": "text"})
    done = [
        rules.progress(two, answers, rules.problems(two, answers, TODAY))
        for answers in ({}, {"free": "x"}, {"name": "一网通办"}, {"name": "一网通办", "other": "x"})
    ]
    assert done == [0, 0, 50, 100]


def test_a_refused_field_counts_against_progress_also_where_it_is_not_required() -> None:
    required = ({"id": id, "type": "text", "required": True} for id in "abc")
    asks = form(*required, {"id": "free", "type": "integer"}, {"id": "more", "type": "text"})
    for answers, share in (
        ({"a": "x"}, 33),
        ({"a": "x", "b": "x"}, 66),
        ({"a": "x", "b": "x", "free": "many"}, 50),
        ({"a": "x", "b": "x", "c": "x", "free": "many"}, 75),
    ):
        assert rules.progress(asks, answers, rules.problems(asks, answers, TODAY)) == share
    assert rules.progress(form({"id": "free", "type": "text"}), {}, []) == 100


def test_a_hidden_required_field_counts_in_no_progress() -> None:
    hidden = {"id": "more", "type": "text", "required": True, "when": {"field": "name", "is": "x"}}
    asks = form({**NAME, "min": 1}, hidden)
    assert rules.progress(asks, {"name": "y"}, rules.problems(asks, {"name": "y"}, TODAY)) == 100
    assert rules.progress(asks, {"name": "x"}, rules.problems(asks, {"name": "x"}, TODAY)) == 50


def test_all_files_together_are_said_to_be_too_large_at_the_first_field_that_has_any() -> None:
    fields = [{"id": id, "type": "attachments", "max": 5, "size": 99, "kinds": ["pdf"]} for id in ("a", "b", "c")]
    limited = form(*fields, total_size=10)

    def found(*files: FileFact) -> list[rules.Problem]:
        return rules.problems(limited, {}, replace(TODAY, files=files))

    assert found(FileFact("b", "pdf", 4), FileFact("c", "pdf", 6)) == []
    assert found(FileFact("c", "pdf", 7), FileFact("b", "pdf", 4)) == [
        rules.Problem("/b", "b", "all", "too_large", {"max": 10, "total": 11})
    ]
    unlimited = form(*fields)
    many = replace(TODAY, files=[FileFact("a", "pdf", 99), FileFact("b", "pdf", 99)])
    assert rules.problems(unlimited, {}, many) == []


def test_what_only_warns_stands_in_no_way() -> None:
    warned = rules.Problem("/a", "a", "all", "check", {}, "warn")
    refused = rules.Problem("/b", "b", "all", "required", {})
    two = form({"id": "a", "type": "text"}, {"id": "b", "type": "text"})
    assert rules.refused([warned, refused]) == [refused]
    assert rules.missing(two, [warned, refused, refused]) == rules.Missing(1, {"all": 1})


def test_a_required_field_that_is_shown_and_well_counts_in_progress() -> None:
    shown = {"id": "more", "type": "text", "required": True, "when": {"field": "name", "is": "x"}}
    asks = form({**NAME, "min": 1}, shown, {"id": "other", "type": "text", "required": True})
    answers = {"name": "x", "more": "y"}
    assert rules.progress(asks, answers, rules.problems(asks, answers, TODAY)) == 66


def test_a_field_that_waits_for_itself_is_hidden() -> None:
    waits = form({"id": "a", "type": "text", "when": {"field": "a", "is": "x"}})
    assert visible(waits, {"a": "x"}) == []


def test_rows_without_an_id_take_one_of_their_place() -> None:
    table = form({**ROWS, "max_rows": 2000})
    kept = rules.clean(table, {"rows": [{"x": "a"}] * 1025})["rows"]
    assert [kept[index]["_id"] for index in (0, 1, 31, 32, 33, 1023, 1024)] == [
        "aaaaaaaa",
        "aaaaaaab",
        "aaaaaaa7",
        "aaaaaaba",
        "aaaaaabb",
        "aaaaaa77",
        "aaaaaaaa",
    ]
    odd = rules.clean(table, {"rows": [{"_id": 7, "x": "a"}, {"_id": "zzzzzzz7", "x": "a"}]})["rows"]
    assert [row["_id"] for row in odd] == ["aaaaaaaa", "zzzzzzz7"]


def test_the_first_and_the_last_day_that_a_field_allows_are_allowed() -> None:
    asks = form({"id": "day", "type": "date", "min": "2021-01-01", "max": "2021-12-31"})
    for day, found in (
        ("2020-12-31", [("/day", "too_early")]),
        ("2021-01-01", []),
        ("2021-12-31", []),
        ("2022-01-01", [("/day", "too_late")]),
    ):
        assert codes(rules.problems(asks, {"day": day}, TODAY)) == found


def test_a_percent_sign_and_the_blank_before_it_are_dropped_and_nothing_else() -> None:
    asks = form({"id": "share", "type": "percent"})
    typed = ("50 %", "50％", "50X%")
    assert [rules.clean(asks, {"share": one})["share"] for one in typed] == ["50", "50", "50X%"]


def test_what_is_personal_is_taken_out_and_all_else_stays_as_it_was() -> None:
    answers = {
        "name": "智慧供热",
        "contact_name": "张三丰",
        "contact_mobile": "13912345678",
        "team": [{"_id": "aaaaaaaa", "name": "李工", "organisation": "热力公司"}],
        "category": None,
    }
    bare = rules.without_personal(SCENARIO, answers)
    assert bare == {"name": "智慧供热"}
    assert rules.without_personal(SCENARIO, bare) == bare


def test_a_table_keeps_the_columns_that_are_not_personal() -> None:
    who, part = ({"id": id, "type": "text", "max": 9, "personal": id == "who"} for id in ("who", "part"))
    table = form({"id": "team", "type": "table", "max_rows": 5, "columns": [who, part]})
    rows = [{"_id": "aaaaaaaa", "who": "李工", "part": "算法"}, {"_id": "aaaaaaab", "who": "张工"}]
    assert rules.without_personal(table, {"team": rows}) == {
        "team": [{"_id": "aaaaaaaa", "part": "算法"}, {"_id": "aaaaaaab"}]
    }
    assert rules.without_personal(table, {"team": None}) == {}
