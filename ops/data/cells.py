"""A pushed entry as one row of a table: what lists know of it, and a column for each field of its form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.domain.call import Call
from chalicelib.forms.fields import Field
from chalicelib.forms.fields.base import Scalar
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.fields.tables import Table
from chalicelib.forms.schema import Form

MASK = "＊＊＊"
"""Stands where a personal value was asked to stay behind."""

Render = Callable[[Any], Any]
Entry = Mapping[str, Any]
"""A head as its document has it."""

STATES = {
    "pushed": {"zh": "待办", "en": "waiting"},
    "returned": {"zh": "已退回", "en": "returned"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "recommended": {"zh": "已推荐", "en": "recommended"},
    "declined": {"zh": "不予推荐", "en": "not recommended"},
    "nominated": {"zh": "已报送组织方", "en": "nominated"},
}


@dataclass(frozen=True)
class Columns:
    """All columns of a track: `blank` has their names in order; `fields` tell by a field's id its column and what
    makes the cell (None: the value as it is); `files` tell by a field's id the column of its attachments."""

    blank: Mapping[str, Any]
    fixed: tuple[tuple[str, Callable[[Entry], Any]], ...]
    fields: Mapping[str, tuple[str, Render | None]]
    files: Mapping[str, str]

    def row(
        self, head: Entry, answers: Mapping[str, Any], files: Iterable[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """One entry's cells by the names of their columns."""
        row = dict(self.blank)
        for name, cell in self.fixed:
            row[name] = cell(head)
        fields = self.fields
        for field, value in answers.items():
            if field in fields:
                name, render = fields[field]
                row[name] = render(value) if render else value
        for file in files:
            if column := self.files.get(file["field"]):
                row[column] = f"{row[column]}；{file['name']}" if row[column] else file["name"]
        return row


def columns(call: Call, form: Form, language: str, *, personal: bool) -> Columns:
    """The columns of a track's form. Personal values are masked unless `personal`."""
    taken: set[str] = set()
    fixed = [(_name(taken, _word(names, language)), cell) for names, cell in _fixed(call, language)]
    fields: dict[str, tuple[str, Render | None]] = {}
    files: dict[str, str] = {}
    for field in form.by_id.values():
        name = _name(taken, _word(field.label, language) or field.id)
        if isinstance(field, Attachments):
            files[field.id] = name
        else:
            fields[field.id] = (name, _cell(field, language, personal))
    blank = dict.fromkeys([*(name for name, _ in fixed), *_in_order(form, fields, files)], "")
    return Columns(blank, tuple(fixed), fields, files)


def _in_order(
    form: Form, fields: Mapping[str, tuple[str, Render | None]], files: Mapping[str, str]
) -> Iterable[str]:
    return (files[id] if id in files else fields[id][0] for id in form.by_id)


def _fixed(call: Call, language: str) -> list[tuple[Mapping[str, str], Callable[[Entry], Any]]]:
    """What lists know of an entry: headings in both languages, and what makes the cell."""
    states = {state: _word(words, language) for state, words in STATES.items()}
    desks = {code: _word(one.names, language) for code, one in call.desks.items()}
    return [
        ({"zh": "申报编号", "en": "Filing number"}, lambda head: head.get("filing_no", "")),
        ({"zh": "名称", "en": "Name"}, lambda head: head["card"]["name"]),
        ({"zh": "申报单位", "en": "Unit"}, lambda head: head["card"]["unit_name"]),
        ({"zh": "状态", "en": "State"}, lambda head: states.get(head["state"], head["state"])),
        (
            {"zh": "所在推荐单位", "en": "Desk"},
            lambda head: desks.get(head.get("desk", ""), head.get("desk", "")),
        ),
        ({"zh": "推送时间", "en": "Pushed at (UTC)"}, lambda head: head["pushed_at"]),
        ({"zh": "推送次数", "en": "Pushes"}, lambda head: head["revision"]),
    ]


def _name(taken: set[str], wanted: str) -> str:
    """A column's name, told apart from those before it."""
    name, n = wanted, 2
    while name in taken:
        name, n = f"{wanted} {n}", n + 1
    taken.add(name)
    return name


def _word(words: Mapping[str, str] | None, language: str) -> str:
    """The word in a language, or in the first there is."""
    return (words or {}).get(language) or next(iter((words or {}).values()), "")


def _masked(value: Any) -> str:
    return MASK


def _cell(field: Field, language: str, personal: bool) -> Render | None:
    """What makes a cell of a field's value, by what the field has: columns, options, numbers; None for plain text."""
    if field.personal and not personal and not isinstance(field, Table):
        return _masked
    if isinstance(field, Table):
        return _of_rows(
            [(c.id, _word(c.label, language), _cell(c, language, personal)) for c in field.columns]
        )
    options = getattr(field, "options", None)
    if options:
        labels = {option.value: _word(option.label, language) for option in options}
        return lambda value: _joined(labels.get(one, str(one)) for one in _many(value))
    if isinstance(field.orderable("1"), Decimal):
        return _number
    return None if isinstance(field, Scalar) else lambda value: _joined(map(str, _many(value)))


def _of_rows(inner: list[tuple[str, str, Render | None]]) -> Render:
    def render(rows: Any) -> str:
        lines = (
            _joined(
                f"{label} {cell(row[id]) if cell else row[id]}"
                for id, label, cell in inner
                if row.get(id) not in (None, "")
            )
            for row in rows
        )
        return "\n".join(line for line in lines if line)

    return render


def _number(value: Any) -> Any:
    """A number; what an older version of the form allowed and is none stays text."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _joined(parts: Iterable[str]) -> str:
    return "；".join(parts)
