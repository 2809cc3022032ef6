"""Accounts of a call's desks, and the slips with their one-time passwords."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.profiles import COLUMNS
from chalicelib.services.accounts.imports import parse_rows
from chalicelib.services.accounts.issued_accounts import IssuedAccount
from chalicelib.services.context import Tools
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import fetch
from ops.cli import Stop, say

HEADINGS = ("login", "name", "desk", "one_time_password")
LONGEST_SLIP = 1024
"""Bytes that a slip may take: login, name, desk and password, in any script."""


def rows_for_desks_without_account(tools: Tools, call: Call) -> str:
    """Return a CSV with a row for each desk without account.

    The login name is the desk's code, the person's name the desk's. A retired desk needs none.
    """
    have = {account.desk for account in recommenders(tools, call)}
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADINGS[:3])
    for desk in call.desks.values():
        if desk.code not in have and not desk.retired:
            rows.writerow([desk.code, next(iter(desk.names.values())), desk.code])
    return out.getvalue()


def with_prefix(text: str, prefix: str) -> str:
    """Return a CSV with something put before each login.

    Rows keep their numbers. A CSV with faults is returned as it is, since they are said of it.
    """
    rows, faults = parse_rows(text)
    if faults:
        return text
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow((*HEADINGS[:3], "role", "agency", *COLUMNS))
    before = 1
    for row in rows:
        out.write("\n" * (row.n - before - 1))
        one, before = row.request, row.n
        offices = [one.desk or "", one.role, one.agency or ""]
        profile = [getattr(one.profile, column) for column in COLUMNS]
        lines.writerow([one.login and prefix + one.login, one.name, *offices, *profile])
    return out.getvalue()


def recommenders(tools: Tools, call: Call) -> Iterator[Account]:
    """Yield all accounts of the authority's desks, page by page."""
    cursor = None
    while True:
        page = fetch(tools.table, accounts.of_authority(call.authority.id, Role.RECOMMENDER, None, cursor))
        yield from page.accounts
        cursor = page.cursor
        if cursor is None:
            return


def never_used(tools: Tools, call: Call) -> list[Account]:
    """List desk accounts that never had a password of their own.

    Disabled accounts are left out.
    """
    fresh = [a for a in recommenders(tools, call) if a.is_unused and not a.disabled]
    logins = fetch(tools.table, accounts.logins(a.login for a in fresh))
    return [a for a in fresh if (login := logins.get(a.login)) and not login.password]


@contextmanager
def slips_in(file: Path, count: int) -> Iterator[list[IssuedAccount]]:
    """Yield a list whose slips are written to `file` at the end.

    They are written even if the block fails. The file is CSV that only its owner can read, never over an existing
    one. Room for `count` slips is taken before any account is made, so that a full disk stops the command while
    nothing is done; should writing fail all the same, the slips are printed, since they are nowhere else. The file is
    removed if there is no slip. Raises OSError when there is no room.
    """
    slips: list[IssuedAccount] = []
    out = os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")
    try:
        _take_room(out, count)
    except OSError:
        out.close()
        file.unlink()
        raise
    try:
        yield slips
    finally:
        _write(out, file, slips)


def _take_room(out: IO[bytes], count: int) -> None:
    """Fill a file with as much as its slips may need."""
    out.write(b"\0" * (LONGEST_SLIP * (count + 1)))
    out.flush()
    os.fsync(out.fileno())


def _write(out: IO[bytes], file: Path, slips: list[IssuedAccount]) -> None:
    """Write the slips over the room taken, and say where they are."""
    text = _table(slips)
    try:
        with out:
            out.seek(0)
            out.write(text.encode("utf-8-sig"))
            out.truncate()
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        if slips:
            print(text, flush=True)
        raise Stop(
            f"{file} could not be written ({error.strerror}). "
            + ("Keep what stands above: the passwords are seen nowhere else." if slips else "No account was made.")
        ) from None
    if slips:
        say(f"{len(slips)} slips are in {file}. Hand them out, then delete it: the passwords are seen nowhere else.")
    else:
        file.unlink()
        say("no slip was made")


def _table(slips: Iterable[IssuedAccount]) -> str:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    rows.writerows([one.account.login, one.account.name, one.account.desk or "", one.password] for one in slips)
    return text.getvalue()
