"""Registration of applicants.

It reports every fault at once, claims a login name once, and creates one account for the same request sent twice.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Any

from chalicelib.domain import accounts as rules
from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, AccountStep, Login
from chalicelib.domain.call import Call, RegistrationForm
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Invalid, LaurelError, NotFound, ProofRequired, problem
from chalicelib.domain.history import Event
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools, token
from chalicelib.services.sign_in import passwords, proof_of_work, sessions, signatures, throttles
from chalicelib.services.sign_in.proof_of_work import Proof
from chalicelib.services.sign_in.sessions import NewSession, Visitor
from chalicelib.services.sign_in.throttles import Throttle
from chalicelib.storage import accounts, lists
from chalicelib.storage.engine.reads import by_name, fetch, pair
from chalicelib.storage.engine.table import Item, in_parallel

Problems = list[dict[str, Any]]


@dataclass(frozen=True)
class Registration:
    """What an applicant typed to register.

    `area` is the chosen desk, `desk` the one from whose list `parent_body` was picked.
    """

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
        """Return the registration as it is stored.

        One line each, the login name folded, the phone bare, and nothing that the form does not ask for.
        """
        texts = {n: one_line(getattr(self, n)) for n in ("name", "nickname", "region", "organisation")}
        login, phone = rules.login_name(self.login), rules.phone_number(self.phone, form.phone)
        body = one_line(self.parent_body or "") or None
        typed = {**asdict(self), **texts, "login": login, "phone": phone, "parent_body": body}
        return Registration(**{**typed, **_unused(form)})

    @property
    def digest(self) -> str:
        """A digest that distinguishes it from other registrations.

        Without the password, which is compared by its hash.
        """
        shown = {k: v for k, v in asdict(self).items() if not k.startswith("password")}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def register(tools: Tools, typed: Registration, payload: str, visitor: Visitor) -> NewSession:
    """Create an applicant, with a session.

    Two round trips. The login name is claimed in the same transaction. The proof of work identifies the request: the
    same registration with the same proof gets the same account again. Raises Invalid with every fault at once
    (`login_taken` among them), ProofRequired, NotFound for an unknown call, or a hidden one.
    """
    call, now = tools.calls.latest(typed.call), tools.clock().replace(microsecond=0)
    if tools.calls.is_hidden(call.id):
        raise NotFound()
    entry = typed.cleaned(call.registration)
    proof = proof_of_work.read(tools, payload, entry.login[:64], "register")
    throttle = throttles.registration_throttle(visitor.address, now)
    spent, count, (login, looks_issued), settings = fetch(
        tools.table,
        accounts.spent_proof(proof.id),
        throttle.count,
        pair(accounts.login(entry.login[:64]), accounts.looks_issued(entry.login[:64])),
        by_name({desk: lists.settings(call.id, desk) for desk in _concerned(call, entry)}),
    )
    if spent:
        return _again(tools, entry, spent, visitor)
    try:
        proof_of_work.must_be_worth(proof, throttles.level(0, of_address=count), now)
        faults = _faults(tools, call, entry, settings, _claimed(call, entry, login, looks_issued))
        if faults:
            raise Invalid(errors=faults)
    except LaurelError as refusal:
        # The name may be taken by this very registration, sent twice: what was read of the proof may be older.
        spent = fetch(tools.table, accounts.spent_proof(proof.id))
        if spent:
            return _again(tools, entry, spent, visitor)
        _count_guess(tools, throttle, refusal)
        raise
    new: NewSession
    new, _ = in_parallel(lambda: _create(tools, call, entry, proof, visitor), lambda: throttles.count(tools, throttle))
    return new


def difficulty(tools: Tools, visitor: Visitor) -> int:
    """Return the level of the proof for the visitor's next registration."""
    throttle = throttles.registration_throttle(visitor.address, tools.clock())
    return throttles.level(0, of_address=fetch(tools.table, throttle.count))


LONGEST = {"name": rules.LONGEST_NAME, "nickname": rules.LONGEST_NAME, "organisation": rules.LONGEST_BODY}


def _concerned(call: Call, entry: Registration) -> tuple[str, ...]:
    """Return the desks whose settings count for a registration.

    The one that looks after the applicant, those above it, and the one from whose list was picked.
    """
    area = rules.area_of(call, entry.region, entry.area)
    own = desks.chain(call, area) if area else ()
    picked = (entry.desk,) if entry.desk in call.desks else ()
    return tuple(dict.fromkeys([*own, *picked]))


def _unused(form: RegistrationForm) -> dict[str, Any]:
    """Return empty values for what a call has no use for."""
    empty: dict[str, Any] = {}
    if form.area != "region":
        empty["region"] = ""
    if form.area != "desk":
        empty["area"] = None
    if not form.parent_body:
        empty |= {"desk": None, "parent_body": None}
    return empty if form.nickname else {**empty, "nickname": ""}


def _faults(
    tools: Tools, call: Call, entry: Registration, settings: Mapping[str, DeskSettings], claimed: str | None
) -> Problems:
    """Return all faults of a registration, in its form's order.

    `claimed` is the code of why its login name is not to be had.
    """
    form = call.registration
    faults = _line_faults(entry, "name")
    faults += rules.phone_problems(entry.phone, form.phone)
    faults += _area_faults(tools, call, entry)
    faults += _parent_faults(call, entry, settings) if form.parent_body else []
    faults += _line_faults(entry, "organisation")
    faults += _nickname_faults(entry, settings) if form.nickname else []
    faults += _login_faults(entry, claimed)
    about = (entry.login, entry.name, entry.phone, entry.nickname, entry.organisation)
    faults += passwords.problems(entry.password, entry.password_again, about, tools.clock().year)
    return faults if entry.agreed else [*faults, problem("/agreed", "not_agreed")]


def _line_faults(entry: Registration, name: str) -> Problems:
    return rules.text_problems({f"/{name}": (getattr(entry, name), LONGEST[name])})


def _area_faults(tools: Tools, call: Call, entry: Registration) -> Problems:
    """Return the faults of its region or desk.

    A region has to go down to its city at least; a desk has to be one of the call, and not retired.
    """
    if call.registration.area == "region" and tools.regions.level(entry.region) in (None, "province"):
        known = tools.regions.known(entry.region) or not entry.region
        return [problem("/region", "required" if known else "unknown_region")]
    if call.registration.area == "desk":
        chosen = call.desks.get(entry.area or "")
        return [problem("/area", "not_an_option" if entry.area else "required")] if not chosen or chosen.retired else []
    return []


def _claimed(call: Call, entry: Registration, login: Login | None, looks_issued: bool) -> str | None:
    """Return the code of why a login name is refused.

    None where it is free.
    """
    if login is not None:
        return "login_taken"
    return "login_reserved" if looks_issued or rules.is_reserved(call, entry.login) else None


def _login_faults(entry: Registration, claimed: str | None) -> Problems:
    wrong = rules.login_problem(entry.login) if entry.login else "required"
    if wrong:
        return [problem("/login", wrong, min=3, max=32)]
    return [problem("/login", claimed)] if claimed else []


def _nickname_faults(entry: Registration, settings: Mapping[str, DeskSettings]) -> Problems:
    """Return the faults of its nickname.

    Counties keep to the convention of their city.
    """
    asking = any(s.nickname_check for s in settings.values())
    if not asking or not entry.nickname or rules.follows_convention(entry.nickname):
        return _line_faults(entry, "nickname")
    return [problem("/nickname", "nickname_convention")]


def _parent_faults(call: Call, entry: Registration, settings: Mapping[str, DeskSettings]) -> Problems:
    """Return the faults of its parent body, typed or picked.

    A picked one has to be on the list of its desk.
    """
    if entry.desk is None:
        return rules.text_problems({"/parent_body": (entry.parent_body or "", rules.LONGEST_BODY)})
    listed = settings[entry.desk].parent_bodies if entry.desk in call.desks else ()
    return [] if entry.parent_body in listed else [problem("/parent_body", "not_an_option")]


def _count_guess(tools: Tools, throttle: Throttle, refusal: LaurelError) -> None:
    """Count an answer that reveals that a login name exists."""
    if any(f["code"] in {"login_taken", "login_reserved"} for f in refusal.details.get("errors", [])):
        throttles.count(tools, throttle)


def _create(tools: Tools, call: Call, entry: Registration, proof: Proof, visitor: Visitor) -> NewSession:
    account, event = _new_applicant(tools, call, entry)
    signatures.note_accounts(tools, account)
    login = Login(entry.login, account.id, passwords.hash_password(entry.password))
    new, session = sessions.open_session(tools, account, login.name, visitor)
    facts = {"account": account.id, "digest": entry.digest}
    spend = accounts.put_spent_proof(proof.id, facts, proof.expires + proof_of_work.LASTS, _SpentBefore)
    claim = accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
    writes = [spend, claim, *accounts.put_account(account, event), session]
    try:
        tools.table.write(writes)
    except _SpentBefore as before:
        return _again(tools, entry, before.item or {}, visitor)
    return new


def _new_applicant(tools: Tools, call: Call, entry: Registration) -> tuple[Account, Event]:
    now = tools.clock().replace(microsecond=0)
    account = Account(
        id=f"a{token(15)}",
        login=entry.login,
        name=entry.name,
        role=Role.APPLICANT,
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        nickname=entry.nickname,
        area=rules.area_of(call, entry.region, entry.area),
        region=entry.region,
        organisation=entry.organisation,
        parent_body=entry.parent_body,
        parent_desk=entry.desk,
        phone=entry.phone,
        agreed_at=now,
        v=0,
    )
    return account.recorded(AccountStep.REGISTER, account.caller(""), now)


class _SpentBefore(Exception):
    def __init__(self, item: Item | None) -> None:
        super().__init__("spent before")
        self.item = item


def _again(tools: Tools, entry: Registration, spent: Item, visitor: Visitor) -> NewSession:
    """Answer a registration that was carried out before.

    With a new session, since the secret of the first is not kept. Raises ProofRequired when it is another
    registration.
    """
    if spent.get("digest") != entry.digest:
        raise ProofRequired()
    account, login = fetch(tools.table, accounts.account(spent["account"]), accounts.login(entry.login))
    if account is None or account.disabled or not passwords.matches(login, entry.password, False):
        raise ProofRequired()
    new, session = sessions.open_session(tools, account, entry.login, visitor)
    tools.table.write([session])
    return new
