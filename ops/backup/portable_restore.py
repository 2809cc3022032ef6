"""Restore of a portable backup into an empty table and bucket.

They may be of the same stage or another. Pages are written in order and checked by their digests; the number of
pages done is kept in the table, so that the same command continues where it stopped. Each item carries the
backup's name, and the stream's jobs ignore it.
"""

import gzip
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Put
from chalicelib.storage.items import RESTORED, SCHEMA
from ops import live_table, migrations
from ops.backup.backup_store import BackupStore
from ops.backup.portable_backup import FORMAT, digest, items_in
from ops.cli import Progress, Stop, say
from ops.integrity.recount import recount
from ops.stage_data import StageData, TypedItem

IN_BATCH = 25
BATCHES_AT_ONCE = 8


def manifest_in(store: BackupStore) -> dict[str, Any]:
    """Return the manifest of a complete backup.

    Raises Stop when there is none, or when it is from a newer version.
    """
    manifest_file = store.read("manifest.json")
    if manifest_file is None:
        raise Stop("there is no whole backup in that place (no manifest.json). Finish it with ops backup first.")
    manifest: dict[str, Any] = json.loads(manifest_file)
    newer = manifest["schema"] > SCHEMA or manifest.get("version", 0) > migrations.newest()
    if manifest["format"] != FORMAT or newer:
        raise Stop("that backup was made by a newer Laurel. Use the version that made it, or a later one.")
    return manifest


def restore(data: StageData, store: BackupStore, stage: str) -> dict[str, Any]:
    """Write the whole backup back and correct the counters.

    An interrupted restore continues where it stopped. Returns the manifest. Raises Stop when the backup is
    incomplete or damaged, the table holds other data, or a local backup would go to prod.
    """
    manifest, name = manifest_in(store), check_target(data, store, stage)
    done = _pages_done(data, name)
    _note_pages_done(data, name, done)
    _items(data, store, name, manifest["pages"]["items"], done)
    _attachments(data, store, manifest["pages"]["attachments"])
    if wrong := recount(data):
        say(f"{wrong} counters set right")
    return manifest


def check_target(data: StageData, store: BackupStore, stage: str) -> str:
    """Refuse a table with other data, and local backups for prod.

    Returns the name under which the table notes how much of the backup it has. Raises Stop.
    """
    manifest = manifest_in(store)
    if stage == "prod" and manifest.get("stage") == "local":
        raise Stop("that backup is of a local run, with its demo accounts. It does not go to prod.")
    if reason := live_table.newer(live_table.read_state(data.tools.table), data.table):
        raise Stop(reason)
    name = digest(json.dumps(manifest, sort_keys=True).encode())[:16]
    _pages_done(data, name)
    return name


def _pages_done(data: StageData, name: str) -> int:
    """Return the number of pages already written, 0 for an empty table.

    Raises Stop when the table holds other data.
    """
    earlier = data.tools.table.get(keys.restored_backup(name))
    if earlier:
        return int(earlier["pages"])
    items = data.dynamodb.scan(TableName=data.table, Limit=2, ConsistentRead=True)["Items"]
    if any(item["pk"]["S"] != keys.table_state().pk for item in items):
        raise Stop(f"table {data.table} is not empty. A backup is put back into a new stage, never over data.")
    return 0


def _note_pages_done(data: StageData, name: str, pages: int) -> None:
    key = keys.restored_backup(name)
    item: Item = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "pages": pages}
    data.tools.table.write([Put(item)])


def _items(data: StageData, store: BackupStore, name: str, count: int, done: int) -> None:
    progress = Progress("items put back")
    with ThreadPoolExecutor(BATCHES_AT_ONCE) as pool:
        for n in range(done + 1, count + 1):
            items = [{**item, RESTORED: {"S": name}} for item in items_in(_page(store, "items", n))]
            batches = [items[i : i + IN_BATCH] for i in range(0, len(items), IN_BATCH)]
            list(pool.map(lambda batch: _put(data, batch), batches))
            _note_pages_done(data, name, n)
            progress.add(len(items))


def _page(store: BackupStore, kind: str, n: int) -> bytes:
    """Return a page, checked by its digest.

    Raises Stop when it is missing or damaged.
    """
    body, note = store.read(f"{kind}/{n:06}.jsonl.gz"), store.read(f"{kind}/{n:06}.json")
    if body is None or note is None or digest(body) != json.loads(note)["sha256"]:
        raise Stop(f"{kind}/{n:06}.jsonl.gz of the backup is missing or damaged. Take another copy of it.")
    return body


def _put(data: StageData, batch: list[TypedItem]) -> None:
    pending: Mapping[str, Any] = {data.table: [{"PutRequest": {"Item": item}} for item in batch]}
    pause = 0.05
    while pending:
        pending = data.dynamodb.batch_write_item(RequestItems=pending).get("UnprocessedItems") or {}
        if pending:
            time.sleep(pause)
            pause = min(pause * 2, 5)


def _attachments(data: StageData, store: BackupStore, count: int) -> None:
    progress = Progress("attachments put back")
    with ThreadPoolExecutor(BATCHES_AT_ONCE) as pool:
        for n in range(1, count + 1):
            rows = gzip.decompress(_page(store, "attachments", n)).decode().splitlines()
            list(pool.map(lambda entry: _copy_out(data, store, entry), map(json.loads, rows)))
            progress.add(len(rows))


def _copy_out(data: StageData, store: BackupStore, entry: Mapping[str, Any]) -> None:
    kind = entry.get("type", "application/octet-stream")
    store.copy_out(data, f"objects/{entry['key']}", entry["key"], entry["size"], kind)
