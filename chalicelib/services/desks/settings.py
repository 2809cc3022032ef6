"""A desk's own settings for its area: earlier dates, places for its children, contact and hours."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.call import Calendar, Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Forbidden, Invalid
from chalicelib.services.context import IdempotencyRecord, Tools, version_in
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import call_of_desk
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import keys, lists


def read(tools: Tools, who: SignedIn, call_id: str, desk: str) -> DeskSettings:
    """A desk's settings, for itself, those above it, and those it concerns (its children)."""
    call = call_of_desk(tools, who, call_id, desk)
    related = (*desks.chain(call, desk), *desks.children(call, desk))
    if who.caller.role is not Role.ORGANISER and who.caller.desk not in related:
        raise Forbidden()
    item = tools.table.get(keys.desk_settings(call_id, desk))
    return lists.settings_of(item, desk)


def save(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call_id: str, new: DeskSettings, expected: str
) -> DeskSettings:
    """A desk's own settings anew; `expected` is the version they were read at.

    Raises Invalid for a date later than the call's, before its filing opens or newly set to what is over, or places
    for what is no child of it; Stale; Forbidden.
    """
    call = call_of_desk(tools, who, call_id, new.desk)
    if who.caller.desk != new.desk:
        raise Forbidden()
    _must_be_sensible(call, new)
    _must_not_be_over(tools, who, call_id, new)
    written = replace(new, v=version_in(expected) + 1)

    def act() -> DeskSettings:
        record = repeat.record(tools.clock(), {"desk": new.desk})
        tools.table.write([record, lists.put_settings(call_id, written)])
        return written

    return idempotent(tools, repeat, act, lambda _: read(tools, who, call_id, new.desk))


def _must_be_sensible(call: Call, new: DeskSettings) -> None:
    planned = call.calendar
    _must_lie_within(planned, "/filing_closes", new.filing_closes, planned.filing_closes)
    _must_lie_within(planned, "/children_close", new.children_close, max(planned.recommending.values()))
    if any(set(by_track) - set(call.tracks) for by_track in new.places.values()):
        raise Invalid.at("/places", "not_an_option")
    strangers = set(new.places) - set(desks.children(call, new.desk))
    if strangers:
        raise Invalid.at("/places", "not_an_option", desk=min(strangers))


def _must_not_be_over(tools: Tools, who: SignedIn, call_id: str, new: DeskSettings) -> None:
    """A date that is over when it is set would report every child's list at once, without a warning to anybody."""
    now, dates = tools.clock(), ("filing_closes", "children_close")
    over = {name: at for name in dates if (at := getattr(new, name)) and at <= now}
    if not over:
        return
    current = read(tools, who, call_id, new.desk)
    for name, at in over.items():
        if at != getattr(current, name):
            raise Invalid.at(f"/{name}", "over")


def _must_lie_within(planned: Calendar, pointer: str, own: datetime | None, latest: datetime) -> None:
    if own and own > latest:
        raise Invalid.at(pointer, "too_late")
    if own and own < planned.filing_opens:
        raise Invalid.at(pointer, "too_early")
