"""A wrong call gets every error at once, with file, line and reason."""

import shutil
from pathlib import Path

import pytest

from ops.__main__ import main
from ops.calls import CallFileFault, CallFilesInvalid, check, compile_call
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


CHANGES = [
    (CALL, "withdrawal: true", "withdrawl: true", "unknown key withdrawl"),
    (CALL, "withdrawal: true", "withdrawal: maybe", "withdrawal: Input should be a valid boolean"),
    (CALL, "zone: Europe/London", "zone: Europe/Atlantis", "zone: Europe/Atlantis is no time zone"),
    (CALL, "id: open-data-prize-2026", "id: another", "the folder is named open-data-prize-2026"),
    (
        CALL,
        "closes: 2026-04-30 18:00",
        "closes: 30 April",
        "closes: a moment is written 2021-11-15 23:59, local to the call's zone",
    ),
    (CALL, "closes: 2026-04-30 18:00", "closes: 2026-01-30 18:00", "filing closes before it opens"),
    (CALL, "branch: 2026-05-22 18:00", "branch: 2026-04-22 18:00", "recommending ends before filing does"),
    (CALL, "branch: 2026-05-22 18:00", "twig: 2026-05-22 18:00", "there is no level twig"),
    (CALL, "zone: Europe/London", "id: twice", "id stands twice"),
    (CALL, "  phone: any", "  phone: fax", "phone: Input should be 'mobile' or 'any'"),
    (CALL, "  nickname: false", "  nick: false", "unknown key nick"),
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
    (TOOL, "branch: {places: 5", "branch: {places: -5", "places: Input should be greater than or equal to 0"),
    (TOOL, "name_field: title", "name_field: titel", "there is no text field titel"),
    (TOOL, "category_field: platform", "category_field: plat", "there is no field plat"),
    (TOOL, "type: decimal", "type: decimals", None),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {not: {field: plat, is: device}}",
        "there is no field plat to look at",
    ),
    (
        TOOL,
        "when: {not: {field: platform, is: device}}",
        "when: {not: {field: platform, is: divice}}",
        "platform is never 'divice'",
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
    (TOOL, "min: 2020-01-01", "min: 2020-02-30", "2020-02-30 is not a date"),
    (TOOL, "min_rows: 1", "min_rows: 13", "min_rows 13 is more than max_rows 12"),
    (TOOL, "row_label: name", "row_label: nome", "there is no column nome"),
    (
        TOOL,
        "kinds: [jpg, png]",
        "kinds: [jpg, gif]",
        "gif is no kind of file: pdf, ofd, doc, docx, jpg, png, mp4",
    ),
    (TOOL, "left: sets.refreshed", "left: sets.fresh", "sets.fresh cannot be compared"),
    (TOOL, "right: launched", "right: delay", "a number cannot be compared with a date"),
    (TOOL, "where: {field: city", "where: {field: town", "there is no field town to look at"),
    (TOOL, "fields: [sets.refreshed]", "fields: [sets.fresh]", "there is no field sets.fresh"),
    (TOOL, "dossier: unit_name", "dossier: maker", None),
    (TOOL, "in_future:", "in_the_future:", None),
    (STORY, "track: tool", "track: tools", "there is no track tools"),
    (STORY, 'op: "<="', 'op: "=<"', None),
    (STORY, "max: 800", "max: 800000", None),
    (STORY, "label: Title\n", "label: [Title]\n", "label: Input should be a valid dictionary"),
    (STORY, "label: Title\n", "label: {en: Title, zh: 标题}\n", "label: zh is no language of the call"),
    (STORY, "label: Title\n", "label: ''\n", "label: no words in en"),
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


def test_everything_is_said_at_once(folder: Path) -> None:
    places = {
        (CALL, change(folder, CALL, "grace_minutes: 30", "grace_minutes: 3000")),
        (DESKS, change(folder, DESKS, "university,branch", "University!,branch")),
        (STORY, change(folder, STORY, "type: date", "type: day")),
        (TOOL, change(folder, TOOL, "name_field: title", "name: title")),
    }
    with pytest.raises(CallFilesInvalid) as wrong:
        compile_call(folder)
    assert {(fault.file, fault.line) for fault in wrong.value.faults} >= places


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
    assert {fault.file for fault in check(folder)} == {"notice.en.md", TOOL}


def test_a_form_that_could_not_be_stored_is_refused(folder: Path) -> None:
    change(folder, STORY, "max: 800", "max: 80000")
    (fault,) = check(folder)
    assert fault.message.startswith("the fullest draft takes ")


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
    assert check(folder) == [CallFileFault("shared.yaml", 6, "unknown key mx")]


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
    assert capsys.readouterr().out == f"{folder}/{TOOL}:{line}: there is no text field titel\n"
    assert main(["call", "check", str(ROOT / "calls/shandong-2021")]) == 0
