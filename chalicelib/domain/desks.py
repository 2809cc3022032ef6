"""Desks as they run: their own settings, the places they have, and which of them may receive a submission."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from math import ceil

from chalicelib.domain.call import Call, Desk, Quota, Track
from chalicelib.domain.regions import under
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class DeskSettings:
    """What a desk decides for its area. `filing_closes`: its applicants push to it and its children by then;
    `children_close`: its children report by then; `places`: child desk → track → number; `direct` False:
    whoever has a county desk goes through it."""

    desk: str
    filing_closes: datetime | None = None
    children_close: datetime | None = None
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    direct: bool = True
    nickname_check: bool = False
    parent_bodies: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    hours: str = ""
    v: int = 0


@dataclass(frozen=True)
class Receiver:
    """A desk that a submission might go to, and its settings; `refused` says why it may not."""

    desk: Desk
    settings: DeskSettings
    refused: str | None = None


def receivers(call: Call, place: str, settings: Mapping[str, DeskSettings]) -> list[Receiver]:
    """The desks for a submission whose place is the region `place`, nearest first.

    Own county, own city (a zone has no desk and goes to its city), any department (notice: 省直部门 recommend
    the units of their line of business, wherever those sit).
    """
    local = [d for d in call.desks.values() if _covers(call, d, place)]
    nearest_first = sorted(local, key=lambda d: (-len(_stem(d.region)), d.code))
    return [
        Receiver(d, settings.get(d.code) or DeskSettings(d.code), _why_not(d, local, settings)) for d in nearest_first
    ]


def place_of(call: Call, track: Track, unit_region: str, answers: Mapping[str, object]) -> str:
    """Where a submission belongs: its unit's region, or, for a unit from elsewhere, where it landed."""
    if call.region is None or under(unit_region, call.region) or track.landing is None:
        return unit_region
    return str(answers.get(track.landing) or unit_region)


def quota(call: Call, track: str, desk: str, above: DeskSettings | None) -> Quota | None:
    """The places of `desk`: those its parent gives it, else those of its level in the call. Where the call allows so
    many over so many places, it allows as large a part over those that a parent gives, rounded up."""
    declared = call.desks[desk]
    by_level = call.tracks[track].quotas.get(declared.level)
    places = above.places.get(desk, {}).get(track) if above else None
    if places is None:
        return by_level
    like = by_level or next(iter(call.tracks[track].quotas.values()), None)
    if like is None:
        return Quota(places=places, over="refuse")
    slack = ceil(like.slack * places / like.places) if like.places else 0
    return Quota(places=places, over=like.over, slack=slack)


def chain(call: Call, desk: str) -> tuple[str, ...]:
    """The desk and those above it, lowest first."""
    chain_up: list[str] = []
    at: str | None = desk
    while at is not None and at in call.desks:
        chain_up.append(at)
        at = call.desks[at].parent
    return tuple(chain_up)


def children(call: Call, desk: str) -> tuple[str, ...]:
    """The desks that report to `desk`."""
    return tuple(d.code for d in call.desks.values() if d.parent == desk)


def _covers(call: Call, desk: Desk, place: str) -> bool:
    if call.levels[desk.level].receives == "any":
        return True
    return bool(desk.region) and under(place, desk.region or "")


def _why_not(desk: Desk, local: list[Desk], settings: Mapping[str, DeskSettings]) -> str | None:
    own = settings.get(desk.code)
    has_lower = any(d.parent == desk.code for d in local)
    return "only_through_lower" if own and not own.direct and has_lower else None


def _stem(region: str | None) -> str:
    return (region or "").removesuffix("00").removesuffix("00")
