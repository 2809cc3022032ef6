"""Columns of an export.

They are the facts that lists show of an entry, and one column for each field of the forms that entries were pushed
under: of the newest form, then those that only older ones had.
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

OLDER = {"zh": "（旧版表项）", "en": " (earlier form)"}
"""Suffix of the heading of a field that the newest form does not have."""

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
class FieldCells:
    """How one version of a form shows its fields.

    `rendered`: renderers of fields whose value is not shown as it is; `files`: ids of those that take attachments.
    """

    rendered: tuple[tuple[str, Render], ...]
    files: frozenset[str]


@dataclass(frozen=True)
class Columns:
    """All columns of a track, in order.

    - `names`: headings; `blank`: an empty row, keyed by field ids, and by numbers for facts that lists show of
      an entry
    - `fixed`: renderers of the numbered cells
    - `cells`: what shows the fields, by call version, newest first
    """

    names: tuple[str, ...]
    blank: Mapping[str, Any]
    fixed: tuple[tuple[str, Callable[[Entry], Any]], ...]
    cells: Mapping[int, FieldCells]

    def row(self, head: Entry, revision: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry's cells in order, by key.

        They are shown by the version that the revision was pushed under, or by the newest where that has none.
        """
        answers, files = revision["answers"], revision["files"]
        shown = self.cells.get(revision["version"]) or next(iter(self.cells.values()))
        row = {**self.blank, **answers}
        if len(row) > len(self.blank):
            row = {key: row[key] for key in self.blank}
        for key, cell in self.fixed:
            row[key] = cell(head)
        for field, render in shown.rendered:
            if field in answers:
                row[field] = render(answers[field])
        for file in files:
            if (field := file["field"]) in shown.files:
                row[field] = f"{row[field]}；{file['name']}" if row[field] else file["name"]
        return row


def columns(call: Call, forms: Mapping[int, Form], language: str, *, personal: bool) -> Columns:
    """Return the columns of a track's forms, newest first.

    `forms` are those that entries were pushed under, by version. Personal values are masked unless `personal`.
    """
    known = _fixed(call, language)
    newest = next(iter(forms.values()))
    fields = {field.id: field for form in reversed([*forms.values()]) for field in form.fields}
    order = dict.fromkeys(id for form in forms.values() for id in form.by_id)
    words = [
        *(in_language(names, language) for names, _ in known),
        *(_heading(fields[id], language, is_older=id not in newest.by_id) for id in order),
    ]
    fixed = tuple((str(n), cell) for n, (_, cell) in enumerate(known))
    blank = dict.fromkeys([*(key for key, _ in fixed), *order], "")
    cells = {version: _cells(form, language, personal) for version, form in forms.items()}
    return Columns(tuple(_unique(words)), blank, fixed, cells)


def _heading(field: Field, language: str, *, is_older: bool) -> str:
    label = in_language(field.label, language) or field.id
    return label + in_language(OLDER, language) if is_older else label


def _cells(form: Form, language: str, personal: bool) -> FieldCells:
    files = frozenset(field.id for field in form.fields if isinstance(field, Attachments))
    cells = ((field.id, _cell(field, language, personal)) for field in form.fields if field.id not in files)
    return FieldCells(tuple((id, render) for id, render in cells if render), files)


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
