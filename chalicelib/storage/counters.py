"""Counters by desk, track and state, kept from the stream.

Each stream record adds the difference between its old and new image. It is counted once, in whatever order records
come: its marker is written in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.submission import Head
from chalicelib.domain.visibility import state_for_area
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, ref
from chalicelib.storage.engine.table import NEW, Item, Put, Query, Table, Update, Write
from chalicelib.storage.items import SCHEMA

MARKER_KEPT = timedelta(days=35)
"""Longer than a stream record may come again.

A dead letter is kept 14 days, and as long again when it fails once more.
"""
OF_UNITS = "~"
"""Prefix of counters by unit rather than desk: '~track~parent body'.

They are in a partition for each area, since there are as many as applicants type parent bodies.
"""
Place = tuple[str, str, str]
"""(desk, track, what is counted)"""


class AlreadyCounted(Exception):
    """A stream record that has been counted."""


def contributions(head: Head | None) -> Counter[Place]:
    """Return what one submission adds to the counters.

    Its state where it lies (a draft: at its area's desk); 'reported' at each desk that reported it; its outcome, if
    any, at both; and, among the
    units of its area by parent body, its state as the area's desk sees it.
    """
    if head is None:
        return Counter()
    counted = Counter({(head.desk or head.area, head.track, head.state.value): 1})
    counted.update((came.desk, head.track, "reported") for came in head.came)
    if head.outcome:
        counted.update((desk, head.track, head.outcome.value) for desk in head.way)
    counted[(head.area, f"{OF_UNITS}{head.track}~{head.parent_body}", state_for_area(head).value)] += 1
    return counted


def registered(account: Account | None) -> Counter[Place]:
    """Return what one account adds to the counters.

    One for an applicant, at its area's desk where there is one.
    """
    if account is None or account.role is not Role.APPLICANT or not account.area:
        return Counter()
    return Counter({(account.area, "accounts", "registered"): 1})


def count(table: Table, scope: str, event: str, before: Counter[Place], after: Counter[Place], now: datetime) -> None:
    """Add the difference, once for each stream event."""
    difference = Counter(after)
    difference.subtract(before)
    by_item: dict[tuple[str, str], dict[str, int]] = {}
    for (desk, track, what), amount in difference.items():
        if amount:
            by_item.setdefault((desk, track), {})[what] = amount
    if not by_item:
        return
    updates: list[Write] = [
        Update(keys.counter(scope_of(scope, desk, track), desk, track), adds=adds)
        for (desk, track), adds in by_item.items()
    ]
    try:
        table.write([_marker(event, now), *updates])
    except AlreadyCounted:
        return


def scope_of(scope: str, desk: str, track: str) -> str:
    """Return the scope of a counter's partition: of units, their area's own."""
    return f"{scope}{OF_UNITS}{desk}" if track.startswith(OF_UNITS) else scope


def of_desk(scope: str, desk: str, tracks: Iterable[str]) -> Ref[dict[str, dict[str, int]]]:
    """Read the counts of one desk by track and state."""
    return by_name({track: ref(keys.counter(scope, desk, track), counts, {}) for track in tracks})


def all_of(scope: str) -> Listing[dict[tuple[str, str], dict[str, int]]]:
    """Read the counts of every (desk, track), without those of units."""
    query = Query(keys.counters(scope), limit=1000)
    return Listing(query, lambda page: {_desk_and_track(i): counts(i) for i in page.items}, every=True)


def of_units(call: str, area: str) -> Listing[dict[tuple[str, str], dict[str, int]]]:
    """Read the counts of an area's units, by parent body and track."""
    return all_of(f"{call}{OF_UNITS}{area}").map(
        lambda by_unit: {_body_and_track(unit): amounts for (_, unit), amounts in by_unit.items()}
    )


def _body_and_track(unit: str) -> tuple[str, str]:
    _, track, body = unit.split(OF_UNITS, 2)
    return body, track


def _desk_and_track(item: Item) -> tuple[str, str]:
    desk, _, track = item["sk"].partition("#")
    return desk, track


def _marker(event: str, now: datetime) -> Put:
    key = keys.counted_event(event)
    item = {
        "pk": key.pk,
        "sk": key.sk,
        "schema": SCHEMA,
        "expires": int((now + MARKER_KEPT).timestamp()),
    }
    return Put(item, NEW, otherwise=lambda _: AlreadyCounted())


def counts(item: Item) -> dict[str, int]:
    """Return the counts in an item, without zeros."""
    return {k: v for k, v in item.items() if isinstance(v, int) and v and k not in {"schema", "expires"}}
