"""Number fields: integer, decimal, percent, money.

Kept as plain decimal strings, compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import DefinitionError, FieldContext, Json, Scalar, Words
from chalicelib.forms.normalising import half_width, number, places, plain_number
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording, grouped
from chalicelib.frozen import dataclass

Limit = int | str
"""A whole number, or a decimal string."""


def _is_limit(limit: Limit | None) -> bool:
    return not isinstance(limit, str) or number(limit) is not None


@dataclass(frozen=True, kw_only=True)
class Decimals(Scalar):
    """A number with up to ``places`` decimal places."""

    type: ClassVar[str] = "decimal"
    compares: ClassVar[str | None] = "number"
    own_unit: ClassVar[str] = ""
    """The unit where the field names none."""

    min: Limit | None = None
    max: Limit | None = None
    places: int | None = None
    unit: Words | None = None

    def normal(self, text: str) -> str:
        typed = half_width(text)
        return plain_number(typed) or typed

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        amount = number(value)
        if amount is None:
            yield FieldError("not_a_number")
        else:
            yield from self._form(value) or self._size(amount)

    def _form(self, value: str) -> list[FieldError]:
        fits = self.places is None or places(value) <= self.places
        return [] if fits else [FieldError("too_many_places", {"places": self.places})]

    def _size(self, amount: Decimal) -> list[FieldError]:
        if self.min is not None and amount < Decimal(self.min):
            return [FieldError("too_small", {"min": self.min})]
        if self.max is not None and amount > Decimal(self.max):
            return [FieldError("too_big", {"max": self.max})]
        return []

    def rank(self, limit: Json) -> Json:
        return Decimal(limit)

    def faults(self) -> Iterator[DefinitionError]:
        wrong = [key for key in ("min", "max") if not _is_limit(getattr(self, key))]
        yield from (DefinitionError(key, "a limit is a whole number or a quoted decimal") for key in wrong)
        yield from () if wrong else super().faults()

    def orderable(self, value: Value) -> Decimal | str | None:
        return number(value)

    def in_words(self, value: Value, wording: Wording) -> str:
        amount = number(value)
        return self._with_unit(str(value) if amount is None else grouped(amount, value), wording)

    def blank(self, wording: Wording) -> str:
        return self._with_unit("　　　　", wording) if self.unit or self.own_unit else ""

    def _with_unit(self, amount: str, wording: Wording) -> str:
        unit = wording.say(self.unit) or self.own_unit
        return amount + unit if unit == "%" else f"{amount} {unit}".rstrip(" ")


@dataclass(frozen=True, kw_only=True)
class Integer(Decimals):
    """A whole number; a zero fraction is dropped."""

    type: ClassVar[str] = "integer"

    places: int | None = 0

    def normal(self, text: str) -> str:
        plain = super().normal(text)
        whole = number(plain) is not None and not places(plain)
        return plain.partition(".")[0] if whole else plain

    def _form(self, value: str) -> list[FieldError]:
        return [FieldError("not_whole")] if places(value) else []


@dataclass(frozen=True, kw_only=True)
class Percent(Decimals):
    """A percentage, 0 to 100 unless limited otherwise.

    A percent sign may be typed.
    """

    type: ClassVar[str] = "percent"
    own_unit: ClassVar[str] = "%"

    min: Limit | None = 0
    max: Limit | None = 100
    places: int | None = 1

    def normal(self, text: str) -> str:
        typed = half_width(text)
        return plain_number(typed.removesuffix("%").rstrip(" ")) or typed


@dataclass(frozen=True, kw_only=True)
class Money(Decimals):
    """An amount in the unit that the field names."""

    type: ClassVar[str] = "money"

    min: Limit | None = 0
    places: int | None = 2
