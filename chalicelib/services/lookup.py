"""Lookup of what an address names.

The caller's own call, a desk of it, and the call and track of a submission's id.
"""

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
    """Return the newest version of a call.

    Raises NotFound, also when another authority runs it.
    """
    return must_belong(act.caller, act.calls.latest(call_id))


def parse_id(submission: str) -> tuple[str, str]:
    """Return the call and track that an id names.

    They need not exist. Raises NotFound for what is no id.
    """
    try:
        return call_and_track(submission)
    except ValueError:
        raise NotFound() from None


def resolve_id(act: Act, submission: str) -> tuple[Call, str]:
    """Return the call and track of an id.

    Raises NotFound for what is no id, for another authority's, and for an unknown track.
    """
    call_id, track = parse_id(submission)
    call = own_call(act, call_id)
    if track not in call.tracks:
        raise NotFound()
    return call, track


def calendar_of(call: Call, desk: str | None) -> Ref[tuple[Extensions, dict[str, DeskSettings]]]:
    """Read what moves a deadline at `desk`.

    The call's extensions, and the settings of the desk and of those above it, by code.
    """
    chain = desks.chain(call, desk) if desk else ()
    return pair(lists.extensions(call.id), lists.settings_of(call.id, chain))


NO_CALENDAR: Ref[tuple[Extensions, dict[str, DeskSettings]]] = nothing().map(lambda _: (Extensions(), {}))
"""A read of no calendar, for steps that no deadline concerns."""


def call_of_desk(act: Act, call_id: str, desk: str) -> Call:
    """Return the newest version of a call that has this desk.

    Raises NotFound.
    """
    call = own_call(act, call_id)
    if desk not in call.desks:
        raise NotFound()
    return call
