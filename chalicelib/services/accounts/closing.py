"""Closing of accounts, by their owners or the operator.

Closing is one transaction: from then on nobody signs in, and nothing of a person is in the account. The stream's job
erases the rest (`services/follow_ups/erasure.py`).
"""

from collections.abc import Mapping

from chalicelib.domain.accounts import Account, Login
from chalicelib.domain.erasure import Fate
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.services.accounts import own
from chalicelib.services.context import Act, once
from chalicelib.services.lookup import by_fate
from chalicelib.storage import accounts


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
