"""What a desk decides for its area and sees of it, and what the organiser sees of all and grants."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Caller, Role, glimpsed
from chalicelib.domain.accounts import Account
from chalicelib.domain.calendar import Extension, Which, must_lie_ahead
from chalicelib.domain.call import Calendar, Call
from chalicelib.domain.desks import Settings
from chalicelib.domain.errors import Forbidden, Invalid, NotFound
from chalicelib.domain.history import Text
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head
from chalicelib.services.filing.cases import known_id, own_call
from chalicelib.services.repeating import once
from chalicelib.services.signing.sessions import SignedIn
from chalicelib.services.tools import Repeat, Tools, token, version_in
from chalicelib.storage import accounts, counters, keys, lists, standings, submissions
from chalicelib.storage.accounts import AccountPage as AccountPage
from chalicelib.storage.lists import Extensions as Extensions
from chalicelib.storage.submissions import Found
from chalicelib.storage.table import together
from chalicelib.values import dataclass


@dataclass(frozen=True)
class DeskProgress:
    """One desk's figures: track → state → number, accounts registered in its area, and its list of each track."""

    desk: str
    tracks: Mapping[str, Mapping[str, int]]
    registered: int
    lists: Mapping[str, RankedList]


def settings(tools: Tools, who: SignedIn, call_id: str, desk: str) -> Settings:
    """A desk's settings, for itself, those above it, and those it concerns (its children)."""
    call = _desks_call(tools, who, call_id, desk)
    related = (*desks.chain(call, desk), *desks.children(call, desk))
    if who.caller.role is not Role.ORGANISER and who.caller.desk not in related:
        raise Forbidden()
    item = tools.table.get(keys.desk_settings(call_id, desk))
    return lists.settings_of(item, desk)


def save_settings(
    tools: Tools, who: SignedIn, repeat: Repeat, call_id: str, new: Settings, expected: str
) -> Settings:
    """A desk's own settings anew; `expected` is the version they were read at.

    Raises Invalid for a date later than the call's, before its filing opens or newly set to what is over, or places
    for what is no child of it; Stale; Forbidden.
    """
    call = _desks_call(tools, who, call_id, new.desk)
    if who.caller.desk != new.desk:
        raise Forbidden()
    _must_be_sensible(call, new)
    _must_not_be_over(tools, who, call_id, new)
    written = replace(new, v=version_in(expected) + 1)

    def act() -> Settings:
        record = repeat.record(tools.clock(), {"desk": new.desk})
        tools.table.write([record, lists.written_settings(call_id, written)])
        return written

    return once(tools, repeat, act, lambda _: settings(tools, who, call_id, new.desk))


def progress(tools: Tools, who: SignedIn, call_id: str, desk: str | None) -> list[DeskProgress]:
    """Figures of all desks (organiser, desk None), or of one desk and its children; counters, no scans."""
    call = own_call(tools, who.caller, call_id)
    if desk is None and who.caller.role is not Role.ORGANISER:
        raise Forbidden()
    if desk is not None and not oversees(who.caller, call, desk):
        raise Forbidden()
    shown = tuple(call.desks) if desk is None else (desk, *desks.children(call, desk))
    counts, registered, found = together(
        lambda: counters.all_of(tools.table, call_id),
        lambda: counters.all_of(tools.table, call.authority.id),
        lambda: tools.table.read([keys.ranked_list(call_id, d, t) for d in shown for t in call.tracks]),
    )
    return [
        DeskProgress(
            d,
            {t: counts.get((d, t), {}) for t in call.tracks},
            registered.get((d, "accounts"), {}).get("registered", 0),
            {t: lists.ranked(found, call_id, d, t) for t in call.tracks},
        )
        for d in shown
    ]


@dataclass(frozen=True)
class UnitFigures:
    """How the units of one area and parent body stand: track → state → number."""

    area: str
    parent_body: str
    tracks: Mapping[str, Mapping[str, int]]


def statistics(tools: Tools, who: SignedIn, call_id: str, desk: str) -> list[UnitFigures]:
    """Entries of the units of a desk's area, by district and parent body, wherever they lie now."""
    call = _desks_call(tools, who, call_id, desk)
    if not oversees(who.caller, call, desk):
        raise Forbidden()
    areas = {desk, *desks.children(call, desk)}
    found: dict[tuple[str, str], dict[str, Mapping[str, int]]] = {}
    for (area_desk, counted), figures in counters.all_of(tools.table, call_id).items():
        if area_desk in areas and counted.startswith(counters.OF_UNITS):
            _, track, parent_body = counted.split("~", 2)
            found.setdefault((area_desk, parent_body), {})[track] = figures
    return [UnitFigures(a, body, tracks) for (a, body), tracks in sorted(found.items())]


def load_area(tools: Tools, call: str, desk: str, cursor: str | None) -> AccountPage:
    """One page of the accounts of a desk's area; one round trip, which may run beside the session's."""
    return accounts.in_area(tools.table, tools.calls.latest(call).authority.id, desk, cursor)


def area(
    tools: Tools, who: SignedIn, call_id: str, desk: str, page: AccountPage
) -> list[tuple[Account, list[Head]]]:
    """Those of `page`, which `load_area` read, each with what it has in this call as the stream has told (a draft's
    content stays hidden)."""
    call = _desks_call(tools, who, call_id, desk)
    if not oversees(who.caller, call, desk):
        raise Forbidden()
    found = tools.table.read([keys.standing(call_id, a.id) for a in page.accounts])
    heads = {a.id: standings.standing_in(found, call_id, a.id).heads for a in page.accounts}
    return [(a, [glimpsed(who.caller, h) for h in heads[a.id]]) for a in page.accounts]


def extensions(tools: Tools, who: SignedIn, call_id: str) -> Extensions:
    """All extensions of a call of the caller's authority."""
    own_call(tools, who.caller, call_id)
    key = keys.extensions(call_id)
    return lists.extensions(tools.table.read([key]), call_id)


def extend(
    tools: Tools,
    who: SignedIn,
    repeat: Repeat,
    call_id: str,
    which: Which,
    desk: str | None,
    until: datetime,
    reason: str,
) -> Extensions:
    """More time for one desk, or for all; recorded, and read with every change from now on."""
    call = own_call(tools, who.caller, call_id)
    if desk is not None and desk not in call.desks:
        raise Invalid.at("/desk", "not_an_option")
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    now = tools.clock()
    must_lie_ahead(now, until)

    def act() -> Extensions:
        found = tools.table.read([keys.extensions(call_id), repeat.key])
        repeat.must_be_new(found)
        given = Extension(which, desk, until, reason.strip(), who.caller.account, now)
        after = lists.extensions(found, call_id).having(given)
        tools.table.write([repeat.record(now, {"call": call_id}), lists.written_extensions(call_id, after)])
        return after

    return once(tools, repeat, act, lambda _: extensions(tools, who, call_id))


def grant_late_pass(
    tools: Tools, who: SignedIn, repeat: Repeat, submission: str, until: datetime, reason: str
) -> datetime:
    """More time for one filer's submission; its history says who gave it and why. Until when."""
    known_id(tools, who.caller, submission)
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    now = tools.clock()
    must_lie_ahead(now, until)

    def act() -> datetime:
        found = Found(tools.table.read([keys.head(submission), repeat.key]))
        repeat.must_be_new(found.items)
        head = found.head(submission)
        if head is None:
            raise NotFound()
        change = workflow.pass_late(head, who.caller, now, until, Text(reason.strip(), token(26)))
        record = repeat.record(now, {"submission": submission})
        events = [write for event in change.events for write in submissions.recorded(event)]
        tools.table.write([record, submissions.granted(change.head or head), *events])
        return until

    return once(tools, repeat, act, lambda _: until)


def oversees(caller: Caller, call: Call, desk: str) -> bool:
    """The desk itself, those above it, and the organiser."""
    return caller.role is Role.ORGANISER or caller.desk in desks.chain(call, desk)


def _desks_call(tools: Tools, who: SignedIn, call_id: str, desk: str) -> Call:
    call = own_call(tools, who.caller, call_id)
    if desk not in call.desks:
        raise NotFound()
    return call


def _must_be_sensible(call: Call, new: Settings) -> None:
    planned = call.calendar
    _must_lie_within(planned, "/filing_closes", new.filing_closes, planned.filing_closes)
    _must_lie_within(planned, "/children_close", new.children_close, max(planned.recommending.values()))
    if any(set(by_track) - set(call.tracks) for by_track in new.places.values()):
        raise Invalid.at("/places", "not_an_option")
    strangers = set(new.places) - set(desks.children(call, new.desk))
    if strangers:
        raise Invalid.at("/places", "not_an_option", desk=min(strangers))


def _must_not_be_over(tools: Tools, who: SignedIn, call_id: str, new: Settings) -> None:
    """A date that is over when it is set would report every child's list at once, without a warning to anybody."""
    now, dates = tools.clock(), ("filing_closes", "children_close")
    over = {name: at for name in dates if (at := getattr(new, name)) and at <= now}
    if not over:
        return
    standing = settings(tools, who, call_id, new.desk)
    for name, at in over.items():
        if at != getattr(standing, name):
            raise Invalid.at(f"/{name}", "over")


def _must_lie_within(planned: Calendar, pointer: str, own: datetime | None, latest: datetime) -> None:
    if own and own > latest:
        raise Invalid.at(pointer, "too_late")
    if own and own < planned.filing_opens:
        raise Invalid.at(pointer, "too_early")
