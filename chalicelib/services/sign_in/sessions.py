"""Signing in and out, and recognising a caller by its cookie.

A session ends after 12 hours without use, so that a machine left alone overnight is signed out and a working day with
its breaks is not interrupted, and after 7 days in any case.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat

from chalicelib import telemetry
from chalicelib.domain.access import Caller
from chalicelib.domain.accounts import Account, AccountStep, Login, OfficeAct, Session, SignedIn, login_name
from chalicelib.domain.errors import Busy, Maintenance, ProofRequired, WrongCredentials
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, retry, token
from chalicelib.services.sign_in import passwords, proof_of_work, signatures, throttles
from chalicelib.services.sign_in.proof_of_work import Proof
from chalicelib.services.sign_in.throttles import Throttle
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import Ref, each, fetch, pair
from chalicelib.storage.engine.table import UNCHANGED, Conflict, Put, in_parallel

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=10)
NOBODY = "a-nobody"


@dataclass(frozen=True)
class Visitor:
    """The origin of a request without a session.

    Its address, the mark of its device, and its browser's name.
    """

    address: str
    device: str | None = None
    user_agent: str = ""


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun.

    `cookie` holds its secret; `device` is the device's new mark; `failed` tries came before it. `acts`: what offices
    did to the account that its owner has not been told of.
    """

    account: Account
    cookie: str
    device: str
    failed: int = 0
    acts: Mapping[AccountStep, OfficeAct] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimedSession:
    """The session that a cookie of ours names.

    It may have ended since.
    """

    account: str
    id: str


def claimed_by(tools: Tools, cookie: str) -> ClaimedSession | None:
    """Return the session that a cookie names.

    None for a cookie that nobody was given: its seal is wrong, and so nothing has to be read for it.
    """
    rest, _, seal = cookie.rpartition(".")
    if not signatures.is_signed(tools, "session", rest, seal):
        return None
    account_id, _, secret = rest.partition(".")
    return ClaimedSession(account_id, _id(secret))


def proof_in(tools: Tools, claimed: ClaimedSession) -> Ref[SignedIn | None]:
    """Read the account that a session signs in.

    None when the session has ended. Evaluating the read records the session's use, every ten minutes at most.
    """
    both = pair(accounts.account(claimed.account), accounts.session(claimed.account, claimed.id))
    return both.map(lambda known: _signed_in(tools, *known))


def read_caller(tools: Tools, cookie: str | None) -> Caller | None:
    """Return whom a cookie signs in, None where it is not valid."""
    claimed = claimed_by(tools, cookie) if cookie else None
    signed_in = fetch(tools.table, proof_in(tools, claimed)) if claimed else None
    return signed_in.caller if signed_in else None


def _signed_in(tools: Tools, account: Account | None, session: Session | None) -> SignedIn | None:
    if account is None or session is None or not _valid(account, session):
        return None
    _note_seen(tools, session)
    return SignedIn(account.caller(session.id), account, account.must_change)


def sign_in(tools: Tools, typed_login: str, password: str, payload: str, visitor: Visitor) -> NewSession:
    """Start a session for a login name and its password.

    Three round trips. The proof is spent before the password is looked at. A right password with a valid proof always
    opens, however often others have failed. The first sign-in after an office's act stands in the account's history,
    and so does each while a reset counts. Raises ProofRequired, WrongCredentials (the same for unknown names, disabled
    accounts, unfinished imports).
    """
    name, now = login_name(typed_login)[:64], tools.clock()
    device = signatures.known_device(tools, visitor.device, name)
    tries = _Tries(name, device, visitor.address, now)
    login, level, failed = fetch(tools.table, accounts.login(name), tries.level, tries.since.count)
    if login:
        telemetry.current().note(account=signatures.mark(tools, "account", login.account))
    proof = proof_of_work.read(tools, payload, name, "sign-in")
    proof_of_work.must_be_worth(proof, level, now)
    account = _spend_and_find(tools, proof, login)
    matches = passwords.matches(login, password, _one_time_lives(login, now))
    if account is None or login is None or not matches:
        _count_failure(tools, tries, failed + 1)
        raise WrongCredentials()
    used = _one_time_used(login, password)
    read = chain([account], repeat(None))

    def begin() -> NewSession:
        before = next(read) or _read_again(tools, account)
        after, record = _recorded(before, device, now) if used or before.acts_to_tell else (before, [])
        new, put = open_session(tools, after, name, visitor, failed)
        tools.table.write([put, *used, *record])
        return replace(new, acts=before.acts_to_tell)

    new: NewSession
    forget = [partial(throttles.forget, tools, tries.since)] if failed else []
    new, *_ = in_parallel(partial(retry, begin), *forget)
    return new


def difficulty(tools: Tools, typed_login: str, visitor: Visitor) -> int:
    """Return the level of the next proof, for login and visitor."""
    name, now = login_name(typed_login)[:64], tools.clock()
    device = signatures.known_device(tools, visitor.device, name)
    return fetch(tools.table, _Tries(name, device, visitor.address, now).level)


@dataclass(frozen=True)
class _Tries:
    """Earlier failures that bear on a try at signing in."""

    login: str
    device: str | None
    address: str
    now: datetime

    @property
    def of_login(self) -> Throttle:
        return throttles.login_throttle(self.login, self.device, self.now)

    @property
    def since(self) -> Throttle:
        return throttles.since_sign_in(self.login, self.now)

    @property
    def of_address(self) -> Throttle:
        return throttles.address_throttle(self.address, self.now)

    @property
    def level(self) -> Ref[int]:
        """A read of how hard the proof must be.

        For a device that has signed in before only its own failures count.
        """
        if self.device:
            return self.of_login.count.map(throttles.level)
        counts = each([self.of_login.count, self.since.count, self.of_address.count])
        return counts.map(lambda each_count: throttles.level(*each_count))


def _read_again(tools: Tools, before: Account) -> Account:
    """Return an account as it is now, if it may sign in.

    Raises WrongCredentials when its password was changed, or it was disabled meanwhile.
    """
    now = fetch(tools.table, accounts.account(before.id))
    if now is None or now.disabled or now.generation != before.generation:
        raise WrongCredentials()
    return now


def _recorded(account: Account, device: str | None, now: datetime) -> tuple[Account, list[Put]]:
    """Return the account after a sign-in, and the writes that record it."""
    facts, at = {"known_device": device is not None}, now.replace(microsecond=0)
    after, event = account.recorded(AccountStep.SIGN_IN, account.caller(""), at, facts, shut=None)
    return after, accounts.update_account(after, event, lambda _: Conflict())


def _count_failure(tools: Tools, tries: _Tries, since: int) -> None:
    """Count a failure.

    Many in a row are guessing: the operator hears of it.
    """
    if since >= throttles.GUESSING_FROM:
        line = telemetry.current()
        line.count("Guessing")
        line.note(failures=since)
    throttles.count(tools, tries.of_login, tries.since, tries.of_address)


def open_session(
    tools: Tools, account: Account, login: str, visitor: Visitor, failed: int = 0
) -> tuple[NewSession, Put]:
    """Return a session for an account, and the write that stores it.

    `failed`: tries that have failed since the session before.
    """
    secret, now = secrets.token_urlsafe(32), tools.clock().replace(microsecond=0)
    device = visitor.user_agent[:200]
    session = Session(_id(secret), account.id, account.generation, now, now, device, failed)
    marked = signatures.with_device(tools, visitor.device, login)
    put = Put(accounts.session_item(session, _end(session, now)))
    rest = f"{account.id}.{secret}"
    return NewSession(account, f"{rest}.{_seal(tools, rest)}", marked, failed), put


def sign_out(act: Act) -> None:
    """End the caller's own session."""
    revoke(act, act.caller.session)


def all_of(act: Act) -> list[Session]:
    """Return the caller's valid sessions, last seen first."""
    alive = [s for s in act.read(accounts.sessions(act.account.id)) if _valid(act.account, s)]
    return sorted(alive, key=lambda s: s.seen, reverse=True)


def revoke(act: Act, session_id: str) -> None:
    """End one of the caller's sessions; no error when it has ended."""
    act.commit([accounts.delete_session(act.account.id, session_id)])


def _seal(tools: Tools, rest: str) -> str:
    """Return the seal of a cookie, its last part."""
    return signatures.sign(tools, "session", rest)


def _id(secret: str) -> str:
    """Return the id of a session by its secret.

    Half the SHA-256 of 256 bits, which leads back to nothing.
    """
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
    except (accounts.SessionEnded, Busy, Maintenance):
        return


def _spend_and_find(tools: Tools, proof: Proof, login: Login | None) -> Account | None:
    """Spend the proof and return the account, read in parallel.

    An unknown name reads as much. None when the account may not be used: disabled, or of an import that was not
    finished.
    """
    account_id, batch_id = (login.account, login.batch or NOBODY) if login else (NOBODY, NOBODY)
    spender = {"by": token(16)}
    until = proof.expires + proof_of_work.LASTS
    spend = accounts.put_spent_proof(proof.id, spender, until, lambda _: ProofRequired())
    (account, batch), _ = in_parallel(
        lambda: fetch(tools.table, accounts.account(account_id), accounts.batch(batch_id)),
        lambda: tools.table.write([spend]),
    )
    unfinished = login is not None and login.batch is not None and not (batch and batch.finished)
    return None if account is None or account.disabled or unfinished else account


def _one_time_lives(login: Login | None, now: datetime) -> bool:
    return login is not None and login.one_time_until is not None and now < login.one_time_until


def _one_time_used(login: Login, password: str) -> list[Put]:
    """Return the write that uses up a one-time password, if any.

    It is one transaction with the session; of two at once, one wins.
    """
    if not passwords.matches_one_time(login, password):
        return []
    used = login.changed(one_time="", one_time_until=None)
    return [Put(accounts.login_item(used), UNCHANGED, {":v": login.v}, lambda _: WrongCredentials())]
