"""A wrong call gets every error at once, with file, line and reason."""

import re
import shutil
from pathlib import Path

import pytest

from ops.__main__ import main
from ops.calls import CallFileFault, check, compile_call
from tests.forms.sample import ROOT

STORY, TOOL, CALL, DESKS = "tracks/story.yaml", "tracks/tool.yaml", "call.yaml", "desks.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "open-data-prize-2026"
    shutil.copytree(ROOT / "calls/open-data-prize-2026", copy)
    return copy


def change(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first place where it says so; its line."""
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


NO_DATE = "is not in the calendar; a date is written 2026-02-28"
NO_FRESH = "there is no column sets.fresh; did you mean sets.refreshed?"
CHANGES = [
    (CALL, "withdrawal: true", "withdrawl: true", "unknown key withdrawl; did you mean withdrawal?"),
    (CALL, "withdrawal: true", "withdrawal: maybe", "withdrawal: write true or false, not maybe"),
    (
        CALL,
        "zone: Europe/London",
        "zone: Europe/Atlantis",
        "zone: Europe/Atlantis is no time zone; did you mean Europe/Athens?",
    ),
    (CALL, "id: open-data-prize-2026", "id: another", "the folder is named open-data-prize-2026"),
    (
        CALL,
        "closes: 2026-04-30 18:00",
        "closes: 30 April",
        "closes: a moment is written 2021-11-15 23:59, local to the call's zone",
    ),
    (CALL, "closes: 2026-04-30 18:00", "closes: 2026-01-30 18:00", "filing closes before it opens"),
    (CALL, "closes: 2026-04-30 18:00", "closes: 2026-02-30 18:00", "closes: 2026-02-30 18:00 is not in the calendar"),
    (
        CALL,
        "closes: 2026-04-30 18:00",
        "closes: 2026-04-30",
        "closes: the time of day is missing: write 2026-04-30 23:59, local to the call's zone",
    ),
    (CALL, "branch: 2026-05-22 18:00", "branch: 2026-04-22 18:00", "recommending ends before filing does"),
    (CALL, "branch: 2026-05-22 18:00", "twig: 2026-05-22 18:00", "there is no level twig"),
    (CALL, "zone: Europe/London", "id: twice", "id stands twice"),
    (CALL, "  phone: any", "  phone: fax", "phone: fax is none of mobile, any"),
    (CALL, "  nickname: false", "  nick: false", "unknown key nick; did you mean nickname?"),
    (CALL, "    organisation: Your", "    nickname: Your", "nickname is not asked"),
    (CALL, "    organisation: Your", "    mood: Your", None),
    (CALL, "names: Port Averil City Libraries", "names: Port Averil City Libraries\n  icp: none", None),
    (DESKS, "northgate,branch", "northgate,twig", "there is no level twig"),
    (DESKS, "northgate,branch", "harbour,branch", "the desk harbour stands twice"),
    (
        DESKS,
        "old-mill,branch,",
        "old-mill,branch,harbour",
        "a desk of the level branch reports to the organiser, not to harbour",
    ),
    (TOOL, "branch: {places: 5", "twig: {places: 5", "there is no level twig"),
    (TOOL, "branch: {places: 5", "branch: {places: -5", "places: -5 is too small: 0 at least"),
    (TOOL, "name_field: title", "name_field: titel", "there is no text field titel; did you mean title?"),
    (TOOL, "category_field: platform", "category_field: plat", "there is no field plat; did you mean platform?"),
    (TOOL, "type: decimal", "type: decimals", "decimals is no type of field; did you mean decimal?"),
    (TOOL, "required: true", "required: yes", "required: write true or false, not yes"),
    (TOOL, "max: 60", 'max: "60"', "max: write 60 without quotes"),
    (TOOL, "max: 60", "max: lots", "max: lots is no whole number"),
    (TOOL, "selects: 3", "selects:", "selects is empty"),
    (TOOL, "kinds: [jpg, png]", "kinds: jpg", "kinds: write a list, such as [jpg]"),
    (TOOL, "dossier: unit_name", "dossier: unit_nam", None),
    (TOOL, "id: platform", "id: Platform", None),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {not: {field: plat, is: device}}",
        "there is no field plat; did you mean platform?",
    ),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {not: {field: platform, is: divice}}",
        "platform is never 'divice'; did you mean device?",
    ),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {not: {field: platform, under: device}}",
        "platform is no region",
    ),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {not: {field: launched, not_after: today}}",
        "not_after is for the dates of a row, in at_least",
    ),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {unless: platform}",
        "when: a condition is field with one of is, in, under, not_after; or not, all, any",
    ),
    (TOOL, "value: mobile", "value: web", None),
    (TOOL, "id: platform", "id: title", "the field title stands twice"),
    (TOOL, "min: 200", "min: 20000", "min 20000 is more than max 3000"),
    (TOOL, "min: 2020-01-01", "min: 2020-02-30", f"2020-02-30 {NO_DATE}"),
    (TOOL, "min_rows: 1", "min_rows: 13", "min_rows 13 is more than max_rows 12"),
    (TOOL, "row_label: name", "row_label: nome", "there is no column nome; did you mean name?"),
    (
        TOOL,
        "kinds: [jpg, png]",
        "kinds: [jpg, gif]",
        "gif is no kind of file: pdf, ofd, doc, docx, jpg, png, mp4",
    ),
    (TOOL, "left: sets.refreshed", "left: sets.fresh", NO_FRESH),
    (TOOL, "right: launched", "right: delay", "a number cannot be compared with a date"),
    (TOOL, "where: {field: city", "where: {field: town", "there is no column town"),
    (
        TOOL,
        "fields: [sets.refreshed]",
        "fields: [sets.fresh]",
        "there is no column sets.fresh; did you mean sets.refreshed?",
    ),
    (TOOL, "dossier: unit_name", "dossier: maker", None),
    (TOOL, "in_future:", "in_the_future:", None),
    (STORY, "track: tool", "track: tools", "there is no track tools; did you mean tool?"),
    (STORY, 'op: "<="', 'op: "=<"', None),
    (STORY, "max: 800", "max: 800000", None),
    (STORY, "label: Title\n", "label: [Title]\n", "label: write words, such as Name of the unit"),
    (
        STORY,
        "label: Title\n",
        "label: {en: Title, zh: 标题}\n",
        "label: zh is no language of the call, which speaks en",
    ),
    (STORY, "label: Title\n", "label: ''\n", "label: en is missing"),
]


@pytest.mark.parametrize(("file", "old", "new", "reason"), CHANGES)
def test_one_wrong_line_is_found_where_it_stands(
    folder: Path, file: str, old: str, new: str, reason: str | None
) -> None:
    line = change(folder, file, old, new)
    found = check(folder)
    if reason is None:
        assert {fault.file for fault in found} == {file}
    else:
        assert CallFileFault(file, line, reason) in found


MISTAKES = [
    (CALL, "title: Show", "titel: Show", ("unknown key titel; did you mean title?",)),
    (CALL, "zone: Europe/London", "zone: Europe/Londn", ("zone: Europe/Londn is no time zone", "Europe/London?")),
    (CALL, "receives: any", "receives: all", ("receives: all is none of region, any",)),
    (CALL, "closes: 2026-05-22 18:00", "closes: 2026-02-30 18:00", ("2026-02-30 18:00 is not in the calendar",)),
    (CALL, "branch: 2026-05-22 18:00", "branch: 2026-04-22 18:00", ("recommending ends before filing does",)),
    (CALL, "grace_minutes: 30", "grace_minutes: 3000", ("grace_minutes: 3000 is too large: 120 at most",)),
    (CALL, "withdrawal: true", "withdrawal: yes", ("withdrawal: write true or false, not yes",)),
    (CALL, "    organisation: Your", "    nickname: Your", ("nickname is not asked",)),
    (DESKS, "harbour,branch", "Harbour!,branch", ("code: 'Harbour!' is not right", "small letters")),
    (DESKS, "northgate,branch", "northgate,branches", ("there is no level branches; did you mean branch?",)),
    (DESKS, "Old Mill Library", "Old Mill Library,x", ("6 cells under 5 columns",)),
    (DESKS, "university,branch,", "university,branch,harbour", ("reports to the organiser, not to harbour",)),
    (TOOL, "branch: {places: 5", "twig: {places: 5", ("there is no level twig",)),
    (TOOL, "required: true", "required: yes", ("required: write true or false, not yes",)),
    (
        TOOL,
        "when: {not: {field: platform",
        "when: {not: {field: platfrm",
        ("no field platfrm; did you mean platform?",),
    ),
    (TOOL, "when: {field: platform, is: device}", "when: {field: platform, is: devise}", ("did you mean device?",)),
    (TOOL, "type: date", "type: dat", ("dat is no type of field; did you mean date?",)),
    (TOOL, "id: description", "id: audience", ("the field audience stands twice",)),
    (TOOL, "max_rows: 12", "max_rows: twelve", ("max_rows: twelve is no whole number",)),
    (TOOL, "row_label: name", "row_label: nmae", ("there is no column nmae; did you mean name?",)),
    (TOOL, "where: {field: city", "where: {field: ctiy", ("there is no column ctiy; did you mean city?",)),
    (TOOL, "fields: [source_open]", "fields: [source_opn]", ("no field source_opn; did you mean source_open?",)),
    (TOOL, 'op: ">="', 'op: "=>"', ("op: => is none of <=, <, >=, >, ==, !=",)),
    (STORY, "label: Title\n", "lable: Title\n", ("unknown key lable; did you mean label?",)),
    (STORY, "track: tool", "track: tol", ("there is no track tol; did you mean tool?",)),
]


def test_of_a_call_with_mistakes_of_shape_and_of_meaning_each_is_said_where_it_stands(folder: Path) -> None:
    made = {(file, change(folder, file, old, new)): said for file, old, new, said in MISTAKES}
    assert len(made) == len(MISTAKES)
    faults = check(folder)
    for (file, line), said in made.items():
        here = " | ".join(fault.message for fault in faults if (fault.file, fault.line) == (file, line))
        assert all(words in here for words in said), (file, line, said, here)
    others = [fault for fault in faults if (fault.file, fault.line) not in made]
    assert [(fault.file, fault.message) for fault in others] == [
        (TOOL, "the field audience stands twice"),
    ]


def test_of_a_field_of_unknown_type_its_other_mistakes_are_said_too(folder: Path) -> None:
    change(folder, TOOL, "type: choices\n        label: Who", "type: tickboxes\n        labl: Who")
    said = {fault.message.partition(":")[0] for fault in check(folder)}
    assert said == {"tickboxes is no type of field", "unknown key labl; did you mean label?"}


def test_what_stands_under_a_misspelt_key_is_looked_at_too(folder: Path) -> None:
    first = change(folder, TOOL, "sections:", "section:")
    second = change(folder, TOOL, "required: true", "required: yes")
    third = change(folder, TOOL, "name_field: title", "name_field: titel")
    assert check(folder) == [
        CallFileFault(TOOL, third, "there is no text field titel; did you mean title?"),
        CallFileFault(TOOL, first, "unknown key section; did you mean sections?"),
        CallFileFault(TOOL, second, "required: write true or false, not yes"),
    ]


def test_nothing_is_said_of_what_only_refers_to_a_mistake(folder: Path) -> None:
    change(folder, TOOL, "type: table", "type: grid")
    change(folder, CALL, "  - id: branch", "  - id: Branch")
    assert sorted((fault.file, fault.message.partition(":")[0]) for fault in check(folder)) == [
        (CALL, "id"),
        (TOOL, "grid is no type of field"),
    ]


def test_where_no_fields_can_be_told_what_refers_to_them_is_not_judged(folder: Path) -> None:
    text = (folder / TOOL).read_text()
    begin, _, rest = text.partition("sections:")
    (folder / TOOL).write_text(begin + "sections: later\nchecks:" + rest.partition("checks:")[2])
    assert [fault.message for fault in check(folder)] == ["sections: write a list, such as [later]"]


def test_a_language_that_the_call_does_not_have_yet_is_said_once(folder: Path) -> None:
    line = change(folder, CALL, "languages: [en]", "languages: [en, zh]")
    faults = [fault for fault in check(folder) if "missing" in fault.message]
    said = [fault for fault in faults if (fault.file, fault.line) == (CALL, line)]
    assert len(said) == 1
    assert said[0].message.startswith("zh is missing in 1")
    assert "call.yaml 3, 4, 5, 10 and" in said[0].message
    assert said[0].message.endswith("Write {en: …, zh: …}, or take zh out of languages")
    assert sorted(fault.message for fault in faults if fault not in said) == [
        "is missing: the notice in zh, as Markdown. Write it, or take zh out of languages",
        "the column name.zh is missing",
    ]


@pytest.mark.parametrize("value", ["{a: 1}", ""])
@pytest.mark.parametrize("file", [CALL, TOOL])
def test_one_key_of_another_shape_is_said_alone(folder: Path, file: str, value: str) -> None:
    text = (folder / file).read_text()
    for key in re.findall("^([a-z_]+):", text, re.MULTILINE):
        mistake = re.sub(rf"^{key}:.*\n(([ -].*)?\n)*", f"{key}: {value}\n", text, flags=re.MULTILINE)
        (folder / file).write_text(mistake)
        faults = check(folder)
        assert {fault.file for fault in faults} <= {file}, (key, faults)
        assert len({fault.line for fault in faults}) <= 1, (key, faults)
    assert key


def test_without_call_yaml_the_tracks_are_looked_at_all_the_same(folder: Path) -> None:
    (folder / CALL).write_text("id: [open\nnames: Prize\n")
    line = change(folder, TOOL, "required: true", "required: yes")
    first, second = check(folder)
    assert (first.file, first.message.partition(":")[0]) == (CALL, "not YAML")
    assert second == CallFileFault(TOOL, line, "required: write true or false, not yes")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_that_is_not_utf_8_is_read_and_said(folder: Path, encoding: str) -> None:
    rows = (folder / DESKS).read_text().replace("Harbour Library", "海港图书馆").replace("mill,branch", "mill,brnch")
    (folder / DESKS).write_bytes(rows.encode(encoding))
    named = {"gb18030": "GB 18030", "utf-16": "UTF-16"}[encoding]
    assert check(folder) == [
        CallFileFault(DESKS, 1, f"it is saved as {named}; save it as UTF-8 (in Excel: CSV UTF-8)"),
        CallFileFault(DESKS, 4, "there is no level brnch; did you mean branch?"),
    ]


def test_a_file_that_is_no_text_is_said(folder: Path) -> None:
    (folder / DESKS).write_bytes(b"PK\x03\x04\x00\x00")
    assert "Save it as UTF-8" in check(folder)[0].message


def test_marks_of_utf_8_and_rows_of_blanks_are_no_mistakes(folder: Path) -> None:
    for path in [folder / CALL, folder / TOOL, folder / DESKS, folder / "notice.en.md"]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    change(folder, DESKS, "northgate", ",,,,\n\n , ,,,\nnorthgate")
    assert check(folder) == []
    line = change(folder, DESKS, "northgate,branch", "northgate,brnch")
    assert check(folder) == [CallFileFault(DESKS, line, "there is no level brnch; did you mean branch?")]


def test_a_heading_of_desks_that_is_wrong_is_said_once(folder: Path) -> None:
    change(folder, DESKS, "code,level,parent,region,name.en", "code,levl,parent,region,name.en")
    assert [(fault.line, fault.message) for fault in check(folder)] == [(1, "unknown column levl; did you mean level?")]
    change(folder, DESKS, "code,levl,parent,", "code,tier,parent,")
    assert [fault.message for fault in check(folder)] == ["the column level is missing", "unknown column tier"]


@pytest.mark.parametrize("op", ["==", "<="])
def test_a_column_that_is_to_equal_one_number_is_refused(folder: Path, op: str) -> None:
    change(folder, TOOL, "label: Last fetched, not_after: today}", "label: Last fetched, not_after: today}\n"
           "          - {id: cost, type: money, label: Its price}")  # fmt: skip
    line = change(folder, TOOL, "  - id: fetched", '  - {id: sum, kind: compare, level: refuse, left: sets.cost, op: "'
                  + op + '", right: running_cost, fields: [sets.cost], message: x}\n  - id: fetched')  # fmt: skip
    faults = check(folder)
    if op == "<=":
        assert faults == []
    else:
        assert [(fault.file, fault.line) for fault in faults] == [(TOOL, line)]
        assert "is asked of every row by itself, not of their sum" in faults[0].message
        assert 'ask with op: "<="' in faults[0].message


def test_words_for_what_registering_does_not_ask_are_said_where_they_stand(folder: Path) -> None:
    line = change(folder, CALL, "    area: The branch", "    area: The nearest branch")
    change(folder, CALL, "  area: desk", "  area: none")
    assert check(folder) == [CallFileFault(CALL, line, "area is not asked")]


def test_desks_that_receive_by_region_need_the_region_of_who_registers(folder: Path) -> None:
    change(folder, CALL, "receives: any", "receives: region")
    line = change(folder, CALL, "  area: desk", "  area: none")
    assert CallFileFault(CALL, line, "the level branch receives by region, so a region is asked") in check(folder)


def test_a_track_that_the_call_does_not_name_is_said(folder: Path) -> None:
    change(folder, CALL, "tracks: [tool, story]", "tracks: [tool]")
    assert check(folder) == [CallFileFault(STORY, 1, "the call names no such track")]


def test_conditions_that_wait_for_each_other_are_refused(folder: Path) -> None:
    line = change(folder, TOOL, "when: {not: {field: platform, is: device}}", "when: {field: place, is: x}")
    other = change(folder, TOOL, "when: {field: platform, is: device}", "when: {field: address, is: x}")
    assert check(folder) == [
        CallFileFault(TOOL, line, "address waits for itself"),
        CallFileFault(TOOL, other, "place waits for itself"),
    ]


def test_what_is_no_yaml_is_said_with_its_line(folder: Path) -> None:
    change(folder, STORY, "id: story", "id: [story")
    assert [fault.file for fault in check(folder)] == [STORY]


def test_a_file_that_is_missing_is_said(folder: Path) -> None:
    (folder / "notice.en.md").unlink()
    (folder / TOOL).unlink()
    assert check(folder) == [
        CallFileFault(
            "notice.en.md", 1, "is missing: the notice in en, as Markdown. Write it, or take en out of languages"
        ),
        CallFileFault(TOOL, 1, "is missing"),
    ]


def test_a_form_whose_valid_answers_could_not_be_stored_is_refused_with_what_weighs_most(folder: Path) -> None:
    line = change(folder, STORY, "max: 800", "max: 80000")
    assert check(folder) == [
        CallFileFault(
            STORY,
            line,
            "filled in to its limits the form weighs 255 KB, more than the 200 KB that can be stored. Most weigh"
            " summary 235 KB, figures 18 KB, published 2 KB: lower their max or max_rows",
        )
    ]


def test_a_long_form_that_a_funder_really_uses_is_accepted(folder: Path) -> None:
    parts = "".join(
        f"      - {{id: part{n}, type: long, label: Part {n}, max: 2500}}\n" for n in range(16)
    )  # fmt: skip
    line = "      - id: title\n        type: text\n        label: Name of the tool\n"
    change(folder, TOOL, line, parts + line)
    assert check(folder) == []


def test_a_field_takes_what_the_shared_file_says_and_its_own_words_win(folder: Path) -> None:
    (folder / "shared.yaml").write_text(
        "fields:\n  title: {id: title, type: text, label: Title, max: 5, required: true}\n"
    )
    old = (
        "      - id: title\n        type: text\n        label: Title\n"
        "        required: true\n        min: 2\n        max: 100\n"
    )
    change(folder, STORY, old, "      - use: title\n        max: 7\n")
    story = compile_call(folder)["tracks"][1]["form"]["sections"][0]["fields"][0]
    assert (story["label"], story["max"], story["required"]) == ({"en": "Title"}, 7, True)


def test_a_fault_in_the_shared_file_is_found_there(folder: Path) -> None:
    (folder / "shared.yaml").write_text(
        "fields:\n  title:\n    id: title\n    type: text\n    label: Title\n    mx: 5\n"
    )
    change(folder, STORY, "      - id: title\n        type: text\n        label: Title\n", "      - use: title\n")
    assert check(folder) == [CallFileFault("shared.yaml", 6, "unknown key mx; did you mean max?")]


def test_of_a_shared_file_that_is_no_yaml_only_that_is_said(folder: Path) -> None:
    (folder / "shared.yaml").write_text("fields:\n  title: {type: text, label: one: two}\n")
    change(folder, TOOL, "type: text", "use: title")
    [fault] = check(folder)
    assert (fault.file, fault.line) == ("shared.yaml", 2)


def test_a_table_in_lists_needs_a_column_that_is_shown_there(folder: Path) -> None:
    line = change(folder, TOOL, "row_label: name", "row_label: name\n        list: true") + 1
    assert check(folder) == [
        CallFileFault(TOOL, line, "lists show a table's first row, and no column says that it is shown there")
    ]


def test_the_command_prints_every_fault_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = change(folder, TOOL, "name_field: title", "name_field: titel")
    assert main(["call", "check", str(folder)]) == 1
    assert capsys.readouterr().out == f"{folder}/{TOOL}:{line}: there is no text field titel; did you mean title?\n"
    assert main(["call", "check", str(ROOT / "calls/shandong-2021")]) == 0
