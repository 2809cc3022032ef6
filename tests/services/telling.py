"""The table's stream for tests of what follows from it: what changed since it was looked at last, as records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.history import digest
from chalicelib.domain.messages import Message
from chalicelib.jobs import stream
from chalicelib.services.messages import reading
from chalicelib.storage import accounts
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import World
from tests.web.stage import Snapshot, photographed

Record = dict[str, Any]


@dataclass
class Stream:
    """Records of a table, made by comparing it with what it was; `handed` keeps all that were handed over."""

    here: World
    table: Place
    seen: Snapshot = field(default_factory=dict)
    handed: list[Record] = field(default_factory=list)

    def records(self) -> list[Record]:
        """What changed since this was asked last, in the order of the keys."""
        now = photographed(self.table)
        found = list(self._differences(now))
        self.seen = now
        return found

    def flow(self) -> None:
        """Hand over what changed, and what changes by that, until nothing does."""
        while records := self.records():
            self.hand_over(records)

    def hand_over(self, records: list[Record]) -> None:
        self.handed += records
        for record in records:
            stream.follow(record, self.here.tools)

    def _differences(self, now: Snapshot) -> Iterator[Record]:
        at = int(self.here.clock().timestamp())
        for key in sorted(now.keys() | self.seen.keys()):
            old, new = self.seen.get(key), now.get(key)
            if old != new:
                images = {name: image for name, image in (("OldImage", old), ("NewImage", new)) if image}
                keys = {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
                number = digest([len(self.handed), *key, at])
                yield {
                    "eventID": number,
                    "dynamodb": {"Keys": keys, "ApproximateCreationDateTime": at, **images},
                }


def enlisted(here: World, *people: SignedIn) -> None:
    """Their accounts, stored: whoever hears of things at a desk is looked up there."""
    for who in people:
        here.tools.table.write([Put(accounts.account_item(who.account))])


def told(here: World, who: SignedIn) -> list[Message]:
    """Somebody's messages, newest first."""
    return [message for message, _ in reading.read_page(here.act(who), False, None).items]
