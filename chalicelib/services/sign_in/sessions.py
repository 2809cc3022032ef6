"""Signing in and out, and knowing a caller by its cookie.

A session ends after 12 hours without use, so that a machine left alone overnight is signed out and a working day
with its breaks is not interrupted, and after 7 days in any case.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.domain.access import Caller
from chalicelib.domain.accounts import Account, Batch, Login, Session, login_name
from chalicelib.domain.errors import Busy, LaurelError, ProofRequired, WrongCredentials
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.sign_in import passwords, proof_of_work, signatures, throttles
from chalicelib.services.sign_in.proof_of_work import Proof
from chalicelib.services.sign_in.throttles import Throttle
from chalicelib.storage import accounts, keys
from chalicelib.storage.engine.table import Delete, Item, Put, Write, in_parallel
from chalicelib.storage.keys import Key

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=10)
NOBODY = "a-nobody"
T = TypeVar("T")


@dataclass(frozen=True)
class SignedIn:
    """A caller with a valid session, and its account as it is now."""

    caller: Caller
    account: Account
    must_change_password: bool


@dataclass(frozen=True)
class Visitor:
    """Where a request without a session comes from: its address, the mark of its device, its browser's name."""

    address: str
    device: str | None = None
    user_agent: str = ""


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun: the cookie that holds its secret, and the device's new mark."""

    account: Account
    cookie: str
    device: str


def read(tools: Tools, cookie: str) -> SignedIn | None:
    """Whose cookie this is, from one consistent read of session and account; None if it opens nothing."""
    account_id, session_id = _parts(cookie)
    items = tools.table.read([keys.account(account_id), keys.session(account_id, session_id)])
    account = accounts.account_in(items, account_id)
    session = accounts.session_in(items, account_id, session_id)
    if account is None or session is None or not _valid(account, session):
        return None
    _note_seen(tools, session)
    return SignedIn(account.caller(session.id), account, account.must_change)


def read_beside(tools: Tools, cookie: str, ahead: Callable[[], T]) -> tuple[SignedIn | None, Callable[[], T]]:
    """Whose cookie this is, and beside it what a request's path alone lets be read: one round trip.

    What `ahead` read, or why it could not, is told by calling the second: once it is known that the caller may ask.
    """
    outcome, signed_in = in_parallel(lambda: _outcome(ahead), lambda: read(tools, cookie))
    return signed_in, outcome


def _outcome(act: Callable[[], T]) -> Callable[[], T]:
    try:
        value = act()
    except LaurelError as error:
        refused = error

        def refuse() -> T:
            raise refused

        return refuse
    return lambda: value


def sign_in(tools: Tools, typed_login: str, password: str, payload: str, visitor: Visitor) -> NewSession:
    """A new session for whoever knows the password; three round trips.

    The proof is spent before the password is looked at. A right password with a valid proof always opens,
    however often others have failed, unless the address has failed hundreds of times within the hour.
    Raises ProofRequired, WrongCredentials (the same for unknown names, disabled accounts, unfinished imports),
    TooManyRequests.
    """
    name, now = login_name(typed_login)[:64], tools.clock()
    device = signatures.known_device(tools, visitor.device, name)
    door = throttles.login_throttle(name, device, now)
    address = throttles.address_throttle(visitor.address, now)
    items = tools.table.read([keys.login_name(name), door.key, address.key])
    if device is None:
        address.hold(items, throttles.FAILURES_OF_ADDRESS, now)
    proof = proof_of_work.read(tools, payload, name, "sign-in")
    _must_be_hard_enough(proof, door, items, now)
    login = accounts.login_in(items, name)
    account = _spend_and_find(tools, proof, login)
    fits = passwords.matches(login, password, _one_time_lives(login, now))
    if account is None or login is None or not fits:
        throttles.count(tools, door, address)
        raise WrongCredentials()
    opened, put = open_session(tools, account, name, visitor)
    tools.table.write([put, *_one_time_used(login, password)])
    return opened


def difficulty(tools: Tools, typed_login: str, device_cookie: str | None) -> int:
    """How hard the next proof for a login must be, from this device."""
    name = login_name(typed_login)[:64]
    door = throttles.login_throttle(name, signatures.known_device(tools, device_cookie, name), tools.clock())
    return throttles.level(door.count(tools.table.read([door.key])))


def open_session(tools: Tools, account: Account, login: str, visitor: Visitor) -> tuple[NewSession, Put]:
    """A session for an account, and the write that makes it real."""
    secret, now = secrets.token_urlsafe(32), tools.clock().replace(microsecond=0)
    device = visitor.user_agent[:200]
    session = Session(_id(secret), account.id, account.generation, now, now, device)
    marked = signatures.with_device(tools, visitor.device, login)
    put = Put(accounts.session_item(session, _end(session, now)))
    return NewSession(account, f"{account.id}.{secret}", marked), put


def sign_out(tools: Tools, who: SignedIn) -> None:
    """End the caller's own session."""
    tools.table.write([Delete(keys.session(who.account.id, who.caller.session))])


def all_of(tools: Tools, who: SignedIn) -> list[Session]:
    """The caller's living sessions, last seen first."""
    found = accounts.sessions_of(tools.table, who.account.id)
    alive = [s for s in found if _valid(who.account, s)]
    return sorted(alive, key=lambda s: s.seen, reverse=True)


def revoke(tools: Tools, who: SignedIn, session_id: str) -> None:
    """End one of the caller's sessions; no error where it has ended."""
    tools.table.write([Delete(keys.session(who.account.id, session_id))])


def _parts(cookie: str) -> tuple[str, str]:
    account_id, _, secret = cookie.partition(".")
    return account_id[:32] or NOBODY, _id(secret)


def _id(secret: str) -> str:
    """What stands for a secret of 256 bits: half its SHA-256, which leads back to nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def _valid(account: Account, session: Session) -> bool:
    return not account.disabled and session.generation == account.generation


def _end(session: Session, seen: datetime) -> datetime:
    return min(seen + IDLE, session.created + ABSOLUTE)


def _note_seen(tools: Tools, session: Session) -> None:
    now = tools.clock()
    if now - session.seen < SEEN_EVERY:
        return
    try:
        tools.table.write([accounts.update_last_seen(session, now, _end(session, now))])
    except (accounts.SessionEnded, Busy):
        return


def _must_be_hard_enough(proof: Proof, door: Throttle, items: Mapping[Key, Item], now: datetime) -> None:
    """A stock of easy proofs, drawn before the failures, is worth nothing after them."""
    proof_of_work.must_be_fresh(proof, now)
    if proof.level < throttles.level(door.count(items)):
        raise ProofRequired()


def _spend_and_find(tools: Tools, proof: Proof, login: Login | None) -> Account | None:
    """Spend the proof and read the account, side by side; an unknown name reads as much. None where the
    account may not be used: disabled, or of an import that was not finished."""
    account_id, batch_id = (login.account, login.batch or NOBODY) if login else (NOBODY, NOBODY)
    wanted = [keys.account(account_id), keys.account_import(batch_id)]
    spend = accounts.put_spent_proof(
        proof.id, {}, proof.expires + proof_of_work.LASTS, lambda _: ProofRequired()
    )
    items, _ = in_parallel(lambda: tools.table.read(wanted), lambda: _written(tools, [spend]))
    account = accounts.account_in(items, account_id)
    unfinished = login is not None and login.batch is not None and not _finished(items, batch_id)
    return None if account is None or account.disabled or unfinished else account


def _finished(items: Mapping[Key, Item], batch_id: str) -> bool:
    batch: Batch | None = accounts.batch_in(items, batch_id)
    return batch is not None and batch.finished


def _written(tools: Tools, writes: list[Write]) -> dict[Key, Item]:
    tools.table.write(writes)
    return {}


def _one_time_lives(login: Login | None, now: datetime) -> bool:
    return login is not None and login.one_time_until is not None and now < login.one_time_until


def _one_time_used(login: Login, password: str) -> list[Put]:
    """A one-time password is gone with the session it opened; of two at once, one wins."""
    if not passwords.matches_one_time(login, password):
        return []
    used = login.changed(one_time="", one_time_until=None)
    return [Put(accounts.login_item(used), accounts.UNCHANGED, {":v": login.v}, lambda _: WrongCredentials())]
