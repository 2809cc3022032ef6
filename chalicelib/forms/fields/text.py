"""Text fields: one line, or long text with line breaks.

Limits count code points after NFC.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import FieldContext, Scalar, Shape, count_errors
from chalicelib.forms.normalising import lines
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Text(Scalar):
    """One line of text."""

    type: ClassVar[str] = "text"
    slack: ClassVar[int] = 20

    min: int | None = None
    max: int = 200

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        yield from count_errors(len(value), self.min, self.max, "too_short", "too_long")

    def widest(self) -> int:
        return 3 * self.max

    def most(self) -> int:
        return 2 * self.max + self.slack

    def asks(self, wording: Wording) -> str:
        return wording.between("chars", self.min, self.max)


@dataclass(frozen=True, kw_only=True)
class Long(Text):
    """Several lines of text, with a character counter beside it."""

    type: ClassVar[str] = "long"
    shape: ClassVar[Shape] = "text"
    is_cell: ClassVar[bool] = False
    can_list: ClassVar[bool] = False
    slack: ClassVar[int] = 200

    max: int = 2000

    def clean(self, raw: object) -> Value | None:
        return lines(raw) or None if isinstance(raw, str) else None
