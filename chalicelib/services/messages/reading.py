"""The caller's own messages: listed, counted while unread, and read."""

from functools import partial

from chalicelib.domain.errors import NotFound
from chalicelib.services.context import Act, Tools
from chalicelib.storage import messages
from chalicelib.storage.engine.table import MOST_IN_TRANSACTION, in_parallel
from chalicelib.storage.messages import MessagePage as MessagePage

MOST_COUNTED = 100
"""Most unread messages that are counted; a page then says 99+."""


def read_page(act: Act, unread: bool, cursor: str | None) -> MessagePage:
    """Return one page of the caller's messages, newest first.

    Only unread ones if `unread`.
    """
    return act.read(messages.page(act.caller.account, unread, cursor))


def count_unread(act: Act) -> int:
    """Return how many messages are unread, up to `MOST_COUNTED`."""
    return len(act.read(messages.unread_ids(act.caller.account, MOST_COUNTED)))


def mark_read(act: Act, message: str) -> None:
    """Mark one of the caller's messages as read.

    Marking it again changes nothing. Raises NotFound.
    """
    act.commit([messages.mark_read(act.caller.account, message)])


def mark_all_read(act: Act) -> bool:
    """Mark unread messages as read; return whether there may be more.

    `MOST_COUNTED` at most.
    """
    account = act.caller.account
    ids = act.read(messages.unread_ids(account, MOST_COUNTED))
    parts = [ids[i : i + MOST_IN_TRANSACTION] for i in range(0, len(ids), MOST_IN_TRANSACTION)]
    in_parallel(*[partial(_read_some, act.tools, account, part) for part in parts])
    return len(ids) == MOST_COUNTED


def _read_some(tools: Tools, account: str, ids: list[str]) -> None:
    """Mark some messages as read.

    The index lags, so one of these may be gone; then each is marked by itself.
    """
    try:
        tools.table.write([messages.mark_read(account, id) for id in ids])
    except NotFound:
        for id in ids:
            _read_if_there(tools, account, id)


def _read_if_there(tools: Tools, account: str, message: str) -> None:
    try:
        tools.table.write([messages.mark_read(account, message)])
    except NotFound:
        return
