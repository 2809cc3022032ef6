"""Entries that link fields name, and their owners' consent.

Whoever types a unit's credit code may link its entries, and codes are public. So an entry shows to those who may not
read it only that it is there, until its owner has confirmed the link.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.states import State
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class LinkRequest:
    """A request that an entry's owner confirm a link to it.

    - `linked`: the entry; `linking`: the submission whose field names it.
    - `name`, `unit_name`: those of `linking` when it was asked; `organisation`: that of `by`, who asked.
    - `confirmed`: None until the owner has answered.
    """

    linked: str
    linking: str
    name: str
    unit_name: str
    organisation: str
    by: str
    at: datetime
    confirmed: bool | None = None

    def answered(self, confirmed: bool) -> "LinkRequest":
        """Return a copy with the owner's answer."""
        return replace(self, confirmed=confirmed)


@dataclass(frozen=True)
class LinkedEntry:
    """An entry as a link field shows it to one reader.

    Without the owner's confirmation a stranger gets neither `name` nor `state`. `recommended` is None where the reader
    may not know.
    """

    id: str
    track: str
    name: str | None = None
    state: State | None = None
    filing_no: str | None = None
    recommended: bool | None = None
