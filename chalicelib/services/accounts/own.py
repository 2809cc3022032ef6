"""What people do with their own account: correct it, change its password."""

from collections.abc import Mapping

from chalicelib.domain import accounts as rules
from chalicelib.domain.accounts import Account, DemoAccount, Login
from chalicelib.domain.call import Desk
from chalicelib.domain.errors import Invalid, NotFound, problem
from chalicelib.forms.normalising import one_line
from chalicelib.services.accounts.registration import LONGEST
from chalicelib.services.context import IdempotencyRecord, Tools
from chalicelib.services.idempotency import idempotent
from chalicelib.services.sign_in import passwords, throttles
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys
from chalicelib.storage.engine.table import Write


def change_own(tools: Tools, who: SignedIn, repeat: IdempotencyRecord, changes: Mapping[str, str]) -> Account:
    """Correct one's own name, phone or organisation. Raises Invalid."""
    kind = tools.calls.latest(who.account.call).registration.phone
    clean = {n: rules.phone_number(v, kind) if n == "phone" else one_line(v) for n, v in changes.items()}
    faults = rules.text_problems({f"/{n}": (v, LONGEST[n]) for n, v in clean.items() if n != "phone"})
    if "phone" in clean:
        faults += rules.phone_problems(clean["phone"], kind)
    if faults:
        raise Invalid(errors=faults)
    after = who.account.changed(**clean)

    def act() -> Account:
        record = repeat.record(tools.clock(), {"account": after.id})
        tools.table.write([record, accounts.update_account(after)])
        return after

    return idempotent(tools, repeat, act, lambda _: read(tools, after.id))


def read(tools: Tools, account_id: str) -> Account:
    """An account as it is now. Raises NotFound."""
    found = accounts.account_in(tools.table.read([keys.account(account_id)]), account_id)
    if found is None:
        raise NotFound()
    return found


def change_password(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, old: str, new: str, again: str
) -> None:
    """A new password; all other sessions of the account end with the same write.

    Whoever came in with a one-time password has no old one to give. Raises Invalid, TooManyRequests.
    """
    idempotent(tools, repeat, lambda: _change_password(tools, who, repeat, old, new, again), lambda _: None)


def _change_password(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, old: str, new: str, again: str
) -> None:
    now, account = tools.clock(), who.account
    gate = throttles.throttle(f"password#{who.caller.session}", now)
    items = tools.table.read([keys.login_name(account.login), repeat.key, gate.key])
    repeat.must_be_new(items)
    login = accounts.login_in(items, account.login)
    if login is None:
        raise NotFound()
    gate.hold(items, throttles.CHANGES_OF_SESSION, now)
    if not account.must_change and not passwords.matches(login, old, False):
        throttles.count(tools, gate)
        raise Invalid.at("/old", "wrong_password")
    _must_be_new(account, old, new, again)
    _write_password(tools, who, repeat, login, new)


def desk_of(tools: Tools, account: Account) -> Desk | None:
    """The desk whose account this is, as its call has it now."""
    if account.desk is None:
        return None
    unknown = Desk(account.desk, {}, "", None, None)
    return tools.calls.latest(account.call).desks.get(account.desk, unknown)


def demo(tools: Tools) -> list[DemoAccount]:
    """The accounts that a local season was filled with. Raises NotFound where there are none."""
    found = accounts.demo_accounts_in(tools.table.read([keys.demo_accounts()]))
    if not found:
        raise NotFound()
    return found


def _must_be_new(account: Account, old: str, new: str, again: str) -> None:
    about = (account.login, account.name, account.phone, account.nickname, account.organisation)
    faults = passwords.problems(new, again, about, ("/new", "/new_again"))
    if not faults and passwords.normalise(new) == passwords.normalise(old):
        faults.append(problem("/new", "password_same"))
    if faults:
        raise Invalid(errors=faults)


def _write_password(tools: Tools, who: SignedIn, repeat: IdempotencyRecord, login: Login, new: str) -> None:
    now = tools.clock().replace(microsecond=0)
    note = rules.AccountNote("password", now, who.account.id)
    generation = who.account.generation + 1
    account = who.account.noted(note, generation=generation, must_change=False, batch=None)
    opened = login.changed(
        password=passwords.hash_password(new), one_time="", one_time_until=None, batch=None
    )
    writes: list[Write] = [
        repeat.record(now, {"account": account.id}),
        accounts.update_login(opened),
        accounts.update_account(account),
        accounts.check_session(account.id, who.caller.session, generation),
    ]
    tools.table.write(writes)
