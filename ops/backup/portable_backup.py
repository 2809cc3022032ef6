"""A backup in plain files: gzipped JSON lines, and copies of attachments.

`items/000001.jsonl.gz` and so on hold the table's items page by page, each value with its type and bytes as
base64; `items/000001.json` beside it has the page's digest and the key after which the next page begins.
`attachments/…` lists objects with VersionId, size and hash; `objects/…` holds the copies. `manifest.json` is
written last: a backup without it is unfinished, and the same command continues it. Left out are sessions,
uploads in progress, counts of failures, spent proofs, markers of stream records, and mail still to be sent:
they are useless elsewhere, or harmful.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from chalicelib.domain.history import merkle_root
from chalicelib.storage import keys
from chalicelib.storage.engine.table import plain
from chalicelib.storage.items import RESTORED, SCHEMA
from chalicelib.storage.keys import Key
from ops import live_table
from ops.backup.backup_store import BackupStore, page_notes
from ops.cli import Progress, Stop, say
from ops.integrity.survey import NamedFile, Survey
from ops.stage_data import ObjectVersion, StageData, TypedItem, objects, scan

FORMAT = 1
LINES = 1000
"""Objects per page of the list of attachments."""
COPIES_AT_ONCE = 8
SETTLING = 5
"""Most rounds of re-reading histories that change during a backup."""


def back_up(data: StageData, store: BackupStore, about: Mapping[str, str]) -> dict[str, Any]:
    """Copy everything and return the manifest.

    An unfinished backup is continued where it stopped. `about` names the source (stage, region). Raises Stop
    when the store holds a complete backup already or an unfinished one of another table, or when people change
    histories too fast.
    """
    if store.read("manifest.json"):
        raise Stop("there is a whole backup in that place already. Name another one.")
    begun = _begun(data, store, about)
    seen = _items(data, store)
    count = _settle(data, store, seen)
    listed, missing = _attachments(data, store, seen)
    manifest = {
        **begun,
        "finished": f"{data.tools.clock():%Y-%m-%dT%H:%M:%SZ}",
        "pages": {"items": count, "attachments": listed},
        "items": seen.items,
        "submissions": sum(1 for subject in seen.ends if "/" not in subject),
        "attachments": {"named": len(seen.files), "missing": missing},
        "root": merkle_root(end[1] for end in seen.ends.values() if end[1]),
    }
    store.write("manifest.json", json.dumps(manifest, indent=1).encode())
    return manifest


def lines(items: Iterable[TypedItem]) -> bytes:
    """Serialise items as a page's file."""
    text = "".join(json.dumps(item, ensure_ascii=False, default=_bytes) + "\n" for item in items)
    return gzip.compress(text.encode(), mtime=0)


def items_in(page: bytes) -> list[TypedItem]:
    """Parse the items of a page."""
    return [json.loads(line, object_hook=_with_bytes) for line in gzip.decompress(page).decode().splitlines()]


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _begun(data: StageData, store: BackupStore, about: Mapping[str, str]) -> dict[str, Any]:
    """Return the manifest's first part, kept over all runs of a backup.

    Raises Stop when the store has an unfinished backup of another table.
    """
    earlier = store.read("begun.json")
    if earlier:
        begun: dict[str, Any] = json.loads(earlier)
        if begun["table"] != data.table:
            raise Stop("an unfinished backup of another table is in that place. Name another one.")
        say("going on with the backup that was begun there")
        return begun
    state = live_table.read_state(data.tools.table)
    begun = {
        "format": FORMAT,
        "schema": SCHEMA,
        "version": state.version if state else 0,
        "begun": f"{data.tools.clock():%Y-%m-%dT%H:%M:%SZ}",
        "table": data.table,
        "bucket": data.bucket,
        **about,
    }
    store.write("begun.json", json.dumps(begun).encode())
    return begun


def _items(data: StageData, store: BackupStore) -> Survey:
    """Copy the table's pages that the store lacks.

    Returns a survey of all pages.
    """
    seen, progress, last, n = Survey(), Progress("items copied"), {}, 0
    for n, note in page_notes(store, "items"):
        body = store.read(f"items/{n:06}.jsonl.gz")
        if body is None:
            raise Stop(f"page {n} of the items is missing, though its note is there. Begin a backup in another place.")
        _see(seen, items_in(body))
        last = note["next"]
        if last is None:
            return seen
    for page, following in scan(data, last or None):
        n += 1
        kept = [_clean(item) for item in page if worth_keeping(item)]
        _write(store, n, kept, following)
        _see(seen, kept)
        progress.add(len(page))
    return seen


def worth_keeping(item: TypedItem) -> bool:
    """Return True if an item belongs in a backup."""
    key = Key(item["pk"]["S"], item["sk"]["S"])
    return not any(kind.has(key) for kind in keys.PASSING)


def _write(store: BackupStore, n: int, items: list[TypedItem], following: TypedItem | None) -> None:
    body = lines(items)
    store.write(f"items/{n:06}.jsonl.gz", body)
    note = {"items": len(items), "sha256": digest(body), "next": following}
    store.write(f"items/{n:06}.json", json.dumps(note).encode())


def _settle(data: StageData, store: BackupStore, seen: Survey) -> int:
    """Copy histories again that grew meanwhile, until all are complete.

    A history is complete when it ends as its head says. Returns the number of pages.

    On restore a later page overwrites an earlier one. Raises Stop when the histories do not settle.
    """
    n = sum(1 for _ in page_notes(store, "items"))
    for _ in range(SETTLING):
        moved = seen.unfinished_chains()
        if not moved:
            return n
        say(f"{len(moved)} histories moved on meanwhile and are read again")
        for pk in moved:
            n += 1
            again = [_clean(item) for item in _partition(data, pk) if worth_keeping(item)]
            _write(store, n, again, None)
            _see(seen, again)
    raise Stop("the season does not stand still long enough. Back up at a quieter hour, or with --native.")


def _partition(data: StageData, pk: str) -> list[TypedItem]:
    items: list[TypedItem] = []
    pages = data.dynamodb.get_paginator("query").paginate(
        TableName=data.table,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
    )
    for page in pages:
        items += page["Items"]
    return items


def _attachments(data: StageData, store: BackupStore, seen: Survey) -> tuple[int, int]:
    """Copy and list all attachments.

    Returns (pages of the list, number of named objects that are missing).
    """
    n, missing, progress = 0, dict(seen.files), Progress("attachments copied")
    newest = (versions[0] for versions in objects(data) if versions[0].size is not None)
    with ThreadPoolExecutor(COPIES_AT_ONCE) as pool:
        while part := list(islice(newest, LINES)):
            n += 1
            list(pool.map(lambda one: store.copy_in(data, one, f"objects/{one.key}"), part))
            entries = [_entry(one, missing.pop(one.key, None)) for one in part]
            body = gzip.compress("".join(json.dumps(entry) + "\n" for entry in entries).encode(), mtime=0)
            store.write(f"attachments/{n:06}.jsonl.gz", body)
            store.write(f"attachments/{n:06}.json", json.dumps({"sha256": digest(body)}).encode())
            progress.add(len(part))
    return n, len(missing)


def _entry(version: ObjectVersion, named: NamedFile | None) -> dict[str, Any]:
    """Return a line of the list of attachments.

    It lacks hash and type where the table does not name the object.
    """
    facts = {"sha256": named.sha256.hex(), "type": named.type} if named else {}
    return {"key": version.key, "version": version.id, "size": version.size, **facts}


def _see(seen: Survey, items: Iterable[TypedItem]) -> None:
    for item in items:
        seen.add(plain(item))


def _clean(item: TypedItem) -> TypedItem:
    return {name: value for name, value in item.items() if name != RESTORED}


def _bytes(value: Any) -> dict[str, str]:
    return {"base64": base64.b64encode(bytes(value)).decode()}


def _with_bytes(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value
