"""What an address names: the caller's own call, a desk of it, the call and track of a submission's id."""

from chalicelib.domain import desks
from chalicelib.domain.access import must_belong
from chalicelib.domain.calendar import Extensions
from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import NotFound
from chalicelib.domain.submission import call_and_track
from chalicelib.services.context import Act
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import Ref, nothing, pair


def own_call(act: Act, call_id: str) -> Call:
    """The newest version of a call that the caller's authority runs. Raises NotFound."""
    return must_belong(act.caller, act.calls.latest(call_id))


def parse_id(submission: str) -> tuple[str, str]:
    """The call and track that an id names, whether there are such or not. Raises NotFound for what is no id."""
    try:
        return call_and_track(submission)
    except ValueError:
        raise NotFound() from None


def resolve_id(act: Act, submission: str) -> tuple[Call, str]:
    """The call and track of an id. Raises NotFound for what is no id, and for another authority's."""
    call_id, track = parse_id(submission)
    call = own_call(act, call_id)
    if track not in call.tracks:
        raise NotFound()
    return call, track


def calendar_of(call: Call, desk: str | None) -> Ref[tuple[Extensions, dict[str, DeskSettings]]]:
    """What moves a deadline at `desk`: the call's extensions, its own settings and those above it."""
    chain = desks.chain(call, desk) if desk else ()
    return pair(lists.extensions(call.id), lists.settings_of(call.id, chain))


NO_CALENDAR: Ref[tuple[Extensions, dict[str, DeskSettings]]] = nothing().map(lambda _: (Extensions(), {}))
"""For what no deadline concerns."""


def call_of_desk(act: Act, call_id: str, desk: str) -> Call:
    """The newest version of a call, if it has this desk. Raises NotFound."""
    call = own_call(act, call_id)
    if desk not in call.desks:
        raise NotFound()
    return call
