"""Each change carries a client-made id; its record is written in the change's own transaction.

The record keeps a hash of the request and the ids of what it made, never a body, for seven days. Refusals
leave none, so what was refused may be tried again under the same id.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.domain.errors import RepeatedDifferently
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref
from chalicelib.storage.engine.table import Item, Put
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.keys import Key

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class IdempotencyRecord:
    """A request that may come twice: whose, its id, and the digest of path and body."""

    account: str
    request: str
    digest: str

    @property
    def key(self) -> Key:
        return keys.idempotency_record(self.account, self.request)

    @property
    def before(self) -> Ref[Item | None]:
        """Its record, if the request was carried out before."""
        return Ref((self.key,), lambda items: items.get(self.key))

    def put(self, now: datetime, ids: Mapping[str, str]) -> Put:
        """Its record, refused where there is one already (the request is being served twice at once)."""
        item = {
            "pk": self.key.pk,
            "sk": self.key.sk,
            "schema": SCHEMA,
            "digest": self.digest,
            "ids": json.dumps(ids),
            "expires": int((now + KEPT).timestamp()),
        }
        return Put(item, "attribute_not_exists(#pk)", otherwise=AlreadyDone)

    def ids(self, item: Item | None) -> Mapping[str, str] | None:
        """The ids that the first time made, or None if this is the first.

        Raises RepeatedDifferently when the same id came with another content.
        """
        if item is None:
            return None
        if item["digest"] != self.digest:
            raise RepeatedDifferently()
        ids: Mapping[str, str] = json.loads(item["ids"])
        return ids


class AlreadyDone(Exception):
    """The same request was carried out a moment ago; `item` is its record. Services turn it into the answer."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("already done")
        self.item = item
