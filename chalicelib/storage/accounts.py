"""Accounts and what belongs to them in the table.

Login names, sessions, imports, dossiers and counts of failures. Password hashes are in the item of the login name,
never in the account, because the account is in two indexes and is read with every request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib.domain.accounts import Account, Batch, DemoAccount, Dossier, Login, Session, lookalike
from chalicelib.domain.errors import Busy, Stale
from chalicelib.domain.history import Event
from chalicelib.domain.submission import ORGANISER
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, is_there, ref
from chalicelib.storage.engine.table import (
    NEW,
    UNCHANGED,
    ConditionCheck,
    Delete,
    Item,
    Otherwise,
    Page,
    Put,
    Query,
    Update,
    at_version,
)
from chalicelib.storage.items import SCHEMA, pack, packed, unpack
from chalicelib.storage.keys import Key


def account(account_id: str) -> Ref[Account | None]:
    return ref(keys.account(account_id), account_of, None)


def accounts(account_ids: Iterable[str]) -> Ref[dict[str, Account]]:
    """Read the accounts that exist among `account_ids`, by id."""
    several = by_name({id: account(id) for id in account_ids})
    return several.map(lambda known: {id: account for id, account in known.items() if account})


def account_of(item: Item) -> Account:
    return unpack(Account, item)


def account_item(account: Account) -> Item:
    """Return the item of an account.

    It is in the index of its desk (an applicant's: the nearest; of an agency: the agency's; without either: the
    organiser's) and in that of its authority, where the sort key is role, desk and age. A closed one is in neither.
    """
    if account.closed_at:
        return packed(keys.account(account.id), account, v=account.v)
    home = account.desk or account.area or account.agency or ORGANISER
    age = f"{account.created_at:%Y-%m-%dT%H:%M:%S}#{account.id}"
    return packed(
        keys.account(account.id),
        account,
        v=account.v,
        own_pk=keys.area_index(account.authority, home),
        own_sk=f"{account.role}#{age}",
        desk_pk=keys.authority_index(account.authority),
        desk_sk=f"{account.role}#{home}#{age}",
        **({"batch": account.batch} if account.batch else {}),
    )


def put_account(account: Account, event: Event) -> list[Put]:
    """Write a new account, and the event that its history begins with."""
    return [Put(account_item(account), NEW), Put(event_item(account, event), NEW)]


def update_account(account: Account, event: Event, otherwise: Otherwise = lambda _: Busy()) -> list[Put]:
    """Write an account over the version that was read, and its event.

    Raises Busy, or what `otherwise` returns, when another write came in between.
    """
    write = Put(account_item(account), UNCHANGED, {":v": account.v - 1}, otherwise)
    return [write, Put(event_item(account, event), NEW)]


def event_item(account: Account, event: Event) -> Item:
    """Return the item of an event of an account's history.

    An unfinished import may write it again, as it may its account.
    """
    extra = {"batch": account.batch} if account.batch else {}
    return {**packed(keys.event(event.subject, event.n), event), **extra}


@dataclass(frozen=True)
class AccountPage:
    """One page of accounts, and the cursor to the next."""

    accounts: list[Account]
    cursor: str | None


def in_area(authority: str, desk: str, cursor: str | None) -> Listing[AccountPage]:
    """Read one page of the applicants whose nearest desk is `desk`.

    In order of registration.
    """
    return Listing(Query(keys.area_index(authority, desk), "applicant#", index="owner", cursor=cursor), _page)


def of_authority(authority: str, role: str, desk: str | None, cursor: str | None) -> Listing[AccountPage]:
    """Read one page of an authority's accounts of a role.

    Sorted by desk and age. `desk` is a recommender's own, an applicant's nearest, or an agency; None reads all.
    """
    prefix = f"{role}#{desk}#" if desk else f"{role}#"
    return Listing(Query(keys.authority_index(authority), prefix, index="desk", cursor=cursor), _page)


def of_role(authority: str, role: str) -> Listing[list[Account]]:
    """Read all of an authority's accounts of a role that has few."""
    query = Query(keys.authority_index(authority), f"{role}#", index="desk", limit=1000)
    return Listing(query, lambda page: [account_of(item) for item in page.items], every=True)


def _page(page: Page) -> AccountPage:
    return AccountPage([account_of(item) for item in page.items], page.cursor)


def login(name: str) -> Ref[Login | None]:
    return ref(keys.login_name(name), partial(unpack, Login), None)


def logins(names: Iterable[str]) -> Ref[dict[str, Login]]:
    """Read the logins that exist among `names`, by name."""
    several = by_name({name: login(name) for name in names})
    return several.map(lambda known: {name: login for name, login in known.items() if login})


def login_item(login: Login) -> Item:
    extra = {"batch": login.batch} if login.batch else {}
    return packed(keys.login_name(login.name), login, v=login.v, **extra)


def put_login(login: Login, taken: Otherwise) -> Put:
    """Claim a login name.

    Raises what `taken` returns when it is claimed already.
    """
    return Put(login_item(login), NEW, otherwise=taken)


def put_lookalike(name: str) -> Put:
    """Keep whoever registers from a name that looks like an issued one."""
    key = keys.lookalike(lookalike(name))
    return Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA})


def looks_issued(name: str) -> Ref[bool]:
    """Read whether a login name looks like that of an issued account."""
    return is_there(keys.lookalike(lookalike(name)))


def unlink_login(account: Account, login: Login) -> list[Put]:
    """Write a closed account and its claimed name, neither naming the other.

    Raises Busy when another write came in between.
    """
    bare = Put(account_item(account), UNCHANGED, {":v": account.v - 1}, lambda _: Busy())
    return [bare, update_login(login)]


def update_login(login: Login) -> Put:
    """Write a login over the version that was read.

    Raises Busy when another write came in between.
    """
    return Put(login_item(login), UNCHANGED, {":v": login.v - 1}, lambda _: Busy())


def session_item(session: Session, expires: datetime) -> Item:
    """Return the item of a session.

    `seen` is an attribute beside the document, so that recording a session's use rewrites nothing else.
    """
    return packed(
        keys.session(session.account, session.id),
        session,
        seen=int(session.seen.timestamp()),
        generation=session.generation,
        expires=int(expires.timestamp()),
    )


def session_of(item: Item) -> Session:
    bare = unpack(Session, item)
    seen = datetime.fromtimestamp(item["seen"], bare.created.tzinfo)
    return replace(bare, seen=seen, generation=item["generation"])


def session(account_id: str, session_id: str) -> Ref[Session | None]:
    return ref(keys.session(account_id, session_id), session_of, None)


def update_last_seen(session: Session, now: datetime, expires: datetime) -> Update:
    """Record when a session was last used, and when it expires.

    Raises SessionEnded when it was ended since it was read; it is not created again.
    """
    return Update(
        keys.session(session.account, session.id),
        {"seen": int(now.timestamp()), "expires": int(expires.timestamp())},
        condition="attribute_exists(#pk)",
        otherwise=SessionEnded,
    )


def replace_session(account_id: str, session_id: str) -> Delete:
    """End a session that another is opened for.

    Raises Busy when it has ended already: then nobody is there to go on.
    """
    return Delete(keys.session(account_id, session_id), "attribute_exists(#pk)", otherwise=lambda _: Busy())


def delete_session(account_id: str, session_id: str) -> Delete:
    """End a session; no error when it has ended already."""
    return Delete(keys.session(account_id, session_id))


class SessionEnded(Exception):
    """A session that was ended between its read and its write."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("session ended")


def sessions(account_id: str) -> Listing[list[Session]]:
    """Read all sessions of an account that have not expired."""
    query = Query(keys.account(account_id).pk, keys.SESSION.prefix)
    return Listing(query, lambda page: [session_of(item) for item in page.items], every=True)


def erasable(account_id: str) -> Listing[list[Key]]:
    """Read the keys of all that is kept with an account.

    Itself and its history are not among them.
    """
    kept = (keys.ACCOUNT, keys.ACCOUNT_EVENT)
    query = Query(keys.account(account_id).pk, limit=1000)
    return Listing(query, lambda page: [k for k in map(_key, page.items) if not any(one.has(k) for one in kept)], True)


def delete(key: Key) -> Delete:
    """Delete one of what `erasable` read."""
    return Delete(key)


def _key(item: Item) -> Key:
    return Key(item["pk"], item["sk"])


def batch(batch_id: str) -> Ref[Batch | None]:
    return ref(keys.account_import(batch_id), partial(unpack, Batch), None)


def batches(batch_ids: Iterable[str]) -> Ref[dict[str, Batch]]:
    """Read the imports that exist among `batch_ids`, by id."""
    several = by_name({id: batch(id) for id in batch_ids})
    return several.map(lambda known: {id: batch for id, batch in known.items() if batch})


def batch_item(batch: Batch) -> Item:
    attributes = {"v": batch.v, "attempt": batch.attempt, "finished": batch.finished}
    return packed(keys.account_import(batch.id), batch, **attributes)


def check_attempt(batch: Batch) -> ConditionCheck:
    """Refuse unless an import still belongs to this attempt.

    Raises Busy when another attempt took it over.
    """
    values = {":attempt": batch.attempt}
    return ConditionCheck(keys.account_import(batch.id), "#attempt = :attempt", values, lambda _: Busy())


def dossier(account_id: str) -> Ref[Dossier | None]:
    return ref(keys.dossier(account_id), partial(unpack, Dossier), None)


def put_dossier(dossier: Dossier, expected: int) -> Put:
    """Write a dossier over version `expected` (0: none).

    Raises Stale, with the stored version, when it is another.
    """
    item = packed(keys.dossier(dossier.account), dossier, v=dossier.v)
    return Put(item, *at_version(expected), _stale_dossier)


def _stale_dossier(item: Item | None) -> Exception:
    current = unpack(Dossier, item) if item else Dossier("")
    return Stale(current={"answers": dict(current.answers), "etag": str(current.v)})


def put_spent_proof(challenge: str, facts: Mapping[str, str], until: datetime, again: Otherwise) -> Put:
    """Record a proof of work as spent, with `facts`.

    Raises what `again` returns for the stored item when it was spent before.
    """
    key = keys.spent_proof(challenge)
    item: dict[str, Any] = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, **facts}
    return Put({**item, "expires": int(until.timestamp())}, NEW, otherwise=again)


def spent_proof(challenge: str) -> Ref[Item | None]:
    """Read the record of a spent proof of work.

    None when it has not been spent.
    """
    key = keys.spent_proof(challenge)
    return Ref((key,), lambda items: items.get(key))


def count(name: str) -> Ref[int]:
    """Read the count kept under a throttle's name."""
    return ref(keys.throttle(name), lambda item: int(item["n"]), 0)


def count_one(name: str, until: datetime) -> Update:
    """Add one to the count kept under a throttle's name.

    The name contains the throttle's window; the count expires at its end, `until`.
    """
    return Update(keys.throttle(name), {"expires": int(until.timestamp()), "schema": SCHEMA}, {"n": 1})


def count_within(name: str, until: datetime, most: int, otherwise: Otherwise) -> Update:
    """Add one to a count, as `count_one`, unless it is `most` already."""
    return replace(
        count_one(name, until),
        condition="attribute_not_exists(#n) OR #n < :most",
        values={":most": most},
        otherwise=otherwise,
    )


def delete_count(name: str) -> Delete:
    return Delete(keys.throttle(name))


def put_demo_accounts(accounts: list[DemoAccount]) -> Put:
    key = keys.demo_accounts()
    doc = pack(accounts, list[DemoAccount])
    return Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": doc})


def demo_accounts() -> Ref[list[DemoAccount]]:
    return ref(keys.demo_accounts(), partial(unpack, list[DemoAccount]), [])
