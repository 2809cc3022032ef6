"""The rules by which a call is made public, as its file declares them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.domain.publication.working_days import CountedDays
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class NoticeRules:
    """How a call gives public notice.

    `shows`: what a row says beside number and name, of `unit_name`, `place` and `category`.
    """

    lasts: CountedDays
    shows: tuple[str, ...] = ("unit_name", "place", "category")


def notice_rules(data: Mapping[str, Any]) -> NoticeRules:
    """Read the rules of public notices from a published call."""
    days = CountedDays(
        data["days"],
        data["count"],
        frozenset(map(date.fromisoformat, data["holidays"])),
        frozenset(map(date.fromisoformat, data["workdays"])),
    )
    return NoticeRules(days, tuple(data["shows"]))
