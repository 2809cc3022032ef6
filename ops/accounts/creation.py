"""Creation of accounts with a password, such as demo accounts.

Accounts that an organiser issues have a one-time password instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import Account, AccountStep, DemoAccount, Login, area_of, login_name
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid
from chalicelib.domain.history import Event
from chalicelib.services.context import Tools
from chalicelib.services.sign_in import passwords, signatures
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Write

ACCOUNTS_IN_WRITE = 5


@dataclass(frozen=True)
class Person:
    """An account to create.

    An applicant has a `region`, or chooses a desk's `area`; a recommender has a `desk`, people of an
    agency an `agency`.
    """

    login: str
    name: str
    role: Role
    password: str = field(repr=False)
    desk: str | None = None
    agency: str | None = None
    region: str = ""
    area: str | None = None
    organisation: str = ""
    nickname: str = ""
    parent_body: str | None = None
    phone: str = ""


def create_account(tools: Tools, call: Call, person: Person) -> Account:
    """Create an account, or return the one with this login name."""
    return create_accounts(tools, call, [person])[0]


def create_accounts(tools: Tools, call: Call, people: Sequence[Person]) -> list[Account]:
    """Create accounts and return them in the order of `people`.

    A transaction writes a few of them. Existing accounts stay unchanged, passwords included. Ids depend on the
    login names alone, so that a later start creates the same ones.
    """
    names = [login_name(person.login) for person in people]
    claims = fetch(tools.table, accounts.logins(names))
    now = tools.clock().replace(microsecond=0)
    new = [_account(tools, call, person, now) for person in people]
    fresh = [
        (account, event, person)
        for (account, event), person in zip(new, people, strict=True)
        if account.login not in claims
    ]
    for i in range(0, len(fresh), ACCOUNTS_IN_WRITE):
        tools.table.write(list(_writes(fresh[i : i + ACCOUNTS_IN_WRITE])))
    stored = fetch(tools.table, accounts.accounts(account.id for account, _ in new))
    return [stored.get(account.id, account) for account, _ in new]


def set_password(tools: Tools, account: Account, password: str) -> Account:
    """Set the password of an issued account, as its owner would.

    An account that has one stays unchanged.
    """
    login = fetch(tools.table, accounts.login(account.login))
    if login is None or not account.must_change:
        return account
    now = tools.clock().replace(microsecond=0)
    after, event = account.recorded(AccountStep.CHANGE_PASSWORD, account.caller(""), now, must_change=False, batch=None)
    opened = login.changed(password=_hashed(password), one_time="", one_time_until=None, batch=None)
    tools.table.write([accounts.update_login(opened), *accounts.update_account(after, event)])
    return after


def offer(tools: Tools, people: Iterable[tuple[Person, dict[str, str]]]) -> None:
    """Offer accounts on the sign-in page.

    Each has its name in every language.
    """
    shown = [DemoAccount(p.login, p.password, p.role, names) for p, names in people]
    tools.table.write([accounts.put_demo_accounts(shown)])


def _account(tools: Tools, call: Call, person: Person, now: datetime) -> tuple[Account, Event]:
    login = login_name(person.login)
    applicant = person.role is Role.APPLICANT
    account = Account(
        id="a" + signatures.derived_code(tools, "operator", login),
        login=login,
        name=person.name,
        role=person.role,
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        nickname=person.nickname,
        desk=person.desk,
        agency=person.agency,
        area=area_of(call, person.region, person.area) if applicant else None,
        region=person.region,
        organisation=person.organisation,
        parent_body=person.parent_body,
        phone=person.phone,
        agreed_at=now if applicant else None,
        v=0,
    )
    if applicant:
        return account.recorded(AccountStep.REGISTER, account.caller(""), now)
    return account.recorded(AccountStep.ISSUE, Caller("operator", Role.ORGANISER, account.authority), now)


def _writes(people: Iterable[tuple[Account, Event, Person]]) -> Iterable[Write]:
    for account, event, person in people:
        login = Login(account.login, account.id, _hashed(person.password))
        yield accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
        yield from accounts.put_account(account, event)
        if account.role is not Role.APPLICANT:
            yield accounts.put_lookalike(login.name)


@cache
def _hashed(password: str) -> str:
    """Return a password's hash, cached.

    Hashing is slow on purpose, and demo accounts share one password.
    """
    return passwords.hash_password(password)
