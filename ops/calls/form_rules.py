"""Rules of a form that models cannot check.

They are about references, cycles, limits, and the size of the fullest draft.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.forms.checks import AtLeast, Check, Compare, Different, Note, Operand
from chalicelib.forms.conditions import Cond, looked_at
from chalicelib.forms.fields import Field, TableField
from chalicelib.forms.fields.choices import Choice, Choices, Link
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.fields.places import Region
from chalicelib.forms.fields.text import Text
from chalicelib.forms.schema import Form

MOST_BYTES = 200 * 1024
"""Most bytes that a submission's answers may take in storage."""

Path = tuple[str | int, ...]


class FormFinding(NamedTuple):
    """A fault, at a path in its file."""

    path: Path
    reason: str


@dataclass(frozen=True)
class CallNames:
    """Names in a call that its tracks may refer to."""

    tracks: frozenset[str]
    files: frozenset[str]


def form_findings(form: Form, names: CallNames) -> Iterator[FormFinding]:
    """Yield all faults of a form that its model accepts."""
    yield from _repeated(form)
    yield from _named(form)
    for path, field in _places(form):
        yield from (FormFinding((*path, key), reason) for key, reason in field.faults())
        yield from _field(form.by_id, path, field, names)
        if isinstance(field, TableField):
            yield from _columns(path, field)
    yield from _cycles(form)
    for index, check in enumerate(form.checks):
        yield from (FormFinding(("checks", index, key), reason) for key, reason in _check(form, check))
    weight = sum(field.weight() for field in form.fields)
    if weight > MOST_BYTES:
        yield FormFinding(("sections",), f"the fullest draft takes {weight} bytes, more than {MOST_BYTES}")


def _places(form: Form) -> Iterator[tuple[Path, Field]]:
    for i, section in enumerate(form.sections):
        for j, field in enumerate(section.fields):
            yield ("sections", i, "fields", j), field


def _repeated(form: Form) -> Iterator[FormFinding]:
    ids = Counter(field.id for _, field in _places(form))
    for path, field in _places(form):
        if ids[field.id] > 1:
            yield FormFinding((*path, "id"), f"the field {field.id} stands twice")
    for key, named in (("sections", form.sections), ("checks", form.checks)):
        for id in _twice(one.id for one in named):
            yield FormFinding((key,), f"{id} stands twice")
    for fact in _twice(field.dossier for field in form.fields if field.dossier):
        yield FormFinding(("sections",), f"two fields take {fact} from the dossier")


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _named(form: Form) -> Iterator[FormFinding]:
    if not isinstance(form.field(form.name_field), Text):
        yield FormFinding(("name_field",), f"there is no text field {form.name_field}")
    if form.landing is not None and not isinstance(form.field(form.landing), Region):
        yield FormFinding(("landing",), f"there is no region field {form.landing}")


def _field(fields: Mapping[str, Field], path: Path, field: Field, names: CallNames) -> Iterator[FormFinding]:
    yield from _conditions(fields, path, field)
    if field.listed and not field.can_list:
        yield FormFinding((*path, "list"), f"lists cannot show a {field.type}")
    if isinstance(field, Link) and field.track not in names.tracks:
        yield FormFinding((*path, "track"), f"there is no track {field.track}")
    if isinstance(field, Attachments) and field.template and field.template not in names.files:
        yield FormFinding((*path, "template"), f"the call has no file {field.template}")


def _conditions(fields: Mapping[str, Field], path: Path, field: Field) -> Iterator[FormFinding]:
    yield from (FormFinding((*path, "when"), reason) for reason in _cond(fields, field.when))
    options = field.options if isinstance(field, Choice | Choices) else ()
    for index, option in enumerate(options):
        at = (*path, "options", index, "when")
        yield from (FormFinding(at, reason) for reason in _cond(fields, option.when))


def _columns(path: Path, table: TableField) -> Iterator[FormFinding]:
    columns = {column.id: column for column in table.columns}
    for id in _twice(column.id for column in table.columns):
        yield FormFinding((*path, "columns"), f"the column {id} stands twice")
    for index, column in enumerate(table.columns):
        at = (*path, "columns", index)
        yield from (FormFinding((*at, key), reason) for key, reason in column.faults())
        yield from _conditions(columns, at, column)


def _cond(fields: Mapping[str, Field], cond: Cond | None, *, row: bool = False) -> Iterator[str]:
    if cond is None:
        return
    if "field" in cond:
        yield from _leaf(fields.get(cond["field"]), cond, row)
    for one in [cond["not"]] if "not" in cond else [*cond.get("all", ()), *cond.get("any", ())]:
        yield from _cond(fields, one, row=row)


def _leaf(field: Field | None, cond: Cond, row: bool) -> Iterator[str]:
    if field is None:
        yield f"there is no field {cond['field']} to look at"
        return
    for value in [cond["is"]] if "is" in cond else cond.get("in", ()):
        if not field.can_be(value):
            yield f"{field.id} is never {value!r}"
    if "under" in cond and not isinstance(field, Region):
        yield f"{field.id} is no region"
    if "not_after" in cond and not (row and field.compares == "date"):
        yield "not_after is for the dates of a row, in at_least"


def _cycles(form: Form) -> Iterator[FormFinding]:
    looks = {field.id: set(looked_at(field.when)) for field in form.fields}
    for path, field in _places(form):
        if field.id in _reached(field.id, looks):
            yield FormFinding((*path, "when"), f"{field.id} waits for itself")


def _reached(start: str, looks: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = set(looks[start])
    while ahead:
        reached |= ahead
        ahead = {one for id in ahead for one in looks.get(id, ())} - reached
    return reached


def _check(form: Form, check: Check) -> Iterator[tuple[str, str]]:
    if not check.fields:
        yield "fields", "a check points at a field"
    yield from (("fields", f"there is no field {path}") for path in check.fields if _at(form, path) is None)
    if isinstance(check, Compare):
        yield from _compare(form, check)
    elif isinstance(check, AtLeast):
        yield from _at_least(form, check)
    elif isinstance(check, Different) and not _is_column(form, check.column):
        yield "column", f"there is no column {check.column}"
    elif isinstance(check, Note):
        yield from (("if", reason) for reason in _cond(form.by_id, check.if_))


def _at(form: Form, path: str) -> Field | None:
    table, _, column = path.partition(".")
    field = form.field(table)
    if not column:
        return field
    return field.column(column) if isinstance(field, TableField) else None


def _is_column(form: Form, path: str) -> bool:
    return "." in path and _at(form, path) is not None


def _compare(form: Form, check: Compare) -> Iterator[tuple[str, str]]:
    left, right = _kind(form, check.left), _kind(form, check.right)
    if left is None:
        yield "left", f"{check.left} cannot be compared"
    if right is None:
        yield "right", f"{check.right} cannot be compared"
    if left and right and left != right:
        yield "right", f"a {right} cannot be compared with a {left}"
    if _is_column(form, str(check.right)) and str(check.right).split(".")[0] != check.left.split(".")[0]:
        yield "right", "a column on the right belongs to the table on the left"


def _kind(form: Form, operand: Operand) -> str | None:
    if not isinstance(operand, str):
        return "date"
    field = _at(form, operand)
    return field.compares if field else None


def _at_least(form: Form, check: AtLeast) -> Iterator[tuple[str, str]]:
    table = form.field(check.table)
    if not isinstance(table, TableField):
        yield "table", f"there is no table {check.table}"
        return
    columns = {column.id: column for column in table.columns}
    yield from (("where", reason) for reason in _cond(columns, check.where, row=True))
    if not 1 <= check.n <= table.max_rows:
        yield "n", f"n is between 1 and {table.max_rows}"
