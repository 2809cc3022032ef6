"""Give schema numbers to counters that the stream created without one."""

from chalicelib.storage.engine.table import Item


def migrate(item: Item) -> Item | None:
    return None if "schema" in item else {**item, "schema": 1}
