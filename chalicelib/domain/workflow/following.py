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

    Takes it up as the report saw it; or, when it is up already, however far, gives it its new rank. None if it was
    recommended anew since the report, or if a newer report has ranked it.
    """
    if head.listed and head.desk == report.desk:
        if head.decided_after >= report.n:
            return None
        reporter = Caller(report.actor, Role.RECOMMENDER, call.authority.id, report.desk, reset_by=report.reset_by)
        command = GoUp(report.to, rank, len(report.ids), report.n)
        return decide(command, head, Facts(report.at, reporter, Dates(call)))
    hop = Hop(report.desk, rank, len(report.ids), report.n)
    came = tuple(hop if was.desk == hop.desk and was.n < hop.n else was for was in head.came)
    return _beside_history(head, replace(head, came=came)) if came != head.came else None


def announce(head: Head, reports: int) -> Change[Head] | None:
    """Return the change that discloses a decline to its applicant.

    `reports` is how many reports its desk has made. None if the entry is not declined, was declined after the last of
    them, or the decline was announced already.
    """
    if head.state is not State.DECLINED or head.announced or head.decided_after >= reports:
        return None
    return _beside_history(head, replace(head, announced=True))


def _beside_history(before: Head, after: Head) -> Change[Head]:
    """Return a change to the head's next version, without an event.

    The event is in the history of the report's list.
    """
    return Change(row_of(GoUp).step, before, replace(after, v=before.v + 1))
