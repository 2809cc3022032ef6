"""Answers in words.

The language, and the names that codes and ids stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from chalicelib.forms.regions import Regions
from chalicelib.frozen import dataclass

Words = Mapping[str, str]

OWN: Mapping[str, Words] = {
    "yes": {"zh": "是", "en": "Yes"},
    "no": {"zh": "否", "en": "No"},
    "series": {"zh": "；", "en": "; "},
    "chars": {"zh": "{least}–{most} 字", "en": "{least}–{most} characters"},
    "chars_most": {"zh": "不超过 {most} 字", "en": "{most} characters at most"},
    "picks": {"zh": "选 {least}–{most} 项", "en": "choose {least} to {most}"},
    "picks_most": {"zh": "最多选 {most} 项", "en": "choose up to {most}"},
    "rows": {"zh": "{least}–{most} 行", "en": "{least}–{most} rows"},
    "rows_most": {"zh": "最多 {most} 行", "en": "{most} rows at most"},
    "files": {"zh": "{least}–{most} 个", "en": "{least}–{most} files"},
    "files_most": {"zh": "最多 {most} 个", "en": "{most} files at most"},
    "date": {"zh": "{year}年{month}月{day}日", "en": "{day} {name} {year}"},
    "month": {"zh": "{year}年{month}月", "en": "{name} {year}"},
    "blank_date": {"zh": "　　　年　　月　　日", "en": ""},
    "blank_month": {"zh": "　　　年　　月", "en": ""},
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_BOX = "□"


def in_language(words: Words, language: str) -> str:
    """Return a text in a language, or in the nearest it has.

    That is Chinese or English, whichever the product's own words are in then, else its first. Empty if it has none.
    """
    return words.get(language) or words.get(own_language(language)) or next(iter(words.values()), "")


def own_language(language: str) -> str:
    """Return the language of the product's own words beside a text."""
    return "zh" if language.startswith("zh") else "en"


@dataclass(frozen=True)
class Wording:
    """A language, the regions, and the names of linked submissions by id."""

    language: str
    regions: Regions
    links: Mapping[str, str] = field(default_factory=dict)

    def say(self, words: Words | None) -> str:
        """Return a text of the call's, empty for none."""
        return in_language(words or {}, self.language)

    def own(self, key: str, **values: object) -> str:
        """Return words of the product's own."""
        return OWN[key][own_language(self.language)].format(**values)

    def between(self, key: str, least: int | None, most: int | None) -> str:
        """Return the limits of a count, empty without an upper one."""
        if most is None:
            return ""
        return self.own(key, least=least, most=most) if least and least < most else self.own(f"{key}_most", most=most)

    def day(self, value: str) -> str:
        """Return a date or month that exists in the calendar."""
        year, month, *day = (int(part) for part in value.split("-"))
        named = {"year": year, "month": month, "name": _MONTHS[month - 1]}
        return self.own("date", day=day[0], **named) if day else self.own("month", **named)

    def boxes(self, labels: list[str]) -> str:
        """Return options to tick on paper."""
        return "　".join(f"{_BOX} {label}" for label in labels)


def grouped(amount: Decimal, typed: str) -> str:
    """Return a number with its thousands apart, its places as typed."""
    return f"{amount:,.{len(typed.partition('.')[2])}f}"
