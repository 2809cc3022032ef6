"""The table field: typed rows with stable ids.

A row is ``{"_id": …, column: value}``; its id stays when rows move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from chalicelib.forms.conditions import Scope, Value
from chalicelib.forms.fields.base import TYPES, DefinitionError, Field, FieldContext, Shape, count_errors
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass

_ID = "abcdefghijklmnopqrstuvwxyz234567"


def read_field(data: Mapping[str, Any]) -> Field:
    """Read a field from its description, by type."""
    return TYPES[data["type"]].parse(data)


def read_columns(data: list[dict[str, Any]]) -> tuple[Field, ...]:
    """Read the columns of a table from JSON."""
    return tuple(map(read_field, data))


def is_blank(row: Mapping[str, str]) -> bool:
    """Return whether a row holds nothing but its id."""
    return not row.keys() - {"_id"}


@dataclass(frozen=True, kw_only=True)
class TableField(Field):
    """A table of rows of cells.

    A blank row does not count, yet keeps its place in pointers.
    """

    type: ClassVar[str] = "table"
    shape: ClassVar[Shape] = "rows"
    compares: ClassVar[str | None] = None
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"columns": read_columns}
    spare: ClassVar[int] = 2
    """The number of rows above the limit that a draft may hold."""

    min_rows: int | None = None
    max_rows: int
    row_label: str | None = None
    columns: tuple[Field, ...]

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read a table from its description.

        Columns inherit its ``public`` and ``personal`` unless they set their own.
        """
        flags = {key: data.get(key, False) for key in ("public", "personal")}
        return super().parse({**data, "columns": [flags | column for column in data["columns"]]})

    def faults(self) -> Iterator[DefinitionError]:
        if (self.min_rows or 0) > self.max_rows:
            yield DefinitionError("min_rows", f"min_rows {self.min_rows} is more than max_rows {self.max_rows}")
        if self.listed and not self._listed():
            yield DefinitionError("list", "lists show a table's first row, and no column says that it is shown there")

    def can_be(self, value: str) -> bool:
        return not value

    def column(self, id: str) -> Field | None:
        """Return the column with this id."""
        return next((column for column in self.columns if column.id == id), None)

    def clean(self, raw: object) -> Value | None:
        rows = [self._clean_row(index, row) for index, row in enumerate(raw)] if isinstance(raw, list) else []
        return None if all(map(is_blank, rows)) else rows

    def _clean_row(self, index: int, raw: object) -> dict[str, str]:
        typed = raw if isinstance(raw, dict) else {}
        cells = {column.id: column.clean(typed.get(column.id)) for column in self.columns}
        return {"_id": _row_id(index, typed)} | {id: cell for id, cell in cells.items() if cell is not None}

    def rows(self, value: Value | None, today: date) -> Iterator[tuple[int, Scope]]:
        """Yield (place, row) for each row that is not blank.

        The row is a scope, as conditions and checks see it.
        """
        columns = {column.id: column for column in self.columns}
        for index, row in enumerate(value or ()):
            if not is_blank(row):
                yield index, Scope(columns, row.get, today)

    def misshapen(self, raw: object) -> Iterator[FieldError]:
        if raw is None:
            return
        if not isinstance(raw, list):
            yield FieldError("wrong_shape")
            return
        yield from count_errors(len(raw), None, self.max_rows + self.spare, "too_few", "too_many")
        seen: set[str] = set()
        for index, row in enumerate(raw):
            yield from (flaw.within(f"/{index}") for flaw in self._misshapen_row(row, seen))

    def _misshapen_row(self, row: object, seen: set[str]) -> Iterator[FieldError]:
        if not isinstance(row, dict):
            yield FieldError("wrong_shape")
            return
        if not is_row_id(row.get("_id")) or row["_id"] in seen:
            yield FieldError("wrong_shape", path="/_id")
        else:
            seen.add(row["_id"])
        for id, cell in row.items():
            yield from (flaw.within(f"/{id}") for flaw in self._misshapen_cell(id, cell))

    def _misshapen_cell(self, id: str, cell: object) -> Iterator[FieldError]:
        column = self.column(id)
        if column is not None:
            yield from column.misshapen(cell)
        elif id != "_id":
            yield FieldError("unknown_field")

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        rows = list(self.rows(value, at.context.today))
        yield from count_errors(len(rows), self.min_rows, self.max_rows, "too_few", "too_many")
        for index, scope in rows:
            yield from (flaw.within(f"/{index}") for flaw in self._row_flaws(FieldContext(at.context, scope)))

    def _row_flaws(self, at: FieldContext) -> Iterator[FieldError]:
        for column in self.columns:
            if at.scope.shows(column.id):
                errors = column.check(at.scope.value(column.id), at)
                yield from (flaw.within(f"/{column.id}") for flaw in errors)

    def contents(self, value: Value, scope: Scope) -> Value | None:
        kept = [self._kept(value[index], row) for index, row in self.rows(value, scope.today)]
        return [row for row in kept if not is_blank(row)] or None

    def listed_part(self, value: Value) -> Value | None:
        """Return the first row, reduced to the columns that lists show."""
        kept = {"_id", *(column.id for column in self._listed())}
        row = {id: cell for id, cell in value[0].items() if id in kept}
        return None if is_blank(row) else [row]

    def _listed(self) -> list[Field]:
        return [column for column in self.columns if column.listed]

    def _kept(self, row: dict[str, str], scope: Scope) -> dict[str, str]:
        return {id: cell for id, cell in row.items() if id == "_id" or scope.shows(id)}

    def asks(self, wording: Wording) -> str:
        return wording.between("rows", self.min_rows, self.max_rows)

    def value_weight(self) -> int:
        row = len('{"_id":"aaaaaaaa"},') + sum(column.weight() for column in self.columns)
        return len("[]") + self.max_rows * row


def is_row_id(value: object) -> bool:
    """Return whether a value is eight lower-case base32 characters."""
    return isinstance(value, str) and len(value) == 8 and set(value) <= set(_ID)


def _row_id(index: int, row: Mapping[Any, Any]) -> str:
    """Return the row's own id, or one derived from its place.

    So rows without an id can still be distinguished.
    """
    own = row.get("_id")
    return str(own) if is_row_id(own) else "a" * 6 + _ID[index // 32 % 32] + _ID[index % 32]
