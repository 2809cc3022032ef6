"""What is public of a call, for its pages."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.domain.publication.objections import Objection
from chalicelib.domain.publication.results import ResultRow, Results
from chalicelib.domain.record.statements import opening
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class OpenNotice:
    """A notice that is open or over, with its rows.

    `ruled`: the objections to them that were ruled on; `seal` is that of the notice.
    """

    notice: PublicNotice
    rows: Sequence[NoticeRow]
    ruled: Sequence[Objection] = ()
    seal: Seal | None = None

    @property
    def name(self) -> str:
        """The name of its page."""
        return f"notice-{self.notice.n}"


@dataclass(frozen=True)
class PublishedResults:
    """Results that are out, with their rows.

    `withdrawn`: the short ids of entries whose award does not hold any more.
    """

    results: Results
    rows: Sequence[ResultRow]
    withdrawn: frozenset[str] = frozenset()
    seal: Seal | None = None

    @property
    def standing(self) -> list[ResultRow]:
        """The rows whose award holds."""
        return [row for row in self.rows if row.entry not in self.withdrawn]


def opening_of(seal: Seal | None, digest: str) -> dict[str, Any]:
    """Return what opens the seal of rows, beside them in their file."""
    return {"record": asdict(opening(seal, seal.leaves.index(digest)))} if seal else {}
