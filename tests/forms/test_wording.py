"""Answers as paper has them: in the call's words, in the reader's language, as typed where they are wrong."""

from typing import Any

import pytest

from chalicelib.forms.fields import read_field
from chalicelib.forms.wording import Wording, in_language
from tests.forms.sample import REGIONS

ZH, EN = Wording("zh", REGIONS, {"x.y.z": "被引用的"}), Wording("en", REGIONS)
OPTIONS = [
    {"value": "a", "label": {"zh": "甲", "en": "One"}},
    {"value": "b", "label": {"zh": "乙", "en": "Two"}},
]


def field(type: str, **more: Any) -> Any:
    return read_field({"id": "f", "type": type, **more})


@pytest.mark.parametrize(
    ("made", "value", "zh", "en"),
    [
        (field("text"), "热力公司", "热力公司", "热力公司"),
        (field("yesno"), "yes", "是", "Yes"),
        (field("yesno"), "maybe", "maybe", "maybe"),
        (field("choice", options=OPTIONS), "b", "乙", "Two"),
        (field("choice", options=OPTIONS), "gone", "gone", "gone"),
        (field("choices", options=OPTIONS), ["a", "b"], "甲；乙", "One; Two"),
        (field("date"), "2021-11-05", "2021年11月5日", "5 November 2021"),
        (field("month"), "2021-11", "2021年11月", "November 2021"),
        (field("date"), "2021-02-30", "2021-02-30", "2021-02-30"),
        (field("integer", unit={"zh": "次", "en": "times"}), "1284000", "1,284,000 次", "1,284,000 times"),
        (field("decimal"), "0.50", "0.50", "0.50"),
        (field("decimal"), "约12万", "约12万", "约12万"),
        (field("percent"), "96.2", "96.2%", "96.2%"),
        (field("money", unit={"zh": "万元"}), "2380", "2,380 万元", "2,380 万元"),
        (field("region"), "370102", "山东省济南市历下区", "山东省济南市历下区"),
        (field("region"), "999999", "999999", "999999"),
    ],
)
def test_an_answer_reads_so(made: Any, value: Any, zh: str, en: str) -> None:
    assert (made.in_words(value, ZH), made.in_words(value, EN)) == (zh, en)


def test_a_link_is_named_where_the_reader_may_know_the_name() -> None:
    made = field("link", track="t")
    assert made.in_words(["x.y.z", "x.y.other"], ZH) == "被引用的；x.y.other"


@pytest.mark.parametrize(
    ("made", "asks", "blank"),
    [
        (field("text", min=4, max=40), "4–40 字", ""),
        (field("long", max=300), "不超过 300 字", ""),
        (field("choices", options=OPTIONS, min=1, max=2), "选 1–2 项", "□ 甲　□ 乙"),
        (field("choices", options=OPTIONS, min=2, max=2), "最多选 2 项", "□ 甲　□ 乙"),
        (field("choice", options=OPTIONS), "", "□ 甲　□ 乙"),
        (field("yesno"), "", "□ 是　□ 否"),
        (field("date"), "", "　　　年　　月　　日"),
        (field("month"), "", "　　　年　　月"),
        (field("money", unit={"zh": "万元"}), "", "　　　　 万元"),
        (field("integer"), "", ""),
        (field("percent"), "", "　　　　%"),
        (field("table", max_rows=10, min_rows=3, columns=[]), "3–10 行", ""),
        (field("attachments", min=1, max=5, size=1, kinds=["pdf"]), "1–5 个", ""),
        (field("link", track="t"), "", ""),
    ],
)
def test_an_empty_form_asks_so(made: Any, asks: str, blank: str) -> None:
    assert (made.asks(ZH), made.blank(ZH)) == (asks, blank)


def test_words_are_said_in_the_nearest_language() -> None:
    assert in_language({"zh": "是", "en": "Yes"}, "zh-Hant") == "是"
    assert in_language({"zh": "是", "en": "Yes"}, "fr") == "Yes"
    assert in_language({"zh": "是"}, "fr") == "是"
    assert in_language({}, "zh") == ""
