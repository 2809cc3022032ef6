"""Answers to a form: cleaned, checked, and reduced for lists and dossiers.

There are two checks of one description: ``draft_problems`` refuses next to nothing, ``problems`` is everything that
keeps a draft from being pushed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.forms.check_context import CheckContext
from chalicelib.forms.checks import AnswerPage
from chalicelib.forms.conditions import Scope, Value
from chalicelib.forms.fields import Field, FieldContext
from chalicelib.forms.fields.choices import Choice, Choices
from chalicelib.forms.fields.tables import TableField, is_blank
from chalicelib.forms.problem import FieldError, Problem
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass

Answers = dict[str, Any]


def clean(form: Form, raw: object) -> Answers:
    """Normalise answers, dropping empty ones, unknown ids and wrong shapes.

    Idempotent.
    """
    typed = raw if isinstance(raw, dict) else {}
    read = {field.id: field.clean(typed.get(field.id)) for field in form.fields}
    return {id: value for id, value in read.items() if value is not None}


class CleanAnswers(dict[str, Any]):
    """Answers that are cleaned one by one, on first access.

    Most functions need only a few of them.
    """

    def __init__(self, form: Form, raw: object) -> None:
        super().__init__()
        self._fields = form.by_id
        self._typed = raw if isinstance(raw, dict) else {}
        self.scope = Scope(form.by_id, self.__getitem__, date.min)

    def __missing__(self, id: str) -> Value | None:
        self[id] = self._fields[id].clean(self._typed.get(id))
        return self[id]


def carried_over(old: Form, new: Form, raw: Answers) -> tuple[Answers, list[str]]:
    """Return the answers to one form that fit another.

    A field takes them over by its id, where it is of the same type and has the options. Returns also the ids of the
    fields whose answers do not fit, or not all of them, in the order of the old form.
    """
    before = clean(old, raw)
    fitting = {id: _fitting(new, id, value) for id, value in before.items() if _is_same(old, new, id)}
    problems = draft_problems(new, clean(new, fitting))
    after = put_back(clean(new, fitting), {}, problems)
    return after, [id for id, value in before.items() if after.get(id) != value]


def _is_same(old: Form, new: Form, id: str) -> bool:
    field = new.field(id)
    return field is not None and field.type == old.by_id[id].type


def _fitting(new: Form, id: str, value: Any) -> Any:
    field = new.by_id[id]
    if isinstance(field, Choices):
        return [one for one in value if field.can_be(one)]
    return value if not isinstance(field, Choice) or field.can_be(value) else None


def draft_problems(form: Form, raw: object) -> list[Problem]:
    """Return why raw answers may not be kept even as a draft.

    These are wrong shapes, unknown ids and hard caps; nothing else is refused.
    """
    if not isinstance(raw, dict):
        return [Problem("", "", "", "wrong_shape", {})]
    return [
        Problem(f"/{id}{flaw.path}", id, form.section_of.get(id, ""), flaw.code, flaw.params)
        for id, value in raw.items()
        for flaw in _shape_errors(form, id, value)
    ]


def _shape_errors(form: Form, id: str, value: object) -> Iterator[FieldError]:
    field = form.field(id)
    if field is None:
        yield FieldError("unknown_field")
    else:
        yield from field.misshapen(value)


def put_back(raw: Answers, stored: Answers, problems: Iterable[Problem]) -> Answers:
    """Return raw answers with refused values put back as stored.

    A table's cell goes back to that of its row, if the row is stored; anything else goes back with its whole field.
    What is not stored is left out.
    """
    cells, whole = list[tuple[str, int, str]](), dict[str, bool]()
    for problem in problems:
        _, field, *place = problem.pointer.split("/")
        if len(place) == 2 and place[1] != "_id":
            cells.append((field, int(place[0]), place[1]))
        else:
            whole[field] = problem.code != "unknown_field"
    kept = {id: value for id, value in raw.items() if id not in whole}
    for field, row, column in cells:
        if field in kept:
            kept[field] = _with_cell_put_back(kept[field], stored.get(field), row, column)
    return kept | {field: stored[field] for field, is_known in whole.items() if is_known and field in stored}


def _with_cell_put_back(rows: list[Any], stored: object, index: int, column: str) -> list[Any]:
    stored_rows = {row["_id"]: row for row in stored} if isinstance(stored, list) else {}
    before = stored_rows.get(rows[index]["_id"], {})
    row = {id: cell for id, cell in rows[index].items() if id != column}
    cell = {column: before[column]} if column in before else {}
    return [*rows[:index], row | cell, *rows[index + 1 :]]


def drop_hidden(form: Form, raw: object) -> Answers:
    """Return clean answers without hidden fields, hidden cells and blank rows.

    A push freezes these. Idempotent.
    """
    return _shown(form, raw, form.by_id)


def facts(form: Form, raw: object) -> Answers:
    """Return the answers that lists show.

    These are the answers of fields flagged ``list`` that are shown and not empty; of a table, its first row.
    """
    shown = _shown(form, raw, [field.id for field in form.fields if field.listed])
    parts = {id: form.by_id[id].listed_part(value) for id, value in shown.items()}
    return {id: part for id, part in parts.items() if part is not None}


def without_personal(form: Form, values: Mapping[str, Any]) -> Answers:
    """Return answers, or part of them, without what is marked personal.

    A table's rows stay with the cells that are not. Idempotent.
    """
    fields = {id: form.field(id) for id in values}
    kept = {id: _impersonal(field, values[id]) for id, field in fields.items() if field}
    return {id: value for id, value in kept.items() if value is not None}


def _impersonal(field: Field, value: Any) -> Any:
    if not isinstance(field, TableField) or not isinstance(value, list):
        return None if field.personal else value
    kept = {"_id", *(column.id for column in field.columns if not column.personal)}
    rows = [{id: cell for id, cell in row.items() if id in kept} for row in value]
    return None if field.personal and all(map(is_blank, rows)) else rows


def people(form: Form, raw: object) -> list[str]:
    """Return the people that answers name, in the form's order.

    Those of personal one-line texts, and what labels the rows of a table that holds personal data.
    """
    shown = _shown(form, raw, [field.id for field in form.fields])
    names = [one for id, value in shown.items() for one in _people_in(form.by_id[id], value)]
    return list(dict.fromkeys(name for name in names if name))


def _people_in(field: Field, value: Any) -> list[str]:
    if not isinstance(field, TableField):
        return [str(value)] if field.personal and field.type == "text" else []
    is_personal = field.personal or any(column.personal for column in field.columns)
    return [str(row.get(field.row_label, "")) for row in value] if is_personal and field.row_label else []


def name(form: Form, raw: object) -> str:
    """Return the name of a submission in lists, or ``""``."""
    return str(_shown(form, raw, [form.name_field]).get(form.name_field, ""))


def dossier_facts(form: Form, raw: object) -> Answers:
    """Map dossier fact to what the answers say about the unit."""
    shown = _shown(form, raw, form.dossier.values())
    return {fact: shown[id] for fact, id in form.dossier.items() if id in shown}


def _shown(form: Form, raw: object, ids: Iterable[str]) -> Answers:
    reading = CleanAnswers(form, raw)
    held = {id: reading.scope.value(id) for id in ids}
    kept = {id: form.by_id[id].contents(value, reading.scope) for id, value in held.items() if value is not None}
    return {id: value for id, value in kept.items() if value is not None}


def from_dossier(form: Form, dossier: Mapping[str, Any]) -> Answers:
    """Return the initial answers of a new submission."""
    return clean(form, {id: dossier.get(fact) for fact, id in form.dossier.items()})


@dataclass(frozen=True)
class Missing:
    """Counts of the fields that block a push: total, by section."""

    total: int
    sections: dict[str, int]


def problems(form: Form, raw: object, context: CheckContext) -> list[Problem]:
    """Return everything wrong with the answers, in order of fields.

    A field's own problems come before those of the checks that report at it.
    """
    page = AnswerPage(form.by_id, CleanAnswers(form, raw).scope, context)
    shown = [field for field in form.fields if page.scope.shows(field.id)]
    together = _together(form, shown, context)
    return [
        problem
        for field in shown
        for problem in (*_own(form, field, page, together.get(field.id, ())), *_checked(form, field, page))
    ]


def refused(listed: Sequence[Problem]) -> list[Problem]:
    """Return the problems that block a push; the others only warn."""
    return [problem for problem in listed if problem.level == "refuse"]


def missing(form: Form, listed: Sequence[Problem]) -> Missing:
    """Count the fields that block a push.

    A field counts once, whether it is required and empty, or refused.
    """
    bad = {problem.field for problem in refused(listed)}
    sections = {section.id: sum(field.id in bad for field in section.fields) for section in form.sections}
    return Missing(len(bad), sections)


def progress(form: Form, raw: object, listed: Sequence[Problem]) -> int:
    """Return the completeness of answers, 0–100.

    It is the share without a problem among the required fields that are shown and any refused ones.
    """
    scope = CleanAnswers(form, raw).scope
    bad = {problem.field for problem in refused(listed)}
    required = bad | {field.id for field in form.fields if field.required and scope.shows(field.id)}
    return 100 * (len(required) - len(bad)) // len(required) if required else 100


def _own(form: Form, field: Field, page: AnswerPage, more: Iterable[FieldError]) -> Iterator[Problem]:
    value = field.value_in(page.scope, page.context)
    section = form.section_of[field.id]
    for flaw in (*field.check(value, FieldContext(page.context, page.scope)), *more):
        yield Problem(f"/{field.id}{flaw.path}", field.id, section, flaw.code, flaw.params)


def _together(form: Form, shown: Sequence[Field], context: CheckContext) -> dict[str, tuple[FieldError, ...]]:
    """Return the problem of all files' total size.

    It is reported at the first field that has files.
    """
    sizes = {field.id: size for field in shown if (size := field.bytes_in(context))}
    total = sum(sizes.values())
    if form.total_size is None or total <= form.total_size:
        return {}
    return {next(iter(sizes)): (FieldError("too_large", {"max": form.total_size, "total": total}),)}


def _checked(form: Form, field: Field, page: AnswerPage) -> Iterator[Problem]:
    section = form.section_of[field.id]
    for check in form.checks_at.get(field.id, ()):
        for pointer in check.findings(page):
            yield Problem(pointer, field.id, section, "check", {"check": check.id}, check.level)
