"""Routes of messages, contact preferences and reminders."""

from dataclasses import fields
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.channels import CHANNELS, AddressChannel, Channel
from chalicelib.domain.messages import Kind, Message, Standing
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.messages import preferences, reading, reminders, review_reminders
from chalicelib.web.http.endpoint import EVERYBODY, HOLDERS, RUNNERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, PageQuery

bp = Blueprint(__name__)


class MessageQuery(PageQuery):
    """Filter: all messages, or only unread ones."""

    only: Literal["all", "unread"] = "all"


@dataclass(frozen=True, kw_only=True)
class MessageOut:
    """A message by its kind, with the facts that its text needs.

    `n` is the number of entries it is about, `until` the deadline it is about, and `desk` the desk that acted
    or where the entry lies. Of the evaluation: `stage` is the jury's, `step` what happened there.
    """

    id: str
    kind: Kind
    call: str
    at: datetime
    track: str
    submission: str
    name: str
    desk: str
    n: int
    until: datetime | None
    standing: Standing | None
    stage: str
    step: str
    unread: bool


@dataclass(frozen=True, kw_only=True)
class MessagesOut:
    items: list[MessageOut]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class UnreadOut:
    """Number of unread messages, up to 100."""

    unread: int


@dataclass(frozen=True, kw_only=True)
class MarkedReadOut:
    """Whether there may be more unread messages."""

    more: bool


class ReminderIn(Body):
    """Ids of the applicants' accounts to remind."""

    accounts: list[Id] = Field(min_length=1, max_length=limits.REMINDED)


@dataclass(frozen=True, kw_only=True)
class ReminderOut:
    """Accounts that will be reminded, and those already reminded today."""

    reminded: list[str]
    before: list[str]


@dataclass(frozen=True, kw_only=True)
class RemindedExpertsOut:
    """Experts who will be reminded, and who were today, by label."""

    reminded: list[str]
    before: list[str]


class ContactPreferencesIn(Body):
    """Channels to switch on, and the mail address.

    `mail_code` is needed with a new address, `sms_code` for text messages to a phone number that is not confirmed.
    """

    channels: list[Channel] = Field(max_length=len(CHANNELS))
    mail: str = Field(default="", max_length=limits.MAIL)
    mail_code: str = Field(default="", max_length=limits.CODE)
    sms_code: str = Field(default="", max_length=limits.CODE)


@dataclass(frozen=True, kw_only=True)
class ContactPreferencesOut:
    """Active channels, offered channels, and the addresses.

    Channels are offered by the calls of the account's authority. `mail` is confirmed. `phone` is the account's number
    for text messages, "" where it can get none; none is sent to it until it is confirmed.
    """

    channels: list[Channel]
    offered: list[Channel]
    mail: str
    phone: str
    phone_confirmed: bool
    etag: str


class AddressIn(Body):
    """An address to confirm.

    `mail`, or for `sms` the account's phone number.
    """

    channel: AddressChannel
    mail: str = Field(default="", max_length=limits.MAIL)


@endpoint(bp, "GET", "/messages", allow=EVERYBODY, query=MessageQuery, returns=MessagesOut)
def list_messages(request: Request, query: MessageQuery) -> MessagesOut:
    """List one's own messages, newest first.

    With `only=unread` only unread ones.
    """
    page = reading.read_page(request.act, query.only == "unread", query.cursor)
    return MessagesOut(items=[_shown(message, unread) for message, unread in page.items], cursor=page.cursor)


@endpoint(bp, "GET", "/messages/unread", allow=EVERYBODY, returns=UnreadOut)
def count_unread(request: Request) -> UnreadOut:
    """Count one's own unread messages, up to 100."""
    return UnreadOut(unread=reading.count_unread(request.act))


@endpoint(bp, "POST", "/messages/{id}/read", allow=EVERYBODY, status=204, repeatable=False)
def mark_message_read(request: Request, id: str) -> None:
    """Mark one of one's own messages as read.

    Repeating it changes nothing.
    """
    reading.mark_read(request.act, id)


@endpoint(bp, "POST", "/messages/read-all", allow=EVERYBODY, returns=MarkedReadOut, repeatable=False)
def mark_all_messages_read(request: Request) -> MarkedReadOut:
    """Mark up to a hundred unread messages as read."""
    return MarkedReadOut(more=reading.mark_all_read(request.act))


@endpoint(bp, "GET", "/messages/ways", allow=EVERYBODY, returns=ContactPreferencesOut)
def show_contact_preferences(request: Request) -> ContactPreferencesOut:
    """Return one's contact preferences for messages outside the site."""
    return _contact_preferences(preferences.read(request.act))


@endpoint(bp, "PUT", "/messages/ways", allow=EVERYBODY, body=ContactPreferencesIn, returns=ContactPreferencesOut)
def save_contact_preferences(request: Request, body: ContactPreferencesIn) -> ContactPreferencesOut:
    """Save one's contact preferences.

    If-Match is the ETag they were read at. A new address needs the code that was sent to it.
    """
    chosen = tuple(body.channels)
    codes: dict[AddressChannel, str] = {"mail": body.mail_code, "sms": body.sms_code}
    saved = preferences.save(request.act, body.mail, codes, chosen, request.etag)
    return _contact_preferences(saved)


@endpoint(bp, "POST", "/messages/ways/codes", allow=EVERYBODY, body=AddressIn, status=204)
def send_address_code(request: Request, body: AddressIn) -> None:
    """Send a code to an address, to confirm it."""
    preferences.request_code(request.act, body.channel, body.mail)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/desks/{desk}/reminders",
    allow=HOLDERS,
    body=ReminderIn,
    status=201,
    returns=ReminderOut,
)
def remind_applicants(request: Request, body: ReminderIn, call: str, desk: str) -> ReminderOut:
    """Remind applicants of a desk's area of unpushed submissions.

    Each applicant is reminded at most once a day.
    """
    chosen = tuple(body.accounts)
    outcome = reminders.remind(request.act, call, desk, chosen)
    return ReminderOut(reminded=list(outcome.reminded), before=list(outcome.before))


@endpoint(
    bp,
    "POST",
    "/calls/{call}/juries/{track}/{stage}/reminders",
    allow=RUNNERS,
    status=201,
    returns=RemindedExpertsOut,
)
def remind_experts(request: Request, call: str, track: str, stage: str) -> RemindedExpertsOut:
    """Remind a jury's experts who have still to mark.

    Each expert at most once a day; an agency reminds its own.
    """
    outcome = review_reminders.remind(request.act, JuryId(call, track, stage))
    return RemindedExpertsOut(reminded=list(outcome.reminded), before=list(outcome.before))


def _contact_preferences(ways: preferences.ContactPreferences) -> ContactPreferencesOut:
    own = ways.preferences
    return ContactPreferencesOut(
        channels=list(own.channels),
        offered=list(ways.offered),
        mail=own.mail,
        phone=ways.phone,
        phone_confirmed=ways.phone != "" and ways.phone == own.phone,
        etag=str(own.v),
    )


def _shown(message: Message, unread: bool) -> MessageOut:
    shown = {name: getattr(message, name) for name in (f.name for f in fields(MessageOut)) if name != "unread"}
    return MessageOut(**shown, unread=unread)
