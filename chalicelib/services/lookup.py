"""Lookup of what an address names.

The caller's own call, a desk of it, the call and track of a submission's id, and what an account has.
"""

from collections.abc import Iterator

from chalicelib.domain import desks
from chalicelib.domain.access import must_belong
from chalicelib.domain.calendar import Dates, Extensions
from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.erasure import Fate, fate
from chalicelib.domain.errors import NotFound
from chalicelib.domain.submission import Head, call_and_track
from chalicelib.services.context import Act, Tools
from chalicelib.storage import lists, submissions
from chalicelib.storage.engine.reads import Ref, by_name, fetch, nothing, pair

PAGE = 100


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


def by_fate(tools: Tools, account_id: str) -> dict[Fate, list[Head]]:
    """Return an account's submissions by what erasing does with them now."""
    heads = list(_owned(tools, account_id))
    calls = {id: tools.calls.latest(id) for id in {head.call for head in heads}}
    extensions = fetch(tools.table, by_name({id: lists.extensions(id) for id in calls}))
    dates = {id: Dates(call, extensions[id].items) for id, call in calls.items()}
    fates: dict[Fate, list[Head]] = {one: [] for one in Fate}
    for head in heads:
        fates[fate(head, dates[head.call], tools.clock())].append(head)
    return fates


def _owned(tools: Tools, account_id: str) -> Iterator[Head]:
    """Yield an account's submissions as they are now; the index may lag."""
    cursor = None
    while True:
        page = fetch(tools.table, submissions.owned(account_id, cursor, PAGE))
        yield from fetch(tools.table, submissions.heads(head.id for head in page.heads)).values()
        cursor = page.cursor
        if cursor is None:
            return
