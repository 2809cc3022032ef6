"""Region: one administrative region of the country, by code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import Fault, Look, Scalar
from chalicelib.forms.problem import Flaw
from chalicelib.forms.regions import LEVELS, under
from chalicelib.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Region(Scalar):
    """A code that is known, lies ``within`` another, and is of one of the ``levels``."""

    type: ClassVar[str] = "region"

    within: str | None = None
    levels: tuple[str, ...] = LEVELS

    def faults(self) -> Iterator[Fault]:
        for level in self.levels:
            if level not in LEVELS:
                yield Fault("levels", f"{level} is no level of regions: {', '.join(LEVELS)}")

    def flaws(self, value: Value, look: Look) -> Iterator[Flaw]:
        if not look.given.regions.known(value):
            yield Flaw("unknown_region")
        elif self.within is not None and not under(value, self.within):
            yield Flaw("region_outside", {"within": self.within})
        elif look.given.regions.level(value) not in self.levels:
            yield Flaw("region_level", {"levels": list(self.levels)})
