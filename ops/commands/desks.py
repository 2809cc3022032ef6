"""`ops desks`: create a call's desk accounts, and issue new slips.

The accounts come from a CSV, or from the call's own list of desks. Slips have new one-time passwords.
"""

import argparse
from pathlib import Path

from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.services.context import Act, Tools
from ops import stages
from ops.accounts.desk_slips import never_used, rows_for_desks_without_account, slips_in
from ops.accounts.operator import new_request, organiser_of
from ops.cli import DONE, FAULTY, Progress, Stop, say
from ops.stages import published_call


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    importing = acts.add_parser(
        "import",
        help="make accounts from a CSV (login, name, desk), or one for each desk that has none",
    )
    importing.add_argument("call", metavar="CALL")
    importing.add_argument("file", metavar="FILE.csv", nargs="?", type=Path, help="(else: one account a desk)")
    slips = acts.add_parser("slips", help="new one-time passwords for accounts of desks that were never used")
    slips.add_argument("call", metavar="CALL")
    slips.add_argument("--desk", action="append", help="only of this desk (may be repeated)")
    for one in (importing, slips):
        one.add_argument("--out", type=Path, required=True, help="the CSV to write; only you can read it")
        one.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Return 0, or 1 if the CSV has faults.

    Each fault is printed with its row and column. On 0 the slips are written.
    """
    tools = stages.stage_of(options).tools
    call = published_call(tools, options.call)
    if options.out.exists():
        raise Stop(f"{options.out} is there already. Name another file, so that no password is written over.")
    if options.act == "slips":
        return _slips(tools, call, options)
    text = _text(options.file) if options.file else rows_for_desks_without_account(tools, call)
    return _import(tools, call, text, options)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(f"{file} is not UTF-8. Save it anew as CSV UTF-8.") from None


def _import(tools: Tools, call: Call, text: str, options: argparse.Namespace) -> int:
    rows, faults = imports.parse_rows(text)
    if not options.file and not rows:
        say("every desk has an account already. New slips for those never used: ops desks slips")
        return DONE
    if options.dry_run and not faults:
        say(f"would make {len(rows)} accounts")
        return DONE
    who = organiser_of(call)
    with slips_in(options.out) as slips:
        try:
            slips += imports.issue(Act(tools, who, new_request(who.account)), call.id, text)
        except Invalid as wrong:
            for fault in wrong.details["errors"]:
                where = fault["params"]
                print(f"row {where['row']}, {where['column']}: {fault['code']}")
            return FAULTY
    return DONE


def _slips(tools: Tools, call: Call, options: argparse.Namespace) -> int:
    unknown = sorted(set(options.desk or ()) - call.desks.keys())
    if unknown:
        raise Stop(f"{call.id} has no desk {', '.join(unknown)}. Its desks.csv names them by code.")
    unused = [a for a in never_used(tools, call) if not options.desk or a.desk in options.desk]
    if options.dry_run:
        say(f"would issue {len(unused)} one-time passwords")
        return DONE
    progress, who = Progress("slips"), organiser_of(call)
    with slips_in(options.out) as issued:
        for account in unused:
            issued.append(
                issued_accounts.issue_one_time_password(Act(tools, who, new_request(who.account)), account.id)
            )
            progress.add()
    return DONE
