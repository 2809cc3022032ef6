"""Desks: their own settings, their places, and which may receive a submission."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from math import ceil
from typing import Self

from chalicelib.domain.call import Call, Desk, Quota, Track
from chalicelib.domain.regions import under
from chalicelib.domain.states import ORGANISER
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class DeskSettings:
    """The settings of a desk for its area.

    - `filing_closes`: until then its applicants push to it, and to the desks below it.
    - `children_close`: by then the desks below it must have reported.
    - `places`: child desk → track → number.
    - `direct`: False: an applicant that also has a desk below this one must go through that desk.
    - `contact_public`: whether people without an account read its contact, phone and hours.
    """

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
    contact_public: bool = False
    v: int = 0

    def without_contact(self) -> Self:
        """Return the settings without contact, phone and hours."""
        return replace(self, contact="", phone="", hours="")


@dataclass(frozen=True)
class Receiver:
    """A candidate desk for a submission, and its settings.

    `refused` is the code of why it may not receive it; None if it may.
    """

    desk: Desk
    settings: DeskSettings
    refused: str | None = None


def receivers(
    call: Call, place: str, settings: Mapping[str, DeskSettings], back_to: str | None = None
) -> list[Receiver]:
    """Return the candidate desks for a submission at `place`, nearest first.

    `place` is a region. Own county, own city (a zone has no desk and goes to its city), any department (the notice:
    省直部门 recommend the units of their line of business, wherever those sit). A retired desk is none, unless it is
    the one that returned the submission, `back_to`.
    """
    open_to = (d for d in call.desks.values() if not d.retired or d.code == back_to)
    local = [d for d in open_to if _covers(call, d, place)]
    nearest_first = sorted(local, key=lambda d: (-len(_stem(d.region)), d.code))
    return [
        Receiver(d, settings.get(d.code) or DeskSettings(d.code), _why_not(d, local, settings)) for d in nearest_first
    ]


def receiver_of(call: Call, code: str, settings: Mapping[str, DeskSettings]) -> Receiver:
    """Return a desk, or the organiser's office, as a receiver.

    The organiser's phone is the first that the call gives to ask at.
    """
    if code != ORGANISER:
        return Receiver(call.desk(code), settings.get(code) or DeskSettings(code))
    office = Desk(ORGANISER, call.authority.names, level=ORGANISER, parent=None, region=None)
    phone = call.contacts[0].phone if call.contacts else ""
    return Receiver(office, DeskSettings(ORGANISER, phone=phone))


def place_of(call: Call, track: Track, unit_region: str, answers: Mapping[str, object]) -> str:
    """Return the region that a submission belongs to.

    It is its unit's region or, for a unit from outside the call's region, where it landed.
    """
    if call.region is None or under(unit_region, call.region) or track.landing is None:
        return unit_region
    return str(answers.get(track.landing) or unit_region)


def quota(call: Call, track: str, desk: str, above: DeskSettings | None) -> Quota | None:
    """Return the quota of `desk` in a track; None without one.

    Its places are those its parent gave it, else those of its level in the call. Places from a parent keep the call's
    ratio of slack to places, rounded up.
    """
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
    """Return the desk and those above it, lowest first."""
    chain_up: list[str] = []
    at: str | None = desk
    while at is not None and at in call.desks:
        chain_up.append(at)
        at = call.desks[at].parent
    return tuple(chain_up)


def children(call: Call, desk: str) -> tuple[str, ...]:
    """Return the codes of the desks that report to `desk`."""
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
