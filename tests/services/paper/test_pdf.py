"""The form as PDF: its text comes out again, the same form is the same file, and no sign is lost without a word."""

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chalicelib.domain.paper.document import Paper
from chalicelib.domain.paper.filing_form import describe_form
from chalicelib.services.paper import ink, pdf
from tests.domain.paper.test_filing_form import EN, ZH, calls, file, filed, form, grids, paper
from tests.forms.sample import call_forms

LONG = "供热“冷热不均、报修慢、能耗高”长期困扰居民和企业，本公司把热源、管网、换热站联成一张图。"
FULL: dict[str, Any] = {
    "name": "智慧供热“一张网”",
    "category": "society",
    "field_soc": "other",
    "landing": "370102",
    "unit_name": "泰山区热力公司",
    "team": [{"_id": "aaaaaaaa", "name": "朱镕喆", "organisation": "泰山区热力公司", "work": "总体设计与实施"}],
    "summary": LONG * 8,
    "practice": f"一是把数据接全。{LONG * 12}\n二是用数据算。{LONG * 14}",
    "service_count": "128400",
}


def pages(made: Paper) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(made).body)).pages]


def plain(text: str) -> str:
    """Without what paper adds: blanks and breaks of lines."""
    return "".join(text.split())


def test_every_answer_comes_out_of_the_file_again() -> None:
    made = paper(FULL, files=[file("proof", "验收报告.pdf")])
    text = plain("".join(body for page in pages(made) for body in page.split("SD-1")[:1]))
    assert [entry.text for entry in made.entries if plain(entry.text) not in text] == []
    assert [cell for grid in grids(made).values() for row in grid.rows for cell in row if plain(cell) not in text] == []
    assert plain(made.pledge.paragraphs[-1]) in text
    assert made.opinions[-1].label in text


def test_each_page_but_the_cover_has_its_number_and_every_page_the_code() -> None:
    texts = pages(paper(FULL))
    assert all("K7QP2M9D" in text for text in texts)
    assert [f"第 {n} 页　共 {len(texts) - 1} 页" in text for n, text in enumerate(texts)] == [
        False,
        *[True] * (len(texts) - 1),
    ]


def test_the_same_form_is_the_same_file() -> None:
    assert pdf.render(paper(FULL)).body == pdf.render(paper(FULL)).body


def test_the_font_is_embedded_and_the_file_says_its_title_and_language() -> None:
    read = PdfReader(io.BytesIO(pdf.render(paper(FULL)).body))
    assert read.metadata is not None
    assert read.metadata.title == "典型应用场景申报表"
    assert read.trailer["/Root"]["/Lang"] == "zh-CN"
    resources: Any = read.pages[1]["/Resources"]
    drawn = [one.get_object() for one in resources["/Font"].values()]
    assert any("/FontFile2" in one["/FontDescriptor"].get_object() for one in drawn if "/FontDescriptor" in one)
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in read.pages] == [(595, 842)] * len(
        read.pages
    )


def test_rare_signs_of_names_are_there() -> None:
    assert pdf.render(paper(FULL | {"unit_name": "堃玥瑄祎淏珺公司（髙）"})).missing == ()


def test_a_sign_that_the_font_lacks_is_drawn_as_a_mark_and_named() -> None:
    made = paper(FULL | {"unit_name": "𠮷野家\U0001f600公司"})
    rendered = pdf.render(made)
    assert rendered.missing == ("\U0001f600", "𠮷")
    text = plain("".join(pages(made)))
    assert "〓野家〓公司" in text
    assert "U+1F600、U+20BB7" in text


def test_signs_that_nobody_sees_are_left_out() -> None:
    assert ink.printable("热\u200d力\ufe0f公\u2060司\t1") == "热力公司 1"
    assert ink.lacking("热\u200d力\ufe0f") == set()


def test_a_draft_is_marked_across_each_page_and_has_no_code_to_scan() -> None:
    texts = pages(paper(FULL, is_draft=True))
    assert all("草稿" in text for text in texts)
    draft, pushed = (pdf.render(paper(FULL, is_draft=one)).body for one in (True, False))
    assert (b"/Subtype /Form" in draft, b"/Subtype /Form" in pushed) == (False, True)


@pytest.mark.parametrize("name", call_forms())
def test_the_empty_form_of_each_track_is_drawn_in_each_language(name: str) -> None:
    for language in (ZH, EN):
        made = describe_form(calls()[name.partition(".")[0]], call_forms()[name], language)
        rendered = pdf.render(made)
        assert rendered.missing == ()
        text = plain("".join(pages(made)))
        assert [entry.label for entry in made.entries if plain(entry.label) not in text] == []


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 2200), min_size=4, max_size=4), st.integers(1, 10), st.sampled_from([ZH, EN]))
def test_a_form_of_any_length_is_drawn_whole(sizes: list[int], rows: int, language: Any) -> None:
    first, second, third, cell = sizes
    people = [
        {"_id": f"aaaaaaa{letter}", "name": "名" * (cell // 40), "work": "做" * cell} for letter in "abcdefghij"[:rows]
    ]
    said = {
        "summary": "字" * first,
        "practice": "\n".join(["段落" * 20] * (second // 40)),
        "pain": "word " * (third // 5),
        "service_basis": "记" * first,
        "team": people,
    }
    made = describe_form(calls()["shandong-2021"], form(), language, filed(said, opinions={"370902": "荐" * third}))
    text = "".join(pages(made))
    assert text.count("字") >= first
    assert text.count("做") >= rows * cell
    assert text.count("段落") >= 20 * (second // 40)
    assert text.count("word") >= third // 5
    assert text.count("记") >= first
    assert text.count("荐") >= third


def test_the_draft_mark_does_not_hang_on_the_language_of_the_call() -> None:
    made = describe_form(calls()["open-data-prize-2026"], call_forms()["open-data-prize-2026.tool"], EN)
    foot = replace(made.foot, mark="DRAFT")
    assert "DRAFT" in pages(replace(made, foot=foot))[0]
