"""What an account has in a call, as one item, so that whoever oversees its area reads it by its key."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Put
from chalicelib.storage.items import packed, unpack
from chalicelib.storage.keys import Key

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


class OverviewConflict(Exception):
    """Another record came in between: look again."""


def overview_in(found: Mapping[Key, Item], call: str, account: str) -> ApplicantOverview:
    item = found.get(keys.applicant_overview(call, account))
    return unpack(ApplicantOverview, item) if item else ApplicantOverview(call, account)


def put_overview(after: ApplicantOverview) -> Put:
    """A standing anew, refused (Moved) where it has changed since it was read."""
    item = packed(keys.applicant_overview(after.call, after.account), after, v=after.v)
    condition = "#v = :v" if after.v > 1 else "attribute_not_exists(#pk)"
    return Put(item, condition, {":v": after.v - 1} if after.v > 1 else {}, lambda _: OverviewConflict())


def _age(head: Head) -> tuple[str, str]:
    return (head.created_at.isoformat() if head.created_at else "", head.id)
