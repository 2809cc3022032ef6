"""Routes of issued accounts, for the organiser and for desks."""

from dataclasses import field
from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import accounts as domain
from chalicelib.domain import limits
from chalicelib.domain.access import Role
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.web.http.endpoint import HOLDERS, ORGANISER, Request, endpoint
from chalicelib.web.http.schemas import Body, Line, Schema

bp = Blueprint(__name__)


class AccountIn(Body):
    login: Line
    name: Line
    desk: Line | None = None
    role: Line = Role.RECOMMENDER.value

    def as_request(self) -> issued_accounts.AccountRequest:
        return issued_accounts.AccountRequest(self.login, self.name, self.role, self.desk or None)


class ImportIn(Body):
    csv: str = Field(max_length=limits.IMPORT)


class AccountQuery(Schema):
    """Role of the accounts to list, of one desk or of all."""

    role: Role = Role.RECOMMENDER
    desk: str | None = None
    cursor: str | None = None


@dataclass(frozen=True, kw_only=True)
class OneTimePasswordOut:
    """A one-time password, which is in this response only."""

    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ManagedAccountOut:
    """An account as the desk or organiser that manages it sees it.

    `waiting`: it has no password of its own yet; `unused`: it never had one.
    """

    id: str
    login: str
    name: str
    role: Role
    desk: str | None
    region: str | None
    organisation: str
    waiting: bool
    unused: bool
    disabled: bool
    created: datetime

    @classmethod
    def of(cls, account: domain.Account) -> "ManagedAccountOut":
        return cls(
            id=account.id,
            login=account.login,
            name=account.name,
            role=account.role,
            desk=account.desk or account.area,
            region=account.region or None,
            organisation=account.organisation,
            waiting=account.must_change,
            unused=account.is_unused,
            disabled=account.disabled,
            created=account.created_at,
        )


@dataclass(frozen=True, kw_only=True)
class ManagedAccountsOut:
    items: list[ManagedAccountOut]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class IssuedAccountOut:
    account: ManagedAccountOut
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SlipOut:
    """The contents of a slip."""

    login: str
    name: str
    desk: str | None
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SlipsOut:
    items: list[SlipOut]


@endpoint(
    bp,
    "POST",
    "/accounts/{id}/one-time-password",
    allow=HOLDERS,
    status=201,
    returns=OneTimePasswordOut,
)
def issue_one_time_password(request: Request, id: str) -> OneTimePasswordOut:
    """Replace a forgotten password by a one-time password.

    A desk may do so for applicants of its area, the organiser for all accounts. It is recorded.
    """
    issued = issued_accounts.issue_one_time_password(request.act, id)
    return OneTimePasswordOut(password=issued.password)


@endpoint(bp, "POST", "/accounts/{id}/disable", allow=ORGANISER, returns=ManagedAccountOut)
def disable_account(request: Request, id: str) -> ManagedAccountOut:
    """Disable an account at once and record that."""
    return ManagedAccountOut.of(issued_accounts.set_disabled(request.act, id, True))


@endpoint(bp, "POST", "/accounts/{id}/enable", allow=ORGANISER, returns=ManagedAccountOut)
def enable_account(request: Request, id: str) -> ManagedAccountOut:
    """Enable a disabled account and record that."""
    return ManagedAccountOut.of(issued_accounts.set_disabled(request.act, id, False))


@endpoint(bp, "GET", "/calls/{call}/accounts", allow=ORGANISER, query=AccountQuery, returns=ManagedAccountsOut)
def list_accounts(request: Request, query: AccountQuery, call: str) -> ManagedAccountsOut:
    """List accounts of a role, of one desk or of all.

    An applicant's desk is the nearest one of its area.
    """
    page = issued_accounts.read_page(request.act, call, query.role, query.desk, query.cursor)
    return ManagedAccountsOut(items=[ManagedAccountOut.of(a) for a in page.accounts], cursor=page.cursor)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/accounts",
    allow=ORGANISER,
    body=AccountIn,
    status=201,
    returns=IssuedAccountOut,
)
def issue_account(request: Request, body: AccountIn, call: str) -> IssuedAccountOut:
    """Issue one account.

    Its one-time password is in this response only.
    """
    issued = issued_accounts.create(request.act, call, body.as_request())
    return IssuedAccountOut(account=ManagedAccountOut.of(issued.account), password=issued.password)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/accounts/import",
    allow=ORGANISER,
    body=ImportIn,
    status=201,
    returns=SlipsOut,
)
def import_accounts(request: Request, body: ImportIn, call: str) -> SlipsOut:
    """Issue accounts from a CSV with the columns login, name, desk.

    Either all are issued, or the response lists every error. The one-time passwords are in this response only.
    """
    issued = imports.issue(request.act, call, body.csv)
    items = [
        SlipOut(login=m.account.login, name=m.account.name, desk=m.account.desk, password=m.password) for m in issued
    ]
    return SlipsOut(items=items)
