"""Move the counters of units to a partition for each area."""

from chalicelib.storage.engine.table import Item
from chalicelib.storage.keys import COUNTER


def migrate(item: Item) -> Item | None:
    desk, _, counted = item["sk"].partition("#")
    if not item["pk"].startswith(f"{COUNTER.partition}#") or not counted.startswith("~") or "~" in item["pk"]:
        return None
    return {**item, "pk": f"{item['pk']}~{desk}"}
