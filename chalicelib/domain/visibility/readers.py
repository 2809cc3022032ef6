"""Kinds of reader: the relation of a caller to an entry."""

from enum import StrEnum

from chalicelib.domain.access import Caller, Role, is_owner, may_read
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head


class ReaderKind(StrEnum):
    """A caller's relation to an entry, as seen from a desk.

    The desk is the one whose acts are read. The values are the words of docs/workflow.md.
    """

    OWNER = "owner"
    OWN_DESK = "owner's own desk, at that desk or above it"
    OWN_DESK_BELOW = "owner's own desk, elsewhere on the way"
    DESK = "that desk itself"
    DESK_ABOVE = "desk on the way above it"
    DESK_BELOW = "desk on the way below it"
    DESK_ELSEWHERE = "desk on the way, of a desk that is off it"
    ORGANISER = "organiser"
    OUTSIDER = "overseeing desk, anybody else"


def reader_of(caller: Caller, head: Head, desk: str | None) -> ReaderKind:
    """Return the caller's kind for an entry, seen from `desk`.

    For an event or an opinion, `desk` is the desk that acted. A desk reads its own acts as DESK even if the entry is on
    another way now.
    """
    if is_owner(caller, head):
        return _owner_seen_from(desk, caller, head)
    if desk is not None and caller.desk == desk:
        return ReaderKind.DESK
    if not may_read(caller, head):
        return ReaderKind.OUTSIDER
    if caller.role is Role.ORGANISER:
        return ReaderKind.ORGANISER
    return _desk_seen_from(desk, caller, head)


def reader_of_entry(caller: Caller, head: Head) -> ReaderKind:
    """Return the caller's kind for an entry, where it lies now."""
    return reader_of(caller, head, head.desk) if may_read(caller, head) else ReaderKind.OUTSIDER


def reader_of_list(caller: Caller, ranked: RankedList) -> ReaderKind:
    """Return the caller's kind for a ranked list.

    The caller must be one that may see the list.
    """
    if caller.desk == ranked.desk:
        return ReaderKind.DESK
    return ReaderKind.ORGANISER if caller.role is Role.ORGANISER else ReaderKind.DESK_ABOVE


def _owner_seen_from(desk: str | None, caller: Caller, head: Head) -> ReaderKind:
    if caller.seat not in head.way:
        return ReaderKind.OWNER
    if _desk_seen_from(desk, caller, head) in {ReaderKind.DESK, ReaderKind.DESK_ABOVE}:
        return ReaderKind.OWN_DESK
    return ReaderKind.OWN_DESK_BELOW


def _desk_seen_from(desk: str | None, caller: Caller, head: Head) -> ReaderKind:
    """Return the kind of a caller whose desk is on the way."""
    if caller.desk == desk:
        return ReaderKind.DESK
    if desk not in head.way:
        return ReaderKind.DESK_ELSEWHERE
    is_above = head.way.index(caller.desk or "") > head.way.index(desk or "")
    return ReaderKind.DESK_ABOVE if is_above else ReaderKind.DESK_BELOW
