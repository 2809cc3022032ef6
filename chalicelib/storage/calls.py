"""Published calls: immutable versions, cached for ever once read.

Each version is one compressed item.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.call import Call, iso, moment
from chalicelib.domain.errors import NotFound, Stale
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.table import NEW, Item, Put, Query, Table, Update, Write
from chalicelib.storage.items import SCHEMA


@dataclass(frozen=True)
class Publication:
    """When a version was published, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True)
class _Listing:
    """A call's newest version, and whether the public may see the call."""

    version: int
    hidden: bool


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
        self._latest: tuple[float, dict[str, _Listing]] = (float("-inf"), {})

    def latest(self, call: str) -> Call:
        """Return the newest version of a call.

        One that is not known is looked for anew, since another may have published it just now: a request is then not
        served twice, and a job finds it. Raises NotFound.
        """
        listed = self._listing()
        if call not in listed:
            self.refresh()
            listed = self._listing()
        if call not in listed:
            raise NotFound()
        return self.version(call, listed[call].version)

    def refresh(self) -> bool:
        """Look for versions published since; return whether there are any.

        It looks at most once a second.
        """
        read_at, before = self._latest
        if self._clock() - read_at < 1:
            return False
        self._forget()
        return self._listing() != before

    def ids(self) -> list[str]:
        """Return the ids of all published calls."""
        return sorted(self._listing())

    def is_hidden(self, call: str) -> bool:
        """Return whether the public may not see a call."""
        listed = self._listing().get(call)
        return listed is not None and listed.hidden

    def hide(self, call: str, hidden: bool) -> None:
        """Hide a call from the public, or show it again. Raises NotFound."""
        self._table.write(
            [
                Update(
                    keys.call_listing(call),
                    {"hidden": True} if hidden else {},
                    removes=() if hidden else ("hidden",),
                    condition="attribute_exists(#pk)",
                    otherwise=lambda _: NotFound(),
                )
            ]
        )
        self._forget()

    def publications(self, call: str) -> dict[int, Publication | None]:
        """Return who published each version of a call, newest first.

        None for versions from before this was kept.
        """
        query = Query(keys.call_version(call, 0).pk, keys.CALL_VERSION.prefix, newest_first=True)
        return {int(row["sk"].rpartition("#")[2]): _publication(row) for row in self._table.all(query)}

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

    def publish(
        self,
        compiled: dict[str, Any],
        publication: Publication | None = None,
        over: int | None = None,
        beside: Sequence[Write] = (),
    ) -> int:
        """Store a compiled call as its next version; return the number.

        `beside` is written with it. Publishing the same content again changes nothing; a hidden call stays hidden.
        Raises Stale when another publication came in between, also since version `over` was looked at.
        """
        call = compiled["id"]
        number, same = self.standing(compiled)
        if over is not None and number != over:
            raise Stale()
        if same:
            return number
        put = self._version_put({**compiled, "version": number + 1}, publication)
        self._table.write([put, _listing_update(call, number), *beside])
        self._forget()
        return number + 1

    def standing(self, compiled: Mapping[str, Any]) -> tuple[int, bool]:
        """Compare a compiled call with its newest published version.

        Returns that version, 0 for none, and whether its content is the same.
        """
        last = self._table.get(keys.call_listing(compiled["id"]))
        number = int(last["version"]) if last else 0
        return number, bool(number) and _same(self.raw(compiled["id"], number), compiled)

    def _version_put(self, compiled: dict[str, Any], publication: Publication | None) -> Put:
        key = keys.call_version(compiled["id"], compiled["version"])
        packed = gzip.compress(json.dumps(compiled, ensure_ascii=False).encode(), mtime=0)
        item: Item = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": packed}
        if publication:
            item |= {"published_at": iso(publication.at), "published_by": publication.by}
        return Put(item, NEW, otherwise=lambda _: Stale())

    def _listing(self) -> dict[str, _Listing]:
        read_at, listed = self._latest
        if self._clock() - read_at > self._fresh_seconds:
            rows = self._table.all(Query(keys.calls(), limit=100))
            listed = {row["sk"]: _Listing(int(row["version"]), bool(row.get("hidden"))) for row in rows}
            self._latest = (self._clock(), listed)
        return listed

    def _forget(self) -> None:
        self._latest = (float("-inf"), {})


def _listing_update(call: str, before: int) -> Update:
    return Update(
        keys.call_listing(call),
        {"schema": SCHEMA, "version": before + 1},
        condition="attribute_not_exists(#pk) OR #version = :before",
        values={":before": before},
        otherwise=lambda _: Stale(),
    )


def _publication(row: Item) -> Publication | None:
    return Publication(moment(row["published_at"]), row["published_by"]) if "published_at" in row else None


def _same(stored: Mapping[str, Any], compiled: Mapping[str, Any]) -> bool:
    return {**stored, "version": None} == {**json.loads(json.dumps(compiled)), "version": None}
