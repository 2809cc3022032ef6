"""A sheet: one expert's marks and comments on one entry."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class Marks:
    """Marks and comments of one round, by criterion.

    Marks are decimals as text (`rules.mark_of`). `comment` is on the whole entry; `for_applicant` is what its owner may
    read after the results, where the call says so. `salt` is random, of submitted marks: without it nobody finds marks
    by their digest.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    for_applicant: str = ""
    submitted_at: datetime | None = None
    salt: str = field(default="", repr=False)


@dataclass(frozen=True)
class Sheet:
    """What an expert wrote of an entry.

    `entry` is its short id. `earlier` are the marks of the rounds before `round`, in order. `v` is the ETag; `state`
    is that of the review.
    """

    entry: str
    expert: str
    current: Marks = Marks()
    state: Literal["draft", "submitted", "declined", "struck"] = "draft"
    reason: str = field(default="", repr=False)
    round: int = 1
    earlier: tuple[Marks, ...] = ()
    saved_at: datetime | None = None
    v: int = 0
