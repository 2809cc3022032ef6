"""Answers that fit any form: made from its description, so that what is typed follows the form when it changes."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ops.bootstrap import ROOT
from ops.calls import compile_call
from ops.seed.season_file import PREFIXES
from tests.journeys.facts import credit_code

Field = Mapping[str, Any]
Row = dict[str, str]
Value = str | list[str] | list[Row]

SENTENCES = {
    "zh": "汇集部门共享数据，按天更新，把原来要跑三趟的事改为一次办成，平均少等两天。",
    "en": "It joins what the city publishes every night and answers in one line, where people used to ask twice. ",
}
NUMBER = 36
LEFT = ("attachments", "link")
MONTHS = ("2020-11", "2021-10")
DATES = ("2025-02-03", "2025-11-28")


@cache
def form_of(call: str, track: str) -> Field:
    """A track's form as its call's files describe it."""
    tracks = compile_call(ROOT / "calls" / call)["tracks"]
    form: Field = next(one["form"] for one in tracks if one["id"] == track)
    return form


def fields_of(form: Field) -> Iterator[Field]:
    """The fields in the order of the page."""
    return (field for section in form["sections"] for field in section["fields"])


def fitting(form: Field, own: Mapping[str, Any], *, region: str = "", language: str = "zh") -> dict[str, Any]:
    """An answer to each field that is typed or chosen; `own` are the test's own answers, which win.

    What comes from the dossier, attachments and links is left to who fills the form.
    """
    maker = _Maker(region, language)
    made = [one for one in fields_of(form) if one["type"] not in LEFT and not one.get("dossier")]
    return {**{one["id"]: maker.answer(one) for one in made}, **own}


class _Maker:
    def __init__(self, region: str, language: str) -> None:
        self.region, self.language = region, language

    def answer(self, field: Field, place: int = 0) -> Value:
        """An answer; the `place`th of its type in a row and of its field in a table differs from the others."""
        made: Value = getattr(self, f"_{field['type']}", self._line)(field, place)
        return made

    def _line(self, field: Field, place: int) -> str:
        label = self._label(field)
        least, most = int(field.get("min") or 2), int(field.get("max") or 60)
        text = f"{label} {place + 1}" if place else label
        return (text if len(text) >= least else text + self._words(least))[:most].strip()

    def _long(self, field: Field, place: int) -> str:
        return self._words(int(field.get("min") or 40) + 5)

    def _words(self, length: int) -> str:
        sentence = SENTENCES[self.language]
        return sentence * (length // len(sentence) + 1)

    def _number(self, field: Field, place: int) -> str:
        low, high = float(field.get("min") or 0), float(field.get("max") or NUMBER)
        return f"{min(max(low, NUMBER + place), high):.0f}"

    _integer = _decimal = _percent = _money = _number

    def _month(self, field: Field, place: int) -> str:
        return MONTHS[min(place, 1)]

    def _date(self, field: Field, place: int) -> str:
        return DATES[min(place, 1)]

    def _yesno(self, field: Field, place: int) -> str:
        return "yes"

    def _choice(self, field: Field, place: int) -> str:
        free = [option["value"] for option in field["options"] if not option.get("when")]
        return str(free[place % len(free)])

    def _choices(self, field: Field, place: int) -> list[str]:
        return [option["value"] for option in field["options"]][: int(field.get("min") or 1)]

    def _region(self, field: Field, place: int) -> str:
        return self.region

    def _uscc(self, field: Field, place: int) -> str:
        return credit_code(PREFIXES["company"], place + 1)

    def _mobile(self, field: Field, place: int) -> str:
        return "13800000000"

    def _phone(self, field: Field, place: int) -> str:
        return "0533-5550100"

    def _email(self, field: Field, place: int) -> str:
        return "office@example.org"

    def _url(self, field: Field, place: int) -> str:
        return "https://example.org/page"

    def _table(self, field: Field, place: int) -> list[Row]:
        rows = max(int(field.get("min_rows") or 1), 1)
        return [self._row(field["columns"], number) for number in range(rows)]

    def _row(self, columns: list[Field], number: int) -> Row:
        row: Row = {}
        dates = 0
        for column in columns:
            timely = column["type"] in ("month", "date")
            row[column["id"]] = str(self.answer(column, dates if timely else number))
            dates += timely
        return row

    def _label(self, field: Field) -> str:
        label: Mapping[str, str] = field["label"]
        return label.get(self.language) or next(iter(label.values()))
