"""How far a desk's area is: its figures, its units, its accounts."""

from collections.abc import Mapping

from chalicelib.domain import desks
from chalicelib.domain.access import Role, may_oversee
from chalicelib.domain.accounts import Account
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head
from chalicelib.domain.visibility import as_seen_by
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.lookup import call_of_desk, own_call
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, applicant_overviews, counters, keys, lists
from chalicelib.storage.accounts import AccountPage as AccountPage
from chalicelib.storage.engine.table import in_parallel


@dataclass(frozen=True)
class DeskProgress:
    """One desk's figures: track → state → number, accounts registered in its area, and its list of each track."""

    desk: str
    tracks: Mapping[str, Mapping[str, int]]
    registered: int
    lists: Mapping[str, RankedList]


def read(tools: Tools, who: SignedIn, call_id: str, desk: str | None) -> list[DeskProgress]:
    """Figures of all desks (organiser, desk None), or of one desk and its children; counters, no scans."""
    call = own_call(tools, who.caller, call_id)
    if desk is None and who.caller.role is not Role.ORGANISER:
        raise Forbidden()
    if desk is not None and not may_oversee(who.caller, call, desk):
        raise Forbidden()
    shown = tuple(call.desks) if desk is None else (desk, *desks.children(call, desk))
    counts, registered, found = in_parallel(
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
    call = call_of_desk(tools, who, call_id, desk)
    if not may_oversee(who.caller, call, desk):
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
    call = call_of_desk(tools, who, call_id, desk)
    if not may_oversee(who.caller, call, desk):
        raise Forbidden()
    found = tools.table.read([keys.applicant_overview(call_id, a.id) for a in page.accounts])
    heads = {a.id: applicant_overviews.overview_in(found, call_id, a.id).heads for a in page.accounts}
    return [(a, [as_seen_by(who.caller, h) for h in heads[a.id]]) for a in page.accounts]
