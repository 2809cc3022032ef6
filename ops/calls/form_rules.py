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
from chalicelib.forms.fields.base import ALWAYS
from chalicelib.forms.fields.choices import Choice, Choices, Link
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.fields.places import Region
from chalicelib.forms.fields.text import Text
from chalicelib.forms.schema import Form
from ops.calls.located_yaml import KeyPath
from ops.cli import did_you_mean

MOST_BYTES = 200 * 1024
"""Most bytes that a submission's answers may take in storage."""
ANY = "*"
"""Stands among doubtful names for all names that are not defined."""
HEAVIEST_SAID = 3
"""Fields that are named where a form is too heavy."""


class FormFinding(NamedTuple):
    """A fault, at a path in its file.

    `rests_on`: other places without which it would not be one.
    """

    path: KeyPath
    reason: str
    rests_on: tuple[KeyPath, ...] = ()


@dataclass(frozen=True)
class CallNames:
    """Names in a call that its tracks may refer to.

    None where they are not known. `doubtful` are the fields of a form, and its `table.column`, whose own definition
    is faulty, ANY where their name cannot be told: what refers to them cannot be judged.
    """

    tracks: frozenset[str] | None = None
    files: frozenset[str] | None = None
    levels: frozenset[str] | None = None
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Known:
    """Fields, or columns of a table, by id.

    `doubtful` are those whose definition is faulty.
    """

    fields: Mapping[str, Field]
    doubtful: frozenset[str] = frozenset()

    def is_doubtful(self, id: str) -> bool:
        """Return whether what refers to it cannot be judged."""
        return id in self.doubtful or (ANY in self.doubtful and id not in self.fields)

    def missing(self, id: str, what: str = "field") -> str:
        """Return that there is none, with the nearest that there is."""
        return f"there is no {what} {id}{did_you_mean(id, self.fields)}"

    def columns(self, table: TableField) -> _Known:
        """Return a table's columns."""
        begin = f"{table.id}."
        doubtful = frozenset(one.removeprefix(begin) for one in self.doubtful if one.startswith(begin))
        return _Known({column.id: column for column in table.columns}, doubtful)


def form_findings(form: Form, names: CallNames) -> Iterator[FormFinding]:
    """Yield all faults of a form that its model accepts."""
    known = _Known(form.by_id, names.doubtful)
    yield from _repeated(form)
    yield from _named(form, known)
    for path, field in _places(form):
        yield from (FormFinding((*path, key), reason) for key, reason in field.faults())
        yield from _field(known, path, field, names)
        if isinstance(field, TableField):
            yield from _columns(path, field, known.columns(field))
    yield from _cycles(form)
    for index, check in enumerate(form.checks):
        yield from (FormFinding(("checks", index, key), reason) for key, reason in _check(form, check, known))
    yield from _weight(form)


def _weight(form: Form) -> Iterator[FormFinding]:
    weights = {field.id: field.weight() for field in form.fields}
    total = sum(weights.values())
    if total > MOST_BYTES:
        heavy = sorted(weights, key=lambda id: -weights[id])[:HEAVIEST_SAID]
        said = ", ".join(f"{id} {_kilobytes(weights[id])}" for id in heavy)
        limit = "max_rows" if isinstance(form.by_id[heavy[0]], TableField) else "max"
        yield FormFinding(
            next((*path, limit) for path, field in _places(form) if field.id == heavy[0]),
            f"filled in to its limits the form weighs {_kilobytes(total)}, more than the {_kilobytes(MOST_BYTES)} that"
            f" can be stored. Most weigh {said}: lower their max or max_rows",
        )


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1024)} KB"


def _places(form: Form) -> Iterator[tuple[KeyPath, Field]]:
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


def _named(form: Form, known: _Known) -> Iterator[FormFinding]:
    for key, id, kind, what in (
        ("name_field", form.name_field, Text, "text field"),
        ("landing", form.landing, Region, "region field"),
    ):
        if id is None or known.is_doubtful(id) or isinstance(form.field(id), kind):
            continue
        right = _Known({one.id: one for one in form.fields if isinstance(one, kind)})
        yield FormFinding((key,), right.missing(id, what))


def _field(known: _Known, path: KeyPath, field: Field, names: CallNames) -> Iterator[FormFinding]:
    yield from _conditions(known, path, field)
    yield from _readers(path, field)
    if field.listed and not field.can_list:
        yield FormFinding((*path, "list"), f"lists cannot show a {field.type}")
    if isinstance(field, Link) and names.tracks is not None and field.track not in names.tracks:
        yield FormFinding((*path, "track"), f"there is no track {field.track}{did_you_mean(field.track, names.tracks)}")
    template = field.template if isinstance(field, Attachments) else None
    if template and names.files is not None and template not in names.files:
        yield FormFinding((*path, "template"), f"the call has no file {template}{did_you_mean(template, names.files)}")


def _readers(path: KeyPath, field: Field) -> Iterator[FormFinding]:
    if field.seen_by is not None and not {*ALWAYS} <= {*field.seen_by}:
        said = f"{', '.join(ALWAYS)} read every answer; expert alone may be left out"
        yield FormFinding((*path, "seen_by"), said)


def _conditions(known: _Known, path: KeyPath, field: Field) -> Iterator[FormFinding]:
    yield from (FormFinding((*path, "when"), reason) for reason in _cond(known, field.when))
    options = field.options if isinstance(field, Choice | Choices) else ()
    for index, option in enumerate(options):
        at = (*path, "options", index, "when")
        yield from (FormFinding(at, reason) for reason in _cond(known, option.when))


def _columns(path: KeyPath, table: TableField, known: _Known) -> Iterator[FormFinding]:
    label = table.row_label
    if label is not None and label not in known.fields and not known.is_doubtful(label):
        yield FormFinding((*path, "row_label"), known.missing(label, "column"))
    for id in _twice(column.id for column in table.columns):
        yield FormFinding((*path, "columns"), f"the column {id} stands twice")
    for index, column in enumerate(table.columns):
        at = (*path, "columns", index)
        yield from (FormFinding((*at, key), reason) for key, reason in column.faults())
        yield from _conditions(known, at, column)
        yield from _readers(at, column)


def _cond(known: _Known, cond: Cond | None, *, row: bool = False) -> Iterator[str]:
    if cond is None:
        return
    if "field" in cond and not known.is_doubtful(cond["field"]):
        yield from _leaf(known, cond, row)
    for one in [cond["not"]] if "not" in cond else [*cond.get("all", ()), *cond.get("any", ())]:
        yield from _cond(known, one, row=row)


def _leaf(known: _Known, cond: Cond, row: bool) -> Iterator[str]:
    field = known.fields.get(cond["field"])
    if field is None:
        yield known.missing(cond["field"], "column" if row else "field")
        return
    for value in [cond["is"]] if "is" in cond else cond.get("in", ()):
        if not field.can_be(value):
            yield f"{field.id} is never {value!r}{did_you_mean(value, _values(field))}"
    if "under" in cond and not isinstance(field, Region):
        yield f"{field.id} is no region"
    if "not_after" in cond and not (row and field.compares == "date"):
        yield "not_after is for the dates of a row, in at_least"


def _values(field: Field) -> list[str]:
    """Return the values that a condition may name, where they are few."""
    return [option.value for option in field.options] if isinstance(field, Choice | Choices) else ["yes", "no"]


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


def _check(form: Form, check: Check, known: _Known) -> Iterator[tuple[str, str]]:
    if not check.fields:
        yield "fields", "a check points at a field"
    yield from (("fields", _absent(form, path)) for path in check.fields if _is_absent(form, path, known))
    if isinstance(check, Compare):
        yield from _compare(form, check, known)
    elif isinstance(check, AtLeast):
        yield from _at_least(form, check, known)
    elif isinstance(check, Different):
        yield from _different(form, check, known)
    elif isinstance(check, Note):
        yield from (("if", reason) for reason in _cond(known, check.if_))


def _at(form: Form, path: str) -> Field | None:
    table, _, column = path.partition(".")
    field = form.field(table)
    if not column:
        return field
    return field.column(column) if isinstance(field, TableField) else None


def _is_absent(form: Form, path: str, known: _Known) -> bool:
    return _at(form, path) is None and not _is_doubtful(path, known)


def _is_doubtful(operand: Operand, known: _Known) -> bool:
    if not isinstance(operand, str):
        return False
    table, _, column = operand.partition(".")
    field = known.fields.get(table)
    of_table = isinstance(field, TableField) and bool(column) and known.columns(field).is_doubtful(column)
    return of_table or known.is_doubtful(table)


def _absent(form: Form, path: str) -> str:
    """Return that there is no such field or column.

    With the nearest that there is.
    """
    paths = [
        *form.by_id,
        *(f"{one.id}.{c.id}" for one in form.fields if isinstance(one, TableField) for c in one.columns),
    ]
    return f"there is no {'column' if '.' in path else 'field'} {path}{did_you_mean(path, paths)}"


def _is_column(form: Form, path: Operand) -> bool:
    return isinstance(path, str) and "." in path and _at(form, path) is not None


def _compare(form: Form, check: Compare, known: _Known) -> Iterator[tuple[str, str]]:
    sides: dict[str, Operand] = {"left": check.left, "right": check.right}
    kinds = {key: _kind(form, operand) for key, operand in sides.items()}
    for key, operand in sides.items():
        if kinds[key] is None and not _is_doubtful(operand, known):
            absent = isinstance(operand, str) and _at(form, operand) is None
            yield key, _absent(form, str(operand)) if absent else f"{operand} cannot be compared"
    if any(_is_doubtful(operand, known) for operand in sides.values()):
        return
    left, right = kinds["left"], kinds["right"]
    if left and right and left != right:
        yield "right", f"a {right} cannot be compared with a {left}"
    if _is_column(form, check.right) and str(check.right).split(".")[0] != check.left.split(".")[0]:
        yield "right", "a column on the right belongs to the table on the left"
    if left == right == "number" and check.op == "==" and _is_column(form, check.left) > _is_column(form, check.right):
        yield (
            "op",
            f"{check.left} == {check.right} is asked of every row by itself, not of their sum, and fails as soon as"
            f' two rows share it. Checks know no sums: ask with op: "<=" that no row is above {check.right}, and say'
            " in its help that it is the sum",
        )


def _kind(form: Form, operand: Operand) -> str | None:
    if not isinstance(operand, str):
        return "date"
    field = _at(form, operand)
    return field.compares if field else None


def _at_least(form: Form, check: AtLeast, known: _Known) -> Iterator[tuple[str, str]]:
    table = form.field(check.table)
    if known.is_doubtful(check.table):
        return
    if not isinstance(table, TableField):
        tables = [one.id for one in form.fields if isinstance(one, TableField)]
        yield "table", f"there is no table {check.table}{did_you_mean(check.table, tables)}"
        return
    yield from (("where", reason) for reason in _cond(known.columns(table), check.where, row=True))
    if not 1 <= check.n <= table.max_rows:
        yield "n", f"n is between 1 and {table.max_rows}"


def _different(form: Form, check: Different, known: _Known) -> Iterator[tuple[str, str]]:
    if _is_doubtful(check.column, known):
        return
    if not _is_column(form, check.column):
        yield "column", _absent(form, check.column) if "." in check.column else f"{check.column} is no table.column"
        return
    table = form.field(check.column.partition(".")[0])
    if isinstance(table, TableField) and not 1 <= check.n <= table.max_rows:
        yield "n", f"n is between 1 and {table.max_rows}"
