"""A stage's data as a whole: its table page by page, its bucket version by version. Nothing a request needs is
found so; only the operator's commands scan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.services.context import Tools

Typed = dict[str, Any]
"""An item as DynamoDB spells it: each value with its type."""

KEPT = "kept/"
"""Where attachments that count lie in the bucket."""


@dataclass(frozen=True)
class Data:
    """A table and a bucket, through low-level clients, and the product's tools over the same two."""

    tools: Tools
    dynamodb: Any
    s3: Any
    table: str
    bucket: str


@dataclass(frozen=True)
class Version:
    """One version of an object; `size` is None for a mark that it was deleted."""

    key: str
    id: str
    size: int | None
    etag: str
    latest: bool


def pages(data: Data, start: Mapping[str, Any] | None = None) -> Iterator[tuple[list[Typed], Typed | None]]:
    """Consistent pages of at most 1 MB, each with the key behind which the next begins (None after the last)."""
    more: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
    while True:
        answer = data.dynamodb.scan(TableName=data.table, ConsistentRead=True, **more)
        last = answer.get("LastEvaluatedKey")
        yield answer["Items"], last
        if not last:
            return
        more = {"ExclusiveStartKey": last}


def objects(data: Data, prefix: str = KEPT) -> Iterator[list[Version]]:
    """All versions of each object under a prefix, newest first, one object after the other in order of keys."""
    key, found = "", list[Version]()
    for version in _versions(data, prefix):
        if version.key != key and found:
            yield found
            found = []
        key = version.key
        found.append(version)
    if found:
        yield found


def _versions(data: Data, prefix: str) -> Iterator[Version]:
    """In order of keys: a page lists versions and marks of deletion apart, and may end within an object."""
    pages = data.s3.get_paginator("list_object_versions").paginate(Bucket=data.bucket, Prefix=prefix)
    for page in pages:
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        for one in sorted(listed, key=lambda one: (one["Key"], not one["IsLatest"], -_moment(one))):
            yield Version(
                one["Key"], one["VersionId"], one.get("Size"), one.get("ETag", "").strip('"'), one["IsLatest"]
            )


def _moment(one: Mapping[str, Any]) -> float:
    moment: float = one["LastModified"].timestamp()
    return moment
