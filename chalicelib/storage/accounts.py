"""Accounts and what belongs to them, as items: login names, sessions, imports, dossiers, counts of failures.

Password hashes stand in the item of the login name, never in the account, which is in two indexes and read
with every request.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import Account, Batch, DemoAccount, Dossier, Login, Session
from chalicelib.domain.errors import Busy, Stale
from chalicelib.domain.submission import ORGANISER
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Otherwise, Put, Query, Table, Update
from chalicelib.storage.items import SCHEMA, pack, packed, unpack
from chalicelib.storage.keys import Key

Items = Mapping[Key, Item]
NEW = "attribute_not_exists(#pk)"
UNCHANGED = "#v = :v"


def account_in(items: Items, account_id: str) -> Account | None:
    item = items.get(keys.account(account_id))
    return unpack(Account, item) if item else None


def account_of(item: Item) -> Account:
    return unpack(Account, item)


def account_item(account: Account) -> Item:
    """An account, in the index of its desk (an applicant's: nearest; nobody's: the organiser's) and in its
    authority's, where the sort key is role, desk and age."""
    home = account.desk or account.area or ORGANISER
    made = f"{account.created_at:%Y-%m-%dT%H:%M:%S}#{account.id}"
    return packed(
        keys.account(account.id),
        account,
        v=account.v,
        own_pk=keys.area_index(account.authority, home),
        own_sk=f"{account.role}#{made}",
        desk_pk=keys.authority_index(account.authority),
        desk_sk=f"{account.role}#{home}#{made}",
        **({"batch": account.batch} if account.batch else {}),
    )


def update_account(account: Account) -> Put:
    """Write an account that was changed since it was read; Busy where somebody else did so too."""
    return Put(account_item(account), UNCHANGED, {":v": account.v - 1}, lambda _: Busy())


@dataclass(frozen=True)
class AccountPage:
    """Accounts of one page, and the cursor to the next."""

    accounts: list[Account]
    cursor: str | None


def in_area(table: Table, authority: str, desk: str, cursor: str | None) -> AccountPage:
    """Applicants whose nearest desk this is, in order of registration; one query a page."""
    return _page(table, Query(keys.area_index(authority, desk), "applicant#", "owner", cursor=cursor))


def of_authority(
    table: Table, authority: str, role: str, desk: str | None, cursor: str | None
) -> AccountPage:
    """Accounts of a role, by desk and age: a recommender's own desk, an applicant's nearest."""
    prefix = f"{role}#{desk}#" if desk else f"{role}#"
    return _page(table, Query(keys.authority_index(authority), prefix, "desk", cursor=cursor))


def _page(table: Table, query: Query) -> AccountPage:
    page = table.page(query)
    return AccountPage([account_of(item) for item in page.items], page.cursor)


def login_in(items: Items, name: str) -> Login | None:
    item = items.get(keys.login_name(name))
    return unpack(Login, item) if item else None


def login_item(login: Login) -> Item:
    extra = {"batch": login.batch} if login.batch else {}
    return packed(keys.login_name(login.name), login, v=login.v, **extra)


def put_login(login: Login, taken: Otherwise) -> Put:
    """Claim a login name, or raise what `taken` says."""
    return Put(login_item(login), NEW, otherwise=taken)


def update_login(login: Login) -> Put:
    """Write a login that was changed since it was read; Busy where somebody else did so too."""
    return Put(login_item(login), UNCHANGED, {":v": login.v - 1}, lambda _: Busy())


def session_item(session: Session, expires: datetime) -> Item:
    """A session; `seen` stands beside the document, so that being seen writes no more than that."""
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


def session_in(items: Items, account_id: str, session_id: str) -> Session | None:
    item = items.get(keys.session(account_id, session_id))
    return session_of(item) if item else None


def update_last_seen(session: Session, now: datetime, expires: datetime) -> Update:
    """Being seen; a session that has been ended since it was read is not brought back."""
    return Update(
        keys.session(session.account, session.id),
        {"seen": int(now.timestamp()), "expires": int(expires.timestamp())},
        condition="attribute_exists(#pk)",
        otherwise=SessionEnded,
    )


def check_session(account_id: str, session_id: str, generation: int) -> Update:
    """Carry a session over to the account's next generation, while all others end."""
    return Update(
        keys.session(account_id, session_id),
        {"generation": generation},
        condition="attribute_exists(#pk)",
        otherwise=lambda _: Busy(),
    )


class SessionEnded(Exception):
    """The session was ended between its reading and its writing."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("session ended")


def sessions_of(table: Table, account_id: str) -> list[Session]:
    """All living sessions of an account."""
    return [session_of(i) for i in table.all(Query(keys.account(account_id).pk, "2SESSION#"))]


def batch_in(items: Items, batch_id: str) -> Batch | None:
    item = items.get(keys.account_import(batch_id))
    return unpack(Batch, item) if item else None


def batch_item(batch: Batch) -> Item:
    attributes = {"v": batch.v, "attempt": batch.attempt, "finished": batch.finished}
    return packed(keys.account_import(batch.id), batch, **attributes)


def dossier_in(items: Items, account_id: str) -> Dossier | None:
    item = items.get(keys.dossier(account_id))
    return unpack(Dossier, item) if item else None


def put_dossier(dossier: Dossier, expected: int) -> Put:
    """Write a dossier over version `expected` (0: none). Raises Stale with what stands."""
    condition = UNCHANGED if expected else NEW
    values = {":v": expected} if expected else {}
    item = packed(keys.dossier(dossier.account), dossier, v=dossier.v)
    return Put(item, condition, values, _stale_dossier)


def _stale_dossier(item: Item | None) -> Exception:
    stands = unpack(Dossier, item) if item else Dossier("")
    return Stale(current={"answers": dict(stands.answers), "etag": str(stands.v)})


def put_spent_proof(challenge: str, facts: Mapping[str, str], until: datetime, again: Otherwise) -> Put:
    """Spend a proof of work, or raise what `again` makes of the item that shows it was spent before."""
    key = keys.spent_proof(challenge)
    item: dict[str, Any] = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, **facts}
    return Put({**item, "expires": int(until.timestamp())}, NEW, otherwise=again)


def count_one(key: Key, until: datetime) -> Update:
    """One more under a throttle's key, which names its window and ends after it."""
    return Update(key, {"expires": int(until.timestamp()), "schema": SCHEMA}, {"n": 1})


def put_demo_accounts(accounts: list[DemoAccount]) -> Put:
    key = keys.demo_accounts()
    doc = pack(accounts, list[DemoAccount])
    return Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": doc})


def demo_accounts_in(items: Items) -> list[DemoAccount]:
    item = items.get(keys.demo_accounts())
    return unpack(list[DemoAccount], item) if item else []
