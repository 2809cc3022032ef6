"""Models of how a call is made public."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from chalicelib.domain.publication.rules import Answering, Objecting
from chalicelib.domain.publication.working_days import Count
from ops.calls.value_types import Slug, Strict, Words

NUMBERS = r"^[A-Z0-9-]*\{track\}[A-Z0-9-]*\{n(:0[1-6])?\}$"
"""The pattern of certificates' numbers."""
Shown = Literal["unit_name", "place", "category"]
"""What a row of a public notice may say beside number and name."""


class GroundSpec(Strict):
    """A reason to object."""

    id: Slug
    names: Words
    answers: Answering = "organiser"
    corrects: bool = False


class EvidenceSpec(Strict):
    """What evidence is asked of whoever objects.

    `megabytes` is the largest size of a file.
    """

    min: int = Field(default=1, ge=0, le=10)
    max: int = Field(default=5, ge=1, le=10)
    megabytes: int = Field(default=20, ge=1, le=100)
    kinds: list[Literal["pdf", "ofd", "jpg", "png", "docx"]] = Field(default=["pdf", "ofd", "jpg", "png"], min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min > self.max:
            raise ValueError("min may not be more than max")
        return self


class PeopleSpec(Strict):
    """Where a track's form names people.

    A table field, and the column of their names.
    """

    field: Slug
    column: Slug = "name"


class ResultsSpec(Strict):
    """The key `results` of call.yaml."""

    numbers: str = Field(default="{track}-{n:04}", max_length=40, pattern=NUMBERS)
    codes: dict[Slug, Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]] = Field(default_factory=dict)
    people: dict[Slug, PeopleSpec] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        if len(set(self.codes.values())) < len(self.codes):
            raise ValueError("each track has a code of its own")
        return self


class ObjectionsSpec(Strict):
    """The key `objections` of `public_notice`."""

    by: list[Objecting] = Field(default=["person", "organisation"], min_length=1)
    grounds: list[GroundSpec] = Field(min_length=1, max_length=20)
    evidence: EvidenceSpec = Field(default_factory=EvidenceSpec)
    answer_days: int = Field(default=5, ge=1, le=60)
    rule_days: int = Field(default=15, ge=1, le=120)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({one.id for one in self.grounds}) < len(self.grounds):
            raise ValueError("each ground has an id of its own")
        return self


class PublicNoticeSpec(Strict):
    """The key `public_notice` of call.yaml."""

    days: int = Field(ge=1, le=60)
    count: Count = "working"
    holidays: list[date] = Field(default_factory=list, max_length=100)
    workdays: list[date] = Field(default_factory=list, max_length=100)
    shows: list[Shown] = Field(default=["unit_name", "place", "category"])
    objections: ObjectionsSpec | None = None
