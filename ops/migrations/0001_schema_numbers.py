"""Counters that the stream began carry no schema number; give them one like every other item."""

from chalicelib.storage.engine.table import Item


def migrate(item: Item) -> Item | None:
    return None if "schema" in item else {**item, "schema": 1}
