"""A backup put back into an empty table and bucket, which may be another stage's or another engine's.

Pages are put back in order and checked by their digests; how far it has come is kept in the table, so that the same
command goes on where it stopped. Each item says which backup it came from, and nothing follows from its coming.
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
from ops.data.recounting import recount
from ops.data.scanning import Data, Typed
from ops.keeping.backing_up import FORMAT, digest, items_in
from ops.keeping.vault import Vault
from ops.terms import Progress, Stop, say

IN_BATCH = 25
BATCHES_AT_ONCE = 8


def manifest_in(vault: Vault) -> dict[str, Any]:
    """What a whole backup says of itself. Raises Stop."""
    told = vault.read("manifest.json")
    if told is None:
        raise Stop(
            "there is no whole backup in that place (no manifest.json). Finish it with ops backup first."
        )
    manifest: dict[str, Any] = json.loads(told)
    if manifest["format"] != FORMAT or manifest["schema"] > SCHEMA:
        raise Stop("that backup was made by a newer Laurel. Use the version that made it, or a later one.")
    return manifest


def restore(data: Data, vault: Vault, stage: str) -> dict[str, Any]:
    """Put everything back, set counters right; the backup's manifest. Goes on where it stopped. Raises Stop."""
    manifest = manifest_in(vault)
    if stage == "prod" and manifest.get("stage") == "local":
        raise Stop("that backup is of a local run, with its demo accounts. It does not go to prod.")
    name = digest(json.dumps(manifest, sort_keys=True).encode())[:16]
    done = _place_kept(data, name)
    _items(data, vault, name, manifest["pages"]["items"], done)
    _attachments(data, vault, manifest["pages"]["attachments"])
    if wrong := recount(data):
        say(f"{wrong} counters set right")
    return manifest


def _place_kept(data: Data, name: str) -> int:
    """How many pages an earlier try put back; 0 for an empty table. Raises Stop where the table holds other data."""
    kept = data.tools.table.get(keys.restored_backup(name))
    if kept:
        return int(kept["pages"])
    if data.dynamodb.scan(TableName=data.table, Limit=1, ConsistentRead=True)["Items"]:
        raise Stop(
            f"table {data.table} is not empty. A backup is put back into a new stage, never over data."
        )
    _keep_place(data, name, 0)
    return 0


def _keep_place(data: Data, name: str, pages: int) -> None:
    key = keys.restored_backup(name)
    item: Item = {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "pages": pages}
    data.tools.table.write([Put(item)])


def _items(data: Data, vault: Vault, name: str, count: int, done: int) -> None:
    progress = Progress("items put back")
    with ThreadPoolExecutor(BATCHES_AT_ONCE) as pool:
        for n in range(done + 1, count + 1):
            items = [{**item, RESTORED: {"S": name}} for item in items_in(_page(vault, "items", n))]
            batches = [items[i : i + IN_BATCH] for i in range(0, len(items), IN_BATCH)]
            list(pool.map(lambda batch: _put(data, batch), batches))
            _keep_place(data, name, n)
            progress.add(len(items))


def _page(vault: Vault, kind: str, n: int) -> bytes:
    """A page that is what its digest says. Raises Stop."""
    body, told = vault.read(f"{kind}/{n:06}.jsonl.gz"), vault.read(f"{kind}/{n:06}.json")
    if body is None or told is None or digest(body) != json.loads(told)["sha256"]:
        raise Stop(f"{kind}/{n:06}.jsonl.gz of the backup is missing or damaged. Take another copy of it.")
    return body


def _put(data: Data, batch: list[Typed]) -> None:
    pending: Mapping[str, Any] = {data.table: [{"PutRequest": {"Item": item}} for item in batch]}
    pause = 0.05
    while pending:
        pending = data.dynamodb.batch_write_item(RequestItems=pending).get("UnprocessedItems") or {}
        if pending:
            time.sleep(pause)
            pause = min(pause * 2, 5)


def _attachments(data: Data, vault: Vault, count: int) -> None:
    progress = Progress("attachments put back")
    with ThreadPoolExecutor(BATCHES_AT_ONCE) as pool:
        for n in range(1, count + 1):
            rows = gzip.decompress(_page(vault, "attachments", n)).decode().splitlines()
            list(pool.map(lambda entry: _give(data, vault, entry), map(json.loads, rows)))
            progress.add(len(rows))


def _give(data: Data, vault: Vault, entry: Mapping[str, Any]) -> None:
    kind = entry.get("type", "application/octet-stream")
    vault.give(data, f"objects/{entry['key']}", entry["key"], entry["size"], kind)
