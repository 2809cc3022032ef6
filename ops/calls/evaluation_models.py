"""Models of how entries are judged.

What a call says for all its tracks, and a track's criteria, stages, selection and ties.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.evaluation.rules import (
    Blind,
    Design,
    KeepsApart,
    SecondPersonAct,
    mark_of,
    mark_text,
)
from chalicelib.domain.evaluation.scores import Kind
from ops.calls.value_types import Code, Moment, Slug, Strict, Words
from ops.cli import did_you_mean

AGENCIES = "agencies.csv"
TIES = ("spread", "desk_rank", "draw")
"""Steps between equal scores that are one word."""


def _mark(value: object) -> object:
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,6})?", str(value)):
        raise ValueError(f"{value} is no mark; write a number, such as 8 or 7.5")
    return mark_text(mark_of(str(value)))


def _share(value: object) -> object:
    written = re.fullmatch("([0-9]+)/([1-9][0-9]*)", str(value))
    if not (written and 0 < Fraction(str(value)) <= 1) and value != 1:
        raise ValueError(f"{value} is no share; write one such as 2/3, above 0 and 1 at most")
    return str(value)


def _comment(value: object) -> object:
    """Read when a comment is needed; `below 5` has its bound behind."""
    if not isinstance(value, str):
        raise ValueError("write never, always, below 5 or above 8")
    when, _, bound = value.partition(" ")
    if value in ("never", "always"):
        return {"when": when, "mark": ""}
    if when in ("below", "above") and bound:
        return {"when": when, "mark": str(_mark(bound.strip()))}
    near = did_you_mean(when, ["never", "always", "below", "above"])
    raise ValueError(f"{value} says no case; write never, always, below 5 or above 8{near}")


def _tie(value: object) -> object:
    if isinstance(value, str) and value in TIES:
        return {"by": value, "criterion": ""}
    if isinstance(value, dict) and set(value) == {"criterion"} and isinstance(value["criterion"], str):
        return {"by": "criterion", "criterion": value["criterion"]}
    near = did_you_mean(value, TIES) if isinstance(value, str) else ""
    raise ValueError(f"a step is {{criterion: …}}, spread, desk_rank or draw{near}")


def _or_none(value: object) -> object:
    return None if value == "none" else value


MarkText = Annotated[str, BeforeValidator(_mark)]
Share = Annotated[str, BeforeValidator(_share)]
CommentSpec = Annotated[dict[str, str], BeforeValidator(_comment)]
TieSpec = Annotated[dict[str, str], BeforeValidator(_tie)]


class AnchorSpec(Strict):
    from_: MarkText = Field(alias="from")
    words: Words


class CriterionSpec(Strict):
    id: Slug
    names: Words
    weight: int = Field(default=0, ge=0, le=100)
    anchors: list[AnchorSpec] = Field(default_factory=list)
    comment: CommentSpec = Field(default_factory=lambda: {"when": "never", "mark": ""})


class ScaleSpec(Strict):
    min: MarkText
    max: MarkText
    step: MarkText


class LoadSpec(Strict):
    most: int = Field(ge=1, le=1000)


class MethodSpec(Strict):
    kind: Kind
    shrink: int = Field(default=4, ge=0, le=100)
    trim: int = Field(default=0, ge=0, le=20)


class SpreadSpec(Strict):
    over: int = Field(ge=1, le=100)
    then: Literal["reconsider", "another"]


class BallotSpec(Strict):
    quorum: Share
    passes: Share
    secret: bool = True


class ReviewStageSpec(Strict):
    """A stage of a track's evaluation."""

    id: Slug
    names: Words
    design: Design
    experts: int = Field(ge=1, le=99)
    load: LoadSpec | None = None
    scale: ScaleSpec
    fields: Literal["category", "none"] = "none"
    closes: Moment
    method: MethodSpec
    spread: SpreadSpec | None = None
    at_least: int = Field(ge=1)
    keeps: int | None = Field(default=None, ge=1)
    carries: int = Field(default=0, ge=0, le=99)
    ballot: BallotSpec | None = None


class BalanceSpec(Strict):
    by: Literal["place", "category"]
    level: str = ""
    warn_over: int = Field(ge=1, le=100)


class SelectionSpec(Strict):
    places: int = Field(ge=0)
    about: int = Field(default=0, ge=0)
    floor: int | None = Field(default=None, ge=0, le=100)
    balance: BalanceSpec | None = None


class ExpertsSpec(Strict):
    keep_apart: list[KeepsApart] = Field(default_factory=list)
    per_body: int | None = Field(default=None, ge=1)
    named: bool = False


class FeedbackSpec(Strict):
    mark: bool = False
    comments: bool = False


class NumbersSpec(Strict):
    id: Code
    label: Words
    count: int = Field(ge=1, le=100)
    ordered: bool
    min: int = Field(default=0, ge=0, le=999_999)
    max: int = Field(default=999_999, ge=0, le=999_999)


class DrawSpec(Strict):
    numbers: list[NumbersSpec]


class AgencySpec(Strict):
    """A row of agencies.csv, whose names are in columns."""

    code: Slug
    names: Words


class EvaluationSpec(Strict):
    """The key `evaluation` of call.yaml."""

    agencies: Literal["agencies.csv", "none"] = "none"
    experts: ExpertsSpec = Field(default_factory=ExpertsSpec)
    blind: Blind = "none"
    feedback: FeedbackSpec = Field(default_factory=FeedbackSpec)
    draw: Annotated[DrawSpec | None, BeforeValidator(_or_none)] = None
    seed: Literal["draw", "seal"] = "draw"
    second_person: list[SecondPersonAct] = Field(default_factory=list)
    rules_public_days: int = Field(default=0, ge=0, le=60)
    correction_hours: int = Field(default=48, ge=0, le=720)
    opinions: bool = False

    @property
    def has_lot(self) -> bool:
        """Whether there is something that gives a lot its order."""
        return self.draw is not None or self.seed == "seal"


def _written(value: object) -> object:
    if value is None:
        raise ValueError("it is empty")
    return value


Evaluated = Annotated[EvaluationSpec | None, BeforeValidator(_written)]
"""What a call says of it: where the key stands it is not empty."""
