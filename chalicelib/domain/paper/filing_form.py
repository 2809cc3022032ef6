"""The form of a track (申报表) on paper.

It is empty, or has what an entry answers: every question that the entry shows, once, in the form's order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any, Literal
from zoneinfo import ZoneInfo

from chalicelib.domain import desks
from chalicelib.domain.call import Call, Template
from chalicelib.domain.paper.document import (
    Block,
    Box,
    Column,
    Cover,
    Entry,
    Foot,
    Grid,
    OpinionBox,
    Paper,
    PaperPart,
    PledgeText,
    RuledRow,
)
from chalicelib.domain.paper.words import WORDS
from chalicelib.domain.submission import File, Head
from chalicelib.forms.answers import drop_hidden
from chalicelib.forms.conditions import Scope
from chalicelib.forms.fields import Field
from chalicelib.forms.fields.base import Scalar
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.fields.tables import TableField
from chalicelib.forms.fields.text import Text
from chalicelib.forms.schema import Form
from chalicelib.forms.wording import Wording, own_language
from chalicelib.frozen import dataclass

HALF = 13
"""Widest answer, in Chinese characters, that leaves room for another beside it."""
NUMBER_COLUMN = 2.2
LONGEST_CELL = 60.0
"""Widest that a column of a table wants to be, in Chinese characters."""
LONGEST_PIECE = 7.0
CHARACTERS_A_LINE = 60
MOST_BLANK_LINES = 16
"""Of an empty form, which is read before it is filled in online, and seldom written on by hand."""
BLANK_ROWS = 3
LINE = "＿＿＿＿＿＿"
"""What an empty form has where a template's text is filled in."""
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Filed:
    """An entry as one reader may see it.

    `code` is that of the content shown, `opinions` those that the reader may know, by desk; `pushed_to` is the desk of
    the last push; `address` is where the code can be checked, empty for a draft.
    """

    head: Head
    answers: Mapping[str, Any]
    files: Sequence[File]
    code: str
    opinions: Mapping[str, str]
    pushed_to: str | None
    is_draft: bool
    address: str


def describe_form(call: Call, form: Form, wording: Wording, filed: Filed | None = None) -> Paper:
    """Return the form on paper: of an entry, else the empty one."""
    return _Description(call, form, wording, filed).paper()


def page_width(text: str) -> float:
    """Return how wide a text is, in Chinese characters."""
    return sum(0.5 if sign < "\u2e80" else 1 for sign in text)


class _Description:
    """A form being described; it holds what all its parts depend on."""

    def __init__(self, call: Call, form: Form, wording: Wording, filed: Filed | None) -> None:
        self.call, self.form, self.wording, self.filed = call, form, wording, filed
        self.language: Literal["zh", "en"] = "zh" if own_language(wording.language) == "zh" else "en"
        self.words = WORDS[self.language]
        self.answers = drop_hidden(form, dict(filed.answers)) if filed else {}

    def paper(self) -> Paper:
        title = self.words["title"].format(track=self.wording.say(self.form.names))
        sections = [(self.wording.say(s.title), s, self._shown(s.fields)) for s in self.form.sections]
        return Paper(
            language=self.language,
            title=title,
            cover=self._cover(title),
            parts=tuple(
                PaperPart(
                    self.words["section"].format(n=self._numeral(n), title=words),
                    "" if self.filed else self.wording.say(section.help),
                    tuple(self._blocks(fields)),
                )
                for n, (words, section, fields) in enumerate((s for s in sections if s[2]), start=1)
            ),
            pledge=self._pledge(),
            opinions_title=self.words["opinions"],
            opinions=tuple(self._opinions()),
            foot=self._foot(),
            missing=self.words["missing"],
        )

    def _shown(self, fields: Sequence[Field]) -> list[Field]:
        """Return the fields that stand on paper.

        All of them, on an empty form.
        """
        if self.filed is None:
            return list(fields)
        scope = Scope(self.form.by_id, self.answers.get, datetime.min.date())
        return [field for field in fields if scope.shows(field.id)]

    def _cover(self, title: str) -> Cover:
        head = self.filed.head if self.filed else None
        named = [self.form.name_field, self.form.dossier.get("unit_name", "")]
        contacts = [id for fact, id in self.form.dossier.items() if fact.startswith("contact_")]
        entries = [Entry(self.words["track"], self.wording.say(self.form.names))]
        for id in dict.fromkeys([*named, *contacts]):
            if field := self.form.field(id):
                seal = self.words["seal"] if field.dossier == "unit_name" else ""
                entries.append(Entry(self.wording.say(field.label) + seal, self._said(field)))
        desk = self.call.desks.get(head.desk or "") if head and not (self.filed and self.filed.is_draft) else None
        entries.append(Entry(self.words["desk"], self.wording.say(desk.names) if desk else ""))
        at = head.pushed_at if head and not (self.filed and self.filed.is_draft) else None
        entries.append(Entry(self.words["filed"], self._day(at) if at else self.words["blank_date"]))
        number = Entry(self.words["number"], (head.filing_no or "") if head else "")
        maker = self.words["maker"].format(authority=self.wording.say(self.call.authority.names))
        return Cover(self.wording.say(self.call.names), title, number, tuple(entries), maker)

    def _day(self, at: datetime) -> str:
        return self.wording.day(at.astimezone(ZoneInfo(self.call.zone)).date().isoformat())

    def _blocks(self, fields: Sequence[Field]) -> Iterator[Block]:
        waiting: Entry | None = None
        for field in fields:
            blocks = {"line": self._line, "text": self._box, "rows": self._table, "files": self._files}[field.shape]
            block = blocks(field)
            short = block.entries[0] if isinstance(block, RuledRow) and self._is_short(field) else None
            if waiting and short:
                yield RuledRow((waiting, short))
                waiting = None
            else:
                if waiting:
                    yield RuledRow((waiting,))
                waiting = short
                if short is None:
                    yield block
        if waiting:
            yield RuledRow((waiting,))

    def _is_short(self, field: Field) -> bool:
        """Return whether a field's answer leaves room for another beside it."""
        if not isinstance(field, Scalar) or (self.filed is None and self._hint(field)):
            return False
        written = self._said(field) or field.blank(self.wording)
        return page_width(written) <= HALF if written else field.widest() / 3 <= HALF

    def _line(self, field: Field) -> Block:
        return RuledRow((self._entry(field, self._said(field)),))

    def _box(self, field: Field) -> Block:
        room = field.max if isinstance(field, Text) else 0
        lines = 2 if self.filed else min(ceil(room / CHARACTERS_A_LINE) + 1, MOST_BLANK_LINES)
        return Box(self._entry(field, self._said(field)), lines)

    def _files(self, field: Field) -> Block:
        files = [file for file in (self.filed.files if self.filed else ()) if file.field == field.id]
        if not files:
            return RuledRow((self._entry(field, ""),))
        rows = tuple((str(n), file.name, _size(file.size)) for n, file in enumerate(files, start=1))
        columns = (
            self._number_column(),
            Column(self.words["file"], 5, LONGEST_CELL),
            Column(self.words["size"], 4, 4),
        )
        return Grid(self._entry(field, ""), columns, rows)

    def _table(self, field: Field) -> Block:
        assert isinstance(field, TableField)
        said = [self._cells(field, row) for row in self.answers.get(field.id, ())]
        blank = min(max(field.min_rows or 0, BLANK_ROWS), field.max_rows)
        rows = [(str(n), *row) for n, row in enumerate(said, start=1)]
        empty = [("",) * (len(field.columns) + 1)] * (blank if self.filed is None else 1)
        columns = [self._column(column, [row[i] for row in said]) for i, column in enumerate(field.columns)]
        return Grid(self._entry(field, ""), (self._number_column(), *columns), tuple(rows or empty))

    def _number_column(self) -> Column:
        return Column(self.words["row"], NUMBER_COLUMN, NUMBER_COLUMN)

    def _cells(self, field: TableField, row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(
            column.in_words(row[column.id], self.wording) if column.id in row else "" for column in field.columns
        )

    def _column(self, column: Field, said: Sequence[str]) -> Column:
        """Return a column as wide as what stands in it.

        On an empty form, as what may stand in it.
        """
        label = self.wording.say(column.label)
        blank = column.widest() / 3 if isinstance(column, Text) else 5
        longest = max(map(page_width, said), default=blank) + 0.5
        pieces = [page_width(piece) for text in (label, *said) for piece in re.findall("[!-~]+", text)]
        half_label = min(page_width(label), max(2.0, page_width(label) / 2)) + 0.2
        least = max(half_label, min(max(pieces, default=0) + 0.2, LONGEST_PIECE))
        return Column(label, least, max(least, min(longest, LONGEST_CELL)))

    def _entry(self, field: Field, text: str) -> Entry:
        hint = self._hint(field) if self.filed is None else ""
        written = field.blank(self.wording) if self.filed is None else text
        return Entry(self.wording.say(field.label), written, hint)

    def _hint(self, field: Field) -> str:
        """Return what an empty form says of a question."""
        parts = [
            "" if field.required else self.words["optional"],
            self.words["conditional"] if field.when else "",
            field.asks(self.wording),
            self.words["online"] if isinstance(field, Attachments) else "",
            self.wording.say(field.help),
            self.words["example"].format(text=self.wording.say(field.example)) if field.example else "",
        ]
        columns = field.columns if isinstance(field, TableField) else ()
        options = [(self.wording.say(c.label), c.blank(self.wording)) for c in columns if hasattr(c, "options")]
        parts += [self.words["options"].format(label=label, options=said) for label, said in options]
        return self.words["join"].join(part.rstrip("。.") for part in parts if part)

    def _said(self, field: Field) -> str:
        value = self.answers.get(field.id)
        return "" if value is None or isinstance(field, TableField) else field.in_words(value, self.wording)

    def _pledge(self) -> PledgeText:
        template = self._template()
        if template is None:
            signing = tuple(self.words["pledge_signing"].split("\n"))
            return PledgeText(self.words["pledge"], (self.words["pledge_text"],), signing)
        blocks = [block.strip() for block in re.split(r"\n{2,}|\n(?=\d+\. )", self._filled(template)) if block.strip()]
        title = blocks.pop(0).lstrip("# ") if blocks[0].startswith("#") else self.wording.say(template.label)
        text = [" ".join(block.split("\n")) for block in blocks]
        first = next((i for i, block in enumerate(text) if _is_signed(block)), len(text))
        return PledgeText(title, tuple(text[:first]), tuple(text[first:]))

    def _template(self) -> Template | None:
        """Return the call's own text of the pledge, if it has one."""
        names = [f.template for f in self.form.fields if isinstance(f, Attachments) and f.pledge and f.template]
        return next((file for file in self.call.files if file.name in names), None)

    def _filled(self, template: Template) -> str:
        said = {
            "call": self.wording.say(self.call.names),
            "track": self.wording.say(self.form.names),
            "name": str(self.answers.get(self.form.name_field, "")),
            "unit_name": str(self.answers.get(self.form.dossier.get("unit_name", ""), "")),
        }
        return re.sub(r"\{(\w+)\}", lambda place: said.get(place[1]) or LINE, self.wording.say(template.text))

    def _opinions(self) -> Iterator[OpinionBox]:
        yield OpinionBox(self.words["unit_opinion"], "", self.words["signing"])
        for code, label in self._bodies():
            text = self.filed.opinions.get(code, "") if self.filed else ""
            yield OpinionBox(label, text, self.words["signing"])

    def _bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the code and label of whoever gives an opinion.

        These are the desks on the way, else every level of the call.
        """
        way = desks.chain(self.call, self.filed.pushed_to or "") if self.filed else ()
        if not way:
            for level in self.call.levels.values():
                yield "", self.words["level_opinion"].format(level=self.wording.say(level.names))
            return
        for code in way:
            yield code, self.words["desk_opinion"].format(desk=self.wording.say(self.call.desk(code).names))

    def _foot(self) -> Foot:
        if self.filed is None:
            return Foot(self.wording.say(self.call.names), self.words["page"])
        code = self.words["code"].format(code=self.filed.code)
        if self.filed.is_draft:
            return Foot(f"{self.words['draft_note']}　{code}", self.words["page"], mark=self.words["draft"])
        words = "　".join([part for part in (self.filed.head.filing_no, code) if part])
        return Foot(words, self.words["page"], self.filed.address)

    def _numeral(self, n: int) -> str:
        if self.language != "zh":
            return str(n)
        tens, ones = divmod(n, 10)
        above = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
        return above + (_DIGITS[ones] if ones else "")


def _is_signed(block: str) -> bool:
    """Return whether a line is to be signed, sealed or dated."""
    return re.search(r"[:：]\s*[_＿]|（盖章）[:：]|\(seal\)[:：]", block) is not None


def _size(size: int) -> str:
    return f"{size / 1048576:.1f} MB" if size >= 104858 else f"{max(1, round(size / 1024))} KB"
