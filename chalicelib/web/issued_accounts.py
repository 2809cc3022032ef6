"""Routes of issued accounts, for the organiser and for desks."""

from dataclasses import field
from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import accounts as domain
from chalicelib.domain import limits
from chalicelib.domain.access import Role
from chalicelib.domain.evaluation.profiles import TypedProfile
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.web.http.endpoint import HOLDERS, RUNNERS, Request, endpoint
from chalicelib.web.http.schemas import Body, Line, Schema

bp = Blueprint(__name__)


class ProfileIn(Body):
    """What is known of an expert.

    `fields` are values or labels of the tracks' category fields, `city` a region's code or a city's name.
    """

    fields: list[Line] = Field(default=[], max_length=100)
    body: Line = ""
    uscc: Line = ""
    parent_body: Line = ""
    city: Line = ""
    title: Line = ""
    most: int | None = None
    available: bool = True

    def typed(self) -> TypedProfile:
        facts = self.model_dump(exclude={"fields", "most"})
        return TypedProfile(";".join(self.fields), most="" if self.most is None else str(self.most), **facts)


class AccountIn(Body):
    """The account to issue; `agency` and `profile` are of experts and agencies."""

    login: Line
    name: Line
    desk: Line | None = None
    role: Line = Role.RECOMMENDER.value
    agency: Line | None = None
    profile: ProfileIn | None = None

    def as_request(self) -> issued_accounts.AccountRequest:
        profile = self.profile.typed() if self.profile else TypedProfile()
        offices = self.desk or None, self.agency or None
        return issued_accounts.AccountRequest(self.login, self.name, self.role, *offices, profile)


class ImportIn(Body):
    """A CSV, and the role of its rows that name none."""

    csv: str = Field(max_length=limits.IMPORT)
    role: Line = Role.RECOMMENDER.value


class AccountQuery(Schema):
    """Role of the accounts to list.

    Of one desk or agency, or of all.
    """

    role: Role = Role.RECOMMENDER
    desk: str | None = None
    agency: str | None = None
    cursor: str | None = None


@dataclass(frozen=True, kw_only=True)
class OneTimePasswordOut:
    """A one-time password, which is in this response only."""

    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ManagedAccountOut:
    """An account as the office that manages it sees it.

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
    agency: str | None

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
            agency=account.agency,
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
    agency: str | None
    password: str = field(repr=False)

    @classmethod
    def of(cls, issued: issued_accounts.IssuedAccount) -> "SlipOut":
        account = issued.account
        return cls(
            login=account.login,
            name=account.name,
            desk=account.desk,
            agency=account.agency,
            password=issued.password,
        )


@dataclass(frozen=True, kw_only=True)
class SlipsOut:
    items: list[SlipOut]


@endpoint(
    bp,
    "POST",
    "/accounts/{id}/one-time-password",
    allow=HOLDERS | RUNNERS,
    status=201,
    returns=OneTimePasswordOut,
)
def issue_one_time_password(request: Request, id: str) -> OneTimePasswordOut:
    """Replace a forgotten password by a one-time password.

    A desk may do so for applicants of its area, an agency for its experts, the organiser for all accounts. It is
    recorded.
    """
    issued = issued_accounts.issue_one_time_password(request.act, id)
    return OneTimePasswordOut(password=issued.password)


@endpoint(bp, "POST", "/accounts/{id}/disable", allow=RUNNERS, returns=ManagedAccountOut)
def disable_account(request: Request, id: str) -> ManagedAccountOut:
    """Disable an account at once and record that.

    An agency may do so for its experts.
    """
    return ManagedAccountOut.of(issued_accounts.set_disabled(request.act, id, True))


@endpoint(bp, "POST", "/accounts/{id}/enable", allow=RUNNERS, returns=ManagedAccountOut)
def enable_account(request: Request, id: str) -> ManagedAccountOut:
    """Enable a disabled account and record that."""
    return ManagedAccountOut.of(issued_accounts.set_disabled(request.act, id, False))


@endpoint(bp, "GET", "/calls/{call}/accounts", allow=RUNNERS, query=AccountQuery, returns=ManagedAccountsOut)
def list_accounts(request: Request, query: AccountQuery, call: str) -> ManagedAccountsOut:
    """List accounts of a role.

    Of one desk or agency, or of all. An applicant's desk is the nearest one of its area. An agency sees its own
    experts.
    """
    page = issued_accounts.read_page(request.act, call, query.role, query.agency or query.desk, query.cursor)
    return ManagedAccountsOut(items=[ManagedAccountOut.of(a) for a in page.accounts], cursor=page.cursor)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/accounts",
    allow=RUNNERS,
    body=AccountIn,
    status=201,
    returns=IssuedAccountOut,
)
def issue_account(request: Request, body: AccountIn, call: str) -> IssuedAccountOut:
    """Issue one account; an agency issues its experts'.

    Its one-time password is in this response only.
    """
    issued = issued_accounts.create(request.act, call, body.as_request())
    return IssuedAccountOut(account=ManagedAccountOut.of(issued.account), password=issued.password)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/accounts/import",
    allow=RUNNERS,
    body=ImportIn,
    status=201,
    returns=SlipsOut,
)
def import_accounts(request: Request, body: ImportIn, call: str) -> SlipsOut:
    """Issue accounts from a CSV with the columns login, name, desk.

    Experts have body and other columns of their profile. Either all are issued, or the response lists every error. The
    one-time passwords are in this response only.
    """
    issued = imports.issue(request.act, call, body.csv, body.role)
    return SlipsOut(items=[SlipOut.of(one) for one in issued])
