"""Outboxes: messages that wait to be sent, by account and channel.

The messages of an outbox leave together when it is due. Sending runs behind the stream, so that a push never waits
for it. When a provider fails, the outbox is tried again, each time later, and in the end set aside among the dead
letters with the reason. Messages that were read on the site meanwhile are not sent, alerts apart.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib import telemetry
from chalicelib.domain.accounts import Account, text_number
from chalicelib.domain.call import Call
from chalicelib.domain.channels import CHANNELS, Channel
from chalicelib.domain.errors import Busy
from chalicelib.domain.message_kinds import KINDS
from chalicelib.domain.messages import MOST_TRIES, Message, Outbox, OutgoingMessage, Preferences, backoff
from chalicelib.services.context import Tools, retry
from chalicelib.services.messages import address_codes, templates
from chalicelib.storage import accounts, messages
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.senders import Send, Undelivered
from chalicelib.storage.engine.table import Conflict, Put
from chalicelib.storage.messages import AlreadyNotified

Senders = Mapping[Channel, Send]

MOST = 200
"""Most outboxes per run, well within a function's time."""

LEASE = timedelta(minutes=5)
"""How long no other run takes an outbox that is being sent."""


def wait(tools: Tools, account_id: str, message: Message) -> None:
    """Put a message into its receiver's outboxes.

    One for each channel that its call opens and the receiver has chosen. The same message at the same count is added
    once. Raises Busy when others kept writing.
    """
    call = tools.calls.latest(message.call)
    if not call.outgoing.channels:
        return
    account, preferences = fetch(tools.table, accounts.account(account_id), messages.preferences(account_id))
    is_alert = KINDS[message.kind].is_alert
    if account is None or (account.disabled and not is_alert):
        return
    due = tools.clock() + (timedelta() if is_alert else call.outgoing.gathered)
    for channel in call.outgoing.channels:
        if address_of(channel, account, preferences) is not None:
            _add(tools, account_id, channel, message, due)


def address_of(channel: Channel, account: Account, preferences: Preferences) -> str | None:
    """Return the address of an account for a channel.

    "" for a webhook, which needs none; None when the account has not chosen the channel or confirmed its address. A
    phone number that has changed since is not confirmed.
    """
    if channel not in preferences.channels:
        return None
    if channel == "webhook":
        return ""
    confirmed = preferences.confirmed(channel)
    current = confirmed if channel == "mail" else text_number(account.phone)
    return confirmed if confirmed and confirmed == current else None


def send_due(tools: Tools, senders: Senders, set_aside: Callable[[str], None], origin: str) -> None:
    """Send every outbox that is due.

    Each is handled alone, and a failure of one delays none of the others.
    """
    now = tools.clock()
    due = fetch(tools.table, messages.due_outboxes(now, MOST))
    telemetry.current().count("OutboxAge", max(((now - outbox.due).total_seconds() for outbox in due), default=0))
    for outbox in due:
        claimed = _claim(tools, outbox)
        if claimed:
            _send_one(tools, senders, set_aside, origin, claimed)


def put_back(tools: Tools, outbox: Outbox) -> None:
    """Put messages that were set aside back, due at once."""
    for message in outbox.waiting:
        _join(tools, Outbox(outbox.account, outbox.channel, (message,), tools.clock()))


def _add(tools: Tools, account: str, channel: Channel, message: Message, due: datetime) -> None:
    marker = messages.put_marker(account, message.id, f"{channel}#{message.n}", tools.clock())
    try:
        _join(tools, Outbox(account, channel, (message.id,), due), marker)
    except AlreadyNotified:
        return


def _join(tools: Tools, new: Outbox, *also: Put) -> None:
    """Add a new outbox's message to the one that waits.

    What is due now takes the others with it, unless they are being sent.
    """

    def attempt() -> None:
        before, now = fetch(tools.table, messages.outbox(new.account, new.channel)), tools.clock()
        if before and new.due <= now and before.due > now + LEASE:
            before = replace(before, due=new.due)
        after = before.with_one(new.waiting[0]) if before else new
        tools.table.write([*also, messages.put_outbox(after)])

    retry(attempt)


def _claim(tools: Tools, outbox: Outbox) -> Outbox | None:
    """Claim an outbox, as it is now, for LEASE.

    None when it is not due any more.
    """
    current, now = fetch(tools.table, messages.same_outbox(outbox)), tools.clock()
    if current is None or current.due > now:
        return None
    claimed = replace(current, due=now + LEASE, v=current.v + 1)
    try:
        tools.table.write([messages.put_outbox(claimed)])
    except Conflict:
        return None
    return claimed


def _send_one(tools: Tools, senders: Senders, set_aside: Callable[[str], None], origin: str, outbox: Outbox) -> None:
    try:
        parcel = _confirmation(tools, outbox) if outbox.confirms else _parcel(tools, outbox, origin)
        if parcel:
            senders[outbox.channel](parcel)
    except Exception as failure:
        reason = str(failure) if isinstance(failure, Undelivered) else type(failure).__name__
        _try_later(tools, set_aside, outbox, reason)
        return
    _change(tools, outbox, lambda current: current.without(outbox.waiting))


def _parcel(tools: Tools, outbox: Outbox, origin: str) -> OutgoingMessage | None:
    """Return what still waits, in words.

    None when all was read or the receiver wants no messages any more.
    """
    account, preferences, unread = fetch(
        tools.table,
        accounts.account(outbox.account),
        messages.preferences(outbox.account),
        messages.to_send(outbox.account, outbox.waiting),
    )
    if account and account.disabled:
        unread = [m for m in unread if KINDS[m.kind].is_alert]
    address = address_of(outbox.channel, account, preferences) if account else None
    if account is None or address is None or not unread:
        return None
    calls = {m.call: tools.calls.latest(m.call) for m in unread}
    first = calls[unread[-1].call]
    return OutgoingMessage(
        id=_parcel_id(outbox, unread),
        account=account.id,
        login=account.login,
        address=address,
        subject=templates.subject(first, unread),
        text=_text(outbox.channel, list(calls.values()), unread, f"{origin}/messages"),
        kinds=tuple(m.kind for m in unread),
    )


def _text(channel: Channel, calls: list[Call], unread: list[Message], link: str) -> str:
    if channel == "sms":
        newest = unread[::-1]
        return templates.short(next(c for c in calls if c.id == newest[0].call), newest, link)
    return templates.body(calls, unread, link)


def _confirmation(tools: Tools, outbox: Outbox) -> OutgoingMessage | None:
    """Return the code of an address, in words.

    None when the account has been disabled or its phone number changed since the code was asked for.
    """
    account = fetch(tools.table, accounts.account(outbox.account))
    channel, address = outbox.channel, outbox.confirms
    if account is None or account.disabled or channel == "webhook":
        return None
    if channel == "sms" and address != text_number(account.phone):
        return None
    code = address_codes.code(tools, account.id, channel, address)
    text = templates.confirmation(channel, code)
    subject = " / ".join(templates.CONFIRM_SUBJECT[language] for language in templates.LANGUAGES)
    id = hashlib.sha256(f"{account.id}{address}{code}".encode()).hexdigest()[:32]
    return OutgoingMessage(id, account.id, "", address, subject, text, ())


def _parcel_id(outbox: Outbox, unread: list[Message]) -> str:
    """Return an id that is the same for the same messages.

    A receiver can recognise a second try by it.
    """
    what = "\n".join([outbox.account, outbox.channel, *(f"{m.id}#{m.n}" for m in unread)])
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def _try_later(tools: Tools, set_aside: Callable[[str], None], outbox: Outbox, reason: str) -> None:
    """Delay an outbox, each time longer; in the end set it aside.

    Where even that fails, it is delayed again. A confirmation code is dropped instead: the account can request
    another.
    """
    tries, now = outbox.tries + 1, tools.clock()
    telemetry.current().count("Undelivered")
    telemetry.log.warning("an outbox of %s waits after try %d: %s", outbox.channel, tries, reason)
    if tries >= MOST_TRIES and (outbox.confirms or _was_set_aside(tools, set_aside, outbox, reason)):
        _change(tools, outbox, lambda current: current.without(outbox.waiting))
        return
    due = now + backoff(min(tries, MOST_TRIES))
    _change(tools, outbox, lambda current: replace(current, tries=tries, due=due, v=current.v + 1))


def _was_set_aside(tools: Tools, set_aside: Callable[[str], None], outbox: Outbox, reason: str) -> bool:
    letter = {
        "job": "stream",
        "reason": reason,
        "at": tools.clock().isoformat(timespec="seconds"),
        "record": messages.as_record(outbox),
    }
    try:
        set_aside(json.dumps(letter, ensure_ascii=False))
    except Exception:
        telemetry.log.exception("the queue of dead letters refused an outbox of %s", outbox.channel)
        return False
    return True


def _change(tools: Tools, outbox: Outbox, change: Callable[[Outbox], Outbox]) -> None:
    """Change an outbox as it is now; delete it when empty.

    More messages may have come meanwhile. Under contention it is left as it is: it is due again after its lease.
    """

    def attempt() -> None:
        current = fetch(tools.table, messages.same_outbox(outbox))
        if current is None:
            return
        after = change(current)
        tools.table.write([messages.put_outbox(after) if after.waiting else messages.delete_outbox(current)])

    with suppress(Busy):
        retry(attempt)


def offered(calls: Sequence[Call]) -> tuple[Channel, ...]:
    """Return the channels that any of these calls opens."""
    return tuple(c for c in CHANNELS if any(c in call.outgoing.channels for call in calls))
