"""Where a line may be broken: as Chinese and Latin setters would."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.paper.filing_form import page_width
from chalicelib.services.paper.lines import NEVER_FIRST, NEVER_LAST, broken

signs = st.text("一二三，。（“”）abc 12.5%https://年", max_size=60)


@given(signs, st.integers(4, 20))
def test_nothing_is_lost_and_no_line_is_wider_than_the_page(text: str, width: int) -> None:
    lines = broken(text, width, page_width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(page_width(line) <= width for line in lines)
    assert lines


def test_a_comma_begins_no_line_and_a_quotation_mark_ends_none() -> None:
    text = "申报类别：典型应用场景，申报名称：“智慧供热”（一张网）。"
    for width in range(4, 20):
        lines = broken(text, width, page_width)
        assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
        assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


def test_words_numbers_and_dates_stay_whole() -> None:
    assert broken("接入 MQTT 断点续传，2021年11月8日起", 4, page_width) == [
        "接入",
        "MQTT 断",
        "点续传，",
        "2021年",
        "11月8日",
        "起",
    ]
    assert broken("because a table", 4, page_width) == ["because", "a table"]


def test_a_word_that_fits_on_no_line_is_broken() -> None:
    assert broken("https://example.com/", 5, page_width) == ["https://ex", "ample.com/"]


def test_the_first_line_is_narrower_by_its_indent() -> None:
    assert broken("一二三四五六七八", 4, page_width, 2) == ["一二", "三四五六", "七八"]
