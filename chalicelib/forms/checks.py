"""Checks over several fields.

They compare two values, count rows or different values, or note that a condition holds. A check passes where its fields
are empty, hidden or unreadable: that is reported elsewhere, once.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.forms.check_context import CheckContext
from chalicelib.forms.conditions import Cond, Scope
from chalicelib.forms.fields import Field, Json, TableField, Words
from chalicelib.forms.normalising import is_date, is_month
from chalicelib.frozen import dataclass

KINDS: dict[str, type[Check]] = {}
OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}
Operand = str | Mapping[str, bool]
"""A field, ``table.column``, or ``{"today": True}``."""
Orderable = Decimal | str


@dataclass(frozen=True)
class AnswerPage:
    """A form's clean answers and their context, as checks see them."""

    fields: Mapping[str, Field]
    scope: Scope
    context: CheckContext

    def rows(self, table: str) -> list[tuple[int, Scope]]:
        """Return (place, row) for each non-blank row of a table."""
        field = self.fields[table]
        return list(field.rows(self.scope.value(table), self.context.today)) if isinstance(field, TableField) else []

    def operand(self, operand: Operand, row: Scope | None) -> Decimal | str | None:
        """Return the value to compare, or None if there is none."""
        if not isinstance(operand, str):
            return self.context.today.isoformat()
        table, _, column = operand.partition(".")
        field = self.field(operand)
        value = row.value(column) if column and row else self.scope.value(table)
        return field.orderable(value) if field is not None and value is not None else None

    def field(self, path: str) -> Field | None:
        """Return the field or column at this path."""
        table, _, column = path.partition(".")
        field = self.fields.get(table)
        return field.column(column) if column and isinstance(field, TableField) else field


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check: its message, level and fields.

    The level is ``refuse`` or ``warn``. Its problem is reported at the first of the fields.
    """

    kind: ClassVar[str]

    id: str
    level: str
    message: Words
    fields: tuple[str, ...]

    def __init_subclass__(cls) -> None:
        KINDS[cls.kind] = cls

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read a check from a stored description."""
        keys = {option.name: option.name.rstrip("_") for option in fields(cls)}
        return cls(**{name: _frozen(data[key]) for name, key in keys.items()})

    def describe(self) -> dict[str, Any]:
        """Return the check as JSON."""
        options = {one.name.rstrip("_"): getattr(self, one.name) for one in fields(self)}
        return options | {"fields": list(self.fields), "kind": self.kind}

    @property
    def home(self) -> str:
        """The id of the field at which its problem is reported."""
        return self.fields[0].partition(".")[0]

    def findings(self, page: AnswerPage) -> Iterator[str]:
        """Yield a pointer for each place where the check fails."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Compare(Check):
    """A check that ``left op right`` holds.

    Where left is a column, row by row.
    """

    kind: ClassVar[str] = "compare"

    left: str
    op: str
    right: Operand

    def findings(self, page: AnswerPage) -> Iterator[str]:
        table, _, column = self.left.partition(".")
        if not column:
            if self._fails(page, None):
                yield f"/{self.home}"
            return
        for index, row in page.rows(table):
            if self._fails(page, row):
                yield f"/{table}/{index}/{self._cell(table) or column}"

    def _cell(self, table: str) -> str:
        home, _, column = self.fields[0].partition(".")
        return column if home == table else ""

    def _fails(self, page: AnswerPage, row: Scope | None) -> bool:
        left, right = page.operand(self.left, row), page.operand(self.right, row)
        if left is None or right is None or type(left) is not type(right):
            return False
        return not OPS[self.op](*_aligned(left, right))


@dataclass(frozen=True, kw_only=True)
class AtLeast(Check):
    """A check that at least ``n`` rows fulfil a condition.

    The condition is over their cells. An empty table passes.
    """

    kind: ClassVar[str] = "at_least"

    table: str
    n: int
    where: Cond

    def findings(self, page: AnswerPage) -> Iterator[str]:
        rows = page.rows(self.table)
        if rows and sum(row.holds(self.where) for _, row in rows) < self.n:
            yield f"/{self.home}"


@dataclass(frozen=True, kw_only=True)
class Different(Check):
    """A check for at least ``n`` different values in a column.

    An empty table passes.
    """

    kind: ClassVar[str] = "different"

    column: str
    n: int

    def findings(self, page: AnswerPage) -> Iterator[str]:
        table, _, column = self.column.partition(".")
        rows = page.rows(table)
        values = {row.value(column) for _, row in rows} - {None}
        if rows and len(values) < self.n:
            yield f"/{self.home}"


@dataclass(frozen=True, kw_only=True)
class Note(Check):
    """A note, reported when a condition holds."""

    kind: ClassVar[str] = "note"

    if_: Cond

    def findings(self, page: AnswerPage) -> Iterator[str]:
        if page.scope.holds(self.if_):
            yield f"/{self.home}"


def read_check(data: Mapping[str, Any]) -> Check:
    """Read a check from its description, by kind."""
    return KINDS[data["kind"]].parse(data)


def _frozen(value: Json) -> Json:
    return tuple(value) if isinstance(value, list) else value


def _aligned(left: Orderable, right: Orderable) -> tuple[Orderable, Orderable]:
    """Cut dates so that a date and a month compare by month."""
    if not isinstance(left, str) or not isinstance(right, str) or not (_is_day(left) and _is_day(right)):
        return left, right
    length = min(len(left), len(right))
    return left[:length], right[:length]


def _is_day(value: str) -> bool:
    return is_date(value) or is_month(value)
