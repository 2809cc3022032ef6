"""Models of how a call is made public."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.domain.publication.working_days import Count
from ops.calls.value_types import Strict

Shown = Literal["unit_name", "place", "category"]
"""What a row of a public notice may say beside number and name."""


class PublicNoticeSpec(Strict):
    """The key `public_notice` of call.yaml."""

    days: int = Field(ge=1, le=60)
    count: Count = "working"
    holidays: list[date] = Field(default_factory=list, max_length=100)
    workdays: list[date] = Field(default_factory=list, max_length=100)
    shows: list[Shown] = Field(default=["unit_name", "place", "category"])
