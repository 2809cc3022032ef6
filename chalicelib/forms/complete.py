"""The complete check: everything that stands between a draft and its push, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.forms.answers import clean, scope_of
from chalicelib.forms.checks import Page
from chalicelib.forms.fields import Field, Look
from chalicelib.forms.given import Given
from chalicelib.forms.problem import Flaw, Problem
from chalicelib.forms.schema import Form


@dataclass(frozen=True)
class Missing:
    """How many fields still stand in the way of a push: in all, and by section."""

    total: int
    sections: dict[str, int]


def problems(form: Form, raw: object, given: Given) -> list[Problem]:
    """Everything wrong with the answers, field by field; a field's own problems before the checks that stand at it."""
    answers = clean(form, raw)
    page = Page(form.by_id, scope_of(form, answers), given)
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
    scope = scope_of(form, clean(form, raw))
    bad = {problem.field for problem in refused(found)}
    asked = bad | {field.id for field in form.fields if field.required and scope.shows(field.id)}
    return 100 * (len(asked) - len(bad)) // len(asked) if asked else 100


def _own(form: Form, field: Field, page: Page, answers: dict[str, object]) -> Iterator[Problem]:
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
