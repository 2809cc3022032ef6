"""Date and month fields.

Kept as ``YYYY-MM-DD`` and ``YYYY-MM``, so that they compare as strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import DefinitionError, FieldContext, Scalar
from chalicelib.forms.normalising import half_width, is_date, is_month, plain_date, plain_month
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Date(Scalar):
    """A day.

    ``not_after: today`` keeps it out of the future.
    """

    type: ClassVar[str] = "date"
    compares: ClassVar[str | None] = "date"
    unreadable: ClassVar[str] = "not_a_date"
    length: ClassVar[int] = 10
    width: ClassVar[int] = 10

    min: str | None = None
    max: str | None = None
    not_after: Literal["today"] | None = None

    def normal(self, text: str) -> str:
        return plain_date(half_width(text))

    def readable(self, value: str) -> bool:
        """Return whether the value exists in the calendar."""
        return is_date(value)

    def faults(self) -> Iterator[DefinitionError]:
        for key in ("min", "max"):
            limit = getattr(self, key)
            if limit is not None and not self.readable(limit):
                what = self.unreadable.replace("not_a_", "")
                example = "2026-02-28"[: self.length]
                yield DefinitionError(key, f"{limit} is not in the calendar; a {what} is written {example}")
        yield from super().faults()

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        today = at.context.today.isoformat()[: self.length]
        if not self.readable(value):
            yield FieldError(self.unreadable)
        elif self.min is not None and value < self.min:
            yield FieldError("too_early", {"min": self.min})
        elif self.max is not None and value > self.max:
            yield FieldError("too_late", {"max": self.max})
        elif self.not_after == "today" and value > today:
            yield FieldError("in_future", {"max": today})

    def orderable(self, value: Value) -> Decimal | str | None:
        return value if self.readable(value) else None

    def in_words(self, value: Value, wording: Wording) -> str:
        return wording.day(value) if self.readable(value) else str(value)

    def blank(self, wording: Wording) -> str:
        return wording.own(f"blank_{self.type}")


@dataclass(frozen=True, kw_only=True)
class Month(Date):
    """A month.

    The present month is not in the future.
    """

    type: ClassVar[str] = "month"
    unreadable: ClassVar[str] = "not_a_month"
    length: ClassVar[int] = 7
    width: ClassVar[int] = 7

    def normal(self, text: str) -> str:
        return plain_month(half_width(text))

    def readable(self, value: str) -> bool:
        return is_month(value)
