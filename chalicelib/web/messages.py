"""Routes of messages: one's own, how one wants to be reached, and a desk's reminders."""

from dataclasses import fields
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.channels import CHANNELS, Channel
from chalicelib.domain.messages import Kind, Message, Standing
from chalicelib.frozen import dataclass
from chalicelib.services.messages import preferences, reading, reminders
from chalicelib.web.http.endpoint import HOLDERS, SIGNED_IN, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, PageQuery

bp = Blueprint(__name__)


class MessageQuery(PageQuery):
    """All messages, or those that are unread."""

    only: Literal["all", "unread"] = "all"


@dataclass(frozen=True, kw_only=True)
class MessageOut:
    """A message by its kind and what its words need. `n` counts the entries it stands for; `until` is the deadline
    it is about; `desk` the desk that acted, or where the entry lies."""

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
    unread: bool


@dataclass(frozen=True, kw_only=True)
class MessagesOut:
    items: list[MessageOut]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class UnreadOut:
    """How many messages are unread, up to 100."""

    unread: int


@dataclass(frozen=True, kw_only=True)
class MarkedReadOut:
    """Whether there may be more that are unread."""

    more: bool


class ReminderIn(Body):
    """Accounts of applicants of the area."""

    accounts: list[Id] = Field(min_length=1, max_length=limits.REMINDED)


@dataclass(frozen=True, kw_only=True)
class ReminderOut:
    """Who will be reminded, and who was reminded today already."""

    reminded: list[str]
    before: list[str]


class ContactPreferencesIn(Body):
    """How one wants to be reached: the channels that are on, and the mail address; `code` where that is new."""

    channels: list[Channel] = Field(max_length=len(CHANNELS))
    mail: str = Field(default="", max_length=limits.MAIL)
    code: str = Field(default="", max_length=limits.CODE)


@dataclass(frozen=True, kw_only=True)
class ContactPreferencesOut:
    """What is on, what the authority's calls offer at all, and the confirmed mail address."""

    channels: list[Channel]
    offered: list[Channel]
    mail: str
    etag: str


class AddressIn(Body):
    mail: str = Field(max_length=limits.MAIL)


@endpoint(bp, "GET", "/messages", allow=SIGNED_IN, query=MessageQuery, returns=MessagesOut)
def list_messages(request: Request, query: MessageQuery) -> MessagesOut:
    """One page of one's own messages, newest first: all, or (`only=unread`) those that are unread."""
    page = reading.read_page(request.act, query.only == "unread", query.cursor)
    return MessagesOut(items=[_shown(message, unread) for message, unread in page.items], cursor=page.cursor)


@endpoint(bp, "GET", "/messages/unread", allow=SIGNED_IN, returns=UnreadOut)
def count_unread(request: Request) -> UnreadOut:
    """How many of one's own messages are unread."""
    return UnreadOut(unread=reading.count_unread(request.act))


@endpoint(bp, "POST", "/messages/{id}/read", allow=SIGNED_IN, status=204, repeatable=False)
def mark_message_read(request: Request, id: str) -> None:
    """Mark one of one's own messages as read; again changes nothing."""
    reading.mark_read(request.act, id)


@endpoint(bp, "POST", "/messages/read-all", allow=SIGNED_IN, returns=MarkedReadOut, repeatable=False)
def mark_all_messages_read(request: Request) -> MarkedReadOut:
    """Mark all that is unread as read, a hundred at a time."""
    return MarkedReadOut(more=reading.mark_all_read(request.act))


@endpoint(bp, "GET", "/messages/ways", allow=SIGNED_IN, returns=ContactPreferencesOut)
def show_contact_preferences(request: Request) -> ContactPreferencesOut:
    """How one is reached beside the site."""
    return _contact_preferences(preferences.read(request.act))


@endpoint(bp, "PUT", "/messages/ways", allow=SIGNED_IN, body=ContactPreferencesIn, returns=ContactPreferencesOut)
def save_contact_preferences(request: Request, body: ContactPreferencesIn) -> ContactPreferencesOut:
    """Keep how one wants to be reached, conditioned on If-Match. A new mail address needs the code sent to it."""
    chosen = tuple(body.channels)
    saved = preferences.save(request.act, body.mail, body.code, chosen, request.etag)
    return _contact_preferences(saved)


@endpoint(bp, "POST", "/messages/ways/codes", allow=SIGNED_IN, body=AddressIn, status=204)
def send_address_code(request: Request, body: AddressIn) -> None:
    """Send a code to a mail address, which shows that it is one's own."""
    preferences.request_code(request.act, body.mail)


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
    """Remind applicants of a desk's area of what they have not pushed, each once a day at most."""
    chosen = tuple(body.accounts)
    outcome = reminders.remind(request.act, call, desk, chosen)
    return ReminderOut(reminded=list(outcome.reminded), before=list(outcome.before))


def _contact_preferences(ways: preferences.ContactPreferences) -> ContactPreferencesOut:
    own = ways.preferences
    return ContactPreferencesOut(
        channels=list(own.channels), offered=list(ways.offered), mail=own.mail, etag=str(own.v)
    )


def _shown(message: Message, unread: bool) -> MessageOut:
    shown = {name: getattr(message, name) for name in (f.name for f in fields(MessageOut)) if name != "unread"}
    return MessageOut(**shown, unread=unread)
