"""How entries are judged: what a call may not declare is said where it stands, in words of the trade."""

import shutil
from pathlib import Path

import pytest

from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.rules import (
    Agency,
    Anchor,
    Balance,
    Ballot,
    CommentRule,
    ExpertRules,
    Scale,
    SelectionRules,
    Spread,
    Tie,
)
from chalicelib.domain.evaluation.scores import Method
from ops.calls import CallFileFault, check, compile_call
from ops.commands.call import check as check_command
from tests.forms.sample import ROOT
from tests.ops.calls.test_loading import change

CALL, AGENCIES = "call.yaml", "agencies.csv"
SCENARIO, UNIT = "tracks/scenario.yaml", "tracks/unit.yaml"
TIES = "ties: [{criterion: effect}, spread, desk_rank, draw]"
WRITTEN = 'scale: {min: 0, max: 10, step: "0.5"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "shandong-2021"
    shutil.copytree(ROOT / "calls/shandong-2021", copy)
    return copy


WRONG = [
    (
        SCENARIO,
        "weight: 15",
        "weight: 5",
        "the weights sum to 90; they sum to 100, a criterion outside the total has 0",
        "criteria:",
    ),
    (SCENARIO, "- id: problem", "- id: duty", "duty stands twice", "criteria:"),
    (
        SCENARIO,
        "trim: 1}\n    at_least: 5",
        "trim: 3}\n    at_least: 5",
        "of 7 marks 1 would be left; at least 3 must",
        None,
    ),
    (
        SCENARIO,
        "method: {kind: severity, shrink: 4}",
        "method: {kind: mean, shrink: 4}",
        "shrink is for severity, not for mean",
        None,
    ),
    (SCENARIO, "at_least: 3", "at_least: 4", "4 sheets are needed, and 3 experts read an entry", None),
    (SCENARIO, "keeps: 300", "keeps: 199", "199 go on, fewer than the 200 places", None),
    (
        SCENARIO,
        "    carries: 40",
        "    keeps: 250",
        "nothing comes after meeting; how many are selected says selection",
        None,
    ),
    (
        SCENARIO,
        "closes: 2021-11-21 18:00",
        "closes: 2021-11-15 18:00",
        "written closes before recommending ends",
        None,
    ),
    (
        SCENARIO,
        "closes: 2021-11-23 18:00",
        "closes: 2021-11-20 18:00",
        "meeting closes before written does: stages stand in their order",
        None,
    ),
    (SCENARIO, "id: meeting", "id: written", "the stage written stands twice", None),
    (SCENARIO, "at_least: 3", "at_least: 3\n    carries: 40", "no stage comes before written", 1),
    (SCENARIO, WRITTEN, "scale: {min: 0, max: 10, step: 3}", "from 0 to 10 there are no whole steps of 3", None),
    (SCENARIO, WRITTEN, "scale: {min: 0, max: 10, step: 0}", "step: 0 is too small: more than 0", None),
    (SCENARIO, WRITTEN, "scale: {min: 10, max: 10, step: 1}", "max 10 is not above min 10", None),
    (SCENARIO, WRITTEN, "scale: {min: -1, max: 10, step: 1}", "min: -1 is too small: 0 at least", None),
    (SCENARIO, "from: 8", "from: 11", "11 is not on the scale of written: 0 to 10 in steps of 0.5", None),
    (SCENARIO, "from: 8", "from: 7.25", "7.25 is not on the scale of written: 0 to 10 in steps of 0.5", None),
    (SCENARIO, "from: 5", "from: 8", "two anchors begin at 8", "anchors:"),
    (SCENARIO, "from: 8", "from: high", "from: high is no mark; write a number, such as 8 or 7.5", None),
    (
        SCENARIO,
        "comment: below 5",
        "comment: below 5.2",
        "5.2 is not on the scale of written: 0 to 10 in steps of 0.5",
        None,
    ),
    (
        SCENARIO,
        "comment: below 5",
        "comment: belwo 5",
        "comment: belwo 5 says no case; write never, always, below 5 or above 8; did you mean below?",
        None,
    ),
    (
        SCENARIO,
        "load: {most: 60}",
        "load: {most: 60}\n    ballot: {quorum: 2/3, passes: 2/3}",
        "a ballot is held by a panel: design: panel",
        1,
    ),
    (
        SCENARIO,
        "experts: 7",
        "experts: 7\n    load: {most: 60}",
        "a panel reads every entry; load is for design: each",
        1,
    ),
    (
        SCENARIO,
        "quorum: 2/3",
        "quorum: 3/2",
        "quorum: 3/2 is no share; write one such as 2/3, above 0 and 1 at most",
        None,
    ),
    (
        SCENARIO,
        "passes: 2/3",
        "passes: 0/3",
        "passes: 0/3 is no share; write one such as 2/3, above 0 and 1 at most",
        None,
    ),
    (SCENARIO, "design: each", "design: pannel", "design: pannel is none of each, panel; did you mean panel?", None),
    (SCENARIO, "kind: severity", "kind: sevrity", "did you mean severity?", None),
    (SCENARIO, "then: another", "then: other", "did you mean another?", None),
    (SCENARIO, "at_least: 3", "at_lest: 3", "unknown key at_lest; did you mean at_least?", None),
    (SCENARIO, "      - from: 8", "      - form: 8", "unknown key form; did you mean from?", None),
    (SCENARIO, "places: 200", "places: 150", "places is 150, and selects says 200", None),
    (SCENARIO, "level: city", "level: citty", "there is no level citty; did you mean city?", None),
    (SCENARIO, "by: place, level: city", "by: category, level: city", "a level is for by: place", None),
    (
        SCENARIO,
        "by: place, level: city",
        "by: place",
        "level is missing: whose places are counted, such as level: city",
        None,
    ),
    (
        SCENARIO,
        TIES,
        "ties: [{criterion: efect}, draw]",
        "there is no criterion efect; did you mean effect?",
        None,
    ),
    (SCENARIO, TIES, "ties: [draw, spread]", "nothing is left equal after draw, which stands last", None),
    (SCENARIO, TIES, "ties: [spread, spread]", "spread stands twice", None),
    (
        SCENARIO,
        TIES,
        "ties: [desk_rnk, draw]",
        "ties 1: a step is {criterion: …}, spread, desk_rank or draw; did you mean desk_rank?",
        None,
    ),
    (SCENARIO, "at_line: both", "at_line: all", "at_line: all is none of both, draw", None),
    (CALL, "agencies: agencies.csv", "agencies: agency.csv", "did you mean agencies.csv?", None),
    (CALL, "blind: unit", "blind: units", "did you mean unit?", None),
    (CALL, "keep_apart: [body, city", "keep_apart: [bodies, city", "did you mean body?", None),
    (CALL, "second_person: [draw,", "second_person: [drew,", "did you mean draw?", None),
    (CALL, "count: 3", "count: three", "count: three is no whole number", None),
    (CALL, "id: qlc", "id: 3d", "3d stands twice", "numbers:"),
    (CALL, "min: 0, max: 9}", "min: 9, max: 9}", "max 9 is not above min 9", None),
    (CALL, "min: 1, max: 30}", "min: 1, max: 6}", "7 numbers, none twice, are more than the 6 there are", None),
    (CALL, "rules_public_days: 3", "notice: none", "unknown key notice", None),
    (AGENCIES, "haiyou-assess", "qilu-review", "the agency qilu-review stands twice", None),
    (AGENCIES, "haiyou-assess", "Haiyou", "code: 'Haiyou' is not right", None),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "reason", "at"), WRONG)
def test_what_an_evaluation_may_not_say_is_said_where_it_stands(
    folder: Path, file: str, old: str, new: str, reason: str, at: str | int | None
) -> None:
    """`at`: the key's line, or so many lines below what was changed."""
    line = change(folder, file, old, new)
    if isinstance(at, int):
        line += at
    elif at:
        lines = (folder / file).read_text().splitlines()
        line = next(n for n, text in enumerate(lines, start=1) if text.strip().startswith(at))
    said = [(fault.line, fault.message) for fault in check(folder) if fault.file == file]
    assert any(place == line and reason in message for place, message in said), said


def without(folder: Path, file: str, key: str) -> None:
    """Take a key with everything below it out."""
    lines, inside = [], False
    for line in (folder / file).read_text().splitlines(keepends=True):
        inside = line.startswith(f"{key}:") or (inside and line.startswith((" ", "\n")) and bool(line.strip()))
        lines += [] if inside else [line]
    (folder / file).write_text("".join(lines))


def messages(folder: Path) -> set[str]:
    return {fault.message for fault in check(folder)}


def test_selection_and_stages_go_together(folder: Path) -> None:
    without(folder, SCENARIO, "selection")
    without(folder, SCENARIO, "at_line")
    assert messages(folder) == {"stages lead to a selection, and selection is missing"}


def test_without_stages_nothing_is_selected_or_set_apart(folder: Path) -> None:
    without(folder, SCENARIO, "stages")
    assert messages(folder) == {
        "what is selected was judged, and stages are missing",
        "ties sets scores apart, and stages are missing",
        "at_line sets scores apart, and stages are missing",
    }


def test_a_track_without_any_evaluation_is_right_and_its_weights_need_no_sum(folder: Path) -> None:
    for key in ("stages", "selection", "ties", "at_line"):
        without(folder, SCENARIO, key)
    change(folder, SCENARIO, "weight: 15", "weight: 5")
    assert check(folder) == []


def test_stages_need_what_the_call_says_for_all(folder: Path) -> None:
    without(folder, CALL, "evaluation")
    assert messages(folder) == {"call.yaml has no evaluation, which says who judges and what experts may see"}


def test_a_standard_score_needs_eight_marks_of_each_expert(folder: Path) -> None:
    change(folder, SCENARIO, "load: {most: 60}", "load: {most: 7}")
    line = change(folder, SCENARIO, "method: {kind: severity, shrink: 4}", "method: {kind: standard}")
    said = "standard needs 8 marks of each expert, who gives 7 at most; write kind: mean or severity"
    assert check(folder) == [CallFileFault(SCENARIO, line, said)]
    change(folder, SCENARIO, "load: {most: 7}", "load: {most: 8}")
    assert check(folder) == []


def test_fewer_go_on_from_stage_to_stage(folder: Path) -> None:
    again = (
        "  - id: again\n    names: {zh: 复评, en: Again}\n    design: each\n    experts: 3\n"
        f"    {WRITTEN}\n    closes: 2021-11-22 18:00\n    method: {{kind: mean}}\n    at_least: 3\n    keeps: 300\n"
    )
    line = change(folder, SCENARIO, "  - id: meeting", f"{again}  - id: meeting") + again.count("\n") - 1
    assert check(folder) == [CallFileFault(SCENARIO, line, "300 go on, no fewer than the 300 that written keeps")]


def test_categories_are_counted_and_matched_only_where_the_track_has_them(folder: Path) -> None:
    change(folder, SCENARIO, "category_field: category\n", "")
    change(folder, SCENARIO, "by: place, level: city", "by: category")
    assert messages(folder) == {
        "the track has no category_field; write fields: none",
        "the track has no category_field, by which places could be counted",
    }


def test_a_lot_rests_on_drawn_numbers_or_on_the_rolls_seal(folder: Path) -> None:
    draw = (folder / CALL).read_text().partition("  draw:\n")[2].partition("  second_person")[0]
    change(folder, CALL, f"  draw:\n{draw}", "  draw: none\n")
    said = "draw needs a lot, and call.yaml has neither draw with numbers nor seed: seal in evaluation"
    assert messages(folder) == {said}
    change(folder, SCENARIO, "at_line: both", "at_line: draw")
    assert f"at_line: {said}; or write at_line: both" in messages(folder)
    change(folder, CALL, "  draw: none\n", "  draw: none\n  seed: seal\n")
    assert check(folder) == []


def test_a_draw_names_its_numbers(folder: Path) -> None:
    numbers = (folder / CALL).read_text().partition("    numbers:")[2].partition("  second_person")[0]
    line = change(folder, CALL, f"    numbers:{numbers}", "    numbers: []\n")
    said = "numbers is empty; name at least one, or write draw: none"
    assert check(folder) == [CallFileFault(CALL, line, said)]


def test_no_more_numbers_are_drawn_than_there_are(folder: Path) -> None:
    change(folder, CALL, "ordered: false, min: 1, max: 30", "ordered: false, min: 1, max: 7")
    assert check(folder) == []
    change(folder, CALL, "ordered: false, min: 1, max: 7", "ordered: false, min: 1, max: 6")
    assert messages(folder) == {"7 numbers, none twice, are more than the 6 there are"}
    change(folder, CALL, "ordered: true, min: 0, max: 9", "ordered: true, min: 9, max: 0")
    assert "max 0 is not above min 9" in messages(folder)


def test_who_filed_is_in_the_files_too_so_that_a_blind_call_says_what_becomes_of_them(folder: Path) -> None:
    change(folder, UNIT, "        blind: hide\n", "")
    [fault] = check(folder)
    assert (fault.file, fault.message) == (
        UNIT,
        "experts may not know who filed, and nobody takes names out of the files of licence: write blind: hide, or"
        " blind: as_is where its help asks for files without names",
    )
    assert (folder / UNIT).read_text().splitlines()[fault.line - 1].strip() == "- id: licence"
    change(folder, CALL, "blind: unit", "blind: none")
    assert check(folder) == []


def test_an_answer_can_be_kept_from_experts_and_from_nobody_else(folder: Path) -> None:
    line = change(
        folder, SCENARIO, "        public: true\n", "        public: true\n        seen_by: [owner, expert]\n"
    )
    said = "owner, desk, organiser read every answer; expert alone may be left out"
    assert check(folder) == [CallFileFault(SCENARIO, line + 1, said)]
    change(folder, SCENARIO, "seen_by: [owner, expert]", "seen_by: [owner, desk, organiser]")
    assert check(folder) == []


def test_what_only_refers_to_a_mistake_is_not_said(folder: Path) -> None:
    line = change(folder, CALL, "  blind: unit", "  blnd: unit")
    assert check(folder) == [CallFileFault(CALL, line, "unknown key blnd; did you mean blind?")]


def test_every_part_of_a_stage_that_is_missing_is_said_alone(folder: Path) -> None:
    for key in ("design: each", "experts: 3", "at_least: 3", WRITTEN, "method: {kind: severity, shrink: 4}"):
        text = (folder / SCENARIO).read_text()
        change(folder, SCENARIO, f"    {key}\n", "")
        assert messages(folder) == {f"{key.partition(':')[0]} is missing"}
        (folder / SCENARIO).write_text(text)


def test_an_agency_file_that_is_named_must_be_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / AGENCIES).unlink()
    assert check_command(folder) == 1
    assert capsys.readouterr().out == f"{folder}/{AGENCIES}:1: is missing\n"


def test_what_is_declared_is_what_the_domain_reads(folder: Path) -> None:
    call = Call.from_dict(compile_call(folder))
    rules = call.evaluation
    assert rules is not None
    assert rules.agencies["qilu-review"] == Agency(
        "qilu-review", {"zh": "齐鲁数字评审中心（虚构）", "en": "Qilu Digital Review Centre (invented)"}
    )
    assert rules.experts == ExpertRules(("body", "city", "parent_body"), 2, named=True)
    numbers = [(one.id, one.count, one.ordered, one.min, one.max) for one in rules.numbers]
    assert numbers == [("3d", 3, True, 0, 9), ("qlc", 7, False, 1, 30)]
    assert (rules.blind, rules.seed, rules.rules_public_days, rules.correction_hours) == ("unit", "draw", 3, 48)
    assert (rules.draws, rules.opinions, rules.feedback.mark, len(rules.second_person)) == (True, False, False, 7)
    track = call.track("scenario")
    assert {one.id: one.weight for one in track.criteria} == {
        "duty": 15,
        "problem": 20,
        "data-driven": 20,
        "effect": 30,
        "spread": 15,
    }
    assert track.criteria[3].anchors[0] == Anchor(
        "8", {"zh": "有可核实的前后对比。", "en": "Before and after can be verified."}
    )
    assert track.criteria[3].comment == CommentRule("below", "5")
    written, meeting = track.stages
    assert (written.scale, written.method) == (Scale("0", "10", "0.5"), Method("severity", 4, 0))
    assert (written.spread, written.most, written.keeps) == (Spread(25, "another"), 60, 300)
    assert (written.fields, meeting.fields) == ("category", "none")
    assert (meeting.ballot, meeting.carries, meeting.at_least) == (Ballot("2/3", "2/3", secret=True), 40, 5)
    assert f"{written.closes:%Y-%m-%d %H:%M}" == "2021-11-21 10:00"
    assert track.selection == SelectionRules(200, 10, 60, Balance("place", "city", 25), "both")
    assert [tie.name for tie in track.ties] == ["criterion:effect", "spread", "desk_rank", "draw"]
    assert track.ties[0] == Tie("criterion", "effect")


def test_the_second_call_has_a_named_jury_and_a_lot_from_the_seal() -> None:
    call = Call.from_dict(compile_call(ROOT / "calls/open-data-prize-2026"))
    rules, track = call.evaluation, call.track("tool")
    assert rules is not None
    assert (rules.draws, rules.seed, rules.blind, rules.agencies) == (False, "seal", "none", {})
    assert rules.feedback.comments
    [jury] = track.stages
    assert (jury.design, jury.experts, jury.method.kind, jury.scale) == ("panel", 9, "mean", Scale("1", "5", "1"))
    assert track.selection == SelectionRules(3, 0, None, None, "draw")
