"""The effects of the workflow's table: head and ranked list as a step leaves them, before they are recorded."""

from dataclasses import replace

from chalicelib.domain.errors import Busy, NotFound
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import ORGANISER, Head, Hop, State, short_id
from chalicelib.domain.workflow.situation import Command, Effect, Facts


def pushed(head: Head, s: Facts, wish: Command) -> Effect:
    again = head.state is State.RETURNED and head.desk == wish.desk
    state = State.NOMINATED if wish.desk == ORGANISER else State.PUSHED
    return replace(
        head,
        state=state,
        desk=wish.desk,
        came=head.came if again else (),
        filing_no=head.filing_no or s.filing_no,
        revision=head.revision + 1,
        since=head.since if again else head.revision + 1,
        pushed_at=s.now,
        pushed_card=None,
        resubmit_until=None,
        own=s.caller.desk is not None,
        announced=False,
    ), None


def marked_asked(head: Head, s: Facts, wish: Command) -> Effect:
    return replace(head, asked_back_at=s.now), None


def withdrawn(head: Head, s: Facts, wish: Command) -> Effect:
    return replace(head, state=State.WITHDRAWN, asked_back_at=None, sent_back_at=None), _unlisted(head, s)


def recommended(head: Head, s: Facts, wish: Command) -> Effect:
    return replace(head, state=State.RECOMMENDED), ranked_of(s).inserted(
        short_id(head.id), wish.rank or 0, s.quota
    )


def taken_back(head: Head, s: Facts, wish: Command) -> Effect:
    return replace(head, state=State.PUSHED, announced=False), _without(head, ranked_of(s))


def declined(head: Head, s: Facts, wish: Command) -> Effect:
    return replace(head, state=State.DECLINED, announced=ranked_of(s).reported), None


def returned(head: Head, s: Facts, wish: Command) -> Effect:
    until = s.dates.resubmit_until(s.now, head.desk or "", s.settings)
    after = replace(
        head,
        state=State.RETURNED,
        asked_back_at=None,
        sent_back_at=None,
        resubmit_until=until,
        pushed_card=head.card,
    )
    return after, _unlisted(head, s)


def sent_back(head: Head, s: Facts, wish: Command) -> Effect:
    below = below_of(head)
    after = replace(head, state=State.PUSHED, desk=below.desk, came=head.came[:-1], sent_back_at=s.now)
    return after, _without(head, ranked_of(s).reopened())


def gone(head: Head, s: Facts, wish: Command) -> Effect:
    return head, None


def follow_report(head: Head, to: str, came: Hop) -> Head:
    """An entry that follows its desk's reported list: to the desk above, or nominated from a top desk."""
    state = State.NOMINATED if to == ORGANISER else State.PUSHED
    return replace(
        head,
        state=state,
        desk=to,
        came=(*head.came, came),
        asked_back_at=None,
        sent_back_at=None,
        announced=False,
    )


def _unlisted(head: Head, s: Facts) -> RankedList | None:
    """The list without what leaves its desk, where it stands in it."""
    return _without(head, ranked_of(s)) if head.state is State.RECOMMENDED else None


def _without(head: Head, ranked: RankedList) -> RankedList:
    """Raises Busy where the list does not hold what its head says: the two were read at two moments, and somebody
    moved both in between."""
    try:
        return ranked.without(short_id(head.id))
    except NotFound:
        raise Busy() from None


def ranked_of(s: Facts) -> RankedList:
    """The list that the step concerns."""
    if s.ranked is None:
        raise RuntimeError("this step concerns a ranked list that was not loaded")
    return s.ranked


def below_of(head: Head) -> Hop:
    if head.below is None:
        raise RuntimeError("nothing to send back to")
    return head.below
