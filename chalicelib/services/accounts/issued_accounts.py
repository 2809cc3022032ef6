"""Accounts that are handed out, and help for those who are locked out of theirs: one-time passwords, disabling.

A one-time password is seen in the answer that made it and nowhere else; where that answer was lost, the same
request says `secret_not_repeated` and a new one has to be issued.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from chalicelib.domain import accounts as rules
from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, AccountNote, Login
from chalicelib.domain.call import Call, in_language
from chalicelib.domain.errors import Forbidden, Invalid, NotFound, SecretNotRepeated, problem
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import IdempotencyRecord, Tools, token
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in import passwords
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys
from chalicelib.storage.accounts import AccountPage
from chalicelib.storage.engine.table import Put


@dataclass(frozen=True)
class IssuedAccount:
    """An account with the one-time password that opens it."""

    account: Account
    password: str = field(repr=False)


@dataclass(frozen=True)
class AccountRequest:
    """An account to hand out, as it was asked for: a desk's, or the organiser's (desk None)."""

    login: str
    name: str
    role: str
    desk: str | None


def listed(
    tools: Tools, who: SignedIn, call_id: str, role: str, desk: str | None, cursor: str | None
) -> AccountPage:
    """One page of accounts of a role: a desk's own or its area's applicants, or all of the authority.

    Accounts of an import that was not finished are left out. Raises Invalid, NotFound.
    """
    call = own_call(tools, who.caller, call_id)
    if role not in set(Role):
        raise Invalid.at("/query/role", "not_an_option")
    if desk is not None and desk not in call.desks:
        raise Invalid.at("/query/desk", "not_an_option")
    page = accounts.of_authority(tools.table, call.authority.id, role, desk, cursor)
    batches = {a.batch for a in page.accounts if a.batch}
    items = tools.table.read([keys.account_import(b) for b in batches])
    known = {b for b in batches if (found := accounts.batch_in(items, b)) and found.finished}
    return AccountPage([a for a in page.accounts if a.batch in {None, *known}], page.cursor)


def create(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call_id: str, wanted: AccountRequest
) -> IssuedAccount:
    """One account, made by the organiser. Raises Invalid, SecretNotRepeated, NotFound."""
    call = own_call(tools, who.caller, call_id)
    return idempotent(tools, repeat, lambda: _create(tools, who, repeat, call, wanted), _not_again)


def _create(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call: Call, wanted: AccountRequest
) -> IssuedAccount:
    faults = [problem(f"/{column}", code) for column, code in faults_of(call, wanted)]
    if faults:
        raise Invalid(errors=faults)
    now = tools.clock().replace(microsecond=0)
    account = new_account(call, wanted, f"a{token(15)}", now, who.account.id)
    password, login = new_login(account, now)
    claim = accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
    record = repeat.record(now, {"account": account.id})
    tools.table.write([record, claim, Put(accounts.account_item(account), accounts.NEW)])
    return IssuedAccount(account, password)


def one_time_password(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, account_id: str, ahead: Account | None = None
) -> IssuedAccount:
    """A new one-time password in place of the account's; recorded, and its sessions end.

    By the organiser for any account but its own, by a recommender for applicants of its area. Raises NotFound
    for all others, Forbidden for a disabled account, SecretNotRepeated.
    """
    ahead = ahead or load(tools, account_id)
    return idempotent(tools, repeat, lambda: _one_time_password(tools, who, repeat, ahead), _not_again)


def load(tools: Tools, id: str) -> Account | None:
    """An account, as far as it can be read before it is known who asks."""
    return accounts.account_in(tools.table.read([keys.account(id)]), id)


def _one_time_password(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, found: Account | None
) -> IssuedAccount:
    account = _managed(tools, who, found)
    if account.disabled:
        raise Forbidden()
    now = tools.clock().replace(microsecond=0)
    items = tools.table.read([keys.login_name(account.login), repeat.key])
    repeat.must_be_new(items)
    login = accounts.login_in(items, account.login)
    if login is None:
        raise NotFound()
    password = passwords.new_one_time()
    note = AccountNote("one_time_password", now, who.account.id)
    after = account.noted(note, must_change=True, generation=account.generation + 1)
    opened = login.changed(password="", **_one_time(password, now))
    record = repeat.record(now, {"account": account.id})
    tools.table.write([record, accounts.update_login(opened), accounts.update_account(after)])
    return IssuedAccount(after, password)


def set_disabled(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, account_id: str, disabled: bool
) -> Account:
    """Shut an account out, or let it in again; recorded. Disabling ends its sessions. Raises NotFound."""

    def act() -> Account:
        items = tools.table.read([keys.account(account_id), repeat.key])
        account = _managed(tools, who, accounts.account_in(items, account_id))
        repeat.must_be_new(items)
        now = tools.clock().replace(microsecond=0)
        note = AccountNote("disabled" if disabled else "enabled", now, who.account.id)
        ended = account.generation + (1 if disabled else 0)
        after = account.noted(note, disabled=disabled, generation=ended)
        tools.table.write([repeat.record(now, {"account": account.id}), accounts.update_account(after)])
        return after

    return idempotent(tools, repeat, act, lambda _: _managed(tools, who, load(tools, account_id)))


def faults_of(call: Call, wanted: AccountRequest) -> list[tuple[str, str]]:
    """What is wrong with an account to hand out: (column, code), all at once."""
    found = []
    wrong = rules.login_problem(rules.login_name(wanted.login))
    if wrong:
        found.append(("login", wrong if wanted.login.strip() else "required"))
    found += [(f["pointer"][1:], f["code"]) for f in rules.text_problems({"/name": _named(wanted)})]
    if wanted.role not in {Role.RECOMMENDER, Role.ORGANISER}:
        found.append(("role", "not_an_option"))
    if wanted.role == Role.RECOMMENDER and wanted.desk not in call.desks:
        found.append(("desk", "not_an_option" if wanted.desk else "required"))
    if wanted.role == Role.ORGANISER and wanted.desk:
        found.append(("desk", "not_empty"))
    return found


def new_account(
    call: Call, wanted: AccountRequest, account_id: str, now: datetime, by: str, batch: str | None = None
) -> Account:
    """The account that was asked for, which has nothing but a one-time password yet."""
    desk = call.desks.get(wanted.desk or "")
    return Account(
        id=account_id,
        login=rules.login_name(wanted.login),
        name=one_line(wanted.name),
        role=Role(wanted.role),
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        desk=desk.code if desk else None,
        region=(desk.region or "") if desk else "",
        organisation=in_language(desk.names, "zh") if desk else "",
        must_change=True,
        batch=batch,
        notes=(AccountNote("handed_out", now, by),),
    )


def new_login(account: Account, now: datetime) -> tuple[str, Login]:
    """A one-time password and the login it opens."""
    password = passwords.new_one_time()
    login = Login(account.login, account.id, batch=account.batch, v=0)
    return password, login.changed(**_one_time(password, now))


def _named(wanted: AccountRequest) -> tuple[str, int]:
    return one_line(wanted.name), rules.LONGEST_NAME


def _one_time(password: str, now: datetime) -> dict[str, object]:
    hashed = passwords.one_time_hash(password)
    return {"one_time": hashed, "one_time_until": now + passwords.ONE_TIME_LASTS}


def _not_again(ids: Mapping[str, str]) -> IssuedAccount:
    raise SecretNotRepeated()


def _managed(tools: Tools, who: SignedIn, account: Account | None) -> Account:
    """The account, if the caller may manage it."""
    if account is None or not rules.may_manage(who.caller, account, _above(tools, who, account)):
        raise NotFound()
    return account


def _above(tools: Tools, who: SignedIn, account: Account) -> tuple[str, ...]:
    """The desk of an applicant's area and those above it, in the call that the caller works in."""
    if account.area is None:
        return ()
    return desks.chain(tools.calls.latest(who.account.call), account.area)
