"""Closing of accounts, by their owners or the operator.

Closing is one transaction: from then on nobody signs in, and nothing of a person is in the account. The stream's job
erases the rest (`services/follow_ups/erasure.py`).
"""

from collections.abc import Iterator, Mapping

from chalicelib.domain.accounts import Account, Login
from chalicelib.domain.calendar import Dates
from chalicelib.domain.erasure import Fate, fate
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.submission import Head
from chalicelib.services.accounts import own
from chalicelib.services.context import Act, Tools, once
from chalicelib.storage import accounts, lists, submissions
from chalicelib.storage.engine.reads import by_name, fetch

PAGE = 100


def _closed_before(act: Act, ids: Mapping[str, str], password: str) -> None:
    return None


@once(_closed_before)
def close_own(act: Act, password: str) -> None:
    """Close the caller's account for good; all its sessions end.

    Raises Invalid for a wrong password, or while entries are on their way; TooManyRequests.
    """
    login, faults = own.check_password(act, password, "/current_password")
    if faults:
        raise Invalid(errors=faults)
    _close(act, act.account, login)


def close(act: Act, account: Account) -> None:
    """Close an account as the operator. Raises Invalid, NotFound."""
    login = act.read(accounts.login(account.login))
    if login is None:
        raise NotFound()
    _close(act, account, login)


def _close(act: Act, account: Account, login: Login) -> None:
    held = by_fate(act.tools, account.id)[Fate.HELD]
    if held:
        raise Invalid.at("/entries", "entries_on_way", count=len(held))
    after, event = account.closed(act.caller, act.now.replace(microsecond=0))
    writes = [accounts.update_login(login.closed()), *accounts.update_account(after, event)]
    act.commit(writes, account=account.id)


def by_fate(tools: Tools, account_id: str) -> dict[Fate, list[Head]]:
    """Return an account's submissions by what erasing does with them now."""
    heads = list(_owned(tools, account_id))
    calls = {id: tools.calls.latest(id) for id in {head.call for head in heads}}
    extensions = fetch(tools.table, by_name({id: lists.extensions(id) for id in calls}))
    dates = {id: Dates(call, extensions[id].items) for id, call in calls.items()}
    fates: dict[Fate, list[Head]] = {one: [] for one in Fate}
    for head in heads:
        fates[fate(head, dates[head.call], tools.clock())].append(head)
    return fates


def _owned(tools: Tools, account_id: str) -> Iterator[Head]:
    """Yield an account's submissions as they are now; the index may lag."""
    cursor = None
    while True:
        page = fetch(tools.table, submissions.owned(account_id, cursor, PAGE))
        yield from fetch(tools.table, submissions.heads(head.id for head in page.heads)).values()
        cursor = page.cursor
        if cursor is None:
            return
