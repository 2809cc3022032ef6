"""What an account has in a call, as one item, so that whoever oversees its area reads it by its key."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, by_name, ref
from chalicelib.storage.engine.table import Conflict, Put
from chalicelib.storage.items import packed, unpack

MOST = 100
"""Entries that are kept, the newest: at about 1 KB each far below what an item may hold."""


@dataclass(frozen=True)
class ApplicantOverview:
    """The heads of `account` in `call`, newest first, as the stream has told of them; `v` rises with each change."""

    call: str
    account: str
    heads: tuple[Head, ...] = ()
    v: int = 0

    def having(self, submission: str, head: Head | None) -> "ApplicantOverview":
        """With this head in the place of what was known of it; without it where there is none."""
        others = tuple(h for h in self.heads if h.id != submission)
        heads = sorted((*others, head), key=_age, reverse=True)[:MOST] if head else others
        return replace(self, heads=tuple(heads))


def overview(call: str, account: str) -> Ref[ApplicantOverview]:
    key = keys.applicant_overview(call, account)
    return ref(key, partial(unpack, ApplicantOverview), ApplicantOverview(call, account))


def overviews(call: str, accounts: Iterable[str]) -> Ref[dict[str, ApplicantOverview]]:
    """What each of these accounts has in a call."""
    return by_name({account: overview(call, account) for account in accounts})


def put_overview(after: ApplicantOverview) -> Put:
    """An overview anew, refused (Conflict) where it has changed since it was read."""
    item = packed(keys.applicant_overview(after.call, after.account), after, v=after.v)
    condition = "#v = :v" if after.v > 1 else "attribute_not_exists(#pk)"
    return Put(item, condition, {":v": after.v - 1} if after.v > 1 else {}, lambda _: Conflict())


def _age(head: Head) -> tuple[str, str]:
    return (head.created_at.isoformat() if head.created_at else "", head.id)
