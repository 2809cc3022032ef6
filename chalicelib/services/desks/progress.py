"""Progress of a desk's area: its figures, units and accounts."""

from collections.abc import Mapping

from chalicelib.domain import desks
from chalicelib.domain.access import Role, may_oversee
from chalicelib.domain.accounts import Account
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head
from chalicelib.domain.visibility import as_seen_by
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act
from chalicelib.services.lookup import call_of_desk, own_call
from chalicelib.storage import accounts, applicant_overviews, counters, lists
from chalicelib.storage.engine.reads import by_name


@dataclass(frozen=True)
class DeskProgress:
    """One desk's figures, and its list of each track.

    `tracks`: track → state → number; `registered`: accounts registered in its area.
    """

    desk: str
    tracks: Mapping[str, Mapping[str, int]]
    registered: int
    lists: Mapping[str, RankedList]


def read(act: Act, call_id: str, desk: str | None) -> list[DeskProgress]:
    """Return the figures of all desks, or of one and its children.

    `desk` None is for the organiser. Read from counters, without scans. Raises Forbidden, NotFound.
    """
    call = own_call(act, call_id) if desk is None else call_of_desk(act, call_id, desk)
    if desk is None and act.caller.role is not Role.ORGANISER:
        raise Forbidden()
    if desk is not None and not may_oversee(act.caller, call, desk):
        raise Forbidden()
    shown = tuple(call.desks) if desk is None else (desk, *desks.children(call, desk))
    counts, registered, ranked = act.read(
        counters.all_of(call_id),
        counters.all_of(call.authority.id),
        by_name({(d, t): lists.ranked(call_id, d, t) for d in shown for t in call.tracks}),
    )
    return [
        DeskProgress(
            d,
            {t: counts.get((d, t), {}) for t in call.tracks},
            registered.get((d, "accounts"), {}).get("registered", 0),
            {t: ranked[d, t] for t in call.tracks},
        )
        for d in shown
    ]


@dataclass(frozen=True)
class Area:
    """One page of an area's accounts, each with its entries.

    `cursor` leads to the next page.
    """

    rows: list[tuple[Account, list[Head]]]
    cursor: str | None


@dataclass(frozen=True)
class UnitFigures:
    """Figures of the units of one area and parent body.

    `tracks`: track → state → number.
    """

    area: str
    parent_body: str
    tracks: Mapping[str, Mapping[str, int]]


def statistics(act: Act, call_id: str, desk: str) -> list[UnitFigures]:
    """Return figures of the units of a desk's area.

    By district and parent body, wherever their entries lie now. Raises Forbidden, NotFound.
    """
    call = call_of_desk(act, call_id, desk)
    if not may_oversee(act.caller, call, desk):
        raise Forbidden()
    areas = sorted({desk, *desks.children(call, desk)})
    by_unit: dict[tuple[str, str], dict[str, Mapping[str, int]]] = {}
    for area, counts in zip(areas, act.read_each([counters.of_units(call_id, a) for a in areas]), strict=True):
        for (parent_body, track), figures in counts.items():
            by_unit.setdefault((area, parent_body), {})[track] = figures
    return [UnitFigures(a, body, tracks) for (a, body), tracks in sorted(by_unit.items())]


def read_area(act: Act, call_id: str, desk: str, cursor: str | None) -> Area:
    """Return one page of the accounts of a desk's area.

    Each with its entries in this call, as the stream reported them, some seconds late; a draft's content stays
    hidden. Raises Forbidden, NotFound.
    """
    authority = act.calls.latest(call_id).authority.id
    page = act.read(accounts.in_area(authority, desk, cursor))
    call = call_of_desk(act, call_id, desk)
    if not may_oversee(act.caller, call, desk):
        raise Forbidden()
    overviews = act.read(applicant_overviews.overviews(call_id, [a.id for a in page.accounts]))
    rows = [(a, [as_seen_by(act.caller, h) for h in overviews[a.id].heads]) for a in page.accounts]
    return Area(rows, page.cursor)
