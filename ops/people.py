"""`ops account`: the first organiser, and help for whoever is locked out, without anybody signed in."""

import argparse
import getpass

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import Account, login_name
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, Invalid, NotFound
from chalicelib.services.accounts import issued_accounts
from chalicelib.services.context import Tools, token
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys
from chalicelib.storage.idempotency import IdempotencyRecord
from ops import stages
from ops.terms import DONE, Stop

OPERATOR = "operator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    organiser = acts.add_parser("organiser", help="make an organiser's account for a call's authority")
    organiser.add_argument("call", metavar="CALL", help="a published call, e.g. shandong-2021")
    organiser.add_argument("login", metavar="LOGIN")
    organiser.add_argument("--name", required=True, help="the person's name")
    reset = acts.add_parser("reset", help="issue a one-time password; all sessions of the account end")
    disable = acts.add_parser("disable", help="shut an account out; its sessions end")
    enable = acts.add_parser("enable", help="let an account in again")
    for one in (reset, disable, enable):
        one.add_argument("login", metavar="LOGIN")
    for one in (organiser, reset, disable, enable):
        stages.add_arguments(one)
        one.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")


def run(options: argparse.Namespace) -> int:
    """Say what was done; a one-time password goes to standard output and nowhere else."""
    tools = stages.stage_of(options).tools
    if options.act == "organiser":
        return organiser(tools, options.call, options.login, options.name, dry_run=options.dry_run)
    account = by_login(tools, options.login)
    if options.dry_run:
        print(f"would {options.act} {account.login} ({account.role}, {account.authority})")
    elif options.act == "reset":
        reset(tools, account)
    else:
        disabled = options.act == "disable"
        issued_accounts.set_disabled(tools, acting_for(account), _request(account), account.id, disabled)
        print(f"{account.login}: {options.act}d")
    return DONE


def organiser(tools: Tools, call_id: str, login: str, name: str, *, dry_run: bool = False) -> int:
    """An organiser's account with a one-time password. Raises Stop."""
    call = published(tools, call_id)
    who = organiser_of(call)
    wanted = issued_accounts.AccountRequest(login, name, Role.ORGANISER.value, None)
    if dry_run:
        print(f"would make organiser {login_name(login)} of {call.authority.id}")
        return DONE
    try:
        made = issued_accounts.create(tools, who, _request(who.account), call_id, wanted)
    except Invalid as wrong:
        raise Stop("; ".join(f"{e['pointer'][1:]}: {e['code']}" for e in wrong.details["errors"])) from None
    print(f"{made.account.login}\t{made.password}")
    return DONE


def reset(tools: Tools, account: Account) -> None:
    """A one-time password for an account, told once. Raises Stop."""
    try:
        made = issued_accounts.one_time_password(tools, acting_for(account), _request(account), account.id)
    except Forbidden:
        raise Stop(
            f"{account.login} is disabled. Enable it first: ops account enable {account.login}"
        ) from None
    print(f"{made.account.login}\t{made.password}")


def by_login(tools: Tools, login: str) -> Account:
    """The account behind a login name. Raises Stop."""
    name = login_name(login)
    found = accounts.login_in(tools.table.read([keys.login_name(name)]), name)
    account = found and accounts.account_in(tools.table.read([keys.account(found.account)]), found.account)
    if not account:
        raise Stop(f"nobody signs in as {name} here. Is the stage right?")
    return account


def published(tools: Tools, call_id: str) -> Call:
    """The newest version of a call. Raises Stop."""
    try:
        return tools.calls.latest(call_id)
    except NotFound:
        known = ", ".join(tools.calls.ids()) or "none yet"
        raise Stop(
            f"no call {call_id} is published here (there are: {known}). See ops call publish."
        ) from None


def organiser_of(call: Call) -> SignedIn:
    """The operator, acting as organiser of a call's authority; notes and histories name it with the login name
    of whoever runs the command."""
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


def acting_for(account: Account) -> SignedIn:
    """The operator, acting as organiser of an account's authority."""
    actor = f"{OPERATOR}-{getpass.getuser()}"
    stand_in = Account(actor, "", "", Role.ORGANISER, account.authority, account.call, account.created_at)
    return SignedIn(Caller(actor, Role.ORGANISER, account.authority, None, ""), stand_in, False)


def _request(account: Account) -> IdempotencyRecord:
    return IdempotencyRecord(account.id, f"ops-{token(16)}", "ops")
