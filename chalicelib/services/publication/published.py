"""What is public of a call, for its pages."""

from collections.abc import Sequence

from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.domain.publication.objections import Objection
from chalicelib.domain.publication.results import ResultRow, Results
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class OpenNotice:
    """A notice that is open or over, with its rows.

    `ruled`: the objections to them that were ruled on.
    """

    notice: PublicNotice
    rows: Sequence[NoticeRow]
    ruled: Sequence[Objection] = ()

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

    @property
    def standing(self) -> list[ResultRow]:
        """The rows whose award holds."""
        return [row for row in self.rows if row.entry not in self.withdrawn]
