"""The operator as an actor, and accounts by login name."""

import getpass

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import Account, SignedIn, login_name
from chalicelib.domain.call import Call
from chalicelib.services.context import Tools, token
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.idempotency import IdempotencyRecord
from ops.cli import Stop

OPERATOR = "operator"


def by_login(tools: Tools, login: str) -> Account:
    """Return the account with a login name.

    Raises Stop when there is none, or it was closed and its name is kept from others.
    """
    name = login_name(login)
    claim = fetch(tools.table, accounts.login(name))
    account = fetch(tools.table, accounts.account(claim.account)) if claim else None
    if claim and (not account or account.closed_at):
        raise Stop(f"the account of {name} was closed. Its login name is given to nobody else.")
    if not account:
        raise Stop(f"nobody signs in as {name} here. Is the stage right?")
    return account


def organiser_of(call: Call) -> SignedIn:
    """Return the operator as organiser of a call's authority.

    Notes and histories name it with the login name of the person who runs the command.
    """
    account = Account(
        f"{OPERATOR}-{getpass.getuser()}",
        "",
        "",
        Role.ORGANISER,
        call.authority.id,
        call.id,
        call.calendar.filing_opens,
    )
    return SignedIn(account.caller(""), account, False)


def organiser_for(account: Account) -> SignedIn:
    """Return the operator as organiser of an account's authority."""
    actor = f"{OPERATOR}-{getpass.getuser()}"
    stand_in = Account(actor, "", "", Role.ORGANISER, account.authority, account.call, account.created_at)
    return SignedIn(Caller(actor, Role.ORGANISER, account.authority, None, ""), stand_in, False)


def new_request(account: Account) -> IdempotencyRecord:
    """Return a new request id for one change by the operator.

    Its record is kept with `account`.
    """
    return IdempotencyRecord(account.id, f"ops-{token(16)}", "ops")
