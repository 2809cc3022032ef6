"""The roll: the frozen list of entries that a jury marks.

Until it is frozen, the formal checks are its draft, which the organiser alone reads.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from chalicelib.domain.submission import Hop
from chalicelib.frozen import dataclass

PART = 200
"""Entries in one item of a roll."""


@dataclass(frozen=True)
class FormalCheck:
    """The formal check of a nominated entry.

    `entry` is its short id. `reason` says why it is not admitted. `settles` are the entries that look like doubles of
    it, which this check was made in sight of.
    """

    entry: str
    verdict: Literal["admit", "not_admit"]
    by: str
    at: datetime
    reason: str = field(default="", repr=False)
    settles: tuple[str, ...] = ()
    v: int = 1


@dataclass(frozen=True)
class RollEntry:
    """An entry of a frozen roll, as it was then.

    - `entry`: its short id; `revision`: the number of the revision that is read; `code`: that content's code.
    - `owner`: its account; `name`, `unit_name`, `uscc`, `place`, `parent_body`, `category`: of the head and its card.
    - `people`: the names that an expert may not be among.
    - `top`: the rank that its last desk gave it.
    - `facts`: what lists show of it.
    """

    entry: str
    revision: int
    code: str
    owner: str
    name: str
    unit_name: str
    uscc: str = ""
    place: str = ""
    parent_body: str = ""
    category: str = ""
    filing_no: str = ""
    desk: str = ""
    people: tuple[str, ...] = ()
    top: Hop | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
