"""Checks over several fields: two values compared, enough rows, enough different values, a note under a condition.

A check passes where what it looks at is empty, hidden or unreadable: that is said elsewhere, once.
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
    """The clean answers of one form and what was given, as checks see them."""

    fields: Mapping[str, Field]
    scope: Scope
    context: CheckContext

    def rows(self, table: str) -> list[tuple[int, Scope]]:
        """The rows of a table that are not blank, with their places."""
        field = self.fields[table]
        return list(field.rows(self.scope.value(table), self.context.today)) if isinstance(field, TableField) else []

    def operand(self, operand: Operand, row: Scope | None) -> Decimal | str | None:
        """The value to compare, None where there is nothing to compare."""
        if not isinstance(operand, str):
            return self.context.today.isoformat()
        table, _, column = operand.partition(".")
        field = self.field(operand)
        value = row.value(column) if column and row else self.scope.value(table)
        return field.orderable(value) if field is not None and value is not None else None

    def field(self, path: str) -> Field | None:
        """The field, or the column, of this path."""
        table, _, column = path.partition(".")
        field = self.fields.get(table)
        return field.column(column) if column and isinstance(field, TableField) else field


@dataclass(frozen=True, kw_only=True)
class Check:
    """Words, a level (``refuse`` or ``warn``), and the fields it points at; its problem stands at the first."""

    kind: ClassVar[str]

    id: str
    level: str
    message: Words
    fields: tuple[str, ...]

    def __init_subclass__(cls) -> None:
        KINDS[cls.kind] = cls

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """The check of a stored description."""
        keys = {option.name: option.name.rstrip("_") for option in fields(cls)}
        return cls(**{name: _frozen(data[key]) for name, key in keys.items()})

    def describe(self) -> dict[str, Any]:
        """The check as JSON."""
        options = {one.name.rstrip("_"): getattr(self, one.name) for one in fields(self)}
        return options | {"fields": list(self.fields), "kind": self.kind}

    @property
    def home(self) -> str:
        """The field at which its problem stands."""
        return self.fields[0].partition(".")[0]

    def findings(self, page: AnswerPage) -> Iterator[str]:
        """A pointer for each place where the check fails."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Compare(Check):
    """``left op right``; where left is a column, row by row."""

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
    """At least ``n`` rows fulfil a condition over their cells. An empty table passes."""

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
    """At least ``n`` different values in a column. An empty table passes."""

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
    """Said when a condition holds."""

    kind: ClassVar[str] = "note"

    if_: Cond

    def findings(self, page: AnswerPage) -> Iterator[str]:
        if page.scope.holds(self.if_):
            yield f"/{self.home}"


def read_check(data: Mapping[str, Any]) -> Check:
    """The check of a description, by its kind."""
    return KINDS[data["kind"]].parse(data)


def _frozen(value: Json) -> Json:
    return tuple(value) if isinstance(value, list) else value


def _aligned(left: Orderable, right: Orderable) -> tuple[Orderable, Orderable]:
    """A date beside a month is compared by its month."""
    if not isinstance(left, str) or not isinstance(right, str) or not (_is_day(left) and _is_day(right)):
        return left, right
    length = min(len(left), len(right))
    return left[:length], right[:length]


def _is_day(value: str) -> bool:
    return is_date(value) or is_month(value)
