"""How typed text is read, where the shared cases are silent."""

from datetime import date

import pytest

from chalicelib.forms.normalising import is_date, is_month, lines, not_after, one_line


@pytest.mark.parametrize("text", ["X光X", "X\n光X", "é\u0301"])
def test_no_letter_is_trimmed(text: str) -> None:
    assert one_line(f" {text}\t") == one_line(text)
    assert one_line(text)[0] == text[0]
    assert lines(f"\u3000{text} ")[:1] == text[:1]
    assert lines(f"\u3000{text} ")[-1] == lines(text)[-1]


def test_blanks_are_those_of_the_browser_and_no_others() -> None:
    for read in (one_line, lines):
        assert read("\ufeff 甲\u2029\xa0") == "甲"
        assert read("甲\x85") == "甲\x85"
        assert read(" X甲X ") == "X甲X"


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("2021-11-01", True),
        ("2020-02-29", True),
        ("2021-02-29", False),
        ("2021-11-1", False),
        ("0021-11-01", False),
        ("2021/11/01", False),
        ("2021-11-01日", False),
        ("", False),
    ],
)
def test_a_day_is_written_in_full_and_stands_in_the_calendar(value: str, is_one: bool) -> None:
    assert is_date(value) is is_one


@pytest.mark.parametrize(("value", "is_one"), [("2021-11", True), ("2021-13", False), ("2021-1", False)])
def test_a_month_is_written_in_full_and_stands_in_the_calendar(value: str, is_one: bool) -> None:
    assert is_month(value) is is_one


@pytest.mark.parametrize(
    ("value", "begun"),
    [
        ("2021-10-31", True),
        ("2021-11-01", True),
        ("2021-11-02", False),
        ("2021-11", True),
        ("2021-12", False),
        ("2021", False),
        ("", False),
    ],
)
def test_a_day_or_a_month_has_begun_by_today(value: str, begun: bool) -> None:
    assert not_after(value, date(2021, 11, 1)) is begun
