"""Messages by the clock: due outboxes leave, and owners of unfinished entries are reminded of near deadlines."""

from datetime import datetime

from chalicelib import telemetry
from chalicelib.jobs.records import each_in_turn
from chalicelib.services.messages import deadline_reminders, outbox
from chalicelib.wiring import Wiring


def tick(wiring: Wiring, now: datetime) -> None:
    """Send what is due and remind of deadlines; a call that cannot be looked through keeps no other from it."""
    tools = wiring.tools
    with telemetry.span("run", job="messages_due"), each_in_turn() as turn:
        with turn("what is to leave"):
            outbox.send_due(tools, wiring.senders, wiring.dead_letters.put, wiring.settings.site_origin)
        for call in tools.calls.ids():
            with turn(f"the reminders of {call}"):
                deadline_reminders.scan(tools, call, now)
