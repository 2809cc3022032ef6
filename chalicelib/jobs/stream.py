"""The job that follows the records of the table's stream.

FOLLOWED says what each kind of item brings about. Each record is handled alone, in any order, any number of times.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from chalicelib.domain.publication.objections import ObjectionState
from chalicelib.domain.subjects import JuryId, read_subject
from chalicelib.frozen import dataclass
from chalicelib.jobs.records import Record, job
from chalicelib.services.context import Tools
from chalicelib.services.follow_ups import applicant_overviews, erasure, orphaned_objects, record, reports, rolls
from chalicelib.services.follow_ups import notices as public_notices
from chalicelib.services.follow_ups import results as announced_results
from chalicelib.services.messages import call_news, notifications, outbox, reminders, review_reminders
from chalicelib.services.publication import pages
from chalicelib.storage import accounts, counters, juries, keys, lists, notices, objections, results
from chalicelib.storage import messages as stored
from chalicelib.storage.engine.table import Item, plain
from chalicelib.storage.items import RESTORED, event_of, files_of, head_of
from chalicelib.storage.keys import ItemKind, Key

T = TypeVar("T")


@dataclass(frozen=True)
class ItemChange:
    """A decoded record of the stream.

    Its id, the item's key, the item before and after the write, and when it was written.
    """

    id: str
    key: Key
    old: Item | None
    new: Item | None
    at: datetime | None

    def values(self, decode: Callable[[Item], T]) -> tuple[T | None, T | None]:
        """Return the decoded values before and after the write."""
        return decode(self.old) if self.old else None, decode(self.new) if self.new else None

    @property
    def created(self) -> Item | None:
        """The item, if the record says that it is new."""
        return self.new if self.old is None else None


def follow_head(change: ItemChange, tools: Tools) -> None:
    """Update overview and counters; announce a decline that was reported."""
    before, after = change.values(head_of)
    head = after or before
    if head is None:
        return
    applicant_overviews.update(tools, head.id, head.owner)
    was, now = counters.contributions(before), counters.contributions(after)
    counters.count(tools.table, head.call, change.id, was, now, tools.clock())
    if after:
        reports.announce_decline(tools, after)
        notifications.tell_announcement(tools, before, after, change.at or tools.clock())


def follow_account(change: ItemChange, tools: Tools) -> None:
    """Follow an account: count it, greet its holder, or erase it.

    An applicant that registered is counted, whoever was issued an account is notified, what is left of a closed one
    is erased.
    """
    before, after = change.values(accounts.account_of)
    account = after or before
    if account is None:
        return
    was, now = counters.registered(before), counters.registered(after)
    counters.count(tools.table, account.authority, change.id, was, now, tools.clock())
    if before is None:
        notifications.tell_new_account(tools, account)
    if account.closed_at and account.login:
        erasure.carry_out(tools, account.id)


def follow_files(change: ItemChange, tools: Tools) -> None:
    """Delete the objects that are no longer referenced."""
    before, after = change.values(files_of)
    if before:
        orphaned_objects.clear(tools, before, after)


def follow_report(change: ItemChange, tools: Tools) -> None:
    """Take the entries of a new report up."""
    if change.created:
        reports.advance(tools, lists.report_of(change.created))


def follow_event(change: ItemChange, tools: Tools) -> None:
    """Notify those whom a step concerns."""
    if change.created:
        notifications.tell_event(tools, event_of(change.created, None))


def follow_jury_event(change: ItemChange, tools: Tools) -> None:
    """Notify whom a jury's step concerns, and carry out what follows it."""
    if not change.created:
        return
    event = event_of(change.created, None)
    notifications.tell_event(tools, event)
    jury = read_subject(event.subject)
    if event.step == "freeze_roll" and isinstance(jury, JuryId):
        admitted = rolls.advance(tools, jury, event)
        notifications.tell_roll(tools, event, jury, admitted)


def follow_public_notice(change: ItemChange, tools: Tools) -> None:
    """Take a public notice one step on.

    Some entries learn of it, or it is published.

    Writing how far it has come brings about the next step.
    """
    if change.new:
        public_notices.advance(tools, notices.notice_of(change.new))


def follow_results(change: ItemChange, tools: Tools) -> None:
    """Take results one step on.

    Some entries learn of them, or they are published. Writing how far they have come brings about the next step.
    """
    if change.new:
        announced_results.advance(tools, results.results_of(change.new))


def follow_objection(change: ItemChange, tools: Tools) -> None:
    """Notify whose turn it is at an objection.

    What is ruled is made public.
    """
    before, after = change.values(objections.objection_of)
    if after and after.state is not ObjectionState.BEGUN:
        notifications.tell_objection(tools, before, after)
        if after.ruling and not (before and before.ruling):
            pages.publish(tools, tools.calls.latest(after.call))


def follow_seal(change: ItemChange, tools: Tools) -> None:
    """Sign a new seal's checkpoint, and publish the record."""
    if change.created:
        record.advance(tools, juries.seal_of(change.created).call)


def follow_reminder(change: ItemChange, tools: Tools) -> None:
    """Create the messages of a desk's reminder, or of one to experts."""
    if change.created:
        reminder = stored.reminder_of(change.created)
        (review_reminders if reminder.stage else reminders).carry_out(tools, reminder)


def follow_proposal(change: ItemChange, tools: Tools) -> None:
    """Notify those who may confirm what was proposed."""
    if change.new:
        notifications.tell_proposal(tools, juries.proposal_of(change.new))


def follow_call_news(change: ItemChange, tools: Tools) -> None:
    """Notify a page of accounts of a version that asks more.

    Writing how far it has come brings about the next page.
    """
    if change.new:
        call_news.go_on(tools, stored.call_news_of(change.new))


def follow_message(change: ItemChange, tools: Tools) -> None:
    """Queue an unread message in its receiver's outboxes."""
    if change.new and stored.is_unread(change.new):
        outbox.wait(tools, keys.account_in(change.key.pk), stored.message_of(change.new))


def follow_set_aside(change: ItemChange, tools: Tools) -> None:
    """Queue an outbox again that a dead letter brings back."""
    if change.new:
        outbox.put_back(tools, stored.outbox_of(change.new))


def follow_beat(change: ItemChange, tools: Tools) -> None:
    """Do nothing more: that the beat came is what is watched."""


FOLLOWED: dict[ItemKind, Callable[[ItemChange, Tools], None]] = {
    keys.HEAD: follow_head,
    keys.ACCOUNT: follow_account,
    keys.FILES: follow_files,
    keys.REPORT: follow_report,
    keys.SUBMISSION_EVENT: follow_event,
    keys.LIST_EVENT: follow_event,
    keys.ACCOUNT_EVENT: follow_event,
    keys.JURY_EVENT: follow_jury_event,
    keys.READER_EVENT: follow_event,
    keys.PROPOSAL: follow_proposal,
    keys.PUBLIC_NOTICE: follow_public_notice,
    keys.RESULTS: follow_results,
    keys.OBJECTION: follow_objection,
    keys.SEAL: follow_seal,
    keys.REMINDER: follow_reminder,
    keys.CALL_NEWS: follow_call_news,
    keys.MESSAGE: follow_message,
    keys.SET_ASIDE: follow_set_aside,
    keys.BEAT: follow_beat,
}
"""What follows from a record, by its item's kind.

Nothing follows from any other kind.
"""


def filters() -> list[str | dict[str, str]]:
    """Return the filter of the stream: the sort keys of followed kinds."""
    words = {kind.sort: kind.is_alone for kind in FOLLOWED if kind is not keys.SET_ASIDE}
    return [word if alone else {"prefix": f"{word}#"} for word, alone in words.items()]


def follow(record: Record, tools: Tools) -> None:
    """Carry out what a record calls for.

    That is nothing for an item that a restore or a migration wrote.
    """
    change = read_change(record)
    if change.created and RESTORED in change.created:
        return
    for kind, act in FOLLOWED.items():
        if kind.has(change.key):
            act(change, tools)


handle = job("stream")(follow)
"""The handler of batches."""


def read_change(record: Record) -> ItemChange:
    """Decode a record of the stream."""
    images = record["dynamodb"]
    old, new = (plain(images[side]) if images.get(side) else None for side in ("OldImage", "NewImage"))
    key, at = plain(images["Keys"]), images.get("ApproximateCreationDateTime")
    written = datetime.fromtimestamp(int(at), UTC) if at else None
    return ItemChange(record.get("eventID", ""), Key(key["pk"], key["sk"]), old, new, written)
