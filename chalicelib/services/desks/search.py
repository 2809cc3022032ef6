"""The organiser's search over all desks: no index holds them all, so it walks their lists and says how far."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from unicodedata import normalize

from chalicelib.domain.errors import Invalid
from chalicelib.domain.submission import Head, State
from chalicelib.services.filing.cases import own_call
from chalicelib.services.signing.sessions import SignedIn
from chalicelib.services.tools import Tools
from chalicelib.storage import counters, submissions
from chalicelib.storage.table import Page, together
from chalicelib.values import dataclass

MOST = 1000
"""Rows that a request looks through."""
AT_ONCE = 48
"""Lists that a request opens."""
PUSHED = tuple(s.value for s in State if s is not State.DRAFT)

List = tuple[str, str, str]
"""(desk, track, state)"""


@dataclass(frozen=True)
class Found:
    """Entries of one stretch of the search; `looked` rows of about `total` were looked through in it."""

    heads: list[Head]
    looked: int
    total: int
    cursor: str | None


def search(tools: Tools, who: SignedIn, call_id: str, text: str, cursor: str | None, most: int) -> Found:
    """Pushed entries of a call whose name, unit or filing number holds `text`, in whatever case and width.

    Goes through the desks' lists in order, up to `most` rows; goes on at `cursor`. Which lists hold anything is
    read from the counters, which follow some seconds late. Raises Invalid for a text of blanks or a foreign
    cursor, NotFound.
    """
    call = own_call(tools, who.caller, call_id)
    wanted = _folded(text)
    if not wanted:
        raise Invalid.at("/query/q", "required")
    counted = _counted(counters.all_of(tools.table, call.id))
    start, inner = _read(cursor)
    rest = [place for place in sorted(counted) if start is None or place >= start]
    some = _stretch(rest, counted, min(most, MOST))
    pages = together(
        *[partial(_page, tools, call.id, place, inner if place == start else None, most) for place in some]
    )
    follows = rest[len(some)] if len(rest) > len(some) else None
    going_on = _written(follows, None) if follows else None
    heads: list[Head] = []
    looked = 0
    for place, page in zip(some, pages, strict=True):
        looked += len(page.items)
        heads += [h for h in submissions.heads(page.items) if wanted in _text_of(h)]
        if page.cursor:
            going_on = _written(place, page.cursor)
            break
    return Found(heads, looked, sum(counted.values()), going_on)


def _counted(counts: Mapping[tuple[str, str], Mapping[str, int]]) -> dict[List, int]:
    """How many rows each list has that is not empty."""
    return {
        (desk, track, state): of[state]
        for (desk, track), of in counts.items()
        if not track.startswith(counters.OF_UNITS)
        for state in PUSHED
        if of.get(state, 0) > 0
    }


def _stretch(lists: Sequence[List], counted: Mapping[List, int], most: int) -> list[List]:
    """The lists to open now: as many as hold `most` rows together, and one at least."""
    rows = accumulate(counted[place] for place in lists[:AT_ONCE])
    fitting = sum(sofar <= most for sofar in rows)
    return list(lists[: max(fitting, 1)])


def _page(tools: Tools, call: str, place: List, cursor: str | None, most: int) -> Page:
    return tools.table.page(submissions.at_desk((call, *place), cursor, min(most, MOST)))


def _text_of(head: Head) -> str:
    card = head.pushed_card or head.card
    return _folded("\n".join((card.name, card.unit_name, head.filing_no or "")))


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()


def _written(place: List, inner: str | None) -> str:
    return json.dumps([*place, inner])


def _read(cursor: str | None) -> tuple[List | None, str | None]:
    if not cursor:
        return None, None
    try:
        read = json.loads(cursor)
    except (ValueError, RecursionError):
        read = None
    match read:
        case [str(desk), str(track), str(state), str() | None as inner]:
            return (desk, track, state), inner
    raise Invalid.at("/cursor", "not_a_cursor")
