"""Changes that owners make to their own account.

They correct it, and change its password.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import accounts as rules
from chalicelib.domain.access import AGENCY_OFFICE
from chalicelib.domain.accounts import Account, AccountStep, DemoAccount, Login
from chalicelib.domain.call import Call, Desk, Words
from chalicelib.domain.errors import Invalid, NotFound, problem
from chalicelib.domain.submission import ORGANISER
from chalicelib.forms.normalising import one_line
from chalicelib.services.accounts.registration import LONGEST
from chalicelib.services.context import Act, Tools, once
from chalicelib.services.sign_in import passwords, sessions, throttles
from chalicelib.services.sign_in.sessions import NewSession, Visitor
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Write


def read(tools: Tools, account_id: str) -> Account:
    """Return an account as it is now. Raises NotFound."""
    account = fetch(tools.table, accounts.account(account_id))
    if account is None:
        raise NotFound()
    return account


@once(lambda act, *_: read(act.tools, act.account.id))
def change_own(act: Act, changes: Mapping[str, str], password: str) -> Account:
    """Correct the caller's own name, phone or organisation.

    It takes the password again, since desks call this number and trust this name. Raises Invalid, TooManyRequests.
    """
    kind = act.calls.latest(act.account.call).registration.phone
    clean = {n: rules.phone_number(v, kind) if n == "phone" else one_line(v) for n, v in changes.items()}
    faults = rules.text_problems({f"/{n}": (v, LONGEST[n]) for n, v in clean.items() if n != "phone"})
    if "phone" in clean:
        faults += rules.phone_problems(clean["phone"], kind)
    faults += check_password(act, password, "/current_password")[1]
    if faults:
        raise Invalid(errors=faults)
    facts = {"changed": [n for n, v in clean.items() if v != getattr(act.account, n)]}
    now = act.now.replace(microsecond=0)
    after, event = act.account.recorded(AccountStep.CHANGE_FACTS, act.caller, now, facts, **clean)
    act.commit(accounts.update_account(after, event), account=after.id)
    return after


def _changed_before(act: Act, *_: Any) -> NewSession | None:
    return None


@once(_changed_before)
def change_password(act: Act, old: str, new: str, again: str, visitor: Visitor) -> NewSession | None:
    """Change the caller's password; return the session that replaces the caller's.

    All sessions of the account end with the same write. A caller who signed in with a one-time password needs no old
    one; after a reset that first password still counts as coming from it. None where the same request changed it
    before: the secret of that session is not kept. Raises Invalid, TooManyRequests.
    """
    login, wrong = check_password(act, old, "/old")
    if wrong:
        raise Invalid(errors=wrong)
    _must_be_new(act, old, new, again)
    return _write_password(act, login, new, visitor)


def desk_of(tools: Tools, account: Account) -> Desk | None:
    """Return an account's desk, as its call has it now.

    None without one; only its code when the call has it no more.
    """
    if account.desk is None:
        return None
    unknown = Desk(account.desk, {}, "", None, None)
    return tools.calls.latest(account.call).desks.get(account.desk, unknown)


def office_names(tools: Tools, account: Account, office: str) -> Words:
    """Return the names of an office that acted on an account.

    A desk's or agency's as its call has them now: only its code when the call has it no more.
    """
    call = tools.calls.latest(account.call)
    if office == ORGANISER:
        return call.authority.names
    if office.startswith(AGENCY_OFFICE):
        return agency_names(call, office.removeprefix(AGENCY_OFFICE))
    return call.desks[office].names if office in call.desks else {call.languages[0]: office}


def agency_names(call: Call, code: str) -> Words:
    """Return an agency's names.

    Only its code when the call has it no more.
    """
    known = call.evaluation.agencies if call.evaluation else {}
    return known[code].names if code in known else {call.languages[0]: code}


def demo(tools: Tools) -> list[DemoAccount]:
    """Return the demo accounts of a local season.

    Raises NotFound where there are none.
    """
    demo_accounts = fetch(tools.table, accounts.demo_accounts())
    if not demo_accounts:
        raise NotFound()
    return demo_accounts


def check_password(act: Act, password: str, pointer: str) -> tuple[Login, list[dict[str, Any]]]:
    """Return the caller's login, and what is wrong with its password.

    Nothing is while a one-time password is in use. A session mistypes it a few times an hour at most. Raises NotFound,
    TooManyRequests.
    """
    throttle = throttles.throttle(f"password#{act.caller.session}", act.now)
    login, mistyped = act.read(accounts.login(act.account.login), throttle.count)
    if login is None:
        raise NotFound()
    throttle.check(mistyped, throttles.MISTYPED_IN_SESSION, act.now)
    if act.account.must_change or passwords.matches(login, password, False):
        return login, []
    throttles.count(act.tools, throttle)
    return login, [problem(pointer, "wrong_password" if password else "required")]


def _must_be_new(act: Act, old: str, new: str, again: str) -> None:
    account = act.account
    about = (account.login, account.name, account.phone, account.nickname, account.organisation)
    faults = passwords.problems(new, again, about, act.now.year, ("/new", "/new_again"))
    if not faults and passwords.normalise(new) == passwords.normalise(old):
        faults.append(problem("/new", "password_same"))
    elif not faults and passwords.is_variation(new, old):
        faults.append(problem("/new", "password_like_former"))
    if faults:
        raise Invalid(errors=faults)


def _write_password(act: Act, login: Login, new: str, visitor: Visitor) -> NewSession:
    now = act.now.replace(microsecond=0)
    before = act.account
    changes: dict[str, Any] = {"generation": before.generation + 1, "must_change": False, "batch": None}
    reset = before.reset if before.must_change else None
    account, event = before.recorded(AccountStep.CHANGE_PASSWORD, act.caller, now, **changes, reset=reset)
    opened = login.changed(password=passwords.hash_password(new), one_time="", one_time_until=None, batch=None)
    session, put = sessions.open_session(act.tools, account, login.name, visitor)
    writes: list[Write] = [
        accounts.update_login(opened),
        *accounts.update_account(account, event),
        accounts.replace_session(account.id, act.caller.session),
        put,
    ]
    act.commit(writes, account=account.id)
    return session
