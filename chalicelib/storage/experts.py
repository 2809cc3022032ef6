"""Experts' profiles and recusals in the table."""

from collections.abc import Iterable

from chalicelib.domain.errors import Stale
from chalicelib.domain.evaluation.panel import Profile, Recusals
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, by_name, ref
from chalicelib.storage.engine.table import Item, Put, at_version
from chalicelib.storage.items import packed, unpack


def profile(account: str) -> Ref[Profile | None]:
    return ref(keys.expert(account), lambda item: unpack(Profile, item), None)


def profiles(accounts: Iterable[str]) -> Ref[dict[str, Profile]]:
    """Read the profiles that exist of several accounts, by account."""
    several = by_name({account: profile(account) for account in accounts})
    return several.map(lambda known: {account: one for account, one in known.items() if one})


def put_profile(profile: Profile) -> Put:
    """Write a profile.

    Raises Stale when it has changed since it was read.
    """
    return Put(packed(keys.expert(profile.account), profile, v=profile.v), *at_version(profile.v - 1), _stale)


def recusals(account: str, call: str) -> Ref[Recusals]:
    """Read an expert's recusals in a call; none if there are none."""
    return ref(keys.recusals(account, call), lambda item: unpack(Recusals, item), Recusals(account, call))


def put_recusals(recusals: Recusals) -> Put:
    """Write an expert's recusals.

    Raises Stale when they have changed since they were read.
    """
    key = keys.recusals(recusals.account, recusals.call)
    return Put(packed(key, recusals, v=recusals.v), *at_version(recusals.v - 1), _stale)


def _stale(item: Item | None) -> Stale:
    return Stale(current=None)
