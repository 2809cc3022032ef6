"""What follows a report: entries go up, applicants learn of declines."""

from dataclasses import replace

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.ranking import Report
from chalicelib.domain.states import State
from chalicelib.domain.submission import Head, Hop
from chalicelib.domain.workflow.commands import GoUp
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Change, Facts
from chalicelib.domain.workflow.rows import row_of


def follow(head: Head, report: Report, rank: int, call: Call) -> Change[Head] | None:
    """Return the change of an entry that a report causes.

    Takes it up; or, when it is up already, gives it its new rank. None if neither applies.
    """
    hop = Hop(report.desk, rank, len(report.ids))
    if head.listed and head.desk == report.desk:
        reporter = Caller(report.actor, Role.RECOMMENDER, call.authority.id, report.desk)
        command = GoUp(report.to, rank, len(report.ids), report.n)
        return decide(command, head, Facts(report.at, reporter, Dates(call)))
    if report.to == head.desk and head.below and head.below.desk == report.desk and head.below != hop:
        return _beside_history(head, replace(head, came=(*head.came[:-1], hop)))
    return None


def announce(head: Head) -> Change[Head] | None:
    """Return the change that discloses a decline to its applicant.

    None if the entry is not declined, or the decline was announced already.
    """
    if head.state is not State.DECLINED or head.announced:
        return None
    return _beside_history(head, replace(head, announced=True))


def _beside_history(before: Head, after: Head) -> Change[Head]:
    """Return a change to the head's next version, without an event.

    The event is in the history of the report's list.
    """
    return Change(row_of(GoUp).step, before, replace(after, v=before.v + 1))
