"""What a step on a submission has loaded, and how its outcome is written."""

from collections.abc import Mapping

from chalicelib.domain import desks
from chalicelib.domain.access import Caller, must_belong
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head, track_of
from chalicelib.domain.workflow import Change
from chalicelib.services.tools import Tools
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.keys import Key
from chalicelib.storage.repeats import Repeat
from chalicelib.storage.submissions import Found
from chalicelib.storage.table import Write
from chalicelib.values import dataclass


@dataclass(frozen=True)
class Case:
    """All that was loaded for one step."""

    call: Call
    head: Head
    found: Found
    ranked: RankedList | None
    dates: Dates
    settings: Mapping[str, desks.Settings]


def own_call(tools: Tools, caller: Caller, call_id: str) -> Call:
    """The newest version of a call that the caller's authority runs. Raises NotFound."""
    return must_belong(caller, tools.calls.latest(call_id))


def named_in(submission: str) -> tuple[str, str]:
    """The call and track that an id names, whether there are such or not. Raises NotFound for what is no id."""
    try:
        return track_of(submission)
    except ValueError:
        raise NotFound() from None


def known_id(tools: Tools, caller: Caller, submission: str) -> tuple[Call, str]:
    """The call and track of an id. Raises NotFound for what is no id, and for another authority's."""
    call_id, track = named_in(submission)
    call = own_call(tools, caller, call_id)
    if track not in call.tracks:
        raise NotFound()
    return call, track


def dates_keys(call: Call, desk: str | None) -> list[Key]:
    """What moves a deadline at `desk`: the call's extensions, its own settings and those above it."""
    chain = desks.chain(call, desk) if desk else ()
    return [keys.extensions(call.id), *(keys.desk_settings(call.id, d) for d in chain)]


def write(tools: Tools, repeat: Repeat, change: Change, extra: list[Write]) -> None:
    """All of a step's writes as one. The request's record comes first: of one request sent twice at once, the
    second is told so, whatever else has moved by then."""
    writes: list[Write] = [repeat.record(tools.clock(), {"submission": change.before.id}), *extra]
    if change.head:
        writes.append(submissions.stepped(change.head, change.events[0].step))
    if change.ranked:
        writes.append(lists.written_list(change.ranked))
    for event in change.events:
        writes += submissions.recorded(event)
    tools.table.write(writes)
