"""The table's stream: counters follow heads and accounts, entries follow a reported list.

Each record is handled alone, in any order, any number of times.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.services.desks import following
from chalicelib.services.tools import Tools
from chalicelib.storage import accounts, counters, lists
from chalicelib.storage.items import head_of
from chalicelib.storage.table import Item, plain
from chalicelib.wiring import Wiring

log = logging.getLogger("laurel")
Record = Mapping[str, Any]


def handle(records: Iterable[Record], wiring: Wiring) -> None:
    """Carry out what records call for; a record that fails does not hold up the rest, but the batch."""
    failed: list[Exception] = []
    for record in records:
        try:
            _one(record, wiring.tools)
        except Exception as error:
            log.exception("stream record failed")
            failed.append(error)
    if failed:
        raise failed[0]


def _one(record: Record, tools: Tools) -> None:
    change = record["dynamodb"]
    sort_key = change["Keys"]["sk"]["S"]
    old, new = (plain(change[k]) if change.get(k) else None for k in ("OldImage", "NewImage"))
    if sort_key == "0HEAD":
        _count_submission(record["eventID"], old, new, tools)
    elif sort_key == "0ACCOUNT":
        _count_account(record["eventID"], old, new, tools)
    elif sort_key.startswith("1REPORT#") and old is None and new is not None:
        following.follow(tools, lists.report_of(new))


def _count_submission(event: str, old: Item | None, new: Item | None, tools: Tools) -> None:
    before, after = (head_of(item) if item else None for item in (old, new))
    scope = (before or after).call  # type: ignore[union-attr]
    counters.count(
        tools.table,
        scope,
        event,
        counters.contributions(before),
        counters.contributions(after),
        tools.clock(),
    )


def _count_account(event: str, old: Item | None, new: Item | None, tools: Tools) -> None:
    before, after = (_registered(item) for item in (old, new))
    authority = accounts.account_of(new or old or {}).authority
    counters.count(tools.table, authority, event, before, after, tools.clock())


def _registered(item: Item | None) -> Counter[counters.Place]:
    account = accounts.account_of(item) if item else None
    counts = account is not None and account.role == "applicant" and account.area
    return Counter({(account.area, "accounts", "registered"): 1}) if counts and account else Counter()  # type: ignore[dict-item]
