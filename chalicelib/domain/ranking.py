"""The ranked list of a desk and track.

Position is rank, and length is what the quota limits. So unique ranks, no gaps and the quota are one condition on one
item, and a rank is stored nowhere else.
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
    """Whether a desk may still change its list."""

    OPEN = "open"
    REPORTED = "reported"


@dataclass(frozen=True)
class RankedList:
    """The order of entries at `desk` for `track`.

    `ids` are short ids of submissions. `reports` counts the reports, `reported_at` is the last of them; `reported` says
    that the list is frozen now. `v` rises with every write; `events` and `last_hash` are the end of its history chain.
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
        """The list's name in its history chain."""
        return self.list_id.subject

    @property
    def state(self) -> "ListState":
        return ListState.REPORTED if self.reported else ListState.OPEN

    def rank(self, short_id: str) -> int | None:
        """Return the entry's rank, 1 for the first; None if unlisted."""
        return self.ids.index(short_id) + 1 if short_id in self.ids else None

    def inserted(self, short_id: str, rank: int, quota: Quota | None) -> "RankedList":
        """Return the list with the entry at `rank`.

        Entries from there on move one place down; an entry that was listed already moves. Raises ListClosed,
        RankOutOfRange (1 to n + 1), QuotaFull (places and slack used up).
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
        """Return the list without the entry.

        Those behind it move one place up. Raises ListClosed, NotFound.
        """
        self.must_be_open()
        if short_id not in self.ids:
            raise NotFound()
        return replace(self, ids=tuple(i for i in self.ids if i != short_id))

    def reordered(self, ids: Sequence[str]) -> "RankedList":
        """Return the list with the very same members in a new order.

        Raises ListClosed, OrderNotOfList.
        """
        self.must_be_open()
        if len(ids) != len(self.ids) or set(ids) != set(self.ids):
            raise OrderNotOfList()
        return replace(self, ids=tuple(ids))

    def frozen(self, now: datetime) -> "RankedList":
        """Return the list as reported, one report on.

        Nothing moves any more at this desk. Raises ListClosed.
        """
        self.must_be_open()
        return replace(self, reported=True, reports=self.reports + 1, reported_at=now)

    def reopened(self) -> "RankedList":
        """Return the list open again, which the level above decides.

        Entries that have gone up stay up.
        """
        return replace(self, reported=False)

    def must_be_open(self) -> None:
        if self.reported:
            raise ListClosed(desk=self.desk, track=self.track)


UNLIMITED = 300
"""The ceiling without a quota.

A list is one item, and one person orders it.
"""


def ceiling(quota: Quota | None) -> int:
    """Return the most entries a list may hold, slack included."""
    return quota.ceiling if quota else UNLIMITED


@dataclass(frozen=True)
class Row:
    """A line of a reported list, as it was at the report.

    `came` holds the desks below that recommended it, and their ranks.
    """

    rank: int
    id: str
    filing_no: str | None
    name: str
    unit_name: str
    facts: Mapping[str, Any]
    came: tuple[Hop, ...]
    opinion: str


def version_code(ranked: RankedList, rows: Sequence[Row], salt: str) -> str:
    """Return the ten signs that identify a reported version on paper.

    They depend on the frozen list, the history before it and every row as the summary table shows it, whose hops have
    no version.
    """
    shown = [{**asdict(row), "came": [{"desk": h.desk, "rank": h.rank, "of": h.of} for h in row.came]} for row in rows]
    return digest([ranked.subject, ranked.reports, ranked.last_hash, salt, shown])[:10].upper()


@dataclass(frozen=True)
class Report:
    """Version `n` of a desk's reported order, without its rows.

    `code` identifies the version on paper and is computed with `salt`; `to` is the level above; `moved` counts the
    entries that have followed to it. `reset_by` is that of the caller.
    """

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
    reset_by: str | None = None

    @property
    def list_id(self) -> ListId:
        return ListId(self.call, self.desk, self.track)

    @property
    def number(self) -> str:
        """The number on the summary table: SHANDONG-2021-370900-SCENARIO-01."""
        return f"{self.call}-{self.desk}-{self.track}-{self.n:02d}".upper()
