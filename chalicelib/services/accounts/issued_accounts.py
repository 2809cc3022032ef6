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
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import Account, AccountStep, Login, OfficeAct
from chalicelib.domain.call import Call, in_language
from chalicelib.domain.errors import Forbidden, Invalid, NotFound, SecretNotRepeated, problem
from chalicelib.domain.evaluation.panel import Profile
from chalicelib.domain.evaluation.profiles import TypedProfile, read_profile
from chalicelib.domain.evaluation.rules import Agency
from chalicelib.domain.history import Event
from chalicelib.domain.submission import ORGANISER
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in import passwords, signatures
from chalicelib.storage import accounts, experts
from chalicelib.storage.accounts import AccountPage
from chalicelib.storage.engine.table import Write


@dataclass(frozen=True)
class IssuedAccount:
    """An account with the one-time password that opens it."""

    account: Account
    password: str = field(repr=False)


@dataclass(frozen=True)
class AccountRequest:
    """The account to issue.

    A recommender's has a desk, an agency's an agency. An expert's has what was typed of the expert, and an agency
    unless the expert is the organiser's own.
    """

    login: str
    name: str
    role: str
    desk: str | None
    agency: str | None = None
    profile: TypedProfile = TypedProfile()


def read_page(act: Act, call_id: str, role: str, office: str | None, cursor: str | None) -> AccountPage:
    """Return one page of accounts of a role.

    Of one desk (its own, or its area's applicants) or agency, or all of the authority. An agency reads its own
    experts. Accounts of an import that was not finished are left out. Raises Invalid, NotFound, Forbidden.
    """
    call = own_call(act, call_id)
    if role not in set(Role):
        raise Invalid.at("/query/role", "not_an_option")
    if office is not None and office not in (agencies_of(call) if role in _OF_AGENCIES else call.desks):
        raise Invalid.at("/query/agency" if role in _OF_AGENCIES else "/query/desk", "not_an_option")
    if act.caller.role is Role.AGENCY:
        office = _own_agency(act, call, role, office)
    page = act.read(accounts.of_authority(call.authority.id, role, office, cursor))
    imports = act.read(accounts.batches({a.batch for a in page.accounts if a.batch}))
    finished = {id for id, batch in imports.items() if batch.finished}
    known = [a for a in page.accounts if a.batch in {None, *finished}]
    if act.caller.role is Role.AGENCY:
        known = [a for a in known if rules.may_manage(act.caller, a, ())]
    return AccountPage(known, page.cursor)


def _own_agency(act: Act, call: Call, role: str, office: str | None) -> str:
    """Return the agency whose experts an agency reads.

    Raises NotFound in a call that does not name it, Forbidden for other accounts.
    """
    own = act.caller.agency
    if own is None or own not in agencies_of(call):
        raise NotFound()
    if role != Role.EXPERT or office not in {None, own}:
        raise Forbidden()
    return own


def refuse_again(act: Act, ids: Mapping[str, str], *_: Any, **__: Any) -> IssuedAccount:
    raise SecretNotRepeated()


@once(refuse_again)
def create(act: Act, call_id: str, request: AccountRequest) -> IssuedAccount:
    """Create one account to be handed out.

    An expert's profile is written with it. Raises Invalid, SecretNotRepeated, NotFound.
    """
    call = own_call(act, call_id)
    must_issue(act, call)
    faults = faults_of(act, call, request)
    if faults:
        raise Invalid(errors=faults)
    now = act.now.replace(microsecond=0)
    account, event = new_account(call, request, f"a{token(15)}", now, act.caller)
    signatures.note_accounts(act.tools, account)
    password, login = new_login(account, now)
    claim = accounts.put_login(login, lambda _: Invalid.at("/login", "login_taken"))
    writes: list[Write] = [claim, accounts.put_lookalike(login.name), *accounts.put_account(account, event)]
    if profile := new_profile(act, call, account, request):
        writes.append(experts.put_profile(profile))
    act.commit(writes, account=account.id)
    return IssuedAccount(account, password)


@once(refuse_again)
def issue_one_time_password(act: Act, account_id: str) -> IssuedAccount:
    """Replace an account's password by a new one-time password.

    It is recorded, and ends the account's sessions. Allowed for the organiser for any account but its own, for a
    recommender for applicants of its area, unless their call keeps it to the organiser, for an agency for its experts.
    Raises NotFound for all others, Forbidden for a disabled account, SecretNotRepeated.
    """
    account = must_manage(act, act.read(accounts.account(account_id)))
    signatures.note_accounts(act.tools, account)
    if account.disabled:
        raise Forbidden()
    login = act.read(accounts.login(account.login))
    if login is None:
        raise NotFound()
    now, password = act.now.replace(microsecond=0), passwords.new_one_time()
    step, reset = AccountStep.ISSUE, None
    if not account.is_unused:
        step, reset = AccountStep.RESET_PASSWORD, _act(act.caller, now)
    ended = account.generation + 1
    after, event = account.recorded(step, act.caller, now, must_change=True, generation=ended, reset=reset)
    opened = login.changed(password="", **_one_time(password, now))
    act.commit([accounts.update_login(opened), *accounts.update_account(after, event)], account=account.id)
    return IssuedAccount(after, password)


def _read_managed(act: Act, ids: Mapping[str, str], account_id: str, disabled: bool) -> Account:
    return must_manage(act, act.read(accounts.account(account_id)))


@once(_read_managed)
def set_disabled(act: Act, account_id: str, disabled: bool) -> Account:
    """Disable an account, or enable it again.

    It is recorded. Disabling ends the account's sessions. Raises NotFound.
    """
    account = must_manage(act, act.read(accounts.account(account_id)))
    signatures.note_accounts(act.tools, account)
    now = act.now.replace(microsecond=0)
    step = AccountStep.DISABLE if disabled else AccountStep.ENABLE
    changes: dict[str, Any] = {"disabled": disabled}
    if disabled:
        changes |= {"generation": account.generation + 1, "shut": _act(act.caller, now)}
    after, event = account.recorded(step, act.caller, now, **changes)
    act.commit(accounts.update_account(after, event), account=account.id)
    return after


def must_issue(act: Act, call: Call) -> None:
    """Refuse an agency that the call does not name. Raises NotFound."""
    if act.caller.role is Role.AGENCY and act.caller.agency not in agencies_of(call):
        raise NotFound()


def agencies_of(call: Call) -> Mapping[str, Agency]:
    """Return the agencies that a call names, by code."""
    return call.evaluation.agencies if call.evaluation else {}


def faults_of(act: Act, call: Call, request: AccountRequest) -> list[dict[str, Any]]:
    """Return all problems of an account to issue, by its column."""
    faults = []
    wrong = rules.login_problem(rules.login_name(request.login))
    if wrong:
        faults.append(problem("/login", wrong if request.login.strip() else "required"))
    faults += rules.text_problems({"/name": (one_line(request.name), rules.LONGEST_NAME)})
    if request.role not in _issuable(act.caller, call):
        faults.append(problem("/role", "not_an_option"))
    if request.role == Role.RECOMMENDER and request.desk not in call.desks:
        faults.append(problem("/desk", "not_an_option" if request.desk else "required"))
    if request.role in _WITHOUT_DESK and request.desk:
        faults.append(problem("/desk", "not_empty"))
    faults += _agency_faults(act, call, request)
    if request.role == Role.EXPERT:
        faults += read_profile("", request.profile, call, act.tools.regions)[1]
    return faults


def _agency_faults(act: Act, call: Call, request: AccountRequest) -> list[dict[str, Any]]:
    if request.role not in _OF_AGENCIES:
        return [problem("/agency", "not_empty")] if request.agency else []
    if request.role == Role.AGENCY and not request.agency:
        return [problem("/agency", "required")]
    known = {act.caller.agency} if act.caller.role is Role.AGENCY else agencies_of(call)
    return [problem("/agency", "not_an_option")] if request.agency and request.agency not in known else []


def _issuable(caller: Caller, call: Call) -> frozenset[Role]:
    """Return the roles whose accounts somebody may hand out in a call."""
    if caller.role is Role.AGENCY:
        return frozenset({Role.EXPERT})
    return frozenset({Role.RECOMMENDER, Role.ORGANISER, *(_EVALUATION if call.evaluation else ())})


_OF_AGENCIES = frozenset({Role.AGENCY, Role.EXPERT})
_EVALUATION = frozenset({*_OF_AGENCIES, Role.OBSERVER})
_WITHOUT_DESK = frozenset({Role.ORGANISER, *_EVALUATION})


def new_profile(act: Act, call: Call, account: Account, request: AccountRequest) -> Profile | None:
    """Return the profile that an expert's account is issued with."""
    if account.role is not Role.EXPERT:
        return None
    return read_profile(account.id, request.profile, call, act.tools.regions)[0]


def new_account(
    call: Call, request: AccountRequest, account_id: str, now: datetime, by: Caller
) -> tuple[Account, Event]:
    """Return the account for a request, and its first event.

    It has nothing but a one-time password yet.
    """
    desk = call.desks.get(request.desk or "")
    own = by.agency if by.role is Role.AGENCY else request.agency or None
    agency = own if request.role in _OF_AGENCIES else None
    account = Account(
        id=account_id,
        login=rules.login_name(request.login),
        name=one_line(request.name),
        role=Role(request.role),
        authority=call.authority.id,
        call=call.id,
        created_at=now,
        desk=desk.code if desk else None,
        region=(desk.region or "") if desk else "",
        organisation=_body_of(call, request, agency),
        must_change=True,
        v=0,
        agency=agency,
    )
    return account.recorded(AccountStep.ISSUE, by, now)


def _body_of(call: Call, request: AccountRequest, agency: str | None) -> str:
    """Return the body that an issued account stands for."""
    if request.role == Role.EXPERT:
        return one_line(request.profile.body)
    office = call.desks.get(request.desk or "") or agencies_of(call).get(agency or "")
    return in_language(office.names, "zh") if office else ""


def new_login(account: Account, now: datetime) -> tuple[str, Login]:
    """Return a one-time password and the login it opens."""
    password = passwords.new_one_time()
    login = Login(account.login, account.id, batch=account.batch, v=0)
    return password, login.changed(**_one_time(password, now))


def _one_time(password: str, now: datetime) -> dict[str, object]:
    hashed = passwords.one_time_hash(password)
    return {"one_time": hashed, "one_time_until": now + passwords.ONE_TIME_LASTS}


def _act(caller: Caller, now: datetime) -> OfficeAct:
    return OfficeAct(now, caller.account, caller.office or ORGANISER)


def must_manage(act: Act, account: Account | None) -> Account:
    """Return the account, if the caller may manage it.

    Raises NotFound.
    """
    if account is None or not rules.may_manage(act.caller, account, _above(act, account)):
        raise NotFound()
    return account


def _above(act: Act, account: Account) -> tuple[str, ...]:
    """Return the desk of an applicant's area and those above it.

    In the call that the caller works in; none where that call, or the applicant's own, keeps accounts to the organiser.
    """
    if account.area is None or act.caller.role is not Role.RECOMMENDER:
        return ()
    calls = [act.calls.latest(call) for call in (act.account.call, account.call)]
    if any(call.accounts.reset_by == "organiser" for call in calls):
        return ()
    return desks.chain(calls[0], account.area)
