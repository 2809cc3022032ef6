"""The job that sends due outboxes and reminds of deadlines.

Reminders go to owners of unfinished entries, and to experts who have still to mark, when their deadline is near.
"""

from datetime import datetime

from chalicelib import telemetry
from chalicelib.jobs.records import each_in_turn, holds_still
from chalicelib.services.messages import deadline_reminders, outbox, review_reminders
from chalicelib.wiring import Wiring


def tick(wiring: Wiring, now: datetime) -> None:
    """Send due outboxes and scan every call for deadline reminders.

    A call that fails does not keep the others from it.
    """
    tools = wiring.tools
    with telemetry.span("run", job="messages_due"), each_in_turn() as turn:
        if holds_still(wiring):
            return
        with turn("what is to leave"):
            outbox.send_due(tools, wiring.senders, wiring.dead_letters.put, wiring.settings.site_origin)
        for call in tools.calls.ids():
            with turn(f"the reminders of {call}"):
                deadline_reminders.scan(tools, call, now)
            with turn(f"the experts of {call}"):
                review_reminders.scan(tools, call, now)
