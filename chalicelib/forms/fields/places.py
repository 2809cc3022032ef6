"""The region field: one administrative region of the country, by code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import DefinitionError, FieldContext, Scalar
from chalicelib.forms.problem import FieldError
from chalicelib.forms.regions import LEVELS, under
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Region(Scalar):
    """The code of a known region.

    It must lie ``within`` another, if set, and be of one of the ``levels``.
    """

    type: ClassVar[str] = "region"
    width: ClassVar[int] = 6

    within: str | None = None
    levels: tuple[str, ...] = LEVELS

    def faults(self) -> Iterator[DefinitionError]:
        for level in self.levels:
            if level not in LEVELS:
                yield DefinitionError("levels", f"{level} is no level of regions: {', '.join(LEVELS)}")

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        if not at.context.regions.known(value):
            yield FieldError("unknown_region")
        elif self.within is not None and not under(value, self.within):
            yield FieldError("region_outside", {"within": self.within})
        elif at.context.regions.level(value) not in self.levels:
            yield FieldError("region_level", {"levels": list(self.levels)})

    def in_words(self, value: Value, wording: Wording) -> str:
        return "".join(map(wording.regions.name, wording.regions.path(value))) or str(value)
