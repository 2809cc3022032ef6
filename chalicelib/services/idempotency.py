"""A request that comes twice, even twice at once, is carried out once and answered alike."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from chalicelib.domain.errors import LaurelError
from chalicelib.services.context import IdempotencyRecord, Tools
from chalicelib.storage.idempotency import AlreadyDone

T = TypeVar("T")


def idempotent(
    tools: Tools, repeat: IdempotencyRecord, act: Callable[[], T], again: Callable[[Mapping[str, str]], T]
) -> T:
    """What `act` gives; for a request that was carried out before, what `again` reads of its outcome, from the ids
    that it made.

    `act` writes the request's record in its own transaction, and may look for it among what it reads
    (`Repeat.must_be_new`). What it reads is no snapshot: it may see the twin's outcome before the twin's record, and
    be refused by it. So a refusal has a second look. Raises RepeatedDifferently.
    """
    try:
        return act()
    except AlreadyDone as done:
        ids = repeat.done(done.item)
    except LaurelError:
        ids = repeat.done(tools.table.get(repeat.key))
        if ids is None:
            raise
    return again(ids or {})
