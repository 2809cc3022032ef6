"""Columns of an export.

They are the facts that lists show of an entry, and one column for each field of its form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.domain.call import Call, in_language
from chalicelib.forms.fields import Field
from chalicelib.forms.fields.base import Scalar
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.fields.tables import TableField
from chalicelib.forms.schema import Form

MASK = "＊＊＊"
"""Replacement of personal values, unless they are exported."""

Render = Callable[[Any], Any]
Entry = Mapping[str, Any]
"""A head in the form of its stored document."""

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
    """All columns of a track, in order.

    - `names`: headings; `blank`: an empty row, keyed by field ids, and by numbers for facts that lists show of
      an entry
    - `fixed`: renderers of the numbered cells; `rendered`: those of fields whose value is not shown as it is
    - `files`: ids of fields that take attachments
    """

    names: tuple[str, ...]
    blank: Mapping[str, Any]
    fixed: tuple[tuple[str, Callable[[Entry], Any]], ...]
    rendered: tuple[tuple[str, Render], ...]
    files: frozenset[str]

    def row(self, head: Entry, answers: Mapping[str, Any], files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Return an entry's cells in order, by key.

        Answers that the form no longer asks for are left out.
        """
        row = {**self.blank, **answers}
        if len(row) > len(self.blank):
            row = {key: row[key] for key in self.blank}
        for key, cell in self.fixed:
            row[key] = cell(head)
        for field, render in self.rendered:
            if field in answers:
                row[field] = render(answers[field])
        for file in files:
            if (field := file["field"]) in self.files:
                row[field] = f"{row[field]}；{file['name']}" if row[field] else file["name"]
        return row


def columns(call: Call, form: Form, language: str, *, personal: bool) -> Columns:
    """Return the columns of a track's form.

    Personal values are masked unless `personal`.
    """
    known = _fixed(call, language)
    fields = form.by_id.values()
    words = [
        *(in_language(names, language) for names, _ in known),
        *(in_language(f.label, language) or f.id for f in fields),
    ]
    fixed = tuple((str(n), cell) for n, (_, cell) in enumerate(known))
    files = frozenset(field.id for field in fields if isinstance(field, Attachments))
    cells = ((field.id, _cell(field, language, personal)) for field in fields if field.id not in files)
    rendered = tuple((id, render) for id, render in cells if render)
    blank = dict.fromkeys([*(key for key, _ in fixed), *form.by_id], "")
    return Columns(tuple(_unique(words)), blank, fixed, rendered, files)


def _fixed(call: Call, language: str) -> list[tuple[Mapping[str, str], Callable[[Entry], Any]]]:
    """List the columns that lists show too.

    Each has its heading in both languages and its renderer.
    """
    states = {state: in_language(words, language) for state, words in STATES.items()}
    desks = {code: in_language(one.names, language) for code, one in call.desks.items()}
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


def _unique(words: Iterable[str]) -> Iterator[str]:
    """Yield headings, numbered where they repeat."""
    taken: set[str] = set()
    for word in words:
        name, n = word, 2
        while name in taken:
            name, n = f"{word} {n}", n + 1
        taken.add(name)
        yield name


def _masked(value: Any) -> str:
    return MASK


def _cell(field: Field, language: str, personal: bool) -> Render | None:
    """Return the renderer of a field's value, None for plain text.

    It depends on the field's columns, options or numbers.
    """
    if field.personal and not personal and not isinstance(field, TableField):
        return _masked
    if isinstance(field, TableField):
        return _of_rows([(c.id, in_language(c.label, language), _cell(c, language, personal)) for c in field.columns])
    options = getattr(field, "options", None)
    if options:
        labels = {option.value: in_language(option.label, language) for option in options}
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
    """Convert a value to a number.

    Text that an older version of the form allowed stays text.
    """
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _joined(parts: Iterable[str]) -> str:
    return "；".join(parts)
