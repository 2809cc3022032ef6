"""The organiser's search over all desks, through slim rows of everything that was ever pushed in a call."""

from unicodedata import normalize

from chalicelib.domain.errors import Invalid
from chalicelib.domain.states import EVER_PUSHED
from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import counters, keys, submissions
from chalicelib.storage.engine.table import Item, Page, in_parallel

MOST = 1000
"""Rows that a request looks through."""


@dataclass(frozen=True)
class SearchResult:
    """Entries of one stretch of the search; `looked` rows of about `total` were looked through in it."""

    heads: list[Head]
    looked: int
    total: int
    cursor: str | None


@dataclass(frozen=True)
class SearchRows:
    """The next rows to look through, of about `total`."""

    page: Page
    total: int


def load(tools: Tools, call: str, cursor: str | None, most: int) -> SearchRows:
    """Up to `most` rows of a call; how many there are is counted some seconds late.

    Raises Invalid for a foreign cursor.
    """
    page, counts = in_parallel(
        lambda: tools.table.page(submissions.pushed_query(call, cursor, min(most, MOST))),
        lambda: counters.all_of(tools.table, call),
    )
    of_entries = [of for (_, track), of in counts.items() if not track.startswith(counters.OF_UNITS)]
    return SearchRows(page, sum(of.get(state.value, 0) for of in of_entries for state in EVER_PUSHED))


def search(tools: Tools, who: SignedIn, call_id: str, text: str, rows: SearchRows) -> SearchResult:
    """Entries, as they stand, whose name, unit or filing number holds `text` when last pushed, in whatever case
    and width.

    `rows` come from `load`. Raises Invalid for a text of blanks, NotFound.
    """
    own_call(tools, who.caller, call_id)
    wanted = _folded(text)
    if not wanted:
        raise Invalid.at("/query/q", "required")
    hits = [row for row in rows.page.items if wanted in _text_of(row)]
    loaded = submissions.Found(tools.table.read([keys.head(row["sk"]) for row in hits]))
    found = [(row, loaded.head(row["sk"])) for row in hits]
    heads = [h for row, h in found if h and _is_current(row, h)]
    return SearchResult(heads, len(rows.page.items), rows.total, rows.page.cursor)


def _is_current(row: Item, head: Head) -> bool:
    """Not the row of a credit code under which it was pushed before."""
    pushed = head.pushed_card or head.card
    return keys.unit(head.call, pushed.uscc) == str(row["pk"])


def _text_of(row: Item) -> str:
    return _folded("\n".join((row["name"], row["unit_name"], row["filing_no"])))


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()
