"""The job that reports lists still open after their desk's deadline.

A list is reported as it is then.
"""

from datetime import datetime, timedelta
from itertools import islice

from chalicelib import telemetry
from chalicelib.domain.subjects import ListId
from chalicelib.jobs.records import Turn, each_in_turn, holds_still
from chalicelib.services.context import Tools
from chalicelib.services.lists import ranking
from chalicelib.wiring import Wiring

LOOKED_BACK = timedelta(days=3)
"""How long after its closing a list is still handled.

So a missed tick loses nothing.
"""

MOST = 100
"""Lists reported per step, well within a function's time."""


def tick(wiring: Wiring, now: datetime) -> None:
    """Run one step; if lists are left, start the state machine.

    The state machine of long jobs goes on at once. A tick that comes meanwhile runs another step, which changes nothing
    that is done.
    """
    with telemetry.span("run", job="tick"), each_in_turn() as turn:
        if not holds_still(wiring) and _step(wiring, now, turn):
            wiring.long_jobs.start(f"closing-{now:%Y%m%dT%H%M}")


def closing(wiring: Wiring, now: datetime) -> int:
    """Run one step of the state machine; return the number left.

    The number is that of overdue lists.
    """
    with telemetry.span("run", job="closing"), each_in_turn() as turn:
        return 0 if holds_still(wiring) else _step(wiring, now, turn)


def _step(wiring: Wiring, now: datetime, turn: Turn) -> int:
    """Report up to MOST overdue lists; return the number left.

    A list is overdue when its desk's time has ended, grace included, and it is not empty. A failure does not hold up
    the others.
    """
    tools, overdue = wiring.tools, list[ListId]()
    for call in tools.calls.ids():
        with turn(call):
            overdue += _overdue(tools, call, now)
    for list_id in islice(overdue, MOST):
        with turn(list_id.subject):
            ranking.report_overdue(tools, list_id)
    left = max(0, len(overdue) - MOST)
    telemetry.current().note(left=left)
    return left


def _overdue(tools: Tools, call_id: str, now: datetime) -> list[ListId]:
    call = tools.calls.latest(call_id)
    if now < call.calendar.filing_opens:
        return []
    return ranking.overdue(tools, call, now, LOOKED_BACK)
