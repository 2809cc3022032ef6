"""What people do with their own account: correct it, change its password."""

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
    """An account as it is now. Raises NotFound."""
    account = fetch(tools.table, accounts.account(account_id))
    if account is None:
        raise NotFound()
    return account


@once(lambda act, *_: read(act.tools, act.account.id))
def change_own(act: Act, changes: Mapping[str, str]) -> Account:
    """Correct one's own name, phone or organisation. Raises Invalid."""
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
    """A new password; all other sessions of the account end with the same write.

    Whoever came in with a one-time password has no old one to give. Raises Invalid, TooManyRequests.
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
    _must_be_new(account, old, new, again)
    _write_password(act, login, new)


def desk_of(tools: Tools, account: Account) -> Desk | None:
    """The desk whose account this is, as its call has it now."""
    if account.desk is None:
        return None
    unknown = Desk(account.desk, {}, "", None, None)
    return tools.calls.latest(account.call).desks.get(account.desk, unknown)


def demo(tools: Tools) -> list[DemoAccount]:
    """The accounts that a local season was filled with. Raises NotFound where there are none."""
    demo_accounts = fetch(tools.table, accounts.demo_accounts())
    if not demo_accounts:
        raise NotFound()
    return demo_accounts


def _must_be_new(account: Account, old: str, new: str, again: str) -> None:
    about = (account.login, account.name, account.phone, account.nickname, account.organisation)
    faults = passwords.problems(new, again, about, ("/new", "/new_again"))
    if not faults and passwords.normalise(new) == passwords.normalise(old):
        faults.append(problem("/new", "password_same"))
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
