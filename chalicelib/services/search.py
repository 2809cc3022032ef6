"""The organiser's search over all desks.

It looks through slim rows of everything that was ever pushed in a call.
"""

from collections.abc import Mapping
from unicodedata import normalize

from chalicelib.domain.errors import Invalid
from chalicelib.domain.states import EVER_PUSHED
from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act
from chalicelib.services.lookup import own_call
from chalicelib.storage import counters, submissions
from chalicelib.storage.submissions import UnitRow

MOST = 1000
"""Most rows that a request looks through."""


@dataclass(frozen=True)
class SearchResult:
    """The entries of one stretch of the search.

    `looked` rows of about `total` were looked through in it.
    """

    heads: list[Head]
    looked: int
    total: int
    cursor: str | None


def search(act: Act, call_id: str, text: str, cursor: str | None, most: int) -> SearchResult:
    """Search entries by name, unit or filing number.

    They match as pushed last, and are returned as they are now. Case and width of characters do not matter. Up to
    `most` rows are looked through; their total is counted some seconds late. Raises Invalid for a text of blanks or a
    foreign cursor, and NotFound.
    """
    page, counts = act.read(submissions.pushed_rows(call_id, cursor, min(most, MOST)), counters.all_of(call_id))
    own_call(act, call_id)
    phrase = _folded(text)
    if not phrase:
        raise Invalid.at("/query/q", "required")
    hits = [row for row in page.rows if phrase in _text_of(row)]
    known = act.read(submissions.heads(row.submission for row in hits))
    heads = [known[row.submission] for row in hits if _is_current(row, known)]
    return SearchResult(heads, len(page.rows), _total(counts), page.cursor)


def _total(counts: Mapping[tuple[str, str], Mapping[str, int]]) -> int:
    """Return how many entries of a call were ever pushed."""
    return sum(of.get(state.value, 0) for of in counts.values() for state in EVER_PUSHED)


def _is_current(row: UnitRow, known: Mapping[str, Head]) -> bool:
    """Return whether a row has the credit code that was pushed last.

    An entry has a row under each credit code that it was pushed under.
    """
    head = known.get(row.submission)
    return head is not None and (head.pushed_card or head.card).uscc == row.unit


def _text_of(row: UnitRow) -> str:
    return _folded("\n".join((row.name, row.unit_name, row.filing_no)))


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()
