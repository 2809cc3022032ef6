"""Routes of one's own account: registration, personal details, password, dossier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain import accounts as domain
from chalicelib.domain.access import Role
from chalicelib.domain.call import Words
from chalicelib.domain.errors import NotFound
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import closing, dossiers, histories, own, registration
from chalicelib.services.context import Tools
from chalicelib.services.sign_in.sessions import NewSession, Visitor
from chalicelib.web.http import client
from chalicelib.web.http.endpoint import ANYONE, APPLICANTS, EVERYBODY, SIGNED_IN, Request, ViewResult, endpoint
from chalicelib.web.http.schemas import Body, Line, ProofText, Secret
from chalicelib.wiring import wiring

bp = Blueprint(__name__)


class RegistrationIn(Body):
    """The facts that a call asks for; nothing else is stored."""

    name: Line
    nickname: Line = ""
    login: Line
    password: Secret
    password_again: Secret
    phone: Line
    region: Line = ""
    area: Line | None = None
    organisation: Line
    desk: Line | None = None
    parent_body: Line | None = None
    agreed: bool
    call: Line
    proof: ProofText

    def typed(self) -> registration.Registration:
        """Return the facts without the proof."""
        return registration.Registration(**self.model_dump(exclude={"proof"}))


class OwnAccountIn(Body):
    """Changes to one's account, with its password.

    Omitted fields stay as they are.
    """

    name: Line | None = None
    phone: Line | None = None
    organisation: Line | None = None
    current_password: Secret


class PasswordIn(Body):
    old: Secret = ""
    new: Secret
    new_again: Secret


class ClosingIn(Body):
    current_password: Secret


class DossierIn(Body):
    answers: dict[Line, Line]


@dataclass(frozen=True, kw_only=True)
class OwnDeskOut:
    code: str
    names: Mapping[str, str]
    level: str
    call: str


@dataclass(frozen=True, kw_only=True)
class OwnAgencyOut:
    code: str
    names: Words

    @classmethod
    def of(cls, tools: Tools, account: domain.Account) -> "OwnAgencyOut | None":
        if account.agency is None:
            return None
        names = own.agency_names(tools.calls.latest(account.call), account.agency)
        return cls(code=account.agency, names=names)


@dataclass(frozen=True, kw_only=True)
class OfficeActOut:
    """What an office did to an account."""

    step: domain.AccountStep
    at: datetime
    office: Words

    @classmethod
    def of(
        cls, tools: Tools, account: domain.Account, acts: Mapping[domain.AccountStep, domain.OfficeAct]
    ) -> "list[OfficeActOut]":
        return [
            cls(step=step, at=act.at, office=own.office_names(tools, account, act.office)) for step, act in acts.items()
        ]


@dataclass(frozen=True, kw_only=True)
class AccountOut:
    """An account as its owner sees it.

    `agency` is that of an agency's or expert's account; `call` is the one that the account was made for.
    `acts`: what offices did to it that still counts, such as a reset of its password.
    """

    id: str
    login: str
    name: str
    nickname: str
    role: Role
    authority: str
    desk: OwnDeskOut | None
    region: str | None
    organisation: str
    parent_body: str | None
    phone: str
    must_change_password: bool
    acts: list[OfficeActOut]
    agency: OwnAgencyOut | None
    call: str

    @classmethod
    def of(cls, tools: Tools, account: domain.Account) -> "AccountOut":
        desk = own.desk_of(tools, account)
        return cls(
            id=account.id,
            login=account.login,
            name=account.name,
            nickname=account.nickname,
            role=account.role,
            authority=account.authority,
            desk=OwnDeskOut(code=desk.code, names=desk.names, level=desk.level, call=account.call) if desk else None,
            region=account.region or None,
            organisation=account.organisation,
            parent_body=account.parent_body,
            phone=account.phone,
            must_change_password=account.must_change,
            acts=OfficeActOut.of(tools, account, account.acts_to_tell),
            agency=OwnAgencyOut.of(tools, account),
            call=account.call,
        )


@dataclass(frozen=True, kw_only=True)
class SignedInOut:
    """The account, and what its owner is told of.

    That is how many tries failed since it signed in last, and what offices did to it.
    """

    account: AccountOut
    failed: int
    acts: list[OfficeActOut]


@dataclass(frozen=True, kw_only=True)
class AccountRecordOut:
    """What was done to an account; by its owner without `office`."""

    n: int
    at: datetime
    step: domain.AccountStep
    office: Words
    facts: Mapping[str, Any]
    after_reset: bool


@dataclass(frozen=True, kw_only=True)
class AccountHistoryOut:
    items: list[AccountRecordOut]
    verified: bool


@dataclass(frozen=True, kw_only=True)
class DossierOut:
    answers: Mapping[str, str]
    etag: str

    @classmethod
    def of(cls, dossier: domain.Dossier) -> "DossierOut":
        return cls(answers=dossier.answers, etag=str(dossier.v))


@dataclass(frozen=True, kw_only=True)
class DemoAccountOut:
    login: str
    password: str
    role: Role
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class DemoAccountsOut:
    items: list[DemoAccountOut]


@endpoint(
    bp,
    "POST",
    "/accounts",
    allow=ANYONE,
    body=RegistrationIn,
    status=201,
    returns=SignedInOut,
    repeatable=False,
)
def register_account(request: Request, body: RegistrationIn) -> ViewResult:
    """Register an account and sign in.

    The proof identifies the request: sent twice, it returns the same account.
    """
    return signed_in(request, registration.register(request.tools, body.typed(), body.proof, visitor(request)))


@endpoint(bp, "GET", "/accounts/me", allow=EVERYBODY, returns=AccountOut, while_password_old=True)
def show_own_account(request: Request) -> AccountOut:
    """Return one's own account."""
    return AccountOut.of(request.tools, request.act.account)


@endpoint(bp, "PATCH", "/accounts/me", allow=EVERYBODY, body=OwnAccountIn, returns=AccountOut)
def change_own_account(request: Request, body: OwnAccountIn) -> AccountOut:
    """Correct one's own name, phone or organisation."""
    changes = body.model_dump(exclude_none=True, exclude={"current_password"})
    after = own.change_own(request.act, changes, body.current_password)
    return AccountOut.of(request.tools, after)


@endpoint(
    bp,
    "PUT",
    "/accounts/me/password",
    allow=EVERYBODY,
    body=PasswordIn,
    status=204,
    while_password_old=True,
)
def change_password(request: Request, body: PasswordIn) -> ViewResult:
    """Change one's password and go on in a new session.

    All others end.

    `old` is ignored while a one-time password is in use.
    """
    session = own.change_password(request.act, body.old, body.new, body.new_again, visitor(request))
    return ViewResult(None, cookies_of(session) if session else {})


@endpoint(bp, "POST", "/accounts/me/close", allow=APPLICANTS, body=ClosingIn, status=204)
def close_own_account(request: Request, body: ClosingIn) -> None:
    """Close one's account for good; what it has is erased.

    Refused while an entry is on its way. An account that was issued is closed by whoever issued it.
    """
    closing.close_own(request.act, body.current_password)


@endpoint(bp, "GET", "/accounts/{id}/history", allow=EVERYBODY, returns=AccountHistoryOut)
def show_account_history(request: Request, id: str) -> AccountHistoryOut:
    """Return what was done to an account, oldest first.

    For its owner, and for whoever may reset its password.
    """
    records, verified = histories.read(request.act, id)
    items = [AccountRecordOut(n=n, **record.__dict__) for n, record in enumerate(records, start=1)]
    return AccountHistoryOut(items=items, verified=verified)


@endpoint(bp, "GET", "/dossier", allow=SIGNED_IN, returns=DossierOut)
def show_dossier(request: Request) -> DossierOut:
    """Return the facts of one's unit.

    The etag is 0 before they are saved for the first time.
    """
    return DossierOut.of(dossiers.read(request.act))


@endpoint(bp, "PUT", "/dossier", allow=SIGNED_IN, body=DossierIn, returns=DossierOut)
def save_dossier(request: Request, body: DossierIn) -> DossierOut:
    """Save the facts of one's unit.

    If-Match is the ETag they were read at.
    """
    saved = dossiers.save(request.act, body.answers, request.etag)
    return DossierOut.of(saved)


@endpoint(bp, "GET", "/demo-accounts", allow=ANYONE, returns=DemoAccountsOut)
def list_demo_accounts(request: Request) -> DemoAccountsOut:
    """List the demo accounts of a local season.

    Other stages have none and answer 404.
    """
    if not wiring.settings.local:
        raise NotFound()
    items = [
        DemoAccountOut(login=a.login, password=a.password, role=a.role, names=a.names) for a in own.demo(request.tools)
    ]
    return DemoAccountsOut(items=items)


def visitor(request: Request) -> Visitor:
    return Visitor(request.address, request.device, request.user_agent)


def signed_in(request: Request, session: NewSession) -> ViewResult:
    account = AccountOut.of(request.tools, session.account)
    acts = OfficeActOut.of(request.tools, session.account, session.acts)
    return ViewResult(SignedInOut(account=account, failed=session.failed, acts=acts), cookies_of(session))


def cookies_of(session: NewSession) -> Mapping[str, list[str]]:
    """Return the headers that a new session begins with."""
    secure = wiring.settings.secure
    cookies = [client.set_cookie(session.cookie, secure=secure), client.set_device(session.device, secure=secure)]
    return {"Set-Cookie": cookies}
