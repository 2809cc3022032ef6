"""A desk's own settings for its area.

Earlier dates, places for its children, contact and hours.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.call import Calendar, Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Forbidden, Invalid, problem
from chalicelib.services.context import Act, once, version_in
from chalicelib.services.lookup import call_of_desk
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import by_name


def read(act: Act, call_id: str, desk: str) -> DeskSettings:
    """Return a desk's settings.

    For the desk itself, those above it, its children, which they concern, and the organiser. Raises Forbidden,
    NotFound.
    """
    call = call_of_desk(act, call_id, desk)
    related = (*desks.chain(call, desk), *desks.children(call, desk))
    if act.caller.role is not Role.ORGANISER and act.caller.desk not in related:
        raise Forbidden()
    return act.read(lists.settings(call_id, desk))


def _read_again(act: Act, ids: Mapping[str, str], call_id: str, new: DeskSettings, etag: str) -> DeskSettings:
    return read(act, call_id, new.desk)


@once(_read_again)
def save(act: Act, call_id: str, new: DeskSettings, etag: str) -> DeskSettings:
    """Save a desk's own settings.

    `etag` is the version at which they were read. Raises Invalid for a date later than the call's, before its filing
    opens or newly set to what is over, and for places of a desk that is no child; Stale; Forbidden.
    """
    call = call_of_desk(act, call_id, new.desk)
    if act.caller.desk != new.desk:
        raise Forbidden()
    _must_be_sensible(call, new)
    _must_not_be_over(act, call_id, new)
    _must_hold_what_is_listed(act, call, new)
    after = replace(new, v=version_in(etag) + 1)
    act.commit([lists.put_settings(call_id, after)], desk=new.desk)
    return after


def _must_be_sensible(call: Call, new: DeskSettings) -> None:
    planned = call.calendar
    _must_lie_within(planned, "/filing_closes", new.filing_closes, planned.filing_closes)
    _must_lie_within(planned, "/children_close", new.children_close, max(planned.recommending.values()))
    if any(set(by_track) - set(call.tracks) for by_track in new.places.values()):
        raise Invalid.at("/places", "not_an_option")
    strangers = set(new.places) - set(desks.children(call, new.desk))
    if strangers:
        raise Invalid.at("/places", "not_an_option", desk=min(strangers))


def _must_not_be_over(act: Act, call_id: str, new: DeskSettings) -> None:
    """Refuse to set a date that is over.

    It would report every child's list at once, without a warning to anybody. A date that was set before may stay.
    """
    dates = ("filing_closes", "children_close")
    over = {name: at for name in dates if (at := getattr(new, name)) and at <= act.now}
    if not over:
        return
    current = read(act, call_id, new.desk)
    for name, at in over.items():
        if at != getattr(current, name):
            raise Invalid.at(f"/{name}", "over")


def _must_hold_what_is_listed(act: Act, call: Call, new: DeskSettings) -> None:
    """Refuse places below what a child has listed, slack included."""
    all_places = {(desk, track): n for desk, by_track in new.places.items() for track, n in by_track.items()}
    ranked = by_name({(desk, track): lists.ranked(call.id, desk, track) for desk, track in all_places})
    current, listed = act.read(lists.settings(call.id, new.desk), ranked)
    faults = []
    for (desk, track), places in all_places.items():
        quota, used = desks.quota(call, track, desk, new), len(listed[desk, track].ids)
        if places != current.places.get(desk, {}).get(track) and quota and used > quota.ceiling:
            params = {"desk": desk, "listed": used, "places": places}
            faults.append(problem(f"/places/{desk}/{track}", "below_listed", **params))
    if faults:
        raise Invalid(errors=faults)


def _must_lie_within(planned: Calendar, pointer: str, own: datetime | None, latest: datetime) -> None:
    if own and own > latest:
        raise Invalid.at(pointer, "too_late")
    if own and own < planned.filing_opens:
        raise Invalid.at(pointer, "too_early")
