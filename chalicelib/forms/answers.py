"""Answers to a form: read, held as a draft, checked as a whole, and taken apart into what lists and dossiers need.

Two modes from one description: ``draft_problems`` refuses next to nothing, ``problems`` is everything that stands
between a draft and its push.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.forms.check_context import CheckContext
from chalicelib.forms.checks import AnswerPage
from chalicelib.forms.conditions import Scope, Value
from chalicelib.forms.fields import Field, FieldContext
from chalicelib.forms.problem import FieldError, Problem
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass

Answers = dict[str, Any]


def clean(form: Form, raw: object) -> Answers:
    """The answers as they are kept: normalised, without empty ones, unknown ids and wrong shapes. Idempotent."""
    typed = raw if isinstance(raw, dict) else {}
    read = {field.id: field.clean(typed.get(field.id)) for field in form.fields}
    return {id: value for id, value in read.items() if value is not None}


class CleanAnswers(dict[str, Any]):
    """Answers that are cleaned one by one, when they are first asked for: most questions need a few of them."""

    def __init__(self, form: Form, raw: object) -> None:
        super().__init__()
        self._fields = form.by_id
        self._typed = raw if isinstance(raw, dict) else {}
        self.scope = Scope(form.by_id, self.__getitem__, date.min)

    def __missing__(self, id: str) -> Value | None:
        self[id] = self._fields[id].clean(self._typed.get(id))
        return self[id]


def draft_problems(form: Form, raw: object) -> list[Problem]:
    """Why raw answers may not even be kept as a draft: shape, unknown ids, hard caps. Nothing else is refused."""
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


def drop_hidden(form: Form, raw: object) -> Answers:
    """What a push freezes: clean answers without hidden fields, hidden cells and blank rows. Idempotent."""
    return _shown(form, raw, form.by_id)


def facts(form: Form, raw: object) -> Answers:
    """What lists show: the answers of the fields flagged ``list`` that are shown and not empty, of a table its first
    row."""
    shown = _shown(form, raw, [field.id for field in form.fields if field.listed])
    parts = {id: form.by_id[id].listed_part(value) for id, value in shown.items()}
    return {id: part for id, part in parts.items() if part is not None}


def name(form: Form, raw: object) -> str:
    """The name under which a submission stands in lists; ``""`` as long as it has none."""
    return str(_shown(form, raw, [form.name_field]).get(form.name_field, ""))


def dossier_facts(form: Form, raw: object) -> Answers:
    """What the answers say about the unit, by the dossier's names."""
    shown = _shown(form, raw, form.dossier.values())
    return {fact: shown[id] for fact, id in form.dossier.items() if id in shown}


def _shown(form: Form, raw: object, ids: Iterable[str]) -> Answers:
    reading = CleanAnswers(form, raw)
    held = {id: reading.scope.value(id) for id in ids}
    kept = {id: form.by_id[id].contents(value, reading.scope) for id, value in held.items() if value is not None}
    return {id: value for id, value in kept.items() if value is not None}


def from_dossier(form: Form, dossier: Mapping[str, Any]) -> Answers:
    """The answers with which a new submission begins."""
    return clean(form, {id: dossier.get(fact) for fact, id in form.dossier.items()})


@dataclass(frozen=True)
class Missing:
    """How many fields still stand in the way of a push: in all, and by section."""

    total: int
    sections: dict[str, int]


def problems(form: Form, raw: object, context: CheckContext) -> list[Problem]:
    """Everything wrong with the answers, field by field; a field's own problems before the checks that stand at it."""
    page = AnswerPage(form.by_id, CleanAnswers(form, raw).scope, context)
    shown = [field for field in form.fields if page.scope.shows(field.id)]
    together = _together(form, shown, context)
    return [
        problem
        for field in shown
        for problem in (*_own(form, field, page, together.get(field.id, ())), *_checked(form, field, page))
    ]


def refused(listed: Sequence[Problem]) -> list[Problem]:
    """Those that stand in the way; the others only warn."""
    return [problem for problem in listed if problem.level == "refuse"]


def missing(form: Form, listed: Sequence[Problem]) -> Missing:
    """Each field that is required and empty, or refused, counts as one."""
    bad = {problem.field for problem in refused(listed)}
    sections = {section.id: sum(field.id in bad for field in section.fields) for section in form.sections}
    return Missing(len(bad), sections)


def progress(form: Form, raw: object, listed: Sequence[Problem]) -> int:
    """How far along, 0–100: of the required fields that are shown (and any refused one), the share that is well."""
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
    """All files of the form together, said at the first field that has any."""
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
