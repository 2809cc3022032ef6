"""Imports of many accounts at once, from a CSV.

An import is checked whole, written in parts, and valid by one last write. Each try takes the import over before it
writes, and each part checks that it still holds it. So of two tries at once only one goes on, and returns exactly
what it wrote; and a try that died half-way leaves nothing that opens: signing in ignores accounts of an unfinished
import. The same file sent again, or a corrected one, takes its names over.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Batch, login_name
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Busy, Invalid, RepeatedDifferently, SecretNotRepeated, problem
from chalicelib.domain.evaluation.profiles import TypedProfile
from chalicelib.frozen import dataclass
from chalicelib.services.accounts.issued_accounts import (
    AccountRequest,
    IssuedAccount,
    faults_of,
    must_issue,
    new_account,
    new_login,
    new_profile,
)
from chalicelib.services.context import Act, Tools, once, token
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in import signatures
from chalicelib.storage import accounts, experts
from chalicelib.storage.engine.table import Put, Write, at_version

MOST_ROWS = 500
ACCOUNTS_IN_PART, EXPERTS_IN_PART = 4, 3
"""Accounts per transaction: 17 or 16 of the 20 writes it may hold.

An account is four items, an expert's five, and each part checks the import.
"""

_COLUMNS = {
    "login": "login",
    "登录名称": "login",
    "name": "name",
    "用户姓名": "name",
    "desk": "desk",
    "推荐单位代码": "desk",
    "role": "role",
    "角色": "role",
    "agency": "agency",
    "评审机构代码": "agency",
    "fields": "fields",
    "评审领域": "fields",
    "body": "body",
    "工作单位": "body",
    "uscc": "uscc",
    "统一社会信用代码": "uscc",
    "parent_body": "parent_body",
    "主管单位": "parent_body",
    "city": "city",
    "所在市": "city",
    "title": "title",
    "职称": "title",
    "most": "most",
    "评审件数上限": "most",
}
_NEEDED = ("login", "name", "desk")
_NEEDED_OF = {Role.EXPERT: ("login", "name", "body"), Role.AGENCY: ("login", "name", "agency")}
"""Columns that a file needs, by the role of its rows."""


@dataclass(frozen=True)
class ImportRow:
    """One row of the file; `n` is its line, from 1 (heading)."""

    n: int
    request: AccountRequest


@dataclass(frozen=True)
class ImportLock:
    """The login names of the file that are claimed already.

    `names`: name → the unfinished import that holds it, None for an account in use; `unfinished`: the caller's other
    unfinished imports that hold names of the file.
    """

    names: Mapping[str, str | None]
    unfinished: tuple[Batch, ...]


def _refuse_again(act: Act, ids: Mapping[str, str], *_: Any) -> list[IssuedAccount]:
    raise SecretNotRepeated()


@once(_refuse_again)
def issue(act: Act, call_id: str, text: str, role: str = Role.RECOMMENDER) -> list[IssuedAccount]:
    """Create all accounts of a CSV, with their one-time passwords.

    Returned in its order. Its columns are login, name, desk and, where it is not `role`, role; those of an expert
    besides, whose profile is written with the account. Raises Invalid with every fault and its row and column;
    SecretNotRepeated once it is done; Busy where another try took it over; RepeatedDifferently; NotFound.
    """
    before = _begun(act)
    call = own_call(act, call_id)
    must_issue(act, call)
    rows, lock = _checked(act, call, before, text, role)
    batch = _take_over(act.tools, before, lock)
    parts = [_write_part(act, call, batch, lock, part) for part in _parts(rows)]
    signatures.note_accounts(act.tools, *[issued.account for part in parts for issued in part])
    act.commit([_next(batch, replace(batch, finished=True, v=batch.v + 1))], batch=batch.id)
    return [account for part in parts for account in part]


def check(act: Act, call_id: str, text: str) -> list[ImportRow]:
    """Return the rows of a CSV that could be issued; create nothing.

    Raises Invalid as `issue` does, NotFound.
    """
    own = Batch("", act.account.id, "")
    return _checked(act, own_call(act, call_id), own, text, Role.RECOMMENDER)[0]


def _checked(act: Act, call: Call, own: Batch, text: str, role: str) -> tuple[list[ImportRow], ImportLock]:
    """Return the rows and who holds their names. Raises Invalid."""
    rows, faults = parse_rows(text, role)
    lock = _lock(act, own, [login_name(row.request.login) for row in rows])
    faults += list(_row_faults(act, call, rows, lock))
    if faults:
        raise Invalid(errors=faults)
    return rows, lock


def parse_rows(text: str, role: str = Role.RECOMMENDER) -> tuple[list[ImportRow], list[dict[str, Any]]]:
    """Return the rows of a CSV, and the faults of its table.

    Also of what a spreadsheet copies (tabs). Without rows where there is any fault. `role` is that of rows that name
    none.
    """
    text = text.removeprefix("\ufeff").strip("\r\n")
    heading = text.splitlines()[0] if text else ""
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in heading else ","))
    except csv.Error:
        return [], [_at("unreadable", 1, "login")]
    columns = [_COLUMNS.get(cell.strip().casefold()) for cell in lines[0]] if lines else []
    needed = _NEEDED_OF.get(Role(role), _NEEDED) if role in set(Role) else _NEEDED
    faults = list(_heading_faults(lines[0] if lines else [], columns, needed))
    filled = [(n, cells) for n, cells in enumerate(lines[1:], 2) if any(cell.strip() for cell in cells)]
    if not faults and not filled:
        faults.append(_at("required", 2, "login"))
    if len(filled) > MOST_ROWS:
        faults.append(_at("too_many", MOST_ROWS + 2, "login", max=MOST_ROWS, over=len(filled) - MOST_ROWS))
    return ([] if faults else [_row(n, columns, cells, role) for n, cells in filled]), faults


def _row(n: int, columns: list[str | None], cells: list[str], role: str) -> ImportRow:
    named = {c: cell.strip() for c, cell in zip(columns, cells, strict=False) if c}
    profile = TypedProfile.of_row(named)
    office = named.get("desk") or None, named.get("agency") or None
    login, name = named.get("login", ""), named.get("name", "")
    return ImportRow(n, AccountRequest(login, name, named.get("role") or str(role), *office, profile))


def _heading_faults(heading: list[str], columns: list[str | None], needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    for cell, column in zip(heading, columns, strict=True):
        if column is None:
            yield _at("unknown_column", 1, cell[:40])
        elif columns.count(column) > 1:
            yield _at("column_twice", 1, column)
    yield from (_at("missing_column", 1, column) for column in needed if column not in columns)


def _row_faults(act: Act, call: Call, rows: list[ImportRow], lock: ImportLock) -> Iterator[dict[str, Any]]:
    first: dict[str, int] = {}
    for row in rows:
        name = login_name(row.request.login)
        for fault in faults_of(act, call, row.request):
            yield _at(fault["code"], row.n, fault["pointer"][1:], **fault["params"])
        if name in first:
            yield _at("login_twice", row.n, "login", first=first[name])
        elif name and lock.names.get(name, "") is None:
            yield _at("login_taken", row.n, "login")
        first.setdefault(name, row.n)


def _at(code: str, row: int, column: str, **params: Any) -> dict[str, Any]:
    return problem("/csv", code, row=row, column=column, **params)


def _begun(act: Act) -> Batch:
    """Return this request's import, as an earlier try left it.

    A new one at the first try. Raises RepeatedDifferently.
    """
    digest, by = act.request.digest, act.account.id
    batch_id = signatures.sign(act.tools, "import", f"{by}\n{act.request.request}")[:26]
    batch = act.read(accounts.batch(batch_id)) or Batch(batch_id, by, digest)
    if batch.digest != digest:
        raise RepeatedDifferently()
    return batch


def _lock(act: Act, own: Batch, names: list[str]) -> ImportLock:
    """Return which login names are claimed, and by which import.

    Those of the caller's own unfinished imports may be taken over.
    """
    logins = act.read(accounts.logins([name for name in names if name]))
    batches = act.read(accounts.batches({login.batch for login in logins.values() if login.batch}))
    unfinished = {b.id: b for b in batches.values() if not b.finished and b.by == act.account.id}
    held = {name: login.batch if login.batch in unfinished else None for name, login in logins.items()}
    return ImportLock(held, tuple(b for b in unfinished.values() if b.id != own.id))


def _take_over(tools: Tools, before: Batch, lock: ImportLock) -> Batch:
    """Take the import over, so that only this try may write.

    Earlier ones, of this import or of those it replaces, cannot any more.
    """
    for old in lock.unfinished:
        tools.table.write([_next(old, replace(old, attempt=token(16), v=old.v + 1))])
    batch = replace(before, attempt=token(16), v=before.v + 1)
    tools.table.write([_next(before, batch)])
    return batch


def _next(before: Batch, after: Batch) -> Put:
    return Put(accounts.batch_item(after), *at_version(before.v), lambda _: Busy())


def _write_part(act: Act, call: Call, batch: Batch, lock: ImportLock, rows: list[ImportRow]) -> list[IssuedAccount]:
    """Write some of the accounts, under the import."""
    tools, now = act.tools, act.tools.clock().replace(microsecond=0)
    writes: list[Write] = [accounts.check_attempt(batch)]
    issued = []
    for row in rows:
        account, event = new_account(call, row.request, _account_id(tools, row), now, act.caller)
        account = replace(account, batch=batch.id)
        password, login = new_login(account, now)
        old = lock.names.get(login.name) or batch.id
        taken = _at("login_taken", row.n, "login")
        writes += [
            _over(accounts.login_item(login), batch, old, taken),
            accounts.put_lookalike(login.name),
            _over(accounts.account_item(account), batch, old, taken),
            _over(accounts.event_item(account, event), batch, old, taken),
        ]
        if profile := new_profile(act, call, account, row.request):
            writes.append(_over(experts.new_profile_item(profile, batch.id), batch, old, taken))
        issued.append(IssuedAccount(account, password))
    tools.table.write(writes)
    return issued


def _over(item: dict[str, Any], batch: Batch, old: str, fault: dict[str, Any]) -> Put:
    """Write an item over none, or over a replaced import's.

    That is one of this import, or of the unfinished one that held the name.
    """
    condition = "attribute_not_exists(#pk) OR #batch = :batch OR #batch = :old"
    values = {":batch": batch.id, ":old": old}
    return Put(item, condition, values, lambda _: Invalid(errors=[fault]))


def _account_id(tools: Tools, row: ImportRow) -> str:
    """Return the account id that belongs to a login name.

    Always the same, so that what replaces an unfinished import leaves nothing behind.
    """
    return "a" + signatures.derived_code(tools, "account", login_name(row.request.login))


def _parts(rows: list[ImportRow]) -> list[list[ImportRow]]:
    """Return the rows by the transactions that write them."""
    most = EXPERTS_IN_PART if any(row.request.role == Role.EXPERT for row in rows) else ACCOUNTS_IN_PART
    return [rows[i : i + most] for i in range(0, len(rows), most)]
