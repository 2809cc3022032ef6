"""The form on paper: every question that an entry shows stands there once, in order, with its answer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.call import Call
from chalicelib.domain.paper.document import Box, Grid, Paper, RuledRow
from chalicelib.domain.paper.filing_form import Filed, describe_form
from chalicelib.domain.submission import File, Head, State
from chalicelib.forms import answers as rules
from chalicelib.forms.fields.tables import TableField
from chalicelib.forms.schema import Form
from chalicelib.forms.wording import Wording
from ops.calls import compile_call
from tests.forms.sample import CALLS, REGIONS, call_forms, visible
from tests.forms.test_properties import answered

AT = datetime(2021, 11, 8, 8, tzinfo=UTC)
ZH, EN = Wording("zh", REGIONS), Wording("en", REGIONS)


@cache
def calls() -> dict[str, Call]:
    return {folder.name: Call.from_dict(compile_call(folder)) for folder in CALLS}


def filed(
    answers: Mapping[str, Any],
    files: Sequence[File] = (),
    desk: str | None = "370902",
    opinions: Mapping[str, str] | None = None,
    pushed_to: str | None = "370902",
    is_draft: bool = False,
) -> Filed:
    head = Head("i", "shandong-2021", "scenario", "o", State.PUSHED, desk, filing_no="SD-1", pushed_at=AT)
    address = "" if is_draft else "https://laurel.example/t/SD-1/K7QP2M9D"
    return Filed(head, answers, files, "K7QP2M9D", opinions or {}, pushed_to, is_draft, address)


def file(field: str, name: str) -> File:
    return File(name, field, name, 3_355_443, "pdf", "application/pdf", "0" * 64, "k", AT)


def form(track: str = "scenario") -> Form:
    return call_forms()[f"shandong-2021.{track}"]


def paper(answers: Mapping[str, Any], **more: Any) -> Paper:
    return describe_form(calls()["shandong-2021"], form(), ZH, filed(answers, **more))


def grids(of: Paper) -> dict[str, Grid]:
    blocks = [block for section in of.parts for block in section.blocks]
    return {block.entry.label: block for block in blocks if isinstance(block, Grid)}


@given(case=answered(), language=st.sampled_from([ZH, EN]))
def test_each_question_that_is_shown_stands_once_and_in_order_with_its_answer(
    case: tuple[Form, Any], language: Wording
) -> None:
    form, raw = case
    made = describe_form(calls()["shandong-2021"], form, language, filed(raw if isinstance(raw, dict) else {}))
    kept = rules.drop_hidden(form, raw if isinstance(raw, dict) else {})
    shown = [form.by_id[id] for id in visible(form, kept)]
    expected = [
        (
            language.say(field.label),
            "" if field.id not in kept or isinstance(field, TableField) else field.in_words(kept[field.id], language),
        )
        for field in shown
    ]
    assert [(entry.label, entry.text) for entry in made.entries] == expected
    assert not [entry for entry in made.entries if entry.hint]
    said = [cell for grid in grids_of(made) for row in grid.rows for cell in row[1:] if cell]
    cells = [
        column.in_words(row[column.id], language)
        for field in shown
        if isinstance(field, TableField)
        for row in kept.get(field.id, ())
        for column in field.columns
        if column.id in row
    ]
    assert said == cells


def grids_of(of: Paper) -> list[Grid]:
    return [block for section in of.parts for block in section.blocks if isinstance(block, Grid)]


def test_what_is_hidden_by_an_answer_is_not_on_paper() -> None:
    said = {"category": "economy", "field_soc": "health", "field_eco": "industry"}
    assert "服务领域" not in [entry.label for entry in paper(said).entries]
    assert ("融合领域", "工业") in [(entry.label, entry.text) for entry in paper(said).entries]


def test_an_empty_form_has_every_question_of_the_form_with_what_is_asked() -> None:
    for name, each in call_forms().items():
        made = describe_form(calls()[name.partition(".")[0]], each, ZH)
        assert [entry.label for entry in made.entries] == [ZH.say(field.label) for field in each.fields]
    made = describe_form(calls()["shandong-2021"], form(), ZH)
    by_label = {entry.label: entry for entry in made.entries}
    assert by_label["场景类别"].text == "□ 数字政府　□ 数字社会　□ 数字经济"
    assert by_label["服务领域"].hint == "在相应情形下填写"
    assert by_label["场景简介"].hint.startswith("150–300 字；一段话写清问题")
    assert by_label["联合建设单位"].hint.startswith("选填；最多 5 行；")
    assert by_label["累计建设投入"].text.strip() == "万元"
    assert "网上上传" in by_label["承诺书（盖章）"].hint


def test_attachments_are_listed_by_name_and_size() -> None:
    made = paper({}, files=[file("proof", "验收报告.pdf"), file("proof", "台账.pdf"), file("pledge", "承诺书.pdf")])
    assert grids(made)["上线与成效证明"].rows == (("1", "验收报告.pdf", "3.2 MB"), ("2", "台账.pdf", "3.2 MB"))
    assert grids(made)["承诺书（盖章）"].rows == (("1", "承诺书.pdf", "3.2 MB"),)


def test_short_answers_stand_two_in_a_row_and_long_ones_alone() -> None:
    rows = [
        [entry.label for entry in block.entries]
        for block in paper({"name": "智慧供热“一张网”", "category": "society", "summary": "一\n二"}).parts[0].blocks
        if isinstance(block, RuledRow)
    ]
    assert ["场景名称", "场景类别"] in rows
    long = "十" * 14
    rows = [[e.label for e in b.entries] for b in paper({"name": long}).parts[0].blocks if isinstance(b, RuledRow)]
    assert ["场景名称"] in rows


def test_the_cover_says_who_files_what_where_and_when() -> None:
    said = {
        "name": "智慧供热",
        "unit_name": "泰山区热力公司",
        "contact_name": "周明远",
        "contact_mobile": "13800001013",
    }
    cover = paper(said).cover
    assert (cover.call, cover.title) == ("2021 年度大数据创新应用成果评选", "典型应用场景申报表")
    assert (cover.number.text, cover.maker) == ("SD-1", "山东省大数据局制")
    assert [(entry.label, entry.text) for entry in cover.entries] == [
        ("申报类别", "典型应用场景"),
        ("场景名称", "智慧供热"),
        ("牵头单位（盖章）", "泰山区热力公司"),
        ("联系人", "周明远"),
        ("联系人手机", "13800001013"),
        ("推荐单位", "泰安市泰山区大数据局"),
        ("申报日期", "2021年11月8日"),
    ]


def test_a_draft_names_no_desk_and_no_day_and_says_that_it_is_one() -> None:
    made = paper({}, is_draft=True)
    assert [entry.text.strip("　") for entry in made.cover.entries][-2:] == ["", "年　　月　　日"]
    assert (made.foot.mark, made.foot.address) == ("草稿", "")
    assert "K7QP2M9D" in made.foot.words


def test_what_was_pushed_has_its_code_and_where_to_check_it_at_the_foot_of_each_page() -> None:
    foot = paper({}).foot
    assert foot.words == "SD-1　内容码　K7QP2M9D"
    assert (foot.address, foot.mark) == ("https://laurel.example/t/SD-1/K7QP2M9D", "")


def test_the_pledge_is_the_calls_own_filled_in_with_lines_to_sign() -> None:
    pledge = paper({"name": "智慧供热", "unit_name": "泰山区热力公司"}).pledge
    assert pledge.title == "申报承诺书"
    assert "申报名称：智慧供热" in pledge.paragraphs[0]
    assert [line.partition("：")[0] for line in pledge.signing] == [
        "单位名称（盖章）",
        "法定代表人（负责人）签字",
        "日期",
    ]
    assert pledge.signing[0] == "单位名称（盖章）：泰山区热力公司"
    assert "＿＿＿" in describe_form(calls()["shandong-2021"], form(), ZH).pledge.signing[0]


def test_a_call_without_a_pledge_of_its_own_has_a_short_one() -> None:
    made = describe_form(calls()["open-data-prize-2026"], call_forms()["open-data-prize-2026.tool"], EN)
    assert made.pledge.title == "Declaration"
    assert made.pledge.signing[-1] == "Date:"


def test_each_desk_on_the_way_has_a_box_and_the_levels_where_none_is_chosen() -> None:
    labels = [one.label for one in paper({}).opinions]
    assert labels == ["申报单位意见", "泰安市泰山区大数据局推荐意见", "泰安市大数据局推荐意见"]
    up = paper({}, desk="370900", opinions={"370902": "属实，同意推荐。"})
    assert [(one.label, one.text) for one in up.opinions[1:]] == [
        ("泰安市泰山区大数据局推荐意见", "属实，同意推荐。"),
        ("泰安市大数据局推荐意见", ""),
    ]
    assert [one.label for one in paper({}, desk=None, pushed_to=None, is_draft=True).opinions] == [
        "申报单位意见",
        "县（市、区）推荐单位意见",
        "设区的市推荐单位意见",
        "省直部门推荐单位意见",
    ]


def test_boxes_of_an_empty_form_have_room_by_how_much_is_asked() -> None:
    made = describe_form(calls()["shandong-2021"], form(), ZH)
    boxes = {b.entry.label: b.lines for s in made.parts for b in s.blocks if isinstance(b, Box)}
    assert boxes["场景简介"] == 6
    assert boxes["主要做法与数据驱动机制"] == 16


@pytest.mark.parametrize("whole", [20.0, 40.0, 80.0])
def test_the_columns_of_each_table_fill_the_page(whole: float) -> None:
    for name, each in call_forms().items():
        for grid in grids_of(describe_form(calls()[name.partition(".")[0]], each, ZH)):
            widths = grid.widths(whole)
            assert sum(widths) == pytest.approx(whole)
            assert min(widths) > 0


def test_columns_with_more_to_say_are_wider_and_numbers_are_whole() -> None:
    effect = {"_id": "aaaaaaaa", "kind": "time", "indicator": "平均处置时间", "before": "12345.6", "after": "4"}
    made = paper({"effects": [effect | {"method": "自工单受理至用户确认，全部工单的算术平均"}]})
    grid = grids(made)["成效指标"]
    widths = dict(zip([column.label for column in grid.columns], grid.widths(44), strict=True))
    assert widths["口径与算法"] > widths["指标"] > widths["计量单位"]
    assert widths["建设前"] >= 3.5


def test_sections_are_numbered_as_the_language_does_and_empty_ones_left_out() -> None:
    assert [section.title for section in paper({}).parts][:2] == ["一、基本情况", "二、场景内容"]
    english = describe_form(calls()["open-data-prize-2026"], call_forms()["open-data-prize-2026.tool"], EN)
    assert english.parts[0].title == "1. The tool"
    many = Form.parse(
        {
            "sections": [
                {"id": f"s{n}", "title": {"zh": "节"}, "fields": [{"id": f"f{n}", "type": "text"}]} for n in range(21)
            ]
        }
    )
    titles = [section.title for section in describe_form(calls()["shandong-2021"], many, ZH).parts]
    assert [titles[n] for n in (8, 9, 10, 18, 19, 20)] == [
        "九、节",
        "十、节",
        "十一、节",
        "十九、节",
        "二十、节",
        "二十一、节",
    ]
