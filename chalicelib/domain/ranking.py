"""The ranked list of a desk and track: the order is the rank, its length is the quota's count.

So uniqueness, no gaps and the quota are one condition on one item, and a rank is stored nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.call import Quota
from chalicelib.domain.errors import ListClosed, NotFound, OrderNotOfList, QuotaFull, RankOutOfRange
from chalicelib.domain.history import digest
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import Hop
from chalicelib.frozen import dataclass


class ListState(StrEnum):
    """Whether a desk may still move its list."""

    OPEN = "open"
    REPORTED = "reported"


@dataclass(frozen=True)
class RankedList:
    """The order of `ids` (short ids of submissions) at `desk` for `track`.

    `reports` counts how often it was reported, `reported_at` is the last time; `reported` says that it is frozen
    now; `v` rises with every write; `events` and `last_hash` are the end of its history chain.
    """

    call: str
    desk: str
    track: str
    ids: tuple[str, ...] = ()
    reported: bool = False
    reports: int = 0
    reported_at: datetime | None = None
    v: int = 0
    events: int = 0
    last_hash: str = ""

    @property
    def list_id(self) -> ListId:
        return ListId(self.call, self.desk, self.track)

    @property
    def subject(self) -> str:
        """Its name in its history chain."""
        return self.list_id.subject

    @property
    def state(self) -> "ListState":
        return ListState.REPORTED if self.reported else ListState.OPEN

    def rank(self, short_id: str) -> int | None:
        """1 for the first; None when it is not listed."""
        return self.ids.index(short_id) + 1 if short_id in self.ids else None

    def inserted(self, short_id: str, rank: int, quota: Quota | None) -> "RankedList":
        """With the entry at `rank`, those from there on one place down.

        Raises ListClosed, RankOutOfRange (1 to n + 1), QuotaFull (places and slack used up).
        """
        self.must_be_open()
        others = tuple(i for i in self.ids if i != short_id)
        if not 1 <= rank <= len(others) + 1:
            raise RankOutOfRange(highest=len(others) + 1)
        if len(others) >= ceiling(quota):
            raise QuotaFull(
                places=quota.places if quota else None,
                slack=quota.slack if quota else 0,
                used=len(others),
            )
        return replace(self, ids=(*others[: rank - 1], short_id, *others[rank - 1 :]))

    def without(self, short_id: str) -> "RankedList":
        """With the entry taken out and those behind it one place up. Raises ListClosed, NotFound."""
        self.must_be_open()
        if short_id not in self.ids:
            raise NotFound()
        return replace(self, ids=tuple(i for i in self.ids if i != short_id))

    def reordered(self, ids: Sequence[str]) -> "RankedList":
        """In a new order of the very same members. Raises ListClosed, OrderNotOfList."""
        self.must_be_open()
        if len(ids) != len(self.ids) or set(ids) != set(self.ids):
            raise OrderNotOfList()
        return replace(self, ids=tuple(ids))

    def frozen(self, now: datetime) -> "RankedList":
        """Reported: version `reports` is fixed, nothing moves any more at this desk. Raises ListClosed."""
        self.must_be_open()
        return replace(self, reported=True, reports=self.reports + 1, reported_at=now)

    def reopened(self) -> "RankedList":
        """Open again, by the level above; what has gone up stays up."""
        return replace(self, reported=False)

    def must_be_open(self) -> None:
        if self.reported:
            raise ListClosed(desk=self.desk, track=self.track)


UNLIMITED = 300
"""The ceiling where the call gives no quota: a list is one item, and one person orders it."""


def ceiling(quota: Quota | None) -> int:
    """How many entries a list may hold at all: the quota and its slack."""
    return quota.ceiling if quota else UNLIMITED


@dataclass(frozen=True)
class Row:
    """One line of a reported list, as it stood when it was reported; `came` are the desks below and their ranks."""

    rank: int
    id: str
    filing_no: str | None
    name: str
    unit_name: str
    facts: Mapping[str, Any]
    came: tuple[Hop, ...]
    opinion: str


def version_code(ranked: RankedList, rows: Sequence[Row], salt: str) -> str:
    """Ten signs that tell a reported version from any other on paper: of the list as it is frozen, the chain before
    it and every row as the summary table shows it."""
    shown = [asdict(row) for row in rows]
    return digest([ranked.subject, ranked.reports, ranked.last_hash, salt, shown])[:10].upper()


@dataclass(frozen=True)
class Report:
    """Version `n` of a desk's reported order; `code` tells this version on paper, made with `salt`; `moved` of its
    entries have followed to the level above. Its rows stand beside it."""

    call: str
    desk: str
    track: str
    n: int
    at: datetime
    actor: str
    ids: tuple[str, ...]
    code: str
    to: str
    salt: str = ""
    places: int | None = None
    moved: int = 0
    automatic: bool = False

    @property
    def list_id(self) -> ListId:
        return ListId(self.call, self.desk, self.track)

    @property
    def number(self) -> str:
        """The number on the summary table: SHANDONG-2021-370900-SCENARIO-01."""
        return f"{self.call}-{self.desk}-{self.track}-{self.n:02d}".upper()
