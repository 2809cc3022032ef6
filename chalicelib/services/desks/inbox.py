"""A desk's inbox: lists by track and state, private marks, counts."""

from collections.abc import Mapping

from chalicelib.domain.access import is_holder, must_read
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.states import state_at
from chalicelib.domain.submission import ORGANISER, Head, Mark, MarkValue, State
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act
from chalicelib.services.lookup import own_call, resolve_id
from chalicelib.storage import counters, submissions

LARGEST_PAGE = 1000


@dataclass(frozen=True)
class InboxPage:
    """One page of a desk's list, with the desk's own marks.

    `counts` are the desk's by state, of this track; `waiting` is how many entries are to be looked at in each track.
    """

    heads: list[Head]
    marks: Mapping[str, Mark]
    counts: Mapping[str, int]
    waiting: Mapping[str, int]
    cursor: str | None


def read_page(act: Act, place: tuple[str, str, str], state: State, cursor: str | None, limit: int) -> InboxPage:
    """Return one page of a desk's list in one state.

    In order of arrival; two round trips. `place` is (call, desk, track), with `organiser` as the desk of nominated
    entries. Raises Forbidden unless it is the caller's own desk, and NotFound.
    """
    call_id, desk, track = place
    call = act.calls.latest(call_id)
    _must_exist(call, desk, track)
    page, counts = act.read(
        submissions.at_desk(place, state, cursor, min(limit, LARGEST_PAGE)),
        counters.of_desk(call_id, desk, call.tracks),
    )
    own_call(act, call_id)
    if act.caller.seat != desk:
        raise Forbidden()
    marks = act.read(submissions.marks(desk, [head.id for head in page.heads]))
    waiting = {t: states.get(state_at(desk).value, 0) for t, states in counts.items()}
    return InboxPage(page.heads, marks, counts[track], waiting, page.cursor)


def mark(act: Act, submission: str, mark: MarkValue | None, note: str) -> Mark:
    """Set the desk's own mark and note on an entry.

    Only that desk sees them, and no event is written. Raises Forbidden unless the entry lies with the desk, and
    NotFound.
    """
    resolve_id(act, submission)
    head = must_read(act.caller, act.read(submissions.head(submission)))
    if not is_holder(act.caller, head):
        raise Forbidden()
    after = Mark(submission, mark, note.strip())
    act.commit([submissions.put_mark(after, act.caller.seat or "")])
    return after


def _must_exist(call: Call, desk: str, track: str) -> None:
    if track not in call.tracks or (desk not in call.desks and desk != ORGANISER):
        raise NotFound()
