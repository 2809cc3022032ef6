"""`ops account`: accounts without a desk, passwords, disabling, and marks in logs."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, login_name
from chalicelib.domain.errors import Forbidden, Invalid
from chalicelib.services.accounts import issued_accounts
from chalicelib.services.context import Act, Tools
from chalicelib.services.sign_in import signatures
from ops import stages
from ops.accounts.fault_words import sentence
from ops.accounts.operator import by_login, new_request, organiser_for, organiser_of
from ops.cli import DONE, Stop
from ops.deploying.secret_store import read_secrets
from ops.stages import published_call


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    organiser = acts.add_parser("organiser", help="make an organiser's account for a call's authority")
    organiser.add_argument("call", metavar="CALL", help="a published call, e.g. shandong-2021")
    organiser.add_argument("login", metavar="LOGIN")
    organiser.add_argument("--name", required=True, help="the person's name")
    agency = acts.add_parser("agency", help="make an account of an agency that a call's evaluation names")
    agency.add_argument("--agency", required=True, metavar="CODE", help="the agency's code in the call")
    observer = acts.add_parser("observer", help="make an observer's account for a call's authority")
    for one in (agency, observer):
        one.add_argument("call", metavar="CALL", help="a published call, e.g. shandong-2021")
        one.add_argument("login", metavar="LOGIN")
        one.add_argument("--name", required=True, help="the person's name")
    reset = acts.add_parser("reset", help="issue a one-time password; all sessions of the account end")
    disable = acts.add_parser("disable", help="shut an account out; its sessions end")
    enable = acts.add_parser("enable", help="let an account in again")
    for one in (reset, disable, enable):
        one.add_argument("login", metavar="LOGIN")
    for one in (organiser, agency, observer, reset, disable, enable):
        one.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
    mark = acts.add_parser("mark", help="tell the mark that stands for an account or address in the logs")
    mark.add_argument("login", metavar="LOGIN", nargs="?", help="the login name of an account")
    mark.add_argument("--address", help="an address of the network instead, e.g. 192.0.2.1")
    for one in (organiser, agency, observer, reset, disable, enable, mark):
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Carry out the act and report it.

    A one-time password goes to standard output and nowhere else.
    """
    stage = stages.stage_of(options)
    if options.act == "mark":
        print(find_mark(stage, options.login, options.address))
        return DONE
    tools = stage.tools
    if options.act in WITHOUT_DESK:
        agency = options.agency if options.act == "agency" else None
        request = issued_accounts.AccountRequest(options.login, options.name, options.act, None, agency)
        return make_account(tools, options.call, request, dry_run=options.dry_run)
    account = by_login(tools, options.login)
    if options.dry_run:
        print(f"would {options.act} {account.login} ({account.role}, {account.authority})")
    elif options.act == "reset":
        reset_password(tools, account)
    else:
        disabled = options.act == "disable"
        issued_accounts.set_disabled(Act(tools, organiser_for(account), new_request(account)), account.id, disabled)
        print(f"{account.login}: {options.act}d")
    return DONE


def find_mark(stage: stages.Stage, login: str | None, address: str | None) -> str:
    """Return the mark of an account or address in the stage's logs.

    Raises Stop when there is no such account, not exactly one of both, or no secret.
    """
    if bool(login) == bool(address):
        raise Stop("name a login, or an address with --address.")
    secret = stage.tools.secret if stage.name == "local" else read_secrets(stage).get("secret")
    if not secret:
        raise Stop(f"stage {stage.name} has no secrets, so it has no marks. Deploy it first.")
    tools = replace(stage.tools, secret=secret)
    if address:
        return signatures.mark(tools, "address", address)
    return signatures.mark(tools, "account", by_login(tools, login or "").id)


WITHOUT_DESK = (Role.ORGANISER, Role.AGENCY, Role.OBSERVER)
"""Roles whose accounts are made one by one."""


def make_account(tools: Tools, call_id: str, request: issued_accounts.AccountRequest, *, dry_run: bool = False) -> int:
    """Create an account and print its one-time password.

    Raises Stop when there is no such call, or when login, name or agency are refused.
    """
    call = published_call(tools, call_id)
    who = organiser_of(call)
    if dry_run:
        print(f"would make {request.role} {login_name(request.login)} of {call.authority.id}")
        return DONE
    try:
        issued = issued_accounts.create(Act(tools, who, new_request(who.account)), call_id, request)
    except Invalid as wrong:
        typed = {"login": request.login, "name": request.name, "agency": request.agency or "", "role": request.role}
        raise Stop("; ".join(_sentence(e, typed) for e in wrong.details["errors"]) + ".") from None
    print(f"{issued.account.login}\t{issued.password}")
    return DONE


def _sentence(fault: Mapping[str, Any], typed: Mapping[str, str]) -> str:
    column = fault["pointer"][1:]
    return sentence(fault, column, typed.get(column, ""))


def reset_password(tools: Tools, account: Account) -> None:
    """Issue and print a one-time password for an account.

    Raises Stop when the account is disabled.
    """
    try:
        issued = issued_accounts.issue_one_time_password(
            Act(tools, organiser_for(account), new_request(account)), account.id
        )
    except Forbidden:
        raise Stop(f"{account.login} is disabled. Enable it first: ops account enable {account.login}") from None
    print(f"{issued.account.login}\t{issued.password}")
