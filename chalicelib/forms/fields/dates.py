"""Dates and months, kept as ``YYYY-MM-DD`` and ``YYYY-MM``, so that they compare as strings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import Fault, Look, Scalar
from chalicelib.forms.normal import half_width, is_date, is_month, plain_date, plain_month
from chalicelib.forms.problem import Flaw
from chalicelib.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Date(Scalar):
    """A day. ``not_after: today`` keeps it out of the future."""

    type: ClassVar[str] = "date"
    compares: ClassVar[str | None] = "date"
    unreadable: ClassVar[str] = "not_a_date"
    length: ClassVar[int] = 10

    min: str | None = None
    max: str | None = None
    not_after: Literal["today"] | None = None

    def normal(self, text: str) -> str:
        return plain_date(half_width(text))

    def readable(self, value: str) -> bool:
        """Whether it stands in the calendar."""
        return is_date(value)

    def faults(self) -> Iterator[Fault]:
        for key in ("min", "max"):
            limit = getattr(self, key)
            if limit is not None and not self.readable(limit):
                yield Fault(key, f"{limit} is {self.unreadable.replace('_', ' ')}")
        yield from super().faults()

    def flaws(self, value: Value, look: Look) -> Iterator[Flaw]:
        today = look.given.today.isoformat()[: self.length]
        if not self.readable(value):
            yield Flaw(self.unreadable)
        elif self.min is not None and value < self.min:
            yield Flaw("too_early", {"min": self.min})
        elif self.max is not None and value > self.max:
            yield Flaw("too_late", {"max": self.max})
        elif self.not_after == "today" and value > today:
            yield Flaw("in_future", {"max": today})

    def orderable(self, value: Value) -> Decimal | str | None:
        return value if self.readable(value) else None


@dataclass(frozen=True, kw_only=True)
class Month(Date):
    """A month; one that has begun is not in the future."""

    type: ClassVar[str] = "month"
    unreadable: ClassVar[str] = "not_a_month"
    length: ClassVar[int] = 7

    def normal(self, text: str) -> str:
        return plain_month(half_width(text))

    def readable(self, value: str) -> bool:
        return is_month(value)
