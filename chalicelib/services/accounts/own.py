"""Changes that owners make to their own account.

They correct it, and change its password.
"""

from collections.abc import Mapping

from chalicelib.domain import accounts as rules
from chalicelib.domain.accounts import Account, DemoAccount, Login
from chalicelib.domain.call import Desk
from chalicelib.domain.errors import Invalid, NotFound, problem
from chalicelib.forms.normalising import one_line
from chalicelib.services.accounts.registration import LONGEST
from chalicelib.services.context import Act, Tools, once
from chalicelib.services.sign_in import passwords, throttles
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
def change_own(act: Act, changes: Mapping[str, str]) -> Account:
    """Correct the caller's own name, phone or organisation. Raises Invalid."""
    kind = act.calls.latest(act.account.call).registration.phone
    clean = {n: rules.phone_number(v, kind) if n == "phone" else one_line(v) for n, v in changes.items()}
    faults = rules.text_problems({f"/{n}": (v, LONGEST[n]) for n, v in clean.items() if n != "phone"})
    if "phone" in clean:
        faults += rules.phone_problems(clean["phone"], kind)
    if faults:
        raise Invalid(errors=faults)
    after = act.account.changed(**clean)
    act.commit([accounts.update_account(after)], account=after.id)
    return after


@once(lambda act, *_: None)
def change_password(act: Act, old: str, new: str, again: str) -> None:
    """Change the caller's password.

    All other sessions of the account end with the same write. A caller who signed in with a one-time password needs
    no old one. Raises Invalid, TooManyRequests.
    """
    account = act.account
    throttle = throttles.throttle(f"password#{act.caller.session}", act.now)
    login, changes = act.read(accounts.login(account.login), throttle.count)
    if login is None:
        raise NotFound()
    throttle.check(changes, throttles.CHANGES_OF_SESSION, act.now)
    if not account.must_change and not passwords.matches(login, old, False):
        throttles.count(act.tools, throttle)
        raise Invalid.at("/old", "wrong_password")
    _must_be_new(act, old, new, again)
    _write_password(act, login, new)


def desk_of(tools: Tools, account: Account) -> Desk | None:
    """Return an account's desk, as its call has it now.

    None without one; only its code when the call has it no more.
    """
    if account.desk is None:
        return None
    unknown = Desk(account.desk, {}, "", None, None)
    return tools.calls.latest(account.call).desks.get(account.desk, unknown)


def demo(tools: Tools) -> list[DemoAccount]:
    """Return the demo accounts of a local season.

    Raises NotFound where there are none.
    """
    demo_accounts = fetch(tools.table, accounts.demo_accounts())
    if not demo_accounts:
        raise NotFound()
    return demo_accounts


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


def _write_password(act: Act, login: Login, new: str) -> None:
    now = act.now.replace(microsecond=0)
    note = rules.AccountNote("password", now, act.account.id)
    generation = act.account.generation + 1
    account = act.account.noted(note, generation=generation, must_change=False, batch=None)
    opened = login.changed(password=passwords.hash_password(new), one_time="", one_time_until=None, batch=None)
    writes: list[Write] = [
        accounts.update_login(opened),
        accounts.update_account(account),
        accounts.check_session(account.id, act.caller.session, generation),
    ]
    act.commit(writes, account=account.id)
