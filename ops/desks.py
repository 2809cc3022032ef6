"""`ops desks`: accounts for a call's desks, from its own list, and slips with new one-time passwords."""

import argparse
import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, Login
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.services.accounts.issued_accounts import IssuedAccount
from chalicelib.services.context import Tools, token
from chalicelib.storage import accounts, keys
from chalicelib.storage.idempotency import IdempotencyRecord
from ops import stages
from ops.people import organiser_of, published
from ops.terms import DONE, FOUND, Progress, Stop, say

HEADINGS = ("login", "name", "desk", "one_time_password")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    importing = acts.add_parser(
        "import",
        help="make accounts from a CSV (login, name, desk), or one for each desk that has none",
    )
    importing.add_argument("call", metavar="CALL")
    importing.add_argument(
        "file", metavar="FILE.csv", nargs="?", type=Path, help="(else: one account a desk)"
    )
    slips = acts.add_parser("slips", help="new one-time passwords for accounts of desks that were never used")
    slips.add_argument("call", metavar="CALL")
    slips.add_argument("--desk", action="append", help="only of this desk (may be repeated)")
    for one in (importing, slips):
        one.add_argument("--out", type=Path, required=True, help="the CSV to write; only you can read it")
        one.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """0 once the slips are written; 1 where the file has faults, each with its row and column."""
    tools = stages.stage_of(options).tools
    call = published(tools, options.call)
    if options.out.exists():
        raise Stop(f"{options.out} is there already. Name another file, so that no password is written over.")
    if options.act == "slips":
        return _slips(tools, call, options)
    return _import(tools, call, _text(options.file) if options.file else listed(tools, call), options)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(f"{file} is not UTF-8. Save it anew as CSV UTF-8.") from None


def listed(tools: Tools, call: Call) -> str:
    """A CSV with one account for each desk that has none: its code is the login name, its name the person's."""
    have = {account.desk for account in recommenders(tools, call)}
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADINGS[:3])
    for desk in call.desks.values():
        if desk.code not in have:
            rows.writerow([desk.code, next(iter(desk.names.values())), desk.code])
    return out.getvalue()


def recommenders(tools: Tools, call: Call) -> Iterator[Account]:
    """All accounts of the authority's desks, page by page."""
    cursor = None
    while True:
        page = accounts.of_authority(tools.table, call.authority.id, Role.RECOMMENDER, None, cursor)
        yield from page.accounts
        cursor = page.cursor
        if cursor is None:
            return


def _import(tools: Tools, call: Call, text: str, options: argparse.Namespace) -> int:
    rows, faults = imports.parsed(text)
    if not options.file and not rows:
        say("every desk has an account already. New slips for those never used: ops desks slips")
        return DONE
    if options.dry_run and not faults:
        say(f"would make {len(rows)} accounts")
        return DONE
    with slips_in(options.out) as written:
        try:
            written += imports.hand_out(tools, organiser_of(call), _request(call), call.id, text)
        except Invalid as wrong:
            for fault in wrong.details["errors"]:
                where = fault["params"]
                print(f"row {where['row']}, {where['column']}: {fault['code']}")
            return FOUND
    return DONE


def _slips(tools: Tools, call: Call, options: argparse.Namespace) -> int:
    unknown = sorted(set(options.desk or ()) - call.desks.keys())
    if unknown:
        raise Stop(f"{call.id} has no desk {', '.join(unknown)}. Its desks.csv names them by code.")
    wanted = [a for a in never_used(tools, call) if not options.desk or a.desk in options.desk]
    if options.dry_run:
        say(f"would issue {len(wanted)} one-time passwords")
        return DONE
    progress, who = Progress("slips"), organiser_of(call)
    with slips_in(options.out) as written:
        for account in wanted:
            written.append(issued_accounts.one_time_password(tools, who, _request(call), account.id))
            progress.add()
    return DONE


def never_used(tools: Tools, call: Call) -> list[Account]:
    """Accounts of desks that have no password of their own yet, those shut out left aside."""
    found = [a for a in recommenders(tools, call) if a.must_change and not a.disabled]
    items = tools.table.read([keys.login_name(a.login) for a in found])
    logins: dict[str, Login | None] = {a.login: accounts.login_in(items, a.login) for a in found}
    return [a for a in found if (login := logins[a.login]) and not login.password]


@contextmanager
def slips_in(file: Path) -> Iterator[list[IssuedAccount]]:
    """What is put into the list stands in `file` afterwards, as CSV that nobody else can read, even if the rest
    fails. The file is opened before anything is made, never over one that is there; it goes where there is no slip.
    Raises OSError where it cannot be written."""
    made: list[IssuedAccount] = []
    out = os.fdopen(
        os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8-sig", newline=""
    )
    try:
        yield made
    finally:
        with out:
            rows = csv.writer(out)
            rows.writerow(HEADINGS)
            rows.writerows(
                [one.account.login, one.account.name, one.account.desk or "", one.password] for one in made
            )
        if made:
            say(
                f"{len(made)} slips are in {file}. Hand them out, then delete it: the passwords are seen nowhere else."
            )
        else:
            file.unlink()
            say("no slip was made")


def _request(call: Call) -> IdempotencyRecord:
    return IdempotencyRecord(organiser_of(call).account.id, f"ops-{token(16)}", "ops")
