"""The tools of all services, and the `Act` of each request.

`wiring` builds the tools once. An act reads typed values and commits once. The proof of who calls, and whether the
same request came before, are read together with the first other read (docs/adr/0027-load-decide-commit.md).
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast, overload

from chalicelib.domain.access import Caller
from chalicelib.domain.accounts import Account, SignedIn
from chalicelib.domain.errors import Busy, LaurelError, Unauthenticated
from chalicelib.domain.regions import Regions
from chalicelib.frozen import dataclass
from chalicelib.storage import regions
from chalicelib.storage.calls import Calls
from chalicelib.storage.engine.bucket import Bucket, PublicBucket
from chalicelib.storage.engine.reads import Read, Ref, run
from chalicelib.storage.engine.signing_keys import SigningKey
from chalicelib.storage.engine.table import Conflict, Table, Write
from chalicelib.storage.idempotency import AlreadyDone
from chalicelib.storage.idempotency import IdempotencyRecord as IdempotencyRecord

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
TURNS = 8
"""How often an act is tried when others change what it read."""

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")


@dataclass(frozen=True)
class Tools:
    """The table, the buckets, the published calls, and the clock (UTC, aware).

    `public` has what everybody may read, at `site_origin`; `record_keys` sign what is recorded of a call, the one that
    begins a record first.

    `secret` signs; what is signed with one of `other_secrets` holds too. A job that signs nothing has none.
    """

    table: Table
    objects: Bucket
    public: PublicBucket
    calls: Calls
    clock: Callable[[], datetime]
    secret: str = field(repr=False)
    other_secrets: tuple[str, ...] = field(default=(), repr=False)
    site_origin: str = ""
    record_keys: tuple[SigningKey, ...] = ()

    @property
    def valid_secrets(self) -> tuple[str, ...]:
        """What may have signed, the secret that signs now first.

        Raises RuntimeError without one: what an empty key signs anybody could sign.
        """
        if not self.secret:
            raise RuntimeError("this function has no secret to sign with (chalicelib/settings.py)")
        return (self.secret, *self.other_secrets)

    @property
    def regions(self) -> Regions:
        """All regions of the country."""
        return regions.load()


@dataclass(frozen=True)
class Identity:
    """The identity that a request claims, and how to prove it.

    `account` is whose it would be; `proof` is what to read.
    `admit` receives its value, and raises Unauthenticated, Forbidden or MustChangePassword.
    """

    account: str
    proof: Ref[SignedIn | None]
    admit: Callable[[SignedIn | None], SignedIn]


class Act:
    """One request or job: tools, moment, caller, reads and one commit."""

    def __init__(
        self,
        tools: Tools,
        identity: Identity | SignedIn | Caller | None = None,
        record: IdempotencyRecord | None = None,
    ) -> None:
        """Begin an act; nothing is read yet.

        `identity` is still to be proven, or a caller that has been; `record` is that of the request's id.
        """
        self.tools = tools
        self.now = tools.clock()
        self._identity = identity if isinstance(identity, Identity) else None
        self._signed_in = identity if isinstance(identity, SignedIn) else None
        self._caller = identity if isinstance(identity, Caller) else None
        self._record = record
        self._refusal: LaurelError | None = None
        self._pending: tuple[Ref[Any], ...] = (
            *((self._identity.proof,) if self._identity else ()),
            *((record.before,) if record else ()),
        )

    @property
    def request(self) -> IdempotencyRecord:
        """The record of the request's id.

        Raises RuntimeError for an act without one, which is a mistake of ours.
        """
        if self._record is None:
            raise RuntimeError("this act has no request id")
        return self._record

    @property
    def calls(self) -> Calls:
        return self.tools.calls

    @property
    def caller(self) -> Caller:
        """The caller.

        Raises Unauthenticated, Forbidden and MustChangePassword, and AlreadyDone when the same request was carried
        out before.
        """
        return self._caller or self.signed_in.caller

    @property
    def claimed_account(self) -> str:
        """The id of the caller's account, proven or not.

        For reads beside the proof; nothing else may rest on it.
        """
        return self._identity.account if self._identity else self.caller.account

    @property
    def account(self) -> Account:
        """The caller's account as it is now. Raises as `caller` does."""
        return self.signed_in.account

    def authorize(self) -> None:
        """Refuse a caller that may not be here.

        Raises Unauthenticated, Forbidden or MustChangePassword. That the request was carried out before is no
        refusal.
        """
        with suppress(AlreadyDone):
            if self._identity:
                self._fetch(())
        if self._refusal:
            raise self._refusal

    @property
    def signed_in(self) -> SignedIn:
        """The caller with its account. Raises as `caller` does."""
        if self._identity:
            self._fetch(())
        if self._refusal:
            raise self._refusal
        if self._signed_in is None:
            raise Unauthenticated()
        return self._signed_in

    @overload
    def read(self, a: Read[A], /) -> A: ...
    @overload
    def read(self, a: Read[A], b: Read[B], /) -> tuple[A, B]: ...
    @overload
    def read(self, a: Read[A], b: Read[B], c: Read[C], /) -> tuple[A, B, C]: ...
    @overload
    def read(self, a: Read[A], b: Read[B], c: Read[C], d: Read[D], /) -> tuple[A, B, C, D]: ...
    @overload
    def read(self, a: Read[A], b: Read[B], c: Read[C], d: Read[D], e: Read[E], /) -> tuple[A, B, C, D, E]: ...
    @overload
    def read(
        self, a: Read[A], b: Read[B], c: Read[C], d: Read[D], e: Read[E], f: Read[F], /
    ) -> tuple[A, B, C, D, E, F]: ...
    def read(self, *reads: Read[Any]) -> Any:
        """Return the value of one read, or a tuple of several.

        One round trip. Raises AlreadyDone when the same request was carried out before, what `caller` raises, and
        what a `required` read raises.
        """
        values = self._fetch(reads)
        return values[0] if len(values) == 1 else tuple(values)

    def read_each(self, reads: Sequence[Read[T]]) -> list[T]:
        """Return the values of any number of reads, in order. As `read`."""
        return self._fetch(reads)

    def commit(self, writes: Sequence[Write], **ids: str) -> None:
        """Write all or nothing, the request's record first.

        The record keeps `ids`, so that the same request gets the same answer again. Because it comes first, of one
        request sent twice at once the second learns of the first before any other refusal. Raises AlreadyDone, what
        the writes raise, Busy.
        """
        if self._identity:
            self._fetch(())
        if self._refusal:
            raise self._refusal
        records = [self._record.put(self.now, ids)] if self._record else []
        self.tools.table.write([*records, *writes])

    def first_outcome(self, done: AlreadyDone | None) -> Mapping[str, str] | None:
        """Return the ids of the request's first run; None without one.

        They come from `done`, or without that from the stored record. None, too, for a caller that was not admitted.
        Raises RepeatedDifferently.
        """
        if self._record is None or self._identity or self._refusal:
            return None
        if done is not None:
            return self._record.ids(done.item) or {}
        return self._record.ids(self.tools.table.get(self._record.key))

    def _fetch(self, reads: Sequence[Read[Any]]) -> list[Any]:
        pending = self._pending
        values = run(self.tools.table, [*pending, *reads])
        if pending:
            self._pending = ()
            self._meet([value() for value in values[: len(pending)]])
        return [value() for value in values[len(pending) :]]

    def _meet(self, values: list[Any]) -> None:
        """Admit the caller, then raise AlreadyDone for a repeated request."""
        if self._identity:
            identity, self._identity = self._identity, None
            try:
                self._signed_in = identity.admit(values[0])
            except LaurelError as refusal:
                self._refusal = refusal
                raise
        if self._record and values[-1] is not None:
            raise AlreadyDone(values[-1])


Service = Callable[Concatenate[Act, P], T]


def once(
    again: Callable[Concatenate[Act, Mapping[str, str], P], T],
) -> Callable[[Service[P, T]], Service[P, T]]:
    """Carry a request out once, however often it comes.

    `again` returns the first answer, from the ids that the first run created. Conflicts with other writers are tried
    again. A service's reads are no snapshot: it may see the outcome of the same request, sent at the same time,
    before the record of that, and refuse because of it; so after a refusal the record is looked up once more. Raises
    RepeatedDifferently, Busy.
    """

    def decorate(service: Service[P, T]) -> Service[P, T]:
        @wraps(service)
        def carry_out(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return retry(lambda: service(act, *args, **kwargs))
            except AlreadyDone as done:
                ids = act.first_outcome(done)
            except LaurelError:
                ids = act.first_outcome(None)
                if ids is None:
                    raise
            return again(act, ids or {}, *args, **kwargs)

        return cast(Service[P, T], carry_out)

    return decorate


def retry(attempt: Callable[[], T]) -> T:
    """Return the result of `attempt`, called again after each Conflict.

    Raises Busy after TURNS attempts.
    """
    for _ in range(TURNS):
        try:
            return attempt()
        except Conflict:
            continue
    raise Busy()


def version_in(etag: str) -> int:
    """Return the version that an ETag names; -1 without one.

    No item has version -1.
    """
    return int(etag) if etag.isascii() and etag.isdigit() and len(etag) < 10 else -1


def token(length: int) -> str:
    """Return random lower-case base32 of `length` characters (5 bits each)."""
    return "".join(secrets.choice(BASE32) for _ in range(length))
