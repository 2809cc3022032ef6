"""Messages, contact preferences, reminders and outboxes in the table.

A message is in the `owner` index as long as it is unread, so that unread messages are counted and listed without the
others.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.channels import AddressChannel, Channel
from chalicelib.domain.errors import NotFound, Stale
from chalicelib.domain.message_kinds import KINDS
from chalicelib.domain.messages import CallNews, DailyScan, Message, Outbox, Preferences, Reminder
from chalicelib.frozen import dataclass
from chalicelib.storage import counters, keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, is_there, ref
from chalicelib.storage.engine.table import NEW, UNCHANGED, Conflict, Delete, Item, Put, Query, Update, at_version
from chalicelib.storage.items import SCHEMA, pack, packed, unpack
from chalicelib.storage.keys import Key

PER_PAGE = 30
KEPT = timedelta(days=7)
"""How long reminder requests, news of versions and daily scans are kept.

Nothing can read them any more after that.
"""

CONFIRM: Mapping[Channel, str] = {"mail": "confirm", "sms": "confirm_sms"}
"""The words in place of a channel in the key of its confirmation's outbox."""


class AlreadyNotified(Exception):
    """A notification that is stored already.

    The message exists, its entry is counted in it, or its account was reminded on that day.
    """


@dataclass(frozen=True)
class MessagePage:
    """One page of messages, and the cursor to the next.

    Each message comes with whether it is unread.
    """

    items: list[tuple[Message, bool]]
    cursor: str | None


def message_item(account: str, message: Message) -> Item:
    """Return the item of an unread message."""
    return packed(
        keys.message(account, message.id),
        message,
        n=message.n,
        own_pk=keys.unread_index(account),
        own_sk=message.id,
        expires=int(message.expires.timestamp()),
    )


def message_of(item: Item) -> Message:
    return unpack(Message, item)


def is_unread(item: Item) -> bool:
    return "own_pk" in item


def put_message(account: str, message: Message) -> Put:
    return Put(message_item(account, message), NEW, otherwise=lambda _: AlreadyNotified())


def put_joined_message(account: str, message: Message, seen: int) -> Put:
    """Write a message that now covers more entries, unread again.

    `seen` is how many it covered when it was read (0: there was no message). Raises Conflict when that has changed.
    """
    condition, values = ("#n = :n", {":n": seen}) if seen else (NEW, {})
    return Put(message_item(account, message), condition, values, lambda _: Conflict())


def put_marker(account: str, message: str, source: str, now: datetime) -> Put:
    """Record that one entry is counted in a message.

    Raises AlreadyNotified when it was recorded before.
    """
    key = keys.counted_event(f"{account}#{message}#{source}")
    expires = int((now + counters.MARKER_KEPT).timestamp())
    item = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "expires": expires}
    return Put(item, NEW, otherwise=lambda _: AlreadyNotified())


def mark_read(account: str, message: str) -> Update:
    """Mark a message as read.

    It leaves the index of unread messages. Raises NotFound when there is no such message.
    """
    return Update(
        keys.message(account, message),
        removes=("own_pk", "own_sk"),
        condition="attribute_exists(#pk)",
        otherwise=lambda _: NotFound(),
    )


def page(account: str, unread: bool, cursor: str | None) -> Listing[MessagePage]:
    """Read one page of an account's messages, newest first.

    Only unread ones if `unread`.
    """
    own = keys.message(account, "")
    query = (
        Query(keys.unread_index(account), index="owner", limit=PER_PAGE, cursor=cursor, newest_first=True)
        if unread
        else Query(own.pk, own.sk, limit=PER_PAGE, cursor=cursor, newest_first=True)
    )
    return Listing(query, lambda p: MessagePage([(message_of(i), is_unread(i)) for i in p.items], p.cursor))


def unread_ids(account: str, most: int) -> Listing[list[str]]:
    """Read the ids of up to `most` unread messages, newest first."""
    query = Query(keys.unread_index(account), index="owner", limit=most, newest_first=True)
    return Listing(query, lambda page: [item["own_sk"] for item in page.items])


def message(account: str, message_id: str) -> Ref[Message | None]:
    return ref(keys.message(account, message_id), message_of, None)


def to_send(account: str, message_ids: Iterable[str]) -> Ref[list[Message]]:
    """Read those of these messages that are still unread, and alerts.

    Oldest first; messages that do not exist are left out.
    """
    own = tuple(keys.message(account, id) for id in sorted(message_ids))
    return Ref(own, lambda items: [message for k in own if k in items for message in _still_to_send(items[k])])


def _still_to_send(item: Item) -> list[Message]:
    message = message_of(item)
    return [message] if is_unread(item) or KINDS[message.kind].is_alert else []


def put_reminder(reminder: Reminder) -> Put:
    key = keys.reminder(reminder.call, reminder.desk, reminder.id)
    return Put(packed(key, reminder, expires=int((reminder.at + KEPT).timestamp())), NEW)


def reminder_of(item: Item) -> Reminder:
    return unpack(Reminder, item)


def reminder(call: str, desk: str, reminder_id: str) -> Ref[Reminder | None]:
    return ref(keys.reminder(call, desk, reminder_id), reminder_of, None)


def reminded(accounts: Iterable[str], day: datetime) -> Ref[dict[str, bool]]:
    """Read which of these accounts were reminded on `day`."""
    return by_name({account: is_there(_reminded_key(account, day)) for account in accounts})


def _reminded_key(account: str, day: datetime) -> Key:
    return keys.throttle(f"reminded#{account}#{day:%Y%m%d}")


def put_reminded(account: str, day: datetime) -> Put:
    """Record that an account was reminded on `day`.

    Raises AlreadyNotified when it was recorded before.
    """
    key = _reminded_key(account, day)
    expires = int((day + timedelta(days=1)).timestamp())
    item = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "expires": expires}
    return Put(item, NEW, otherwise=lambda _: AlreadyNotified())


def put_call_news(news: CallNews) -> Put:
    """Write how far the news of a version has come.

    Raises Conflict when another run has come further.
    """
    key = keys.call_news(news.call, news.version)
    item = packed(key, news, v=news.v, expires=int((news.at + KEPT).timestamp()))
    return Put(item, *at_version(news.v - 1), lambda _: Conflict())


def call_news_of(item: Item) -> CallNews:
    return unpack(CallNews, item)


def daily_scan(call: str, day: str) -> Ref[DailyScan]:
    """Read how far a day's scan of unfinished entries has come."""
    return ref(keys.daily_scan(call, day), partial(unpack, DailyScan), DailyScan())


def put_daily_scan(call: str, day: str, walk: DailyScan, now: datetime) -> Put:
    """Write how far a day's scan has come.

    Unconditional: two scans at once repeat each other's work, which changes nothing.
    """
    return Put(packed(keys.daily_scan(call, day), walk, expires=int((now + KEPT).timestamp())))


def preferences(account: str) -> Ref[Preferences]:
    """Read an account's contact preferences, or the defaults."""
    return ref(keys.preferences(account), partial(unpack, Preferences), Preferences(account))


def put_preferences(new: Preferences) -> Put:
    """Write contact preferences over the version before.

    Raises Stale, with the stored version, when that has changed.
    """
    item = packed(keys.preferences(new.account), new, v=new.v)
    return Put(item, *at_version(new.v - 1), lambda old: Stale(current=unpack(Preferences, old) if old else None))


def outbox(account: str, channel: Channel) -> Ref[Outbox | None]:
    """Read an account's outbox for one channel."""
    return ref(keys.outbox(account, channel), outbox_of, None)


def confirmation(account: str, channel: AddressChannel) -> Ref[Outbox | None]:
    """Read the outbox that holds an account's address confirmation.

    None when no address of the channel waits for its code to be sent.
    """
    return ref(keys.outbox(account, CONFIRM[channel]), outbox_of, None)


def put_outbox(outbox: Outbox) -> Put:
    """Write an outbox: new at version 1, else over the version before.

    Raises Conflict when another write came in between.
    """
    item = packed(
        _outbox_key(outbox),
        outbox,
        v=outbox.v,
        desk_pk=keys.outbox_index(),
        desk_sk=f"{outbox.due:%Y-%m-%dT%H:%M:%S}#{outbox.account}#{outbox.channel}",
    )
    return Put(item, *at_version(outbox.v - 1), lambda _: Conflict())


def delete_outbox(outbox: Outbox) -> Delete:
    """Delete an outbox at the version that was read.

    Raises Conflict when another write came in between.
    """
    return Delete(_outbox_key(outbox), UNCHANGED, {":v": outbox.v}, lambda _: Conflict())


def same_outbox(outbox: Outbox) -> Ref[Outbox | None]:
    """Read an outbox as it is now."""
    return ref(_outbox_key(outbox), outbox_of, None)


def as_record(outbox: Outbox) -> dict[str, Any]:
    """Return a failed outbox as a record of the stream.

    A dead letter keeps it, so that the stream's job can process it again.
    """
    key = keys.set_aside(outbox.account, outbox.channel)
    typed = {name: {"S": value} for name, value in {**key._asdict(), "doc": pack(outbox)}.items()}
    return {"dynamodb": {"Keys": {"pk": typed["pk"], "sk": typed["sk"]}, "NewImage": typed}}


def outbox_of(item: Item) -> Outbox:
    return unpack(Outbox, item)


def _outbox_key(outbox: Outbox) -> Key:
    return keys.outbox(outbox.account, CONFIRM[outbox.channel] if outbox.confirms else outbox.channel)


def due_outboxes(now: datetime, most: int) -> Listing[list[Outbox]]:
    """Read up to `most` due outboxes, the longest due first.

    Read from the index, which may lag.
    """
    query = Query(keys.outbox_index(), index="desk", limit=most)
    return Listing(query, lambda page: [o for i in page.items if (o := outbox_of(i)).due <= now])
