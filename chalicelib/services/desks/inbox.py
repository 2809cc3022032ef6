"""What lies at a desk: its lists by track and state, its private marks, its counts."""

from collections.abc import Mapping

from chalicelib.domain.access import is_holder, must_read
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.states import state_at
from chalicelib.domain.submission import ORGANISER, Head, Mark, MarkValue, State
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.lookup import own_call, resolve_id
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import counters, keys, submissions
from chalicelib.storage.engine.table import in_parallel
from chalicelib.storage.submissions import Found

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


def page(
    tools: Tools,
    who: SignedIn,
    place: tuple[str, str, str],
    state: State,
    cursor: str | None,
    limit: int,
) -> InboxPage:
    """One page of (call, desk, track) in one state, in order of arrival; one round trip. Raises Forbidden
    unless it is the caller's own desk (`organiser` for what is nominated), NotFound."""
    call_id, desk, track = place
    call = own_call(tools, who.caller, call_id)
    _must_exist(call, desk, track)
    if who.caller.seat != desk:
        raise Forbidden()
    found, marks, counts = in_parallel(
        lambda: tools.table.page(
            submissions.desk_query((*place, state.value), cursor, min(limit, LARGEST_PAGE))
        ),
        lambda: tools.table.page(submissions.marks_query(call_id, desk, track)),
        lambda: counters.of_desk(tools.table, call_id, desk, call.tracks),
    )
    waiting = {t: states.get(state_at(desk).value, 0) for t, states in counts.items()}
    heads, marked = submissions.heads(found.items), submissions.marks(marks.items)
    return InboxPage(heads, marked, counts[track], waiting, found.cursor)


def mark(tools: Tools, who: SignedIn, submission: str, mark: MarkValue | None, note: str) -> Mark:
    """The desk's own mark and note on an entry that lies with it: seen by that desk alone, no event."""
    resolve_id(tools, who.caller, submission)
    head = must_read(who.caller, Found(tools.table.read([keys.head(submission)])).head(submission))
    if not is_holder(who.caller, head):
        raise Forbidden()
    made = Mark(submission, mark, note.strip())
    tools.table.write([submissions.put_mark(made, who.caller.seat or "")])
    return made


def _must_exist(call: Call, desk: str, track: str) -> None:
    if track not in call.tracks or (desk not in call.desks and desk != ORGANISER):
        raise NotFound()
