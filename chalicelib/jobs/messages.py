"""Messages made from the table's stream (of each step, each account handed out, each decline announced, each
reminder asked for), and by the clock (of deadlines that are near)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib import telemetry
from chalicelib.jobs.records import each_in_turn
from chalicelib.services.context import Tools
from chalicelib.services.messages import deadline_reminders, notifications, outbox, reminders
from chalicelib.storage import accounts
from chalicelib.storage import messages as stored
from chalicelib.storage.engine.table import Item, plain
from chalicelib.storage.items import event_of, head_of
from chalicelib.wiring import Wiring

Record = Mapping[str, Any]


def tell(record: Record, tools: Tools) -> None:
    """Make the messages that a record calls for, if any; again makes none."""
    change = record["dynamodb"]
    sort_key = change["Keys"]["sk"]["S"]
    old, new = (plain(change[k]) if change.get(k) else None for k in ("OldImage", "NewImage"))
    if new is None:
        return
    if sort_key.startswith("6EVENT#") and old is None:
        notifications.tell_event(tools, event_of(new, None))
    elif sort_key == "0HEAD":
        _tell_announcement(tools, old, new, _written_at(record, tools))
    elif sort_key == "0ACCOUNT" and old is None:
        notifications.tell_new_account(tools, accounts.account_of(new))
    elif sort_key.startswith("REMINDER#") and old is None:
        reminders.carry_out(tools, stored.reminder_of(new))
    elif sort_key.startswith("5MESSAGE#") and stored.is_unread(new):
        outbox.wait(tools, new["pk"].removeprefix("A#"), stored.message_of(new))
    elif sort_key.startswith("6SETASIDE#"):
        outbox.put_back(tools, stored.outbox_of(new))


def tick(wiring: Wiring, now: datetime) -> None:
    """What the clock brings: what is due leaves, and whoever has something unfinished hears of a deadline. A call
    that cannot be walked through keeps no other from it."""
    tools = wiring.tools
    with telemetry.span("run", job="messages_due"), each_in_turn() as turn:
        with turn("what is to leave"):
            outbox.send_due(tools, wiring.senders, wiring.dead_letters.put, wiring.settings.site_origin)
        for call in tools.calls.ids():
            with turn(f"the walk of {call}"):
                deadline_reminders.scan(tools, call, now)


def _tell_announcement(tools: Tools, old: Item | None, new: Item, at: datetime) -> None:
    notifications.tell_announcement(tools, head_of(old) if old else None, head_of(new), at)


def _written_at(record: Record, tools: Tools) -> datetime:
    """When the engine wrote it, to the second: the same however often the record comes."""
    told = record["dynamodb"].get("ApproximateCreationDateTime")
    return datetime.fromtimestamp(int(told), UTC) if told else tools.clock()
