"""Registering: every fault at once, a login name claimed once, the same request twice one account."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Any

from chalicelib.domain import accounts as rules
from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, Login
from chalicelib.domain.call import Call, RegistrationForm
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Invalid, ProofRequired, problem
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools, token
from chalicelib.services.sign_in import passwords, proof_of_work, sessions, throttles
from chalicelib.services.sign_in.proof_of_work import Proof
from chalicelib.services.sign_in.sessions import NewSession, Visitor
from chalicelib.storage import accounts, keys, lists
from chalicelib.storage.engine.table import Item, Put, in_parallel
from chalicelib.storage.keys import Key

Problems = list[dict[str, Any]]


@dataclass(frozen=True)
class Registration:
    """What somebody typed to register; `area` is the desk chosen, `desk` whose list `parent_body` was picked
    from."""

    call: str
    login: str
    name: str
    nickname: str
    phone: str
    region: str
    area: str | None
    organisation: str
    desk: str | None
    parent_body: str | None
    agreed: bool
    password: str = field(repr=False)
    password_again: str = field(repr=False)

    def cleaned(self, form: RegistrationForm) -> "Registration":
        """As it is stored: one line each, the login name folded, the phone bare, nothing that is not asked."""
        texts = {n: one_line(getattr(self, n)) for n in ("name", "nickname", "region", "organisation")}
        login, phone = rules.login_name(self.login), rules.phone_number(self.phone, form.phone)
        body = one_line(self.parent_body or "") or None
        typed = {**asdict(self), **texts, "login": login, "phone": phone, "parent_body": body}
        return Registration(**{**typed, **_not_asked(form)})

    @property
    def digest(self) -> str:
        """What tells the same registration from another; without the password, which is compared by its hash."""
        shown = {k: v for k, v in asdict(self).items() if not k.startswith("password")}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def register(tools: Tools, typed: Registration, payload: str, visitor: Visitor) -> NewSession:
    """A new applicant with its session: two round trips. The login name is claimed in the same transaction.

    The proof of work stands for the request: the same registration with the same proof gives the same account
    again. Raises Invalid with every fault at once (`login_taken` among them), ProofRequired, TooManyRequests,
    NotFound for an unknown call.
    """
    call, now = tools.calls.latest(typed.call), tools.clock().replace(microsecond=0)
    wanted = typed.cleaned(call.registration)
    proof = proof_of_work.read(tools, payload, wanted.login[:64], "register")
    gate = throttles.registration_throttle(visitor.address, now)
    listed = _concerned(call, wanted)
    read = [keys.spent_proof(proof.id), gate.key, keys.login_name(wanted.login[:64])]
    items = tools.table.read([*read, *(keys.desk_settings(call.id, d) for d in listed)])
    if keys.spent_proof(proof.id) in items:
        return _again(tools, wanted, items[keys.spent_proof(proof.id)], visitor)
    gate.hold(items, throttles.REGISTRATIONS_OF_ADDRESS, now)
    proof_of_work.must_be_fresh(proof, now)
    settings = {d: lists.settings_of(items.get(keys.desk_settings(call.id, d)), d) for d in listed}
    faults = _faults(tools, call, wanted, settings, keys.login_name(wanted.login[:64]) in items)
    if faults:
        _count_if_told(tools, gate, faults)
        raise Invalid(errors=faults)
    return _create(tools, call, wanted, proof, gate, visitor)


LONGEST = {"name": rules.LONGEST_NAME, "nickname": rules.LONGEST_NAME, "organisation": rules.LONGEST_BODY}


def _concerned(call: Call, wanted: Registration) -> tuple[str, ...]:
    """The desks whose settings count: the one that looks after the applicant, those above it, and the one whose
    list was picked from."""
    area = rules.area_of(call, wanted.region, wanted.area)
    own = desks.chain(call, area) if area else ()
    picked = (wanted.desk,) if wanted.desk in call.desks else ()
    return tuple(dict.fromkeys([*own, *picked]))


def _not_asked(form: RegistrationForm) -> dict[str, Any]:
    """What a call has no use for, as nothing."""
    empty: dict[str, Any] = {}
    if form.area != "region":
        empty["region"] = ""
    if form.area != "desk":
        empty["area"] = None
    if not form.parent_body:
        empty |= {"desk": None, "parent_body": None}
    return empty if form.nickname else {**empty, "nickname": ""}


def _faults(
    tools: Tools, call: Call, wanted: Registration, settings: Mapping[str, DeskSettings], taken: bool
) -> Problems:
    """All that is wrong with a registration, in the order of its form."""
    asked = call.registration
    found = _line_faults(wanted, "name")
    found += rules.phone_problems(wanted.phone, asked.phone)
    found += _area_faults(tools, call, wanted)
    found += _parent_faults(call, wanted, settings) if asked.parent_body else []
    found += _line_faults(wanted, "organisation")
    found += _nickname_faults(wanted, settings) if asked.nickname else []
    found += _login_faults(wanted, taken)
    about = (wanted.login, wanted.name, wanted.phone, wanted.nickname, wanted.organisation)
    found += passwords.problems(wanted.password, wanted.password_again, about)
    return found if wanted.agreed else [*found, problem("/agreed", "not_agreed")]


def _line_faults(wanted: Registration, name: str) -> Problems:
    return rules.text_problems({f"/{name}": (getattr(wanted, name), LONGEST[name])})


def _area_faults(tools: Tools, call: Call, wanted: Registration) -> Problems:
    """A region down to its city at least, or a desk of the call."""
    if call.registration.area == "region" and tools.regions.level(wanted.region) in (None, "province"):
        known = tools.regions.known(wanted.region) or not wanted.region
        return [problem("/region", "required" if known else "unknown_region")]
    if call.registration.area == "desk" and wanted.area not in call.desks:
        return [problem("/area", "not_an_option" if wanted.area else "required")]
    return []


def _login_faults(wanted: Registration, taken: bool) -> Problems:
    wrong = rules.login_problem(wanted.login) if wanted.login else "required"
    if wrong:
        return [problem("/login", wrong, min=3, max=32)]
    return [problem("/login", "login_taken")] if taken else []


def _nickname_faults(wanted: Registration, settings: Mapping[str, DeskSettings]) -> Problems:
    """Counties keep to what their city asks for."""
    asking = any(s.nickname_check for s in settings.values())
    if not asking or not wanted.nickname or rules.follows_convention(wanted.nickname):
        return _line_faults(wanted, "nickname")
    return [problem("/nickname", "nickname_convention")]


def _parent_faults(call: Call, wanted: Registration, settings: Mapping[str, DeskSettings]) -> Problems:
    """Typed, or picked from the list of a desk."""
    if wanted.desk is None:
        return rules.text_problems({"/parent_body": (wanted.parent_body or "", rules.LONGEST_BODY)})
    listed = settings[wanted.desk].parent_bodies if wanted.desk in call.desks else ()
    return [] if wanted.parent_body in listed else [problem("/parent_body", "not_an_option")]


def _count_if_told(tools: Tools, gate: throttles.Throttle, faults: Problems) -> None:
    """Count the answers that give away that a login name exists."""
    if any(f["code"] == "login_taken" for f in faults):
        throttles.count(tools, gate)


def _create(
    tools: Tools, call: Call, wanted: Registration, proof: Proof, gate: throttles.Throttle, visitor: Visitor
) -> NewSession:
    account = _new_applicant(tools, call, wanted)
    login = Login(wanted.login, account.id, passwords.hash_password(wanted.password))
    opened, session = sessions.open_session(tools, account, login.name, visitor)
    facts = {"account": account.id, "digest": wanted.digest}
    spend = accounts.put_spent_proof(proof.id, facts, proof.expires + proof_of_work.LASTS, _SpentBefore)
    claim = accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
    writes = [spend, claim, Put(accounts.account_item(account), accounts.NEW), session]
    try:
        in_parallel(lambda: tools.table.write(writes), lambda: throttles.count(tools, gate))
    except _SpentBefore as before:
        return _again(tools, wanted, before.item or {}, visitor)
    return opened


def _new_applicant(tools: Tools, call: Call, wanted: Registration) -> Account:
    now = tools.clock().replace(microsecond=0)
    return Account(
        id=f"a{token(15)}",
        login=wanted.login,
        name=wanted.name,
        role=Role.APPLICANT,
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        nickname=wanted.nickname,
        area=rules.area_of(call, wanted.region, wanted.area),
        region=wanted.region,
        organisation=wanted.organisation,
        parent_body=wanted.parent_body,
        parent_desk=wanted.desk,
        phone=wanted.phone,
        agreed_at=now,
    )


class _SpentBefore(Exception):
    def __init__(self, item: Item | None) -> None:
        super().__init__("spent before")
        self.item = item


def _again(tools: Tools, wanted: Registration, spent: Item, visitor: Visitor) -> NewSession:
    """The answer to a registration that was carried out before; a new session, since its secret is not kept."""
    if spent.get("digest") != wanted.digest:
        raise ProofRequired()
    items: Mapping[Key, Item] = tools.table.read(
        [keys.account(spent["account"]), keys.login_name(wanted.login)]
    )
    account = accounts.account_in(items, spent["account"])
    fits = passwords.matches(accounts.login_in(items, wanted.login), wanted.password, False)
    if account is None or account.disabled or not fits:
        raise ProofRequired()
    opened, session = sessions.open_session(tools, account, wanted.login, visitor)
    tools.table.write([session])
    return opened
