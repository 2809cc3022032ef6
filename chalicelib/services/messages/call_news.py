"""News of a version that asks more than the one before.

Owners of unpushed entries get one message for each version. Each run handles one page of accounts and writes how far it
has come; that record of the stream brings about the next run.
"""

from functools import partial

from chalicelib.domain import messages as rules
from chalicelib.domain.messages import CallNews
from chalicelib.services.context import Tools
from chalicelib.services.messages.deadline_reminders import unfinished
from chalicelib.services.messages.notifications import write_once
from chalicelib.storage import accounts, messages
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict, in_parallel


def go_on(tools: Tools, news: CallNews) -> None:
    """Notify the next page of accounts.

    A run that comes twice or late sends nothing twice, and goes no further than another has.
    """
    if news.done:
        return
    call = tools.calls.version(news.call, news.version)
    page = fetch(tools.table, accounts.of_authority(call.authority.id, news.role, None, news.cursor))
    people = [account.id for account in page.accounts if not account.disabled]
    owned = in_parallel(*[partial(unfinished, tools, call, account) for account in people])
    for account, heads in zip(people, owned, strict=True):
        message = rules.call_changed(news, heads)
        if message:
            write_once(tools, account, message)
    try:
        tools.table.write([messages.put_call_news(news.after_page(page.cursor))])
    except Conflict:
        return
