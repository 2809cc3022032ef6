"""What lies at a desk: its lists by track and state, its private marks, its counts."""

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
    """One page of a desk's list with the desk's own marks, and the desk's counts by state, of this track; `waiting` is
    how many are to be looked at in each track."""

    heads: list[Head]
    marks: Mapping[str, Mark]
    counts: Mapping[str, int]
    waiting: Mapping[str, int]
    cursor: str | None


def read_page(act: Act, place: tuple[str, str, str], state: State, cursor: str | None, limit: int) -> InboxPage:
    """One page of (call, desk, track) in one state, in order of arrival; one round trip. Raises Forbidden
    unless it is the caller's own desk (`organiser` for what is nominated), NotFound."""
    call_id, desk, track = place
    call = own_call(act, call_id)
    _must_exist(call, desk, track)
    if act.caller.seat != desk:
        raise Forbidden()
    page, marks, counts = act.read(
        submissions.at_desk(place, state, cursor, min(limit, LARGEST_PAGE)),
        submissions.marks(call_id, desk, track),
        counters.of_desk(call_id, desk, call.tracks),
    )
    waiting = {t: states.get(state_at(desk).value, 0) for t, states in counts.items()}
    return InboxPage(page.heads, marks, counts[track], waiting, page.cursor)


def mark(act: Act, submission: str, mark: MarkValue | None, note: str) -> Mark:
    """The desk's own mark and note on an entry that lies with it: seen by that desk alone, no event."""
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
