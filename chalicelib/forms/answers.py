"""Answers to a form: read, held as a draft, and taken apart into what lists, names and dossiers need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chalicelib.forms.conditions import Scope
from chalicelib.forms.problem import Flaw, Problem
from chalicelib.forms.schema import Form

Answers = dict[str, Any]


def clean(form: Form, raw: object) -> Answers:
    """The answers as they are kept: normalised, without empty ones, unknown ids and wrong shapes. Idempotent."""
    typed = raw if isinstance(raw, dict) else {}
    read = {field.id: field.clean(typed.get(field.id)) for field in form.fields}
    return {id: value for id, value in read.items() if value is not None}


def scope_of(form: Form, answers: Answers) -> Scope:
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
    scope = scope_of(form, clean(form, raw))
    return [field.id for field in form.fields if scope.shows(field.id)]


def drop_hidden(form: Form, raw: object) -> Answers:
    """What a push freezes: clean answers without hidden fields, hidden cells and blank rows. Idempotent."""
    answers = clean(form, raw)
    scope = scope_of(form, answers)
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
