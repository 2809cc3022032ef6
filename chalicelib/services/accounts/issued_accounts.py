"""Issued accounts, and help for owners who are locked out.

One-time passwords, and disabling. A one-time password is in the answer that created it and nowhere else; where that
answer was lost, the same request says `secret_not_repeated` and a new one has to be issued.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.domain import accounts as rules
from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, AccountNote, Login
from chalicelib.domain.call import Call, in_language
from chalicelib.domain.errors import Forbidden, Invalid, NotFound, SecretNotRepeated, problem
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in import passwords
from chalicelib.storage import accounts
from chalicelib.storage.accounts import AccountPage
from chalicelib.storage.engine.table import NEW, Put


@dataclass(frozen=True)
class IssuedAccount:
    """An account with the one-time password that opens it."""

    account: Account
    password: str = field(repr=False)


@dataclass(frozen=True)
class AccountRequest:
    """The account to issue: a desk's, or the organiser's (desk None)."""

    login: str
    name: str
    role: str
    desk: str | None


def read_page(act: Act, call_id: str, role: str, desk: str | None, cursor: str | None) -> AccountPage:
    """Return one page of accounts of a role.

    A desk's own or its area's applicants, or all of the authority. Accounts of an import that was not finished are
    left out. Raises Invalid, NotFound.
    """
    call = own_call(act, call_id)
    if role not in set(Role):
        raise Invalid.at("/query/role", "not_an_option")
    if desk is not None and desk not in call.desks:
        raise Invalid.at("/query/desk", "not_an_option")
    page = act.read(accounts.of_authority(call.authority.id, role, desk, cursor))
    imports = act.read(accounts.batches({a.batch for a in page.accounts if a.batch}))
    finished = {id for id, batch in imports.items() if batch.finished}
    return AccountPage([a for a in page.accounts if a.batch in {None, *finished}], page.cursor)


def refuse_again(act: Act, ids: Mapping[str, str], *_: Any, **__: Any) -> IssuedAccount:
    raise SecretNotRepeated()


@once(refuse_again)
def create(act: Act, call_id: str, request: AccountRequest) -> IssuedAccount:
    """Create one account for the organiser to hand out.

    Raises Invalid, SecretNotRepeated, NotFound.
    """
    call = own_call(act, call_id)
    faults = [problem(f"/{column}", code) for column, code in faults_of(call, request)]
    if faults:
        raise Invalid(errors=faults)
    now = act.now.replace(microsecond=0)
    account = new_account(call, request, f"a{token(15)}", now, act.account.id)
    password, login = new_login(account, now)
    claim = accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
    writes = [claim, accounts.put_lookalike(login.name), Put(accounts.account_item(account), NEW)]
    act.commit(writes, account=account.id)
    return IssuedAccount(account, password)


@once(refuse_again)
def issue_one_time_password(act: Act, account_id: str) -> IssuedAccount:
    """Replace an account's password by a new one-time password.

    It is recorded, and ends the account's sessions. Allowed for the organiser for any account but its own, for a
    recommender for applicants of its area. Raises NotFound for all others, Forbidden for a disabled account,
    SecretNotRepeated.
    """
    account = _managed(act, act.read(accounts.account(account_id)))
    if account.disabled:
        raise Forbidden()
    login = act.read(accounts.login(account.login))
    if login is None:
        raise NotFound()
    now, password = act.now.replace(microsecond=0), passwords.new_one_time()
    note = AccountNote("one_time_password", now, act.account.id)
    after = account.noted(note, must_change=True, generation=account.generation + 1)
    opened = login.changed(password="", **_one_time(password, now))
    act.commit([accounts.update_login(opened), accounts.update_account(after)], account=account.id)
    return IssuedAccount(after, password)


def _read_managed(act: Act, ids: Mapping[str, str], account_id: str, disabled: bool) -> Account:
    return _managed(act, act.read(accounts.account(account_id)))


@once(_read_managed)
def set_disabled(act: Act, account_id: str, disabled: bool) -> Account:
    """Disable an account, or enable it again.

    It is recorded. Disabling ends the account's sessions. Raises NotFound.
    """
    account = _managed(act, act.read(accounts.account(account_id)))
    note = AccountNote("disabled" if disabled else "enabled", act.now.replace(microsecond=0), act.account.id)
    ended = account.generation + (1 if disabled else 0)
    after = account.noted(note, disabled=disabled, generation=ended)
    act.commit([accounts.update_account(after)], account=account.id)
    return after


def faults_of(call: Call, request: AccountRequest) -> list[tuple[str, str]]:
    """Return all faults of an account to issue, as (column, code)."""
    faults = []
    wrong = rules.login_problem(rules.login_name(request.login))
    if wrong:
        faults.append(("login", wrong if request.login.strip() else "required"))
    name = one_line(request.name), rules.LONGEST_NAME
    faults += [(f["pointer"][1:], f["code"]) for f in rules.text_problems({"/name": name})]
    if request.role not in {Role.RECOMMENDER, Role.ORGANISER}:
        faults.append(("role", "not_an_option"))
    if request.role == Role.RECOMMENDER and request.desk not in call.desks:
        faults.append(("desk", "not_an_option" if request.desk else "required"))
    if request.role == Role.ORGANISER and request.desk:
        faults.append(("desk", "not_empty"))
    return faults


def new_account(call: Call, request: AccountRequest, account_id: str, now: datetime, by: str) -> Account:
    """Return the account for a request.

    It has nothing but a one-time password yet.
    """
    desk = call.desks.get(request.desk or "")
    return Account(
        id=account_id,
        login=rules.login_name(request.login),
        name=one_line(request.name),
        role=Role(request.role),
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        desk=desk.code if desk else None,
        region=(desk.region or "") if desk else "",
        organisation=in_language(desk.names, "zh") if desk else "",
        must_change=True,
        notes=(AccountNote("handed_out", now, by),),
    )


def new_login(account: Account, now: datetime) -> tuple[str, Login]:
    """Return a one-time password and the login it opens."""
    password = passwords.new_one_time()
    login = Login(account.login, account.id, batch=account.batch, v=0)
    return password, login.changed(**_one_time(password, now))


def _one_time(password: str, now: datetime) -> dict[str, object]:
    hashed = passwords.one_time_hash(password)
    return {"one_time": hashed, "one_time_until": now + passwords.ONE_TIME_LASTS}


def _managed(act: Act, account: Account | None) -> Account:
    """Return the account, if the caller may manage it.

    Raises NotFound.
    """
    if account is None or not rules.may_manage(act.caller, account, _above(act, account)):
        raise NotFound()
    return account


def _above(act: Act, account: Account) -> tuple[str, ...]:
    """Return the desk of an applicant's area and those above it.

    In the call that the caller works in.
    """
    if account.area is None:
        return ()
    return desks.chain(act.calls.latest(act.account.call), account.area)
