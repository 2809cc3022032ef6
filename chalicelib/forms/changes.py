"""Changes between two revisions: per field, cell, row and file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from chalicelib.forms.answers import clean
from chalicelib.forms.conditions import Value
from chalicelib.forms.fields import Field, TableField
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass

Files = Sequence[Mapping[str, Any]]


Kind = Literal["changed", "added", "removed", "moved"]


@dataclass(frozen=True)
class AnswerChange:
    """A change of an answer.

    ``kind``: changed, added (a row, a file), removed, moved (rows; old and new are the ids in order). The pointer leads
    into the new revision, or into the old one for what was removed.
    """

    kind: Kind
    field: str
    pointer: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def differences(
    form: Form, old: object, new: object, old_files: Files = (), new_files: Files = ()
) -> list[AnswerChange]:
    """Return all changes between two revisions, in page order.

    None exactly where the clean answers and the files are equal. Files are mappings with ``id`` and ``field``; another
    id is another file.
    """
    before, after = clean(form, old), clean(form, new)
    changes: list[AnswerChange] = []
    for field in form.fields:
        changes += _answers(field, before.get(field.id), after.get(field.id))
        changes += _files(field.id, _of(field.id, old_files), _of(field.id, new_files))
    return changes


def _answers(field: Field, old: Value | None, new: Value | None) -> Iterator[AnswerChange]:
    if isinstance(field, TableField):
        yield from _rows(field, old or [], new or [])
    elif old != new:
        yield AnswerChange("changed", field.id, f"/{field.id}", old, new)


def _rows(table: TableField, old: list[dict[str, str]], new: list[dict[str, str]]) -> Iterator[AnswerChange]:
    before, after = {row["_id"]: row for row in old}, {row["_id"]: row for row in new}
    for index, (id, row) in enumerate(after.items()):
        pointer = f"/{table.id}/{index}"
        if id in before:
            yield from _cells(table, pointer, before[id], row)
        else:
            yield AnswerChange("added", table.id, pointer, None, row)
    for index, (id, row) in enumerate(before.items()):
        if id not in after:
            yield AnswerChange("removed", table.id, f"/{table.id}/{index}", row, None)
    yield from _moved(table.id, [id for id in before if id in after], [id for id in after if id in before])


def _cells(table: TableField, pointer: str, old: dict[str, str], new: dict[str, str]) -> Iterator[AnswerChange]:
    for column in table.columns:
        was, now = old.get(column.id), new.get(column.id)
        if was != now:
            yield AnswerChange("changed", table.id, f"{pointer}/{column.id}", was, now)


def _moved(field: str, old: list[str], new: list[str]) -> Iterator[AnswerChange]:
    if old != new:
        yield AnswerChange("moved", field, f"/{field}", old, new)


def _of(field: str, files: Files) -> list[Mapping[str, Any]]:
    return [file for file in files if file["field"] == field]


def _files(field: str, old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> Iterator[AnswerChange]:
    before, after = {file["id"] for file in old}, {file["id"] for file in new}
    for index, file in enumerate(new):
        if file["id"] not in before:
            yield AnswerChange("added", field, f"/{field}/{index}", None, file)
    for index, file in enumerate(old):
        if file["id"] not in after:
            yield AnswerChange("removed", field, f"/{field}/{index}", file, None)
