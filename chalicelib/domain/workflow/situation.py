"""What a decision is made of: the wish, what is known, and the change that comes of it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.domain.access import Caller
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class Command:
    """What a caller asks for: the step and its arguments. `salt` is fresh randomness for digests of texts; `until`
    more time for the desk below, given together with a send-back; `file` the name of a scan that is attached."""

    step: str
    salt: str
    desk: str | None = None
    rank: int | None = None
    opinion: str = ""
    reason: str = ""
    file: str = ""
    until: datetime | None = None
    asks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What a decision needs to know. `ranked` is the list that the step concerns, of the desk
    `list_desk(step, head)`; `receiving` the desks the submission may go to; `problems` what the form engine
    refuses; `filing_no` and `revision code` are ready for a push."""

    now: datetime
    caller: Caller
    dates: Dates
    settings: Mapping[str, DeskSettings] = field(default_factory=dict)
    ranked: RankedList | None = None
    quota: Quota | None = None
    receiving: frozenset[str] = frozenset()
    problems: tuple[Mapping[str, Any], ...] = ()
    filing_no: str = ""
    code: str = ""

    @property
    def call(self) -> Call:
        return self.dates.call


@dataclass(frozen=True)
class Change:
    """What a step writes: the head after it (None: gone), the list after it (None: untouched), and the events."""

    before: Head
    head: Head | None
    ranked: RankedList | None
    events: tuple[Event, ...]


Effect = tuple[Head, RankedList | None]
"""Head and list as they will be; a list untouched is None."""
