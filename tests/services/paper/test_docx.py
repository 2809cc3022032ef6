"""The form as Word: another program opens it and finds every answer, and the same form is the same file."""

import io
from typing import Any

import pytest
from docx import Document

from chalicelib.domain.paper.filing_form import describe_form
from chalicelib.services.paper import docx
from tests.domain.paper.test_filing_form import EN, ZH, calls, file, grids, paper
from tests.forms.sample import call_forms
from tests.services.paper.test_pdf import FULL


def opened(body: bytes) -> Any:
    return Document(io.BytesIO(body))


def texts(document: Any) -> list[str]:
    """All paragraphs in their order, those of tables included; a cell that spans columns is read once."""
    return ["".join(run.text or "" for run in one.iter(f"{{{W}}}t")) for one in document.element.body.iter(f"{{{W}}}p")]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_every_answer_is_in_the_document_once_and_in_order() -> None:
    made = paper(FULL, files=[file("proof", "验收报告.pdf")], opinions={"370902": "属实。\n同意推荐。"})
    said = texts(opened(docx.render(made)))
    for entry in made.entries:
        assert entry.label in said
        assert [line for line in entry.text.split("\n") if line not in said] == []
    rows = [cell for grid in grids(made).values() for row in grid.rows for cell in row]
    assert [cell for cell in rows if cell not in said] == []
    assert "同意推荐。" in said
    rest = iter(said)
    assert all(entry.label in rest for entry in made.entries), "in the form's order"


def test_the_foot_counts_pages_and_names_the_code() -> None:
    document = opened(docx.render(paper(FULL)))
    foot = document.sections[0].footer._element.xml
    assert "K7QP2M9D" in foot
    assert ('w:instr=" PAGE "' in foot, 'w:instr=" NUMPAGES "' in foot) == (True, True)
    assert document.core_properties.title == "典型应用场景申报表"
    assert (document.sections[0].page_width.mm, document.sections[0].page_height.mm) == pytest.approx((210, 297), abs=1)


def test_the_same_form_is_the_same_file() -> None:
    assert docx.render(paper(FULL)) == docx.render(paper(FULL))


def test_signs_that_xml_cannot_hold_are_left_out_and_markup_is_text() -> None:
    said = texts(opened(docx.render(paper({"name": "<b>热\x01力 & 公司</b>"}))))
    assert "<b>热力 & 公司</b>" in said


def test_a_draft_says_that_it_is_one() -> None:
    document = opened(docx.render(paper(FULL, is_draft=True)))
    assert texts(document)[0] == "草稿"


@pytest.mark.parametrize("name", call_forms())
def test_the_empty_form_of_each_track_can_be_opened(name: str) -> None:
    for language in (ZH, EN):
        made = describe_form(calls()[name.partition(".")[0]], call_forms()[name], language)
        said = texts(opened(docx.render(made)))
        assert [entry.label for entry in made.entries if entry.label not in said] == []


def test_the_cells_of_each_row_fill_the_width_of_the_table() -> None:
    document = opened(docx.render(paper(FULL)))
    for table in document.tables:
        columns = len(table._tbl.tblGrid.gridCol_lst)
        assert [sum(cell.grid_span for cell in row.tc_lst) for row in table._tbl.tr_lst] == [columns] * len(table.rows)
