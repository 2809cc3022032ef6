"""Accounts, login names, sessions and dossiers, and the rules for their values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain import desks
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.call import Call, Phones
from chalicelib.domain.errors import problem
from chalicelib.domain.history import Event, append
from chalicelib.domain.subjects import AccountSubject
from chalicelib.forms.fields.contacts import Mobile, Phone
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass

FACTS = (
    "unit_name",
    "uscc",
    "unit_kind",
    "region",
    "parent_body",
    "contact_name",
    "contact_mobile",
    "contact_phone",
    "contact_email",
)
"""Names of the facts that a dossier holds of a unit.

A form's field says which of them it takes.
"""

LONGEST_FACT = 200
LONGEST_NAME = 50
LONGEST_BODY = 100

_LOGIN = r"[0-9a-z\u3400-\u9fff][0-9a-z\u3400-\u9fff._@-]{2,31}"
RESERVED = (
    "admin",
    "administrator",
    "root",
    "system",
    "sysadmin",
    "webmaster",
    "postmaster",
    "security",
    "support",
    "helpdesk",
    "office",
    "official",
    "organiser",
    "organizer",
    "laurel",
    "管理员",
    "系统管理员",
    "省级管理员",
    "组织方",
    "主办单位",
    "评选工作办公室",
    "官方",
    "客服",
    "桂冠",
)
"""Login names that speak for the product or its organiser."""

_ALIKE = str.maketrans("01i", "oll")
_MOBILE = Mobile(id="phone", label={})
_PHONES: Mapping[Phones, Mobile | Phone] = {
    "mobile": _MOBILE,
    "any": Phone(id="phone", label={}),
}
_CONVENTION = r"(市|[\u3400-\u9fff]{1,8}?[市区县旗])[\u3400-\u9fff]{1,20}?(局|委|办|街道|镇|乡|厅|院|中心).*"


class AccountStep(StrEnum):
    """What an event of an account's history says was done."""

    REGISTER = "register"
    ISSUE = "issue"
    RESET_PASSWORD = "reset_password"
    SIGN_IN = "sign_in"
    """The first after its password was issued or reset, or it was disabled; and each while the reset counts."""
    CHANGE_PASSWORD = "change_password"
    CHANGE_FACTS = "change_facts"
    DISABLE = "disable"
    ENABLE = "enable"
    CLOSE = "close"
    """Its personal data is erased with it. Nothing follows."""


@dataclass(frozen=True)
class AccountNote:
    """What an earlier release noted of an account, in no chain."""

    what: str
    at: datetime
    by: str


@dataclass(frozen=True)
class OfficeAct:
    """What an office did to an account: when, and by which account.

    `office` is what `Caller.office` says.
    """

    at: datetime
    by: str
    office: str


@dataclass(frozen=True)
class Account:
    """A person's account.

    - `desk`: the desk that a recommender's account belongs to.
    - `agency`: the agency that an agency's or an expert's account belongs to; None for the organiser's own experts.
    - `area`: the desk that looks after an applicant, which is the nearest that covers its region or the one it chose;
      None where there is none.
    - `call`: the call that the account was registered or issued for.
    - `must_change`: it has no password but a one-time one.
    - `generation`: rises to end all its sessions at once.
    - `batch`: the import that created it, until its owner has set a password.
    - `reset`: the reset that its password, or its one-time password, comes from. Whoever reset it may have chosen the
      first password, so that one counts too; the next does not.
    - `shut`: the last time that it was disabled, until its next sign-in.
    - `closed_at`: when it was closed. Nothing of a person is left in it then, and it never opens again.
    - `notes`: what an earlier release kept in the place of a history. Only read.
    - `events`, `last_hash`: the end of its history chain.
    - `v`: rises with every write.
    """

    id: str
    login: str
    name: str
    role: Role
    authority: str
    call: str
    created_at: datetime
    nickname: str = ""
    desk: str | None = None
    area: str | None = None
    region: str = ""
    organisation: str = ""
    parent_body: str | None = None
    parent_desk: str | None = None
    phone: str = field(default="", repr=False)
    agreed_at: datetime | None = None
    must_change: bool = False
    disabled: bool = False
    generation: int = 0
    batch: str | None = None
    reset: OfficeAct | None = None
    shut: OfficeAct | None = None
    closed_at: datetime | None = None
    notes: tuple[AccountNote, ...] = ()
    events: int = 0
    last_hash: str = ""
    v: int = 1
    agency: str | None = None

    def caller(self, session: str) -> Caller:
        """Return the caller that the rules of access need."""
        reset_by = self.reset.by if self.reset else None
        return Caller(self.id, self.role, self.authority, self.desk, session, reset_by, self.agency)

    @property
    def subject(self) -> str:
        """The account's name in its history chain."""
        return AccountSubject(self.id).subject

    @property
    def is_unused(self) -> bool:
        """Whether it was issued and never had a password of its own."""
        was_used = self.reset is not None or any(note.what == "password" for note in self.notes)
        return self.must_change and self.agreed_at is None and not was_used

    @property
    def acts_to_tell(self) -> dict[AccountStep, OfficeAct]:
        """What offices did to it that its owner hears of at sign-in."""
        acts = {AccountStep.RESET_PASSWORD: self.reset, AccountStep.DISABLE: self.shut}
        return {step: act for step, act in acts.items() if act}

    def recorded(
        self, step: AccountStep, by: Caller, at: datetime, facts: Mapping[str, Any] | None = None, **changes: Any
    ) -> tuple["Account", Event]:
        """Return a changed copy, one version on, and the event of it.

        The event's facts name the office that did it, where that is not the owner.
        """
        known = {
            "office": by.office if by.account != self.id else None,
            "reset_by": by.reset_by,
            **(facts or {}),
        }
        figures = {name: value for name, value in known.items() if value is not None}
        event = append(self.subject, (self.events, self.last_hash), step, by.account, at, figures, {})
        return self.changed(events=event.n, last_hash=event.hash, **changes), event

    def closed(self, by: Caller, at: datetime) -> tuple["Account", Event]:
        """Return the account closed and without personal data, and the event.

        Its login name stays until all else of it has been erased, which is found by it.
        """
        gone: dict[str, Any] = {"name": "", "nickname": "", "organisation": "", "phone": "", "region": ""}
        gone |= {"area": None, "parent_body": None, "parent_desk": None, "reset": None, "shut": None, "batch": None}
        shut = {"disabled": True, "must_change": False, "generation": self.generation + 1, "closed_at": at}
        return self.recorded(AccountStep.CLOSE, by, at, None, **gone, **shut)

    def changed(self, **changes: Any) -> "Account":
        """Return a changed copy, one version on."""
        return replace(self, **changes, v=self.v + 1)


@dataclass(frozen=True)
class SignedIn:
    """A caller with a valid session, and its current account."""

    caller: Caller
    account: Account
    must_change_password: bool


@dataclass(frozen=True)
class Login:
    """A claimed login name, and the secrets that sign in with it.

    `password` is an argon2id hash, or empty. `one_time` is the SHA-256 of an issued one-time password, until it is used
    or `one_time_until` has passed.
    """

    name: str
    account: str
    password: str = field(default="", repr=False)
    one_time: str = field(default="", repr=False)
    one_time_until: datetime | None = None
    batch: str | None = None
    v: int = 1

    def closed(self) -> "Login":
        """Return the claim of a name that opens nothing any more."""
        return self.changed(password="", one_time="", one_time_until=None, batch=None)

    def changed(self, **changes: Any) -> "Login":
        """Return a changed copy, one version on."""
        return replace(self, **changes, v=self.v + 1)


@dataclass(frozen=True)
class Session:
    """A signed-in device.

    `id` is a hash of the session's secret; `generation` is the account's when the session was opened; `failed` tries
    had come since the session before.
    """

    id: str
    account: str
    generation: int
    created: datetime
    seen: datetime
    device: str = ""
    failed: int = 0


@dataclass(frozen=True)
class Batch:
    """An import of accounts.

    `attempt` is the only request that may write it. Its accounts are valid once it is `finished`.
    """

    id: str
    by: str
    digest: str = ""
    attempt: str = ""
    finished: bool = False
    v: int = 0


@dataclass(frozen=True)
class Dossier:
    """A unit's facts, typed once and kept as they were typed.

    `v` is the ETag.
    """

    account: str
    answers: Mapping[str, str] = field(default_factory=dict)
    v: int = 0


@dataclass(frozen=True)
class DemoAccount:
    """An account that a local season offers on its sign-in page."""

    login: str
    password: str
    role: Role
    names: Mapping[str, str]


def login_name(typed: str) -> str:
    """Normalise a login name to the form that is stored and compared.

    NFKC, without outer blanks, case folded.
    """
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def login_problem(name: str) -> str | None:
    """Return the code of what is wrong with a normalised login name.

    None if nothing is. A login name has 3 to 32 letters, digits, Chinese characters and ``. _ @ -``.
    """
    if len(name) < 3:
        return "too_short"
    if len(name) > 32:
        return "too_long"
    return None if re.fullmatch(_LOGIN, name) else "bad_login"


def lookalike(name: str) -> str:
    """Reduce a login name to what a hurried reader sees of it.

    0 and o are one, so are 1, i and l; signs between letters are left out.
    """
    return "".join(c for c in login_name(name).translate(_ALIKE) if c.isalnum())


def is_reserved(call: Call, name: str) -> bool:
    """Return whether a login name looks like a desk's or the organiser's.

    That is a word of `RESERVED`, or the authority's or a desk's code or name, with or without a number behind it.
    """
    offices = {call.authority.id: call.authority.names, **{d.code: d.names for d in call.desks.values()}}
    names = (*RESERVED, *offices, *(name for names in offices.values() for name in names.values()))
    return not {lookalike(name), lookalike(name.rstrip("0123456789"))}.isdisjoint(map(lookalike, names))


def text_problems(texts: Mapping[str, tuple[str, int]]) -> list[dict[str, Any]]:
    """Return the problems of single-line texts.

    `texts` maps JSON pointer to (value, most characters). Codes: required, lost_characters (U+FFFD stands where a text
    was read in the wrong encoding), too_long.
    """
    faults = []
    for pointer, (value, most) in texts.items():
        if not value:
            faults.append(problem(pointer, "required"))
        elif "\ufffd" in value:
            faults.append(problem(pointer, "lost_characters"))
        elif len(value) > most:
            faults.append(problem(pointer, "too_long", max=most, over=len(value) - most))
    return faults


def phone_number(typed: str, kind: Phones) -> str:
    """Normalise a phone number as forms do.

    Drops the blanks it may be typed with and, from a mobile, the country code.
    """
    return _PHONES[kind].normal(one_line(typed))


def phone_problems(phone: str, kind: Phones) -> list[dict[str, Any]]:
    if not phone:
        return [problem("/phone", "required")]
    rule = _PHONES[kind]
    return [] if rule.right(phone) else [problem("/phone", rule.wrong)]


def text_number(phone: str) -> str | None:
    """Return the number that text messages to a phone go to.

    A mobile of mainland China bare, others with ``+`` and their country's code; None for what gets no text there: no
    number, a fixed line, a service number. Of other countries only the code that arrives tells.
    """
    number = _MOBILE.normal(one_line(phone))
    if _MOBILE.right(number):
        return number
    return number if re.fullmatch(r"\+(?!86)[0-9]{6,15}", number) else None


def follows_convention(nickname: str) -> bool:
    """Return whether a nickname starts as annex 2 of the notice asks.

    That is ``xx区xx局``, ``xx区xx街办`` or ``市xx局``. Companies name the bureau or street office above them, so
    anything may follow. Bodies that are no 局 (委, 办, 镇, 中心 …) count too: the convention is for counting, not for
    spelling.
    """
    return re.fullmatch(_CONVENTION, nickname) is not None


def dossier_answers(typed: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return (facts, problems) of a typed dossier.

    Facts are reduced to one line each and empty ones left out; problems are unknown and overlong facts. Values that are
    wrong in themselves are kept: the forms that they fill report what is wrong with them.
    """
    clean = {fact: one_line(value) for fact, value in typed.items()}
    kept = {fact: value for fact, value in clean.items() if value}
    return kept, list(_dossier_problems(kept))


def _dossier_problems(facts: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    for fact, value in facts.items():
        if fact not in FACTS:
            yield problem(f"/answers/{fact}", "unknown_field")
        elif len(value) > LONGEST_FACT:
            yield problem(f"/answers/{fact}", "too_long", max=LONGEST_FACT, over=len(value) - LONGEST_FACT)


def area_of(call: Call, region: str, chosen: str | None = None) -> str | None:
    """Return the code of the desk that looks after an applicant.

    None where there is none. Where the call asks for a desk, it is the chosen one; where it asks for a region, the
    nearest desk that covers the region, its county's or else its city's. Desks that receive from anywhere cover no
    region.
    """
    if call.registration.area != "region":
        return chosen if call.registration.area == "desk" else None
    near = (r.desk for r in desks.receivers(call, region, {}))
    return next((d.code for d in near if call.levels[d.level].receives == "region"), None)


def may_manage(caller: Caller, account: Account, above: Iterable[str]) -> bool:
    """Return whether the caller may issue a password to an account.

    The organiser may for every account of its authority except its own; a recommender may for applicants whom its own
    desk or a desk below it looks after; an agency for its own experts. Nobody may for a closed one. `above` holds the
    desk that looks after the account and those above it, none where a call keeps this to the organiser.
    """
    if caller.authority != account.authority or caller.account == account.id or account.closed_at:
        return False
    if caller.role is Role.ORGANISER:
        return True
    if caller.role is Role.AGENCY:
        return account.role is Role.EXPERT and caller.agency is not None and caller.agency == account.agency
    return account.role is Role.APPLICANT and caller.desk is not None and caller.desk in above
