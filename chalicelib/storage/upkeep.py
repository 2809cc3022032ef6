"""Items of the clock's own jobs: beat, and progress of checking."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from chalicelib.domain.ranking import RankedList
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, ref
from chalicelib.storage.engine.table import Item, Put
from chalicelib.storage.items import SCHEMA, head_of, packed, unpack
from chalicelib.storage.keys import Key


@dataclass(frozen=True)
class Verification:
    """Progress of checking all histories.

    `after`: the key after which it goes on, None at a pass's beginning; `whole`: when a pass last ended, before that
    when the first began.
    """

    after: Key | None = None
    whole: datetime | None = None


@dataclass(frozen=True)
class ChainEnd:
    """The end of a history as its head or list keeps it.

    `key`: of that head or list; `end`: (number, hash) of the last event.
    """

    key: Key
    subject: str
    end: tuple[int, str]


def put_beat(now: datetime) -> Put:
    """Write a beat, which differs from the one before."""
    key = keys.beat()
    return Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "at": now.isoformat()})


def verification() -> Ref[Verification]:
    return ref(keys.verification(), partial(unpack, Verification), Verification())


def put_verification(verification: Verification) -> Put:
    return Put(packed(keys.verification(), verification))


def chain_ends(items: Iterable[Item]) -> list[ChainEnd]:
    """Return the ends that heads and ranked lists among `items` keep."""
    ends = list[ChainEnd]()
    for item in items:
        key = Key(item["pk"], item["sk"])
        if keys.HEAD.has(key):
            head = head_of(item)
            ends.append(ChainEnd(key, head.id, (head.events, head.last_hash)))
        elif keys.LIST.has(key):
            ranked = unpack(RankedList, item)
            ends.append(ChainEnd(key, ranked.subject, (ranked.events, ranked.last_hash)))
    return ends
