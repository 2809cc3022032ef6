"""Results (评选结果): what was awarded, with its document and numbers.

Results are numbered and their rows frozen with them. What is held back by an objection comes with later results. Rows
say nothing of marks or order: they stand by track, place and name, and so do the numbers of their certificates.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.history import digest
from chalicelib.domain.publication.notices import NoticeRow
from chalicelib.domain.publication.rules import ResultRules
from chalicelib.frozen import dataclass

PART = 100
"""Rows of one item."""


@dataclass(frozen=True)
class ResultRow:
    """One entry that was awarded.

    `n` is its number in these results, from 1; `number` that of its certificate; `people` stand in the order in which
    they were frozen, none where the call shows none.
    """

    n: int
    track: str
    entry: str
    revision: int
    name: str
    unit_name: str = ""
    place: str = ""
    category: str = ""
    people: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Results:
    """Results of a call.

    - `n`: from 1; `tracks`: whose entries they have; `count`: how many rows; `digest`: of them all.
    - `document`: the number of the document that announces them.
    - `passed`: how many entries learn that they were not selected.
    - `followed`: how many rows and passed entries know of it; `published_at`: when the pages were last written.
    """

    call: str
    n: int
    tracks: tuple[str, ...]
    version: int
    document: str
    count: int
    passed: int
    digest: str
    by: str
    confirmed_by: str
    at: datetime
    followed: int = 0
    published_at: datetime | None = None
    v: int = 1

    @property
    def code(self) -> str:
        """The ten signs that identify its rows on paper."""
        return self.digest[:10].upper()

    @property
    def is_followed(self) -> bool:
        """Whether all its entries know of it."""
        return self.followed >= self.count + self.passed


def rows_of(
    rules: ResultRules,
    awarded: Mapping[str, Collection[NoticeRow]],
    people: Mapping[tuple[str, str], Sequence[str]],
    numbered: Mapping[str, int],
) -> list[ResultRow]:
    """Return the rows of results, by track, place and name.

    `awarded` are the rows of a track's notices that are awarded, with their words as they were put right; `people` by
    track and entry; `numbered` how many certificates each track has already.
    """
    rows: list[ResultRow] = []
    for track, noticed in awarded.items():
        ordered = sorted(noticed, key=lambda row: (row.place, row.name, row.entry))
        for n, row in enumerate(ordered, start=numbered.get(track, 0) + 1):
            rows.append(
                ResultRow(
                    len(rows) + 1,
                    track,
                    row.entry,
                    row.revision,
                    row.name,
                    row.unit_name,
                    row.place,
                    row.category,
                    tuple(people.get((track, row.entry), ())),
                    rules.number(track, n),
                )
            )
    return rows


def corrected(row: NoticeRow, words: Mapping[str, str]) -> NoticeRow:
    """Return a notice's row as it was put right."""
    return replace(row, name=words.get("name", row.name), unit_name=words.get("unit_name", row.unit_name))


def results_digest(rows: Iterable[ResultRow]) -> str:
    """Return the digest of rows of results."""
    return digest([statement_values(row) for row in rows])


def proposal_digest(results: Results, passed: Iterable[tuple[str, str]]) -> str:
    """Return the digest of what confirming results would write.

    Not of its date, which is that of confirming.
    """
    known = [results.call, results.n, list(results.tracks), results.version, results.document, results.digest]
    return digest([*known, [list(one) for one in passed]])


def statement_values(row: ResultRow) -> list[object]:
    """Return a row as it goes into digests."""
    words = [row.name, row.unit_name, row.place, row.category]
    return [row.n, row.track, row.entry, row.revision, *words, list(row.people), row.number]
