"""What an export holds, and what it leaves out."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib.services.submissions.content import form_of
from ops.exports.columns import MASK, columns
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


def test_a_field_that_the_form_no_longer_has_is_in_no_column(here: World, tmp_path: Path) -> None:
    shape = columns(here.tools.calls.latest(CALL), form_of(here.tools.calls.latest(CALL), TRACK), "zh", personal=True)
    row = shape.row(
        {"card": {"name": "供热", "unit_name": ""}, "state": "pushed", "pushed_at": "", "revision": 1},
        {"no_longer": "旧", "served": "1"},
        [],
    )
    assert list(row) == list(shape.blank)
    assert "旧" not in row.values()


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
