"""Published calls: immutable versions, cached for ever once read.

Each version is one compressed item.
"""

import gzip
import json
from collections.abc import Callable
from typing import Any

from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound, Stale
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Put, Query, Table
from chalicelib.storage.items import SCHEMA


class Calls:
    """Published calls by id and version.

    Versions never change, so functions keep them; which one is the latest is kept for `fresh_seconds` only.
    """

    def __init__(self, table: Table, clock: Callable[[], float], fresh_seconds: float = 30) -> None:
        self._table = table
        self._clock = clock
        self._fresh_seconds = fresh_seconds
        self._versions: dict[tuple[str, int], Call] = {}
        self._raw: dict[tuple[str, int], dict[str, Any]] = {}
        self._latest: tuple[float, dict[str, int]] = (float("-inf"), {})

    def latest(self, call: str) -> Call:
        """Return the newest version of a call. Raises NotFound."""
        versions = self._listing()
        if call not in versions:
            raise NotFound()
        return self.version(call, versions[call])

    def ids(self) -> list[str]:
        """Return the ids of all published calls."""
        return sorted(self._listing())

    def version(self, call: str, version: int) -> Call:
        """Return one version of a call. Raises NotFound."""
        if (call, version) not in self._versions:
            self._versions[call, version] = Call.from_dict(self.raw(call, version))
        return self._versions[call, version]

    def raw(self, call: str, version: int) -> dict[str, Any]:
        """Return one version as it was published. Raises NotFound."""
        if (call, version) not in self._raw:
            item = self._table.get(keys.call_version(call, version))
            if item is None:
                raise NotFound()
            self._raw[call, version] = json.loads(gzip.decompress(item["doc"]))
        return self._raw[call, version]

    def publish(self, compiled: dict[str, Any]) -> int:
        """Store a compiled call as its next version; return the number.

        Publishing the same content again changes nothing. Raises Stale when another publication came in between.
        """
        call = compiled["id"]
        number, same = self.standing(compiled)
        if same:
            return number
        self._table.write([self._version_put({**compiled, "version": number + 1}), _listing_put(call, number)])
        self._latest = (float("-inf"), {})
        return number + 1

    def standing(self, compiled: dict[str, Any]) -> tuple[int, bool]:
        """Compare a compiled call with its newest published version.

        Returns that version, 0 for none, and whether its content is the same.
        """
        last = self._table.get(keys.call_listing(compiled["id"]))
        number = int(last["version"]) if last else 0
        return number, bool(number) and _same(self.raw(compiled["id"], number), compiled)

    def _version_put(self, compiled: dict[str, Any]) -> Put:
        key = keys.call_version(compiled["id"], compiled["version"])
        packed = gzip.compress(json.dumps(compiled, ensure_ascii=False).encode(), mtime=0)
        item: Item = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": packed}
        return Put(item, "attribute_not_exists(#pk)", otherwise=lambda _: Stale())

    def _listing(self) -> dict[str, int]:
        read_at, versions = self._latest
        if self._clock() - read_at > self._fresh_seconds:
            rows = self._table.all(Query(keys.calls(), limit=100))
            versions = {row["sk"]: row["version"] for row in rows}
            self._latest = (self._clock(), versions)
        return versions


def _listing_put(call: str, before: int) -> Put:
    key = keys.call_listing(call)
    return Put(
        {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "version": before + 1},
        "attribute_not_exists(#pk) OR #version = :before",
        {":before": before},
        otherwise=lambda _: Stale(),
    )


def _same(stored: dict[str, Any], compiled: dict[str, Any]) -> bool:
    return {**stored, "version": None} == {**json.loads(json.dumps(compiled)), "version": None}
