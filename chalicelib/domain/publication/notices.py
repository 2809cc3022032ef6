"""Public notices (公示): what is to be awarded, shown before it is.

A notice is numbered and its rows are frozen with it. It is never edited: what comes to be known later is a notice of
its own that supplements it. Rows say nothing of marks or order: they stand by place and name.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.history import digest
from chalicelib.domain.publication.rules import NoticeRules
from chalicelib.frozen import dataclass

PART = 100
"""Rows of one item."""


@dataclass(frozen=True)
class NoticeRow:
    """One entry in a notice.

    `n` is its number in the notice, from 1; `place` and `category` are as the entry was frozen, empty where they are
    not shown.
    """

    n: int
    track: str
    entry: str
    revision: int
    name: str
    unit_name: str = ""
    place: str = ""
    category: str = ""


@dataclass(frozen=True)
class PublicNotice:
    """A notice of a call.

    - `n`: from 1; `supplements`: the number of the one that it adds to, 0 for none.
    - `tracks`: whose entries it has; `count`: how many rows; `digest`: of them all.
    - `version`: the call version whose rules and words it follows.
    - `opens_at`, `closes_at`: when it is public, to the second.
    - `reason`: why there is a supplement, for everybody to read.
    - `opened`: whether entries began to follow; `followed`: how many did; `closed`: nobody can object any more.
    - `published_at`: when its pages were last written.
    """

    call: str
    n: int
    tracks: tuple[str, ...]
    version: int
    opens_at: datetime
    closes_at: datetime
    count: int
    digest: str
    by: str
    confirmed_by: str
    at: datetime
    supplements: int = 0
    reason: str = ""
    opened: bool = False
    followed: int = 0
    published_at: datetime | None = None
    closed: bool = False
    v: int = 1

    @property
    def code(self) -> str:
        """The ten signs that identify its rows on paper."""
        return self.digest[:10].upper()

    def is_open(self, now: datetime) -> bool:
        """Return whether one may object now."""
        return self.opens_at <= now <= self.closes_at

    @property
    def is_followed(self) -> bool:
        """Whether all its entries know of it."""
        return self.opened and self.followed >= self.count


def rows_of(
    rules: NoticeRules, chosen: Mapping[str, Collection[str]], rolls: Mapping[str, Iterable[RollEntry]], first: int = 1
) -> list[NoticeRow]:
    """Return the rows of a notice, by track, place and name.

    `chosen` are the short ids of each track that are still to be given notice of; `rolls` has their entries. The
    order says nothing of marks; of two that are alike the id decides.
    """
    shown = set(rules.shows)
    kept = [
        (track, one) for track, entries in chosen.items() for one in rolls.get(track, ()) if one.entry in set(entries)
    ]
    at = {track: n for n, track in enumerate(chosen)}
    ordered = sorted(kept, key=lambda it: (at[it[0]], it[1].place, it[1].name, it[1].entry))
    return [
        NoticeRow(
            n,
            track,
            one.entry,
            one.revision,
            one.name,
            one.unit_name if "unit_name" in shown else "",
            one.place if "place" in shown else "",
            one.category if "category" in shown else "",
        )
        for n, (track, one) in enumerate(ordered, start=first)
    ]


def rows_digest(rows: Iterable[NoticeRow]) -> str:
    """Return the digest of a notice's rows."""
    return digest([[row.n, row.track, row.entry, row.revision, *_words(row)] for row in rows])


def proposal_digest(notice: PublicNotice) -> str:
    """Return the digest of what confirming a notice would write.

    Not of its dates, which follow from when it is confirmed.
    """
    said = [notice.call, notice.n, list(notice.tracks), notice.version, notice.supplements, notice.reason]
    return digest([*said, notice.digest])


def _words(row: NoticeRow) -> list[str]:
    return [row.name, row.unit_name, row.place, row.category]
