"""Answers to a form: read, held as a draft, checked as a whole, and taken apart into what lists and dossiers need.

Two modes from one description: ``draft_problems`` refuses next to nothing, ``problems`` is everything that stands
between a draft and its push.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.forms.checks import Page
from chalicelib.forms.conditions import Scope
from chalicelib.forms.fields import Field, Look
from chalicelib.forms.given import Given
from chalicelib.forms.problem import Flaw, Problem
from chalicelib.forms.schema import Form

Answers = dict[str, Any]


def clean(form: Form, raw: object) -> Answers:
    """The answers as they are kept: normalised, without empty ones, unknown ids and wrong shapes. Idempotent."""
    typed = raw if isinstance(raw, dict) else {}
    read = {field.id: field.clean(typed.get(field.id)) for field in form.fields}
    return {id: value for id, value in read.items() if value is not None}


def _scope(form: Form, answers: Answers) -> Scope:
    """Clean answers as conditions see them."""
    return Scope(form.by_id, answers, date.min)


def draft_problems(form: Form, raw: object) -> list[Problem]:
    """Why raw answers may not even be kept as a draft: shape, unknown ids, hard caps. Nothing else is refused."""
    if not isinstance(raw, dict):
        return [Problem("", "", "", "wrong_shape", {})]
    return [
        Problem(f"/{id}{flaw.path}", id, form.section_of.get(id, ""), flaw.code, flaw.params)
        for id, value in raw.items()
        for flaw in _misshapen(form, id, value)
    ]


def _misshapen(form: Form, id: str, value: object) -> Iterator[Flaw]:
    field = form.field(id)
    if field is None:
        yield Flaw("unknown_field")
    else:
        yield from field.misshapen(value)


def visible(form: Form, raw: object) -> list[str]:
    """The ids of the fields that are shown, in the order of the page."""
    scope = _scope(form, clean(form, raw))
    return [field.id for field in form.fields if scope.shows(field.id)]


def drop_hidden(form: Form, raw: object) -> Answers:
    """What a push freezes: clean answers without hidden fields, hidden cells and blank rows. Idempotent."""
    answers = clean(form, raw)
    scope = _scope(form, answers)
    kept = {id: form.by_id[id].contents(value, scope) for id, value in answers.items() if scope.shows(id)}
    return {id: value for id, value in kept.items() if value is not None}


def facts(form: Form, raw: object) -> Answers:
    """What lists show: the answers of the fields flagged ``list`` that are shown and not empty."""
    shown = drop_hidden(form, raw)
    return {field.id: shown[field.id] for field in form.fields if field.listed and field.id in shown}


def name(form: Form, raw: object) -> str:
    """The name under which a submission stands in lists; ``""`` as long as it has none."""
    return str(clean(form, raw).get(form.name_field, ""))


def dossier_facts(form: Form, raw: object) -> Answers:
    """What the answers say about the unit, by the dossier's names."""
    answers = drop_hidden(form, raw)
    return {fact: answers[id] for fact, id in form.dossier.items() if id in answers}


def from_dossier(form: Form, dossier: Mapping[str, Any]) -> Answers:
    """The answers with which a new submission begins."""
    return clean(form, {id: dossier.get(fact) for fact, id in form.dossier.items()})


@dataclass(frozen=True)
class Missing:
    """How many fields still stand in the way of a push: in all, and by section."""

    total: int
    sections: dict[str, int]


def problems(form: Form, raw: object, given: Given) -> list[Problem]:
    """Everything wrong with the answers, field by field; a field's own problems before the checks that stand at it."""
    answers = clean(form, raw)
    page = Page(form.by_id, _scope(form, answers), given)
    found = (
        problem
        for field in form.fields
        if page.scope.shows(field.id)
        for problem in (*_own(form, field, page, answers), *_checked(form, field, page))
    )
    return list(found)


def refused(found: Sequence[Problem]) -> list[Problem]:
    """Those that stand in the way; the others only warn."""
    return [problem for problem in found if problem.level == "refuse"]


def missing(form: Form, found: Sequence[Problem]) -> Missing:
    """Each field that is required and empty, or refused, counts as one."""
    bad = {problem.field for problem in refused(found)}
    sections = {section.id: sum(field.id in bad for field in section.fields) for section in form.sections}
    return Missing(len(bad), sections)


def progress(form: Form, raw: object, found: Sequence[Problem]) -> int:
    """How far along, 0–100: of the required fields that are shown (and any refused one), the share that is well."""
    scope = _scope(form, clean(form, raw))
    bad = {problem.field for problem in refused(found)}
    asked = bad | {field.id for field in form.fields if field.required and scope.shows(field.id)}
    return 100 * (len(asked) - len(bad)) // len(asked) if asked else 100


def _own(form: Form, field: Field, page: Page, answers: Answers) -> Iterator[Problem]:
    value = field.value_in(answers, page.given)
    look = Look(page.given, page.scope)
    for flaw in (*field.found_in(value, look), *_together(form, field, page)):
        pointer = f"/{field.id}{flaw.path}"
        yield Problem(pointer, field.id, form.section_of[field.id], flaw.code, flaw.params)


def _together(form: Form, field: Field, page: Page) -> Iterator[Flaw]:
    """All files of the form together, said at the first field that has any."""
    shown = [one for one in form.fields if one.bytes_in(page.given) and page.scope.shows(one.id)]
    total = sum(one.bytes_in(page.given) for one in shown)
    if form.total_size is not None and total > form.total_size and shown[0] is field:
        yield Flaw("too_large", {"max": form.total_size, "total": total})


def _checked(form: Form, field: Field, page: Page) -> Iterator[Problem]:
    section = form.section_of[field.id]
    for check in form.checks:
        if check.home == field.id:
            for pointer in check.findings(page):
                yield Problem(pointer, field.id, section, "check", {"check": check.id}, check.level)
