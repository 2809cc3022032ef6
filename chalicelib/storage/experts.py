"""Experts' profiles and recusals in the table."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.domain.errors import Stale
from chalicelib.domain.evaluation.panel import Profile, Recusals
from chalicelib.domain.evaluation.recusals import RecusalRequest
from chalicelib.domain.submission import call_and_track
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, ref
from chalicelib.storage.engine.table import Conflict, Delete, Item, Otherwise, Put, Query, at_version
from chalicelib.storage.items import packed, unpack


def profile(account: str) -> Ref[Profile | None]:
    return ref(keys.expert(account), lambda item: unpack(Profile, item), None)


def profiles(accounts: Iterable[str]) -> Ref[dict[str, Profile]]:
    """Read the profiles that exist among some accounts."""
    several = by_name({account: profile(account) for account in accounts})
    return several.map(lambda known: {account: one for account, one in known.items() if one})


def recusals_of(accounts: Iterable[str], call: str) -> Ref[dict[str, Recusals]]:
    """Read the recusals of some experts in a call."""
    return by_name({account: recusals(account, call) for account in accounts})


def new_profile_item(profile: Profile, batch: str | None = None) -> Item:
    """Return the item of a profile that is written with its account.

    An unfinished import may write it again, as it may its account.
    """
    extra = {"batch": batch} if batch else {}
    return {**packed(keys.expert(profile.account), profile, v=profile.v), **extra}


def put_profile(profile: Profile) -> Put:
    """Write a profile.

    Raises Stale when it has changed since it was read.
    """
    return Put(packed(keys.expert(profile.account), profile, v=profile.v), *at_version(profile.v - 1), _stale)


def recusals(account: str, call: str) -> Ref[Recusals]:
    """Read an expert's recusals in a call; none if there are none."""
    return ref(keys.recusals(account, call), lambda item: unpack(Recusals, item), Recusals(account, call))


def put_recusals(recusals: Recusals, otherwise: Otherwise | None = None) -> Put:
    """Write an expert's recusals.

    Raises Stale, or what `otherwise` returns, when they have changed since they were read.
    """
    key = keys.recusals(recusals.account, recusals.call)
    return Put(packed(key, recusals, v=recusals.v), *at_version(recusals.v - 1), otherwise or _stale)


def request(submission: str) -> Ref[RecusalRequest | None]:
    """Read what an entry's owner asked for."""
    return ref(keys.recusal_request(submission), lambda item: unpack(RecusalRequest, item), None)


def requests(call: str, cursor: str | None) -> Listing[RequestPage]:
    """Read one page of a call's requests, oldest first."""
    query = Query(keys.recusal_index(call), index="desk", cursor=cursor)
    return Listing(query, lambda page: RequestPage([unpack(RecusalRequest, i) for i in page.items], page.cursor))


def put_request(request: RecusalRequest) -> Put:
    """Write a request.

    Raises Conflict when it has changed since it was read.
    """
    call, _ = call_and_track(request.entry)
    index = {"desk_pk": keys.recusal_index(call), "desk_sk": f"{request.at:%Y-%m-%dT%H:%M:%S}#{request.entry}"}
    item = packed(keys.recusal_request(request.entry), request, v=request.v, **index)
    return Put(item, *at_version(request.v - 1), lambda _: Conflict())


def delete_request(submission: str) -> Delete:
    """Delete a request with its words, if there is one."""
    return Delete(keys.recusal_request(submission))


@dataclass(frozen=True)
class RequestPage:
    """One page of requests, and the cursor to the next."""

    requests: list[RecusalRequest]
    cursor: str | None


def _stale(item: Item | None) -> Stale:
    return Stale(current=None)
