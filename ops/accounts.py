"""Accounts made by the operator: the first organiser, and a local season's demo accounts.

They have a password at once, unlike those that an organiser hands out. Nothing here is deployed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, DemoAccount, Login, area_of, login_name
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid
from chalicelib.services.context import Tools
from chalicelib.services.sign_in import passwords, signatures
from chalicelib.storage import accounts, keys
from chalicelib.storage.engine.table import Put, Write

ACCOUNTS_IN_WRITE = 9


@dataclass(frozen=True)
class Person:
    """An account to make. Who has no `desk` and is no organiser is an applicant of `region`, or of the desk
    `area`."""

    login: str
    name: str
    role: Role
    password: str = field(repr=False)
    desk: str | None = None
    region: str = ""
    area: str | None = None
    organisation: str = ""
    nickname: str = ""
    parent_body: str | None = None
    phone: str = ""


def create_account(tools: Tools, call: Call, person: Person) -> Account:
    """Make an account, or find the one that has this login name."""
    return create_accounts(tools, call, [person])[0]


def create_accounts(tools: Tools, call: Call, people: Sequence[Person]) -> list[Account]:
    """Make accounts, a few a transaction; whoever has one already keeps it, password and all.

    In the order of `people`. The ids follow from the login names, so that another start finds the same ones.
    """
    names = [login_name(person.login) for person in people]
    standing = tools.table.read(keys.login_name(name) for name in names)
    now = tools.clock().replace(microsecond=0)
    made = [_account(tools, call, person, now) for person in people]
    fresh = [
        (account, person)
        for account, person in zip(made, people, strict=True)
        if keys.login_name(account.login) not in standing
    ]
    for i in range(0, len(fresh), ACCOUNTS_IN_WRITE):
        tools.table.write(list(_writes(fresh[i : i + ACCOUNTS_IN_WRITE])))
    found = tools.table.read(keys.account(account.id) for account in made)
    return [accounts.account_in(found, account.id) or account for account in made]


def offer(tools: Tools, people: Iterable[tuple[Person, dict[str, str]]]) -> None:
    """Offer these accounts, each with its words, on the sign-in page of a local season."""
    shown = [DemoAccount(p.login, p.password, p.role, names) for p, names in people]
    tools.table.write([accounts.put_demo_accounts(shown)])


def _account(tools: Tools, call: Call, person: Person, now: datetime) -> Account:
    login = login_name(person.login)
    applicant = person.role is Role.APPLICANT
    return Account(
        id="a" + signatures.derived_code(tools, "operator", login),
        login=login,
        name=person.name,
        role=person.role,
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        nickname=person.nickname,
        desk=person.desk,
        area=area_of(call, person.region, person.area) if applicant else None,
        region=person.region,
        organisation=person.organisation,
        parent_body=person.parent_body,
        phone=person.phone,
        agreed_at=now if applicant else None,
    )


def _writes(people: Iterable[tuple[Account, Person]]) -> Iterable[Write]:
    for account, person in people:
        login = Login(account.login, account.id, _hashed(person.password))
        yield accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
        yield Put(accounts.account_item(account), accounts.NEW)


@cache
def _hashed(password: str) -> str:
    """Many demo accounts share one password; a hash takes a while on purpose."""
    return passwords.hash_password(password)
