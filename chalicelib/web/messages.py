"""Routes of messages: one's own, how one wants to be reached, and a desk's reminders."""

from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import BaseModel, Field

from chalicelib.domain.messages import Kind, Message, Standing
from chalicelib.services.messages import reading, reminding
from chalicelib.web.endpoint import HOLDERS, SIGNED_IN, Request, endpoint
from chalicelib.web.steps import Body, Paged

bp = Blueprint(__name__)


class Which(Paged):
    """All messages, or those that are unread."""

    only: Literal["all", "unread"] = "all"


class MessageOut(BaseModel):
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


class Messages(BaseModel):
    items: list[MessageOut]
    cursor: str | None


class Unread(BaseModel):
    """How many messages are unread, up to 100."""

    unread: int


class ReadAll(BaseModel):
    """Whether there may be more that are unread."""

    more: bool


class Chosen(Body):
    """Accounts of applicants of the area."""

    accounts: list[str] = Field(min_length=1, max_length=50)


class Reminded(BaseModel):
    """Who will be reminded, and who was reminded today already."""

    reminded: list[str]
    before: list[str]


@endpoint(bp, "GET", "/messages", allow=SIGNED_IN, query=Which, returns=Messages)
def list_messages(request: Request, query: Which) -> Messages:
    """One page of one's own messages, newest first: all, or (`only=unread`) those that are unread."""
    page = reading.listed(request.tools, request.who, query.only == "unread", query.cursor)
    return Messages(items=[_shown(message, unread) for message, unread in page.items], cursor=page.cursor)


@endpoint(bp, "GET", "/messages/unread", allow=SIGNED_IN, returns=Unread)
def count_unread(request: Request) -> Unread:
    """How many of one's own messages are unread."""
    return Unread(unread=reading.unread(request.tools, request.who))


@endpoint(bp, "POST", "/messages/{id}/read", allow=SIGNED_IN, status=204, repeatable=False)
def read_message(request: Request, id: str) -> None:
    """Mark one of one's own messages as read; again changes nothing."""
    reading.read(request.tools, request.who, id)


@endpoint(bp, "POST", "/messages/read-all", allow=SIGNED_IN, returns=ReadAll, repeatable=False)
def read_all_messages(request: Request) -> ReadAll:
    """Mark all that is unread as read, a hundred at a time."""
    return ReadAll(more=reading.read_all(request.tools, request.who))


@endpoint(
    bp,
    "POST",
    "/calls/{call}/desks/{desk}/reminders",
    allow=HOLDERS,
    body=Chosen,
    status=201,
    returns=Reminded,
)
def remind_applicants(request: Request, body: Chosen, call: str, desk: str) -> Reminded:
    """Remind applicants of a desk's area of what they have not pushed, each once a day at most."""
    chosen = tuple(body.accounts)
    asked = reminding.remind(request.tools, request.who, request.repeated, call, desk, chosen)
    return Reminded(reminded=list(asked.reminded), before=list(asked.before))


def _shown(message: Message, unread: bool) -> MessageOut:
    shown = {name: getattr(message, name) for name in MessageOut.model_fields if name != "unread"}
    return MessageOut(**shown, unread=unread)
