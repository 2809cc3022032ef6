"""The table of visibility applied to heads, events and lists."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.history import Event
from chalicelib.domain.links import LinkedEntry
from chalicelib.domain.ranking import ListState, RankedList
from chalicelib.domain.states import APPROVED, CARRIED, DECIDED, LINKABLE
from chalicelib.domain.submission import Card, Head, Revision, State
from chalicelib.domain.visibility.readers import reader_of, reader_of_entry, reader_of_list
from chalicelib.domain.visibility.table import TABLE, Content, Disclosure, Linking, Revisions, Visibility, Words
from chalicelib.domain.workflow.rows import ENTRY_STEPS, LIST_STEPS


def as_seen_by(caller: Caller, head: Head) -> Head:
    """Return the head as far as the caller sees it.

    Until a desk's decision is disclosed, the result equals that of an entry that lies there undecided.
    """
    row = TABLE[reader_of_entry(caller, head)]
    seen = _with_disclosed_state(head, row.decisions)
    if not row.outcome and (head.outcome or head.correctable or head.objections):
        seen = replace(seen, outcome=None, correcting_until=None, correctable=(), objections=0)
    card, came = _visible_card(head, row.content), head.came if row.ranks else ()
    return seen if (card, came) == (head.card, head.came) else replace(seen, card=card, came=came)


def as_linked(caller: Caller, head: Head, confirmed: bool) -> LinkedEntry:
    """Return a pushed entry as a link field shows it.

    To a stranger it is only there, until its owner has `confirmed` the link: anybody can type any unit's credit code,
    which is enough to link its entries. Even then nobody learns there what desks decided.
    """
    name = (head.pushed_card or head.card).name
    match TABLE[reader_of_entry(caller, head)].linked:
        case Linking.ALL:
            state, recommended = as_seen_by(caller, head).state, is_recommended(caller, head)
            return LinkedEntry(head.id, head.track, name, state, head.filing_no, recommended)
        case Linking.CONFIRMED if confirmed:
            state = State.PUSHED if head.state in LINKABLE else head.state
            return LinkedEntry(head.id, head.track, name, state)
        case Linking.CONFIRMED:
            return LinkedEntry(head.id, head.track)


def state_for_area(head: Head) -> State:
    """Return the state that the desk of the unit's area sees."""
    return as_seen_by(Caller("", Role.RECOMMENDER, "", head.area), head).state


def is_recommended(caller: Caller, head: Head) -> bool | None:
    """Return whether the caller's desk recommends an entry.

    None if the caller may not know. An entry that a desk reported stays recommended until a desk above returns it, or
    reports that it declined it. The organiser's recommendation is the nomination.
    """
    if not TABLE[reader_of_entry(caller, head)].recommended:
        return None
    if head.desk == caller.seat:
        return head.state in APPROVED
    went_up = any(hop.desk == caller.seat for hop in head.came)
    return went_up and as_seen_by(caller, head).state in CARRIED


def may_read_draft(caller: Caller, head: Head) -> bool:
    """Return whether the caller reads the live answers.

    If not, it reads the last frozen revision.
    """
    return head.editable and TABLE[reader_of_entry(caller, head)].content is Content.LIVE


def may_read_revision(caller: Caller, head: Head, revision: Revision) -> bool:
    """Return whether the caller may open a frozen revision."""
    match TABLE[reader_of_entry(caller, head)].revisions:
        case Revisions.ALL:
            return True
        case Revisions.OWN:
            return revision.n >= head.since or revision.desk == caller.desk
        case Revisions.NONE:
            return False


def may_read_words(caller: Caller, head: Head, *desks: str | None) -> bool:
    """Return whether the caller reads words between `desks` and the entry."""
    return _party(caller, head, desks).words is not Words.NONE


def readable_opinions(caller: Caller, head: Head) -> tuple[str, ...]:
    """Return the desks on the way whose opinions the caller reads.

    Lowest first.
    """
    match TABLE[reader_of_entry(caller, head)].opinions:
        case Disclosure.AT_ONCE:
            return head.way
        case Disclosure.WITH_REPORT:
            return tuple(desk for desk in head.way if desk != head.desk)
        case Disclosure.NEVER:
            return ()


def visible_events(caller: Caller, head: Head, events: Sequence[Event]) -> list[Event]:
    """Return the events that the caller sees of an entry, redacted.

    The caller must be one that may read the entry.
    """
    moves = [e for e in events if ENTRY_STEPS[e.step].is_move]
    following = {e.n: after for e, after in zip_longest(moves, moves[1:])}
    return [
        redacted(e, caller, head)
        for e in events
        if not ENTRY_STEPS[e.step].is_decision or _is_disclosed(e, following[e.n], caller, head)
    ]


def redacted(event: Event, caller: Caller, head: Head) -> Event:
    """Return an event without the parts hidden from the caller.

    These are ranks, words and earlier decisions.
    """
    party = _party(caller, head, (event.facts.get("desk"), event.facts.get("to_desk")))
    decisions = TABLE[reader_of(caller, head, event.facts.get("desk"))].decisions
    hidden = _hidden_facts(event, party)
    undisclosed = set() if decisions is Disclosure.AT_ONCE else _undisclosed_facts(event)
    facts = {k: v for k, v in event.facts.items() if k not in hidden | undisclosed}
    texts = {k: text for k, text in event.texts.items() if _is_readable(k, event, party.words)}
    return replace(event, facts=facts, texts=texts)


def is_reopened_below(caller: Caller, ranked: RankedList) -> bool:
    """Return whether a desk below the caller has the list open again."""
    disclosure = TABLE[reader_of_list(caller, ranked)].reopened_list
    return not ranked.reported and disclosure is not Disclosure.AT_ONCE


def visible_list_events(caller: Caller, ranked: RankedList, events: Sequence[Event]) -> Sequence[Event]:
    """Return the events that the caller sees of a visible list.

    Of a list reopened below, these are the events up to its last report, and since then none of the desk's own.
    """
    if not is_reopened_below(caller, ranked):
        return events
    rows = {e.n: LIST_STEPS.get(e.step) or ENTRY_STEPS[e.step] for e in events}
    reported = max((n for n, row in rows.items() if row.target is ListState.REPORTED), default=0)
    return [e for e in events if e.n <= reported or rows[e.n].is_visible_above]


def _with_disclosed_state(head: Head, decisions: Disclosure) -> Head:
    match decisions:
        case Disclosure.AT_ONCE:
            return head
        case Disclosure.WITH_REPORT:
            return _as_reported(head)
        case Disclosure.NEVER:
            return _as_reported(replace(head, announced=False, asked_back_at=None))


def _as_reported(head: Head) -> Head:
    """Return an entry at a desk as its last report left it.

    That is declined, or still undecided. That it was sent back is between desks.
    """
    if head.state not in {State.PUSHED, *DECIDED} or head.pushed_at is None:
        return head
    state = State.DECLINED if head.announced and head.state in DECIDED else State.PUSHED
    at = max(head.pushed_at, head.asked_back_at or head.pushed_at)
    return replace(head, state=state, sent_back_at=None, updated_at=at)


def _visible_card(head: Head, content: Content) -> Card:
    match content:
        case Content.LIVE:
            return head.card
        case Content.PUSHED:
            return _with_progress(head.pushed_card, head) if head.pushed_card else head.card
        case Content.PROGRESS:
            return _with_progress(Card(), head)


def _with_progress(card: Card, head: Head) -> Card:
    """Return a card with the entry's own progress."""
    return replace(card, progress=head.card.progress, missing=head.card.missing)


def _party(caller: Caller, head: Head, desks: Iterable[str | None]) -> Visibility:
    """Return the caller's row for the desk that discloses most.

    Without any desk, it is seen from where the entry lies.
    """
    rows = [TABLE[reader_of(caller, head, desk)] for desk in desks if desk]
    readable = (row for row in rows if row.words is not Words.NONE)
    return next(readable, rows[0] if rows else TABLE[reader_of_entry(caller, head)])


def _is_disclosed(decision: Event, after: Event | None, caller: Caller, head: Head) -> bool:
    """Return whether the caller sees a desk's decision.

    `after` is the next event that moved the entry.
    """
    match TABLE[reader_of(caller, head, decision.facts.get("desk"))].decisions:
        case Disclosure.AT_ONCE:
            return True
        case Disclosure.WITH_REPORT:
            return _was_reported(decision, after, head)
        case Disclosure.NEVER:
            return False


def _was_reported(decision: Event, after: Event | None, head: Head) -> bool:
    """Return whether a decision was in force at its desk's report."""
    if after is None:
        return ENTRY_STEPS[decision.step].target is State.DECLINED and head.announced
    return _goes_up(after) or bool(after.facts.get("announced"))


def _goes_up(event: Event) -> bool:
    """Return whether the event takes its entry up with a report."""
    return ENTRY_STEPS[event.step].top is not None


def _undisclosed_facts(event: Event) -> set[str]:
    """Return the facts that reveal a desk's decision before the event."""
    if _goes_up(event):
        return set()
    states = ("from",) if ENTRY_STEPS[event.step].is_decision else ("from", "to")
    return {name for name in states if event.facts.get(name) in DECIDED}


def _hidden_facts(event: Event, party: Visibility) -> set[str]:
    """Return the facts between desks that the reader may not see."""
    ranks = set() if party.ranks else {"rank", "of"}
    is_private = party.words is Words.ADDRESSED and ENTRY_STEPS[event.step].is_between_desks
    return ranks | ({"until"} if is_private else set())


def _is_readable(name: str, event: Event, words: Words) -> bool:
    """Return whether a reader with `words` sees an event's text."""
    match words:
        case Words.ALL:
            return True
        case Words.ADDRESSED:
            return name != "opinion" and not ENTRY_STEPS[event.step].is_between_desks
        case Words.NONE:
            return False
