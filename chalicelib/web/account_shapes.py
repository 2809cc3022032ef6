"""What the account routes take and give, as they are checked and described."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.domain import accounts as domain
from chalicelib.domain.access import Role
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import issued_accounts, own, registration
from chalicelib.services.context import Tools
from chalicelib.web.bodies import Body
from chalicelib.web.http.shape import Schema

Line = Annotated[str, Field(max_length=400)]
"""A line as typed; its own limit is told by the rules, together with all other faults."""
Secret = Annotated[str, Field(max_length=1000, repr=False)]
ProofText = Annotated[str, Field(max_length=4000)]


class ChallengeBody(Body):
    login: Line | None = None
    purpose: Literal["sign-in", "register"]


class SignInBody(Body):
    login: Line
    password: Secret
    proof: ProofText


class RegistrationBody(Body):
    """What the call asks for; nothing else is kept."""

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
        """What was typed, apart from the proof."""
        return registration.Registration(**self.model_dump(exclude={"proof"}))


class OwnBody(Body):
    """What is left out stays as it is."""

    name: Line | None = None
    phone: Line | None = None
    organisation: Line | None = None


class PasswordBody(Body):
    old: Secret = ""
    new: Secret
    new_again: Secret


class DossierBody(Body):
    answers: dict[Line, Line]


class HandOutBody(Body):
    login: Line
    name: Line
    desk: Line | None = None
    role: Line = Role.RECOMMENDER.value

    def wanted(self) -> issued_accounts.AccountRequest:
        return issued_accounts.AccountRequest(self.login, self.name, self.role, self.desk or None)


class ImportBody(Body):
    csv: str = Field(max_length=200_000)


class OfRole(Schema):
    """Accounts of which role, of one desk or of all."""

    role: Role = Role.RECOMMENDER
    desk: str | None = None
    cursor: str | None = None


class WorkShape(Schema):
    """The work of a proof: find the counter whose derived key begins with `keyPrefix`."""

    model_config = ConfigDict(extra="allow")

    algorithm: str
    nonce: str
    salt: str
    cost: int
    keyLength: int
    keyPrefix: str


@dataclass(frozen=True, kw_only=True)
class ChallengeShape:
    """A challenge of altcha, version 2."""

    parameters: WorkShape
    signature: str


@dataclass(frozen=True, kw_only=True)
class DeskShape:
    code: str
    names: Mapping[str, str]
    level: str
    call: str


@dataclass(frozen=True, kw_only=True)
class AccountShape:
    """An account as its owner sees it."""

    id: str
    login: str
    name: str
    nickname: str
    role: Role
    authority: str
    desk: DeskShape | None
    region: str | None
    organisation: str
    parent_body: str | None
    phone: str
    must_change_password: bool

    @classmethod
    def of(cls, tools: Tools, account: domain.Account) -> "AccountShape":
        desk = own.desk_of(tools, account)
        return cls(
            id=account.id,
            login=account.login,
            name=account.name,
            nickname=account.nickname,
            role=account.role,
            authority=account.authority,
            desk=DeskShape(code=desk.code, names=desk.names, level=desk.level, call=account.call)
            if desk
            else None,
            region=account.region or None,
            organisation=account.organisation,
            parent_body=account.parent_body,
            phone=account.phone,
            must_change_password=account.must_change,
        )


@dataclass(frozen=True, kw_only=True)
class AccountAnswer:
    account: AccountShape


@dataclass(frozen=True, kw_only=True)
class SessionShape:
    id: str
    created: datetime
    last_seen: datetime
    device: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class SessionList:
    items: list[SessionShape]


@dataclass(frozen=True, kw_only=True)
class DossierShape:
    answers: Mapping[str, str]
    etag: str

    @classmethod
    def of(cls, dossier: domain.Dossier) -> "DossierShape":
        return cls(answers=dossier.answers, etag=str(dossier.v))


@dataclass(frozen=True, kw_only=True)
class DemoShape:
    login: str
    password: str
    role: Role
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class DemoList:
    items: list[DemoShape]


@dataclass(frozen=True, kw_only=True)
class PasswordAnswer:
    """Seen in this answer and nowhere else."""

    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class NoteShape:
    what: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class ManagedShape:
    """An account as whoever manages it sees it. `waiting`: it has no password of its own yet."""

    id: str
    login: str
    name: str
    role: Role
    desk: str | None
    region: str | None
    organisation: str
    waiting: bool
    disabled: bool
    created: datetime
    notes: list[NoteShape]

    @classmethod
    def of(cls, account: domain.Account) -> "ManagedShape":
        return cls(
            id=account.id,
            login=account.login,
            name=account.name,
            role=account.role,
            desk=account.desk or account.area,
            region=account.region or None,
            organisation=account.organisation,
            waiting=account.must_change,
            disabled=account.disabled,
            created=account.created_at,
            notes=[NoteShape(what=n.what, at=n.at, by=n.by) for n in account.notes],
        )


@dataclass(frozen=True, kw_only=True)
class ManagedList:
    items: list[ManagedShape]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class HandedOutAnswer:
    account: ManagedShape
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SlipShape:
    """What a slip shows."""

    login: str
    name: str
    desk: str | None
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SlipList:
    items: list[SlipShape]
