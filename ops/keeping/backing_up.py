"""A backup that no engine is needed to read: items as lines of JSON, gzipped, and a copy of each attachment.

`items/000001.jsonl.gz` and so on hold the table's items page by page, each value with its type and bytes as base64;
`items/000001.json` beside it tells its digest and how to go on. `attachments/…` lists objects with VersionId, size
and hash; `objects/…` holds the copies. `manifest.json` comes last: without it a backup is unfinished, and the same
command goes on with it. Left out is what is worth nothing or would do harm elsewhere: sessions, uploads under way,
counts of failures, spent proofs, markers of stream records, and mail that waits to leave.
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
from chalicelib.storage.engine.table import plain
from chalicelib.storage.items import RESTORED, SCHEMA
from ops.data.scanning import Data, Typed, Version, objects
from ops.data.scanning import pages as scanned
from ops.data.surveying import Named, Survey
from ops.keeping.vault import Vault, pages
from ops.terms import Progress, Stop, say

FORMAT = 1
LINES = 1000
"""Objects on one page of the list of attachments."""
COPIES_AT_ONCE = 8
SETTLING = 5
"""How often what people changed meanwhile is read again."""

LEFT_OUT_PARTITIONS = ("V#", "T#", "W#", "X#")
LEFT_OUT_ROWS = ("2SESSION#", "4UPLOAD#", "6OUTBOX#")


def back_up(data: Data, vault: Vault, about: Mapping[str, str]) -> dict[str, Any]:
    """Copy everything; the manifest. `about` tells what it is of (stage, region). Goes on where it stopped.

    Raises Stop where the place holds a whole backup already.
    """
    if vault.read("manifest.json"):
        raise Stop("there is a whole backup in that place already. Name another one.")
    begun = _begun(data, vault, about)
    seen = _items(data, vault)
    count = _settle(data, vault, seen)
    listed, missing = _attachments(data, vault, seen)
    manifest = {
        **begun,
        "finished": f"{data.tools.clock():%Y-%m-%dT%H:%M:%SZ}",
        "pages": {"items": count, "attachments": listed},
        "items": seen.items,
        "submissions": sum(1 for subject in seen.ends if "/" not in subject),
        "attachments": {"named": len(seen.files), "missing": missing},
        "root": merkle_root(end[1] for end in seen.ends.values() if end[1]),
    }
    vault.write("manifest.json", json.dumps(manifest, indent=1).encode())
    return manifest


def lines(items: Iterable[Typed]) -> bytes:
    """A page of items."""
    text = "".join(json.dumps(item, ensure_ascii=False, default=_bytes) + "\n" for item in items)
    return gzip.compress(text.encode(), mtime=0)


def items_in(page: bytes) -> list[Typed]:
    """The items of a page, as DynamoDB spells them."""
    return [json.loads(line, object_hook=_with_bytes) for line in gzip.decompress(page).decode().splitlines()]


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _begun(data: Data, vault: Vault, about: Mapping[str, str]) -> dict[str, Any]:
    """What was said when it was begun: the same when it goes on."""
    told = vault.read("begun.json")
    if told:
        begun: dict[str, Any] = json.loads(told)
        if begun["table"] != data.table:
            raise Stop("an unfinished backup of another table is in that place. Name another one.")
        say("going on with the backup that was begun there")
        return begun
    begun = {
        "format": FORMAT,
        "schema": SCHEMA,
        "begun": f"{data.tools.clock():%Y-%m-%dT%H:%M:%SZ}",
        "table": data.table,
        "bucket": data.bucket,
        **about,
    }
    vault.write("begun.json", json.dumps(begun).encode())
    return begun


def _items(data: Data, vault: Vault) -> Survey:
    """All pages of the table that are not there yet; what all of them hold."""
    seen, progress, last, n = Survey(), Progress("items copied"), {}, 0
    for n, told in pages(vault, "items"):
        _see(seen, items_in(vault.read(f"items/{n:06}.jsonl.gz") or b""))
        last = told["next"]
        if last is None:
            return seen
    for page, following in scanned(data, last or None):
        n += 1
        kept = [_clean(item) for item in page if worth_keeping(item)]
        _write(vault, n, kept, following)
        _see(seen, kept)
        progress.add(len(page))
    return seen


def worth_keeping(item: Typed) -> bool:
    """Whether an item belongs into a backup."""
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    return not pk.startswith(LEFT_OUT_PARTITIONS) and not sk.startswith(LEFT_OUT_ROWS)


def _write(vault: Vault, n: int, items: list[Typed], following: Typed | None) -> None:
    body = lines(items)
    vault.write(f"items/{n:06}.jsonl.gz", body)
    told = {"items": len(items), "sha256": digest(body), "next": following}
    vault.write(f"items/{n:06}.json", json.dumps(told).encode())


def _settle(data: Data, vault: Vault, seen: Survey) -> int:
    """Read again what moved while it was copied, so that each history ends as its head says; how many pages there
    are. A later page goes over an earlier one when it is put back. Raises Stop."""
    n = sum(1 for _ in pages(vault, "items"))
    for _ in range(SETTLING):
        moved = seen.moved()
        if not moved:
            return n
        say(f"{len(moved)} histories moved on meanwhile and are read again")
        for pk in moved:
            n += 1
            again = [_clean(item) for item in _partition(data, pk) if worth_keeping(item)]
            _write(vault, n, again, None)
            _see(seen, again)
    raise Stop("the season does not stand still long enough. Back up at a quieter hour, or with --native.")


def _partition(data: Data, pk: str) -> list[Typed]:
    found: list[Typed] = []
    pages = data.dynamodb.get_paginator("query").paginate(
        TableName=data.table,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
    )
    for page in pages:
        found += page["Items"]
    return found


def _attachments(data: Data, vault: Vault, seen: Survey) -> tuple[int, int]:
    """Copies of all objects under `kept/`, and their list: (pages of it, named objects that are not there)."""
    n, missing, progress = 0, dict(seen.files), Progress("attachments copied")
    newest = (versions[0] for versions in objects(data) if versions[0].size is not None)
    with ThreadPoolExecutor(COPIES_AT_ONCE) as pool:
        while part := list(islice(newest, LINES)):
            n += 1
            list(pool.map(lambda one: vault.take(data, one, f"objects/{one.key}"), part))
            entries = [_entry(one, missing.pop(one.key, None)) for one in part]
            body = gzip.compress("".join(json.dumps(entry) + "\n" for entry in entries).encode(), mtime=0)
            vault.write(f"attachments/{n:06}.jsonl.gz", body)
            vault.write(f"attachments/{n:06}.json", json.dumps({"sha256": digest(body)}).encode())
            progress.add(len(part))
    return n, len(missing)


def _entry(version: Version, named: Named | None) -> dict[str, Any]:
    """An object in the list; what nothing names has no hash."""
    said = {"sha256": named.sha256.hex(), "type": named.type} if named else {}
    return {"key": version.key, "version": version.id, "size": version.size, **said}


def _see(seen: Survey, items: Iterable[Typed]) -> None:
    for item in items:
        seen.see(plain(item))


def _clean(item: Typed) -> Typed:
    return {name: value for name, value in item.items() if name != RESTORED}


def _bytes(value: Any) -> dict[str, str]:
    return {"base64": base64.b64encode(bytes(value)).decode()}


def _with_bytes(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value
