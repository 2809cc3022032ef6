"""Experts as those who run the evaluation see them, and their profiles."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.evaluation.panel import Profile, Recusals
from chalicelib.domain.evaluation.profiles import TypedProfile, read_profile
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import issued_accounts
from chalicelib.services.context import Act, once, version_in
from chalicelib.services.evaluation import recusals
from chalicelib.services.lookup import own_call
from chalicelib.storage import accounts, experts
from chalicelib.storage.engine.table import Write


@dataclass(frozen=True)
class ExpertRecord:
    """An expert with profile and recusals.

    `account` is None for an observer, who learns of nobody by name; body and title are empty then, and nothing is said
    of what the expert is kept from.
    """

    account: Account | None
    agency: str | None
    profile: Profile
    recusals: Recusals | None


@dataclass(frozen=True)
class ExpertPage:
    """One page of experts, and the cursor to the next."""

    experts: list[ExpertRecord]
    cursor: str | None


def read_page(act: Act, call_id: str, agency: str | None, cursor: str | None) -> ExpertPage:
    """Return one page of experts.

    The organiser's are all, an agency's its own; an observer sees them without names. Raises Invalid, NotFound,
    Forbidden.
    """
    page = issued_accounts.read_page(act, call_id, Role.EXPERT, agency, cursor)
    ids = [account.id for account in page.accounts]
    profiles, kept = act.read(experts.profiles(ids), experts.recusals_of(ids, call_id))
    known = [
        ExpertRecord(one, one.agency, profiles.get(one.id, Profile(one.id)), kept[one.id]) for one in page.accounts
    ]
    if act.caller.role is Role.OBSERVER:
        known = [_without_name(one) for one in known]
    return ExpertPage(known, page.cursor)


def _without_name(expert: ExpertRecord) -> ExpertRecord:
    known = expert.profile
    bare = Profile("", known.fields, city=known.city, most=known.most, available=known.available)
    return ExpertRecord(None, expert.agency, bare, None)


def read_own(act: Act, call_id: str) -> tuple[Profile, Recusals]:
    """Return the caller's own profile and recusals. Raises NotFound."""
    me = act.claimed_account
    profile, known = act.read(experts.profile(me), experts.recusals(me, call_id))
    own_call(act, call_id)
    return profile or Profile(me), known


def _read_changed(act: Act, ids: Mapping[str, str], account_id: str, *_: Any) -> Profile:
    account, profile = act.read(accounts.account(account_id), experts.profile(account_id))
    return profile or Profile(issued_accounts.must_manage(act, account).id)


@once(_read_changed)
def change_profile(act: Act, account_id: str, call_id: str, typed: TypedProfile, etag: str) -> Profile:
    """Change an expert's profile.

    `etag` is the version that the caller saw. What the expert is kept from by it is kept at once. Raises Invalid,
    Stale, NotFound.
    """
    account, known = act.read(accounts.account(account_id), experts.recusals(account_id, call_id))
    expert = issued_accounts.must_manage(act, account)
    call = own_call(act, call_id)
    issued_accounts.must_issue(act, call)
    if expert.role is not Role.EXPERT:
        raise NotFound()
    profile, faults = read_profile(account_id, typed, call, act.tools.regions)
    if faults:
        raise Invalid(errors=faults)
    after = replace(profile, v=version_in(etag) + 1)
    writes: list[Write] = [experts.put_profile(after)]
    kept = recusals.with_kept(call, recusals.read_frozen(act, call), expert, after, known)
    if kept.kept != known.kept:
        writes.append(recusals.put(replace(kept, v=known.v + 1)))
    act.commit(writes, account=account_id)
    return after
