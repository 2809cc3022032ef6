"""What an export holds, and what it leaves out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import head_item
from ops.exports.columns import MASK
from ops.exports.workbook import export
from tests.conftest import Place
from tests.factories import CALL, COUNTY, TRACK, World, call, world


def shaped() -> dict[str, Any]:
    """The test call with a personal field, a table with a personal column, and two fields of one name."""
    made = call()
    fields = made["tracks"][0]["form"]["sections"][0]["fields"]
    label = {"zh": "联系人"}
    fields.append({"id": "contact", "type": "text", "label": label, "personal": True, "required": False})
    fields.append({"id": "contact_again", "type": "text", "label": label, "required": False})
    person = {"id": "person", "type": "text", "label": {"zh": "姓名"}, "personal": True, "required": False}
    duty = {"id": "duty", "type": "text", "label": {"zh": "分工"}, "required": False}
    team = {"id": "team", "type": "table", "max_rows": 5, "label": {"zh": "完成人"}, "required": False}
    fields.append({**team, "columns": [person, duty]})
    return made


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, tracks=shaped()["tracks"])


def sheet(here: World, folder: Path, *, personal: bool = False) -> list[dict[str, Any]]:
    file = folder / "out.xlsx"
    latest = here.tools.calls.latest(CALL)
    export(here.tools, latest, TRACK, file, "zh", personal=personal)
    heading, *rows = load_workbook(file).active.iter_rows()
    names = [cell.value for cell in heading]
    return [{name: (cell.value, cell.data_type) for name, cell in zip(names, row, strict=True)} for row in rows]


def pushed(here: World, name: str, **answers: Any) -> str:
    owner = here.applicant()
    made = here.draft(owner, name, **answers)
    here.take(owner, made, "push", desk=COUNTY)
    return made


def test_every_pushed_entry_is_a_row_and_no_draft_is(here: World, tmp_path: Path) -> None:
    pushed(here, "供热")
    recommended = here.recommended(COUNTY, "养老")
    here.draft(here.applicant(), "没推送的")
    rows = sheet(here, tmp_path)
    assert {row["名称"][0] for row in rows} == {"供热", "养老"}
    assert {row["状态"][0] for row in rows} == {"待办", "已推荐"}
    assert here.head(recommended).filing_no in {row["申报编号"][0] for row in rows}


def test_numbers_are_numbers_and_formulas_are_only_text(here: World, tmp_path: Path) -> None:
    pushed(here, "=1+1", served="128000")
    [row] = sheet(here, tmp_path)
    assert row["served"] == (128000, "n")
    assert row["名称"][0] == "=1+1"
    assert row["名称"][1] != "f"


def test_what_is_personal_is_masked_unless_asked_for(here: World, tmp_path: Path) -> None:
    pushed(here, "供热", contact="李四", team=[{"_id": "aaaaaaaa", "person": "王五", "duty": "算法"}])
    [row] = sheet(here, tmp_path)
    assert row["联系人"][0] == MASK
    assert row["完成人"][0] == f"姓名 {MASK}；分工 算法"
    [row] = sheet(here, tmp_path, personal=True)
    assert row["联系人"][0] == "李四"
    assert row["完成人"][0] == "姓名 王五；分工 算法"


def test_two_fields_of_one_name_have_a_column_each(here: World, tmp_path: Path) -> None:
    pushed(here, "供热", contact_again="热力公司")
    [row] = sheet(here, tmp_path)
    assert row["联系人 2"][0] == "热力公司"


def test_every_cell_stands_under_its_heading_whatever_was_answered(here: World, tmp_path: Path) -> None:
    pushed(here, "供热", served="128000", contact="李四")
    pushed(here, "养老", contact_again="民政局", team=[{"_id": "aaaaaaaa", "duty": "算法"}])
    pushed(here, "停车")
    shown = [("名称", "served", "联系人", "联系人 2", "完成人")]
    rows = sheet(here, tmp_path, personal=True)
    assert {tuple(row[name][0] for name in shown[0]) for row in rows} == {
        ("供热", 128000, "李四", None, None),
        ("养老", 128000, None, "民政局", "分工 算法"),
        ("停车", 128000, None, None, None),
    }


def without(here: World, field: str) -> None:
    """Publish the call without one of its fields."""
    made = shaped()["tracks"]
    section = made[0]["form"]["sections"][0]
    section["fields"] = [one for one in section["fields"] if one["id"] != field]
    here.tools.calls.publish(call(tracks=made))


def test_a_field_that_was_taken_out_keeps_a_column_behind_the_others(here: World, tmp_path: Path) -> None:
    pushed(here, "供热", contact_again="热力公司")
    without(here, "contact_again")
    pushed(here, "养老")
    rows = sheet(here, tmp_path)
    assert list(rows[0])[-1] == "联系人（旧版表项）"
    assert {(row["名称"][0], row["联系人（旧版表项）"][0]) for row in rows} == {("供热", "热力公司"), ("养老", None)}


def test_a_field_that_was_taken_out_has_no_column_where_nobody_pushed_under_it(here: World, tmp_path: Path) -> None:
    without(here, "contact_again")
    pushed(here, "养老")
    [row] = sheet(here, tmp_path)
    assert not [name for name in row if "旧版" in name]


def choosing(*values: str) -> list[dict[str, Any]]:
    """The test call's tracks with a choice of these values."""
    made = shaped()["tracks"]
    options = [{"value": value, "label": {"zh": f"选项 {value}"}} for value in values]
    choice = {"id": "kind", "type": "choice", "label": {"zh": "类型"}, "options": options, "required": False}
    made[0]["form"]["sections"][0]["fields"].append(choice)
    return made


def test_a_choice_that_was_taken_out_keeps_its_label(table_moto: Place, tmp_path: Path) -> None:
    here = world(table_moto, tracks=choosing("a", "z"))
    pushed(here, "供热", kind="z")
    here.tools.calls.publish(call(tracks=choosing("a")))
    [row] = sheet(here, tmp_path)
    assert row["类型"][0] == "选项 z"


def test_an_entry_whose_head_says_no_version_is_read_by_its_revision(here: World, tmp_path: Path) -> None:
    entry = pushed(here, "供热", contact_again="热力公司")
    head = here.head(entry)
    here.tools.table.write([Put(head_item(replace(head, card=replace(head.card, version=0))))])
    without(here, "contact_again")
    [row] = sheet(here, tmp_path)
    assert row["联系人（旧版表项）"][0] == "热力公司"


def test_what_a_retired_desk_has_is_exported(here: World, tmp_path: Path) -> None:
    pushed(here, "供热")
    desks = [{**desk, "retired": desk["code"] == COUNTY} for desk in call()["desks"]]
    here.tools.calls.publish(call(tracks=shaped()["tracks"], desks=desks))
    assert [row["名称"][0] for row in sheet(here, tmp_path)] == ["供热"]


def test_an_entry_that_was_returned_is_shown_as_it_was_pushed(here: World, tmp_path: Path) -> None:
    owner = here.applicant()
    made = here.pushed("供热", COUNTY, owner)
    here.take(here.recommender(COUNTY), made, "return", reason="请补充")
    here.save(owner, made, {"name": "还没推送的改动"})
    [row] = sheet(here, tmp_path)
    assert row["name"][0] == "供热"
    assert row["状态"][0] == "已退回"


def test_nobody_else_can_read_the_file(here: World, tmp_path: Path) -> None:
    pushed(here, "供热")
    sheet(here, tmp_path)
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o077 == 0
