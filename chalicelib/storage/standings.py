"""What an account has in a call, as one item, so that whoever oversees its area reads it by its key."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.submission import Head
from chalicelib.storage import keys
from chalicelib.storage.items import packed, unpack
from chalicelib.storage.keys import Key
from chalicelib.storage.table import Item, Put
from chalicelib.values import dataclass

MOST = 100
"""Entries that are kept, the newest: at about 1 KB each far below what an item may hold."""


@dataclass(frozen=True)
class Standing:
    """The heads of `account` in `call`, newest first, as the stream has told of them; `v` rises with each change."""

    call: str
    account: str
    heads: tuple[Head, ...] = ()
    v: int = 0

    def having(self, submission: str, head: Head | None) -> "Standing":
        """With this head in the place of what was known of it; without it where there is none."""
        others = tuple(h for h in self.heads if h.id != submission)
        heads = sorted((*others, head), key=_age, reverse=True)[:MOST] if head else others
        return replace(self, heads=tuple(heads))


class Moved(Exception):
    """Another record came in between: look again."""


def standing_in(found: Mapping[Key, Item], call: str, account: str) -> Standing:
    item = found.get(keys.standing(call, account))
    return unpack(Standing, item) if item else Standing(call, account)


def written(after: Standing) -> Put:
    """A standing anew, refused (Moved) where it has changed since it was read."""
    item = packed(keys.standing(after.call, after.account), after, v=after.v)
    condition = "#v = :v" if after.v > 1 else "attribute_not_exists(#pk)"
    return Put(item, condition, {":v": after.v - 1} if after.v > 1 else {}, lambda _: Moved())


def _age(head: Head) -> tuple[str, str]:
    return (head.created_at.isoformat() if head.created_at else "", head.id)
