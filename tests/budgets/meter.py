"""Counts what an action costs: round trips one after the other, and capacity units.

Round trips: each request is held for a moment, so that those which are sent together overlap; what counts is the
longest row of requests of which each began after the one before had ended.

Capacity: what the engine says of a read or a single write (asked for in each request). Of a transaction DynamoDB
Local says what is not so; there the published rules count: 2 units a KB of the larger of old and new image for each
item, a condition check like a write, and for each index 1 a KB where the projected item changed, 2 where it moved.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from threading import local
from typing import Any

from tests.conftest import Place
from tests.factories import World

HELD = 0.04
INDEXES = (("own_pk", "own_sk"), ("desk_pk", "desk_sk"))
Image = Mapping[str, Any] | None


@dataclass
class Meter:
    """What was spent while it ran."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    read: float = 0
    written: float = 0

    @property
    def trips(self) -> int:
        """The longest row of requests that did not overlap."""
        count, free_from = 0, 0.0
        for began, ended in sorted(self.spans, key=lambda span: span[1]):
            if began >= free_from:
                count, free_from = count + 1, ended
        return count


@contextmanager
def metered(here: World, table: Place) -> Iterator[Meter]:
    """Counts all that goes to the table."""
    meter, at = Meter(), local()
    events = here.tools.table._client.meta.events

    def asks(params: dict[str, Any], model: Any, **_: Any) -> dict[str, Any]:
        at.began = time.monotonic()
        if model.name == "TransactWriteItems":
            at.before = [_image(table, item) for item in params["TransactItems"]]
            at.items = params["TransactItems"]
            return params
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def begins(**_: Any) -> None:
        time.sleep(HELD)

    def ends(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        meter.spans.append((at.began, time.monotonic()))
        if model.name == "TransactWriteItems":
            pairs = zip(at.before, [_image(table, item) for item in at.items], strict=True)
            meter.written += sum(_units(before, after) for before, after in pairs)
            return
        told = parsed.get("ConsumedCapacity", [])
        units = sum(c["CapacityUnits"] for c in (told if isinstance(told, list) else [told]))
        if model.name in {"Query", "BatchGetItem", "GetItem"}:
            meter.read += units
        else:
            meter.written += units

    hooks = (
        ("provide-client-params.dynamodb", asks),
        ("before-call.dynamodb", begins),
        ("after-call.dynamodb", ends),
    )
    for event, hook in hooks:
        events.register(event, hook)
    try:
        yield meter
    finally:
        for event, hook in hooks:
            events.unregister(event, hook)


def size(item: Mapping[str, Any]) -> int:
    """Bytes of an item as DynamoDB counts: names and values in UTF-8, numbers about half their digits."""
    return sum(len(name.encode()) + _size(*next(iter(value.items()))) for name, value in item.items())


def _size(kind: str, value: Any) -> int:
    if kind == "N":
        return ceil(len(str(value)) / 2) + 1
    return 1 if kind == "BOOL" else len(value if isinstance(value, bytes) else value.encode())


def _image(table: Place, write: Mapping[str, Any]) -> Image:
    """The item that a write is about, as it stands."""
    [(kind, what)] = write.items()
    key = {n: what["Item"][n] for n in ("pk", "sk")} if kind == "Put" else what["Key"]
    found: Image = table.client.get_item(TableName=table.name, Key=key, ConsistentRead=True).get("Item")
    return found


def _units(before: Image, after: Image) -> int:
    largest = max(size(before or {}), size(after or {}), 1)
    return 2 * ceil(largest / 1024) + sum(_index_units(before, after, keys) for keys in INDEXES)


def _index_units(before: Image, after: Image, keys: tuple[str, str]) -> int:
    places = [tuple(image.get(k) for k in keys) if image and keys[0] in image else None for image in (before, after)]
    if before == after or places == [None, None]:
        return 0
    sizes = [ceil(size(image) / 1024) if place else 0 for image, place in zip((before, after), places, strict=True)]
    moved = places[0] != places[1]
    return sum(units or 0 for units in sizes) if moved else max(sizes)  # type: ignore[type-var]
