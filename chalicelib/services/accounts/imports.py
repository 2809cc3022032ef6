"""Many accounts at once, from a CSV: checked whole, written in parts, valid by one last write.

Each try takes the import over before it writes, and each part checks that it still holds it. So of two tries at
once only one goes on, what it wrote is what it tells, and a try that died half-way leaves nothing that opens:
signing in ignores accounts of an unfinished import. The same file sent again, or a corrected one, takes its names
over.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Batch, login_name
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Busy, Invalid, RepeatedDifferently, SecretNotRepeated, problem
from chalicelib.frozen import dataclass
from chalicelib.services.accounts.issued_accounts import (
    AccountRequest,
    IssuedAccount,
    faults_of,
    new_account,
    new_login,
)
from chalicelib.services.context import Tools, token
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in import signatures
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys
from chalicelib.storage.engine.table import ConditionCheck, Put
from chalicelib.storage.idempotency import AlreadyDone, IdempotencyRecord

MOST_ROWS = 500
ACCOUNTS_IN_PART = 9
"""An account is two items, and each part checks the import: 19 of the 20 that a transaction may hold."""

_COLUMNS = {
    "login": "login",
    "登录名称": "login",
    "name": "name",
    "用户姓名": "name",
    "desk": "desk",
    "推荐单位代码": "desk",
    "role": "role",
    "角色": "role",
}
_NEEDED = ("login", "name", "desk")


@dataclass(frozen=True)
class ImportRow:
    """One line of the file; `n` counts from 1, the heading's line."""

    n: int
    wanted: AccountRequest


@dataclass(frozen=True)
class ImportLock:
    """Names of the file that stand already: name → the import that holds it, None for an account in use."""

    names: Mapping[str, str | None]
    unfinished: tuple[Batch, ...]


def hand_out(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call_id: str, text: str
) -> list[IssuedAccount]:
    """All accounts of a CSV (columns login, name, desk and, where it is not `recommender`, role) with their
    one-time passwords, in its order.

    Raises Invalid with every fault and its row and column; SecretNotRepeated once it is done; Busy where
    another try took it over; RepeatedDifferently; NotFound.
    """
    call = own_call(tools, who.caller, call_id)
    before = _begun(tools, who, repeat)
    rows, faults = parsed(text)
    held = _held(tools, who, before, [login_name(row.wanted.login) for row in rows])
    faults += list(_row_faults(call, rows, held))
    if faults:
        raise Invalid(errors=faults)
    batch = _taken_over(tools, before, held)
    made = [_part(tools, call, batch, held, rows[i : i + ACCOUNTS_IN_PART]) for i in _starts(rows)]
    _finish(tools, repeat, batch)
    return [account for part in made for account in part]


def parsed(text: str) -> tuple[list[ImportRow], list[dict[str, Any]]]:
    """The rows of a CSV, or of what a spreadsheet copies (tabs), and what is wrong with it as a table."""
    text = text.removeprefix("\ufeff").strip("\r\n")
    heading = text.splitlines()[0] if text else ""
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in heading else ","))
    except csv.Error:
        return [], [_at("unreadable", 1, "login")]
    columns = [_COLUMNS.get(cell.strip().casefold()) for cell in lines[0]] if lines else []
    faults = list(_heading_faults(lines[0] if lines else [], columns))
    filled = [(n, cells) for n, cells in enumerate(lines[1:], 2) if any(cell.strip() for cell in cells)]
    if not faults and not filled:
        faults.append(_at("required", 2, "login"))
    if len(filled) > MOST_ROWS:
        faults.append(_at("too_many", MOST_ROWS + 2, "login", max=MOST_ROWS, over=len(filled) - MOST_ROWS))
    return ([] if faults else [_row(n, columns, cells) for n, cells in filled]), faults


def _row(n: int, columns: list[str | None], cells: list[str]) -> ImportRow:
    named = {c: cell.strip() for c, cell in zip(columns, cells, strict=False) if c}
    role = named.get("role") or Role.RECOMMENDER.value
    return ImportRow(
        n, AccountRequest(named.get("login", ""), named.get("name", ""), role, named.get("desk") or None)
    )


def _heading_faults(heading: list[str], columns: list[str | None]) -> Iterator[dict[str, Any]]:
    for cell, column in zip(heading, columns, strict=True):
        if column is None:
            yield _at("unknown_column", 1, cell[:40])
        elif columns.count(column) > 1:
            yield _at("column_twice", 1, column)
    yield from (_at("missing_column", 1, column) for column in _NEEDED if column not in columns)


def _row_faults(call: Call, rows: list[ImportRow], held: ImportLock) -> Iterator[dict[str, Any]]:
    first: dict[str, int] = {}
    for row in rows:
        name = login_name(row.wanted.login)
        yield from (_at(code, row.n, column) for column, code in faults_of(call, row.wanted))
        if name in first:
            yield _at("login_twice", row.n, "login", first=first[name])
        elif name and held.names.get(name, "") is None:
            yield _at("login_taken", row.n, "login")
        first.setdefault(name, row.n)


def _at(code: str, row: int, column: str, **params: Any) -> dict[str, Any]:
    return problem("/csv", code, row=row, column=column, **params)


def _begun(tools: Tools, who: SignedIn, repeat: IdempotencyRecord) -> Batch:
    """The import of this request, as far as an earlier try got."""
    batch_id = signatures.sign(tools, "import", f"{who.account.id}\n{repeat.request}")[:26]
    items = tools.table.read([repeat.key, keys.account_import(batch_id)])
    if repeat.done(items.get(repeat.key)) is not None:
        raise SecretNotRepeated()
    batch = accounts.batch_in(items, batch_id) or Batch(batch_id, who.account.id, repeat.digest)
    if batch.digest != repeat.digest:
        raise RepeatedDifferently()
    return batch


def _held(tools: Tools, who: SignedIn, mine: Batch, names: list[str]) -> ImportLock:
    """Which names stand; those of the caller's own unfinished imports may be taken over."""
    items = tools.table.read([keys.login_name(name) for name in names if name])
    logins = [login for name in names if (login := accounts.login_in(items, name))]
    found = tools.table.read([keys.account_import(login.batch) for login in logins if login.batch])
    batches = [b for login in logins if login.batch and (b := accounts.batch_in(found, login.batch))]
    open_ones = {b.id: b for b in batches if not b.finished and b.by == who.account.id}
    stand = {login.name: login.batch if login.batch in open_ones else None for login in logins}
    return ImportLock(stand, tuple(b for b in open_ones.values() if b.id != mine.id))


def _taken_over(tools: Tools, before: Batch, held: ImportLock) -> Batch:
    """From now on only this try may write: earlier ones, of this import or of those it replaces, cannot."""
    for old in held.unfinished:
        tools.table.write([_next(old, replace(old, attempt=token(16), v=old.v + 1))])
    batch = replace(before, attempt=token(16), v=before.v + 1)
    tools.table.write([_next(before, batch)])
    return batch


def _next(before: Batch, after: Batch) -> Put:
    condition = accounts.UNCHANGED if before.v else accounts.NEW
    values = {":v": before.v} if before.v else {}
    return Put(accounts.batch_item(after), condition, values, lambda _: Busy())


def _part(
    tools: Tools, call: Call, batch: Batch, held: ImportLock, rows: list[ImportRow]
) -> list[IssuedAccount]:
    """Write some of the accounts, under the import."""
    now = tools.clock().replace(microsecond=0)
    mine = {":attempt": batch.attempt}
    writes: list[Any] = [
        ConditionCheck(keys.account_import(batch.id), "#attempt = :attempt", mine, lambda _: Busy())
    ]
    made = []
    for row in rows:
        account = new_account(call, row.wanted, _account_id(tools, row), now, batch.by, batch.id)
        password, login = new_login(account, now)
        old = held.names.get(login.name) or batch.id
        taken = _at("login_taken", row.n, "login")
        writes += [
            _over(accounts.login_item(login), batch, old, taken),
            _over(accounts.account_item(account), batch, old, taken),
        ]
        made.append(IssuedAccount(account, password))
    tools.table.write(writes)
    return made


def _over(item: dict[str, Any], batch: Batch, old: str, fault: dict[str, Any]) -> Put:
    """Write an item where there is none, or one of this import or of the one it replaces."""
    condition = "attribute_not_exists(#pk) OR #batch = :batch OR #batch = :old"
    values = {":batch": batch.id, ":old": old}
    return Put(item, condition, values, lambda _: Invalid(errors=[fault]))


def _account_id(tools: Tools, row: ImportRow) -> str:
    """The same for the same login name, so that what replaces an unfinished import leaves nothing behind."""
    return "a" + signatures.derived_code(tools, "account", login_name(row.wanted.login))


def _finish(tools: Tools, repeat: IdempotencyRecord, batch: Batch) -> None:
    """The last write: now they are valid."""
    record = repeat.record(tools.clock(), {"batch": batch.id})
    try:
        tools.table.write([record, _next(batch, replace(batch, finished=True, v=batch.v + 1))])
    except AlreadyDone:
        raise SecretNotRepeated() from None


def _starts(rows: list[ImportRow]) -> range:
    return range(0, len(rows), ACCOUNTS_IN_PART)
