"""One's own messages: listed, counted while unread, and read."""

from functools import partial

from chalicelib.domain.errors import NotFound
from chalicelib.services.context import Tools
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import messages
from chalicelib.storage.engine.table import MOST_IN_TRANSACTION, in_parallel
from chalicelib.storage.messages import MessagePage as MessagePage

MOST_COUNTED = 100
"""Unread messages are counted up to here; a page says 99+."""


def listed(tools: Tools, who: SignedIn, unread: bool, cursor: str | None) -> MessagePage:
    """One page of the caller's messages, newest first: all, or those it has not read."""
    return messages.page(tools.table, who.account.id, unread, cursor)


def unread(tools: Tools, who: SignedIn) -> int:
    """How many the caller has not read, up to `MOST_COUNTED`."""
    return len(messages.unread_ids(tools.table, who.account.id, MOST_COUNTED))


def read(tools: Tools, who: SignedIn, message: str) -> None:
    """Mark one of the caller's own as read; again changes nothing. Raises NotFound."""
    tools.table.write([messages.read_message(who.account.id, message)])


def read_all(tools: Tools, who: SignedIn) -> bool:
    """Mark what is unread as read, `MOST_COUNTED` at most; whether there may be more."""
    ids = messages.unread_ids(tools.table, who.account.id, MOST_COUNTED)
    parts = [ids[i : i + MOST_IN_TRANSACTION] for i in range(0, len(ids), MOST_IN_TRANSACTION)]
    in_parallel(*[partial(_read_some, tools, who.account.id, part) for part in parts])
    return len(ids) == MOST_COUNTED


def _read_some(tools: Tools, account: str, ids: list[str]) -> None:
    """The index lags: one of these may be gone, and then each is read by itself."""
    try:
        tools.table.write([messages.read_message(account, id) for id in ids])
    except NotFound:
        for id in ids:
            _read_if_there(tools, account, id)


def _read_if_there(tools: Tools, account: str, message: str) -> None:
    try:
        tools.table.write([messages.read_message(account, message)])
    except NotFound:
        return
