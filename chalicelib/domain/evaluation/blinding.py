"""What an expert may read of an entry.

Where a call is blind, who filed is hidden: in answers, and in the names of files. What a text says within itself is
not looked at, nor what a file shows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.call import Words, in_language
from chalicelib.domain.evaluation.rules import Blind
from chalicelib.domain.submission import File
from chalicelib.forms.fields import Field, TableField
from chalicelib.forms.schema import Form

FILE: Words = {"zh": "附件 {n}.{kind}", "en": "File {n}.{kind}"}
"""What a file is called whose own name is hidden."""


def hidden_from_experts(field: Field, blind: Blind) -> bool:
    """Return whether experts may not read a field's answer or files.

    What the field says itself (`seen_by`) wins over what the call says.
    """
    if field.seen_by is not None:
        return "expert" not in field.seen_by
    return blind == "unit" and field.names_filer


def blinded(
    form: Form, answers: Mapping[str, Any], files: Iterable[File], blind: Blind, language: str
) -> tuple[dict[str, Any], tuple[File, ...]]:
    """Return the answers and files that an expert may read.

    Where the call is blind a file's name is its number, in a language of the call. Answers to fields that the form
    does not have are left out.
    """
    open_fields = {field.id: field for field in form.fields if not hidden_from_experts(field, blind)}
    seen = {id: _part(open_fields[id], answer, blind) for id, answer in answers.items() if id in open_fields}
    shown = (file for file in files if file.field in open_fields)
    return seen, tuple(_renamed(shown, language) if blind == "unit" else shown)


def _part(field: Field, answer: Any, blind: Blind) -> Any:
    """Return a table without the columns that are hidden."""
    if not isinstance(field, TableField):
        return answer
    kept = {"_id", *(column.id for column in field.columns if not hidden_from_experts(column, blind))}
    return [{id: cell for id, cell in row.items() if id in kept} for row in answer]


def _renamed(files: Iterable[File], language: str) -> Iterator[File]:
    name = in_language(FILE, language)
    return (replace(file, name=name.format(n=n, kind=file.kind)) for n, file in enumerate(files, start=1))
