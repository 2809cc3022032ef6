"""What services work with: one value, built by `wiring`, passed to every one of them."""

import secrets
from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from chalicelib.domain.regions import Regions
from chalicelib.frozen import dataclass
from chalicelib.storage import regions
from chalicelib.storage.calls import Calls
from chalicelib.storage.engine.bucket import Bucket
from chalicelib.storage.engine.table import Table
from chalicelib.storage.idempotency import IdempotencyRecord as IdempotencyRecord

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True)
class Tools:
    """The table, the bucket, the published calls, and the clock (UTC, aware)."""

    table: Table
    objects: Bucket
    calls: Calls
    clock: Callable[[], datetime]
    secret: str = field(repr=False)

    @property
    def regions(self) -> Regions:
        """All regions of the country, with the call's own zones."""
        return regions.load()


def version_in(etag: str) -> int:
    """The version that an ETag names; -1, which no item has, where it names none."""
    return int(etag) if etag.isascii() and etag.isdigit() and len(etag) < 10 else -1


def token(length: int) -> str:
    """Random lower-case base32 of `length` characters (5 bits each)."""
    return "".join(secrets.choice(BASE32) for _ in range(length))
