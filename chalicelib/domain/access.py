"""Who may see or touch which record. The routes' `allow=` says which roles; this says which records."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import zip_longest

from chalicelib.domain import desks
from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import ORGANISER, Card, Head, Revision, State
from chalicelib.frozen import dataclass

VISIBLE_ABOVE = frozenset({"reopen", "send_back", "attach_scan"})
"""What a level above hears of a list that is open again: its own steps, and scans of what was reported."""

DECISIONS = frozenset({"recommend", "take_back", "decline"})
"""Steps by which a desk decides on an entry: its own until it reports its list."""

DECIDED = frozenset({State.RECOMMENDED, State.DECLINED})
"""States in which they leave it."""


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


def may_oversee(caller: Caller, call: Call, desk: str) -> bool:
    """The desk itself, those above it, and the organiser."""
    return caller.role is Role.ORGANISER or caller.desk in desks.chain(call, desk)


def is_owner(caller: Caller, head: Head) -> bool:
    return head.owner == caller.account


def is_holder(caller: Caller, head: Head) -> bool:
    """The entry lies with this caller's desk, or, when nominated, with the organiser."""
    return head.revision > 0 and caller.seat is not None and head.desk == caller.seat


def may_read(caller: Caller, head: Head) -> bool:
    """Its owner; each desk on its way; the organiser. Nobody but its owner sees what was never pushed."""
    if is_owner(caller, head):
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
    if head is None or not is_owner(caller, head):
        raise NotFound()
    return head


def may_read_revision(caller: Caller, head: Head, revision: Revision) -> bool:
    """Of an entry that the caller may read: its owner and the organiser read all that was pushed; a desk what was
    pushed on the entry's present way, and what was pushed to itself before. What another desk had is not its own.
    """
    if is_owner(caller, head) or caller.role is Role.ORGANISER:
        return True
    return revision.n >= head.since or revision.desk == caller.desk


def may_read_draft(caller: Caller, head: Head) -> bool:
    """Whether this caller reads the live answers; all others, and everybody once it is pushed, read the last
    frozen revision."""
    return is_owner(caller, head) and head.editable


def is_owner_only(caller: Caller, head: Head) -> bool:
    """An owner who does not also hold it (a desk filing for itself does)."""
    return is_owner(caller, head) and caller.seat not in head.way


def is_decision_hidden(caller: Caller, head: Head, desk: str | None) -> bool:
    """Whether the caller hears of what a desk decides no more than it has reported: its owner, the desks below, and
    whoever merely oversees. The desk itself, the desks above it on the entry's way and the organiser hear at once."""
    if caller.role is Role.ORGANISER or (desk is not None and caller.desk == desk):
        return False
    way = head.way
    return not (desk in way and caller.desk in way and way.index(caller.desk) > way.index(desk))


def as_seen_by(caller: Caller, head: Head) -> Head:
    """The head as this caller is told.

    Whoever is kept from a desk's decisions is told what its list said when it was reported last; until it is, nothing
    of the head differs from one that lies there undecided. An owner hears of no ranks. All others see a returned
    entry as it was pushed. Whoever may know of it without reading it, as a desk that oversees its area, sees how far
    it is, but neither content nor what its desk decides.
    """
    if not may_read(caller, head):
        lying = _as_reported(replace(head, announced=False, asked_back_at=None))
        return replace(lying, card=_with_progress(Card(), head), came=())
    seen = _as_reported(head) if is_decision_hidden(caller, head, head.desk) else head
    if is_owner_only(caller, head):
        return replace(seen, came=()) if seen.came else seen
    if not is_owner(caller, head) and head.pushed_card:
        return replace(seen, card=_with_progress(head.pushed_card, head))
    return seen


def state_for_area(head: Head) -> State:
    """An entry's state as the desk of its unit's area is told it."""
    return as_seen_by(Caller("", Role.RECOMMENDER, "", head.area), head).state


def as_linked(caller: Caller, head: Head) -> Head:
    """A pushed head for those of its unit and whoever judges an entry that names it: its name besides, and its filing
    number for whoever may read it. Anybody can type any unit's credit code."""
    seen = as_seen_by(caller, head)
    card = replace(seen.card, name=(head.pushed_card or head.card).name)
    return replace(seen, card=card, filing_no=head.filing_no if may_read(caller, head) else None)


def is_recommended(caller: Caller, head: Head) -> bool | None:
    """Whether an entry stands recommended by the caller's desk (the organiser: nominated); what it reported stands
    until a desk above returns it, or has reported that it declined it. None where the caller may not know."""
    if is_owner_only(caller, head) or not may_read(caller, head):
        return None
    if head.desk == caller.seat:
        return head.state in {State.RECOMMENDED, State.NOMINATED}
    stands = as_seen_by(caller, head).state in {State.PUSHED, State.RECOMMENDED, State.NOMINATED}
    return stands and any(came.desk == caller.seat for came in head.came)


def readable_opinions(caller: Caller, head: Head) -> tuple[str, ...]:
    """The desks whose opinions the caller reads, lowest first: an owner none; others those on its way, but of the desk
    where it lies only who hears of its decisions."""
    if is_owner_only(caller, head):
        return ()
    return tuple(d for d in head.way if d != head.desk or not is_decision_hidden(caller, head, d))


def visible_events(caller: Caller, head: Head, events: Sequence[Event]) -> list[Event]:
    """What a caller who may read an entry hears of its history: of a desk's decisions, whoever is kept from them hears
    the one that was reported, and nothing of how the desk came to it."""
    moves = [e for e in events if e.step not in {"ask_back", "late_pass"}]
    after = {e.n: then for e, then in zip_longest(moves, moves[1:])}
    return [
        redacted(e, caller, head)
        for e in events
        if e.step not in DECISIONS
        or not is_decision_hidden(caller, head, e.facts.get("desk"))
        or _was_reported(e, after[e.n], head)
    ]


def is_reopened_below(caller: Caller, ranked: RankedList) -> bool:
    """Whether a list is open again at a desk below the caller's: what is done there comes up with the next report."""
    return caller.desk != ranked.desk and not ranked.reported


def visible_list_events(caller: Caller, ranked: RankedList, events: Sequence[Event]) -> Sequence[Event]:
    """What a caller who may see a list hears of it: all, or of one that is open again at a desk below, what was done
    up to its last report, and since then no move of the desk's own."""
    if not is_reopened_below(caller, ranked):
        return events
    reported = max((e.n for e in events if e.step == "report"), default=0)
    return [e for e in events if e.n <= reported or e.step in VISIBLE_ABOVE]


def may_read_words(caller: Caller, head: Head, *desks: str | None) -> bool:
    """Whether what passed between these desks and an entry that the caller may read is for the caller: its owner, the
    organiser, these desks and those on the entry's present way with one of them. What another desk had is not a
    desk's own."""
    if is_owner(caller, head) or caller.role is Role.ORGANISER:
        return True
    concerned = {desk for desk in desks if desk}
    return not concerned or not concerned.isdisjoint({caller.desk, *head.way})


def redacted(event: Event, caller: Caller, head: Head) -> Event:
    """An event that the caller hears of, as it reads it: whoever is kept from the desk's decisions not from which one
    it came; an owner neither ranks nor opinions of the desks, and of a send-back, which is between desks, no more than
    where the entry lies again; a desk neither ranks nor words of another that had the entry on another way."""
    facts, texts = dict(event.facts), event.texts
    desk = facts.get("desk")
    if event.step != "report" and is_decision_hidden(caller, head, desk):
        silent = {"from"} if event.step in DECISIONS else {"from", "to"}
        facts = {k: v for k, v in facts.items() if k not in silent or v not in DECIDED}
    if not may_read_words(caller, head, desk, facts.get("to_desk")):
        facts, texts = {k: v for k, v in facts.items() if k not in {"rank", "of"}}, {}
    elif is_owner_only(caller, head):
        between_desks = {"rank", "of", "until"} if event.step != "late_pass" else set()
        facts = {k: v for k, v in facts.items() if k not in between_desks}
        hidden = set(texts) if event.step == "send_back" else {"opinion"}
        texts = {k: t for k, t in texts.items() if k not in hidden}
    return replace(event, facts=facts, texts=texts)


def _was_reported(decision: Event, after: Event | None, head: Head) -> bool:
    """Whether a decision stood when its desk reported its list; `after` is what moved the entry next."""
    if after is None:
        return decision.step == "decline" and head.announced
    return after.step == "report" or bool(after.facts.get("announced"))


def _as_reported(head: Head) -> Head:
    """An entry that lies at a desk as the desk's last report left it: declined, or still to be decided; that it was
    sent back there is between the desks."""
    if head.state not in {State.PUSHED, *DECIDED} or head.pushed_at is None:
        return head
    state = State.DECLINED if head.announced and head.state in DECIDED else State.PUSHED
    at = max(head.pushed_at, head.asked_back_at or head.pushed_at)
    return replace(head, state=state, sent_back_at=None, updated_at=at)


def _with_progress(card: Card, head: Head) -> Card:
    """A card that says how far the entry itself is."""
    return replace(card, progress=head.card.progress, missing=head.card.missing)
