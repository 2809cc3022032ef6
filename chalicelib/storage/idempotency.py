"""Records of requests, so that a repeated request changes nothing more.

Each change carries an id that its client chose; its record is written in the change's own transaction. The record
keeps a hash of the request and the ids of what it created, never a body, for seven days. Refusals leave none, so a
refused request may be tried again under the same id.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.domain.errors import RepeatedDifferently
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref
from chalicelib.storage.engine.table import NEW, Item, Put
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.keys import Key

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class IdempotencyRecord:
    """The record of a request that may come twice.

    `account` is the caller's, `request` the id of the request, `digest` that of its path and body; `others` are those
    under secrets that are valid too.
    """

    account: str
    request: str
    digest: str
    others: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return keys.idempotency_record(self.account, self.request)

    @property
    def before(self) -> Ref[Item | None]:
        """A read of the stored record, if the request was carried out."""
        return Ref((self.key,), lambda items: items.get(self.key))

    def put(self, now: datetime, ids: Mapping[str, str]) -> Put:
        """Write the record.

        Raises AlreadyDone when there is one: the request is being served twice at once.
        """
        item = {
            "pk": self.key.pk,
            "sk": self.key.sk,
            "schema": SCHEMA,
            "digest": self.digest,
            "ids": json.dumps(ids),
            "expires": int((now + KEPT).timestamp()),
        }
        return Put(item, NEW, otherwise=AlreadyDone)

    def ids(self, item: Item | None) -> Mapping[str, str] | None:
        """Return the ids that the first run created; None without one.

        Raises RepeatedDifferently when the same id came with different content.
        """
        if item is None:
            return None
        if item["digest"] not in {self.digest, *self.others}:
            raise RepeatedDifferently()
        ids: Mapping[str, str] = json.loads(item["ids"])
        return ids


class AlreadyDone(Exception):
    """A request that was carried out before.

    `item` is its record, which services turn into the answer.
    """

    def __init__(self, item: Item | None) -> None:
        super().__init__("already done")
        self.item = item
