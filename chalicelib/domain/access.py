"""Who may see or touch which record. The routes' `allow=` says which roles; this says which records."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import ORGANISER, Card, Head, Revision, State
from chalicelib.values import dataclass

TOLD_ABOVE = frozenset({"reopen", "send_back", "attach_scan"})
"""What a level above hears of a list that is open again: its own steps, and scans of what was reported."""


class Role(StrEnum):
    """What an account is for."""

    APPLICANT = "applicant"
    RECOMMENDER = "recommender"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class Caller:
    """Whoever sends the request: all from the account as it is now, nothing from a copy in the session."""

    account: str
    role: Role
    authority: str
    desk: str | None = None
    session: str = ""

    @property
    def seat(self) -> str | None:
        """The desk whose entries this caller handles; the organiser's stands for what is nominated."""
        return ORGANISER if self.role is Role.ORGANISER else self.desk


def must_belong(caller: Caller, call: Call) -> Call:
    """The call, or NotFound where another authority runs it: desks' codes may be the same there, and one
    authority's people know nothing of another's entries, lists and accounts. Asked before all else."""
    if call.authority.id != caller.authority:
        raise NotFound()
    return call


def owns(caller: Caller, head: Head) -> bool:
    return head.owner == caller.account


def holds(caller: Caller, head: Head) -> bool:
    """The entry lies with this caller's desk, or, when nominated, with the organiser."""
    return head.revision > 0 and caller.seat is not None and head.desk == caller.seat


def may_read(caller: Caller, head: Head) -> bool:
    """Its owner; each desk on its way; the organiser. Nobody but its owner sees what was never pushed."""
    if owns(caller, head):
        return True
    if head.revision == 0:
        return False
    return caller.role is Role.ORGANISER or (caller.desk is not None and caller.desk in head.way)


def must_read(caller: Caller, head: Head | None) -> Head:
    """The head, or NotFound: also where the caller may not know that it exists."""
    if head is None or not may_read(caller, head):
        raise NotFound()
    return head


def must_own(caller: Caller, head: Head | None) -> Head:
    """The head, or NotFound where it is not the caller's own."""
    if head is None or not owns(caller, head):
        raise NotFound()
    return head


def may_read_revision(caller: Caller, head: Head, revision: Revision) -> bool:
    """Of an entry that the caller may read: its owner and the organiser read all that was pushed; a desk what was
    pushed on the entry's present way, and what was pushed to itself before. What another desk had is not its own.
    """
    if owns(caller, head) or caller.role is Role.ORGANISER:
        return True
    return revision.n >= head.since or revision.desk == caller.desk


def shows_draft(caller: Caller, head: Head) -> bool:
    """Whether this caller reads the live answers; all others, and everybody once it is pushed, read the last
    frozen revision."""
    return owns(caller, head) and head.editable


def only_owns(caller: Caller, head: Head) -> bool:
    """An owner who does not also hold it (a desk filing for itself does)."""
    return owns(caller, head) and caller.seat not in head.way


def told(caller: Caller, head: Head) -> Head:
    """The head as this caller is told.

    An owner hears of a decline once the desk's list is reported, and of no ranks; until then nothing of the head
    differs from one that lies there undecided. All others see a returned entry as it was pushed.
    """
    if only_owns(caller, head):
        undecided = _undecided(head) if _untold(head) else head
        return replace(undecided, came=()) if head.came else undecided
    if not owns(caller, head) and head.pushed_card:
        return replace(head, card=_far(head.pushed_card, head))
    return head


def glimpsed(caller: Caller, head: Head) -> Head:
    """The head for somebody who may know of it without reading it, as a desk that oversees its area: how far
    it is, but neither content nor what its desk decides."""
    if may_read(caller, head):
        return told(caller, head)
    decided = head.state in {State.RECOMMENDED, State.DECLINED}
    state = State.PUSHED if decided else head.state
    return replace(head, state=state, card=_far(Card(), head), came=(), asked_back_at=None)


def named(caller: Caller, head: Head) -> Head:
    """A pushed head for those of its unit and whoever judges an entry that names it: its name besides, and its filing
    number for whoever may read it. Anybody can type any unit's credit code."""
    seen = glimpsed(caller, head)
    card = replace(seen.card, name=(head.pushed_card or head.card).name)
    return replace(seen, card=card, filing_no=head.filing_no if may_read(caller, head) else None)


def recommended(caller: Caller, head: Head) -> bool | None:
    """Whether an entry stands recommended by the caller's desk (the organiser: nominated); what it reported stands
    until a desk above returns or declines it. None where the caller may not know."""
    if only_owns(caller, head) or not may_read(caller, head):
        return None
    if head.desk == caller.seat:
        return head.state in {State.RECOMMENDED, State.NOMINATED}
    stands = head.state in {State.PUSHED, State.RECOMMENDED, State.NOMINATED}
    return stands and any(came.desk == caller.seat for came in head.came)


def may_hear(caller: Caller, head: Head, event: Event) -> bool:
    """Whether the caller is told of an event: an owner of no decline that has not been announced."""
    return event.step != "decline" or head.announced or not only_owns(caller, head)


def is_going_on_below(caller: Caller, ranked: RankedList) -> bool:
    """Whether a list is open again at a desk below the caller's: what is done there comes up with the next report."""
    return caller.desk != ranked.desk and not ranked.reported


def heard_of_list(caller: Caller, ranked: RankedList, events: Sequence[Event]) -> Sequence[Event]:
    """What a caller who may see a list hears of it: all, or of one that is open again at a desk below, what was done
    up to its last report, and since then no move of the desk's own."""
    if not is_going_on_below(caller, ranked):
        return events
    reported = max((e.n for e in events if e.step == "report"), default=0)
    return [e for e in events if e.n <= reported or e.step in TOLD_ABOVE]


def may_read_words(caller: Caller, head: Head, *desks: str | None) -> bool:
    """Whether what passed between these desks and an entry that the caller may read is for the caller: its owner, the
    organiser, these desks and those on the entry's present way with one of them. What another desk had is not a
    desk's own."""
    if owns(caller, head) or caller.role is Role.ORGANISER:
        return True
    concerned = {desk for desk in desks if desk}
    return not concerned or not concerned.isdisjoint({caller.desk, *head.way})


def for_reader(event: Event, caller: Caller, head: Head) -> Event:
    """An event as this caller sees it: an owner sees neither ranks nor opinions of the desks, and of a send-back,
    which is between desks, no more than where the entry lies again; a desk neither ranks nor words of another that
    had the entry on another way."""
    if not may_read_words(caller, head, event.facts.get("desk"), event.facts.get("to_desk")):
        facts = {k: v for k, v in event.facts.items() if k not in {"rank", "of"}}
        return replace(event, facts=facts, texts={})
    if not only_owns(caller, head):
        return event
    untold = () if head.announced else (State.DECLINED,)
    facts = {k: v for k, v in event.facts.items() if k not in {"rank", "of", "until"} and v not in untold}
    hidden = set(event.texts) if event.step == "send_back" else {"opinion"}
    return replace(event, facts=facts, texts={k: t for k, t in event.texts.items() if k not in hidden})


def _untold(head: Head) -> bool:
    return head.state is State.DECLINED and not head.announced


def _undecided(head: Head) -> Head:
    return replace(head, state=State.PUSHED, v=head.v - 1, updated_at=head.pushed_at)


def _far(card: Card, head: Head) -> Card:
    """A card that says how far the entry itself is."""
    return replace(card, progress=head.card.progress, missing=head.card.missing)
