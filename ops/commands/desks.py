"""`ops desks`: create a call's desk accounts, and issue new slips.

The accounts come from a CSV, or from the call's own list of desks. Slips have new one-time passwords.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chalicelib.domain.accounts import login_name
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.services.context import Act, Tools
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import fetch
from ops import stages
from ops.accounts.desk_slips import never_used, rows_for_desks_without_account, slips_in, with_prefix
from ops.accounts.fault_words import sentence
from ops.accounts.operator import new_request, organiser_of
from ops.cli import DONE, FAULTY, Progress, Stop, confirm, did_you_mean, say
from ops.stages import published_call
from ops.text_files import NotText, decode

SHOWN = 6
"""Lines of a file that are shown before anything is made of it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    importing = acts.add_parser(
        "import",
        help="make accounts from a CSV (login, name, desk), or one for each desk that has none",
    )
    importing.add_argument("call", metavar="CALL")
    importing.add_argument("file", metavar="FILE.csv", nargs="?", type=Path, help="(else: one account a desk)")
    importing.add_argument("--prefix", default="", help="put before each login, where another authority has it already")
    importing.add_argument("--yes", action="store_true", help="the names of a file that is no UTF-8 were found right")
    slips = acts.add_parser("slips", help="new one-time passwords for accounts of desks that were never used")
    slips.add_argument("call", metavar="CALL")
    slips.add_argument("--desk", action="append", help="only of this desk (may be repeated)")
    for one in (importing, slips):
        one.add_argument("--out", type=Path, required=True, help="the CSV to write; only you can read it")
        one.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Return 0, or 1 if the CSV has faults.

    Each fault is printed with its row. On 0 the slips are written.
    """
    tools = stages.stage_of(options).tools
    call = published_call(tools, options.call)
    if options.out.exists():
        raise Stop(f"{options.out} is there already. Name another file, so that no password is written over.")
    if options.act == "slips":
        return _slips(tools, call, options)
    return _import(tools, call, _csv(tools, call, options), options)


def _csv(tools: Tools, call: Call, options: argparse.Namespace) -> str:
    """Return the rows to import.

    From the file, or one for each desk without account.
    """
    text = _read(options) if options.file else rows_for_desks_without_account(tools, call)
    return with_prefix(text, options.prefix) if options.prefix else text


def _read(options: argparse.Namespace) -> str:
    """Return the file's text.

    GB 18030 is a guess, so the first rows are shown, and somebody has to say that they are right.
    """
    file = options.file
    try:
        read = decode(file.read_bytes())
    except NotText as wrong:
        raise Stop(f"{file}: {wrong}.") from None
    if read.encoding == "GB 18030":
        say(f"{file} is no UTF-8. Read as GB 18030, as Excel in Chinese saves it, it begins:")
        for line in read.text.splitlines()[:SHOWN]:
            say(f"  {line}")
        confirm("If the names are wrong, save it as CSV UTF-8 instead.", "right", "right" if options.yes else None)
    return read.text


def _import(tools: Tools, call: Call, text: str, options: argparse.Namespace) -> int:
    rows, _ = imports.parse_rows(text)
    if not options.file and not rows:
        say("every desk has an account already. New slips for those never used: ops desks slips")
        return DONE
    who = organiser_of(call)
    act = Act(tools, who, new_request(who.account))
    try:
        if options.dry_run:
            say(f"would make {len(imports.check(act, call.id, text))} accounts")
            return DONE
        with slips_in(options.out, len(rows)) as slips:
            slips += imports.issue(act, call.id, text)
    except Invalid as wrong:
        for fault in wrong.details["errors"]:
            print(f"row {fault['params']['row']}: {_sentence(tools, call, rows, fault)}")
        say("no account was made")
        return FAULTY
    return DONE


def _sentence(tools: Tools, call: Call, rows: Sequence[imports.ImportRow], fault: Mapping[str, Any]) -> str:
    """Return a fault in words, with the way out."""
    column = str(fault["params"]["column"])
    request = next((row.request for row in rows if row.n == fault["params"]["row"]), None)
    value = str(getattr(request, column, None) or "")
    said = sentence(fault, column, value)
    if fault["code"] == "not_an_option" and column == "desk":
        return said + did_you_mean(value, call.desks)
    if fault["code"] == "login_taken":
        return f"{said}{_holder(tools, value)}. Write another, or put something before all: --prefix {call.id}-"
    return said


def _holder(tools: Tools, login: str) -> str:
    """Return whose a login is, where that can be told."""
    claim = fetch(tools.table, accounts.login(login_name(login)))
    account = fetch(tools.table, accounts.account(claim.account)) if claim else None
    return f" by an account of {account.authority}" if account else ""


def _slips(tools: Tools, call: Call, options: argparse.Namespace) -> int:
    unknown = sorted(set(options.desk or ()) - call.desks.keys())
    if unknown:
        near = did_you_mean(unknown[0], call.desks) or ". Its desks.csv names them by code."
        raise Stop(f"{call.id} has no desk {', '.join(unknown)}{near}")
    unused = [a for a in never_used(tools, call) if not options.desk or a.desk in options.desk]
    if options.dry_run:
        say(f"would issue {len(unused)} one-time passwords")
        return DONE
    progress, who = Progress("slips"), organiser_of(call)
    with slips_in(options.out, len(unused)) as issued:
        for account in unused:
            issued.append(
                issued_accounts.issue_one_time_password(Act(tools, who, new_request(who.account)), account.id)
            )
            progress.add()
    return DONE
