"""A stage's data: its table by pages, its bucket by versions.

Only the operator's commands scan, and the night's check of histories; no request depends on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.services.context import Tools

TypedItem = dict[str, Any]
"""An item as DynamoDB spells it: each value with its type."""

ATTACHMENTS = "kept/"
"""The bucket's prefix for completed attachments."""


@dataclass(frozen=True)
class StageData:
    """A table and a bucket, through low-level clients and the product's tools."""

    tools: Tools
    dynamodb: Any
    s3: Any
    table: str
    bucket: str


@dataclass(frozen=True)
class ObjectVersion:
    """One version of an object; `size` is None for a delete marker."""

    key: str
    id: str
    size: int | None
    etag: str
    latest: bool


def scan(data: StageData, start: Mapping[str, Any] | None = None) -> Iterator[tuple[list[TypedItem], TypedItem | None]]:
    """Yield the table's pages, each with the next page's start key.

    Reads are consistent, and a page has at most 1 MB. The next page begins after that key; the last page's is
    None.
    """
    more: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
    while True:
        answer = data.dynamodb.scan(TableName=data.table, ConsistentRead=True, **more)
        last = answer.get("LastEvaluatedKey")
        yield answer["Items"], last
        if not last:
            return
        more = {"ExclusiveStartKey": last}


def objects(data: StageData, prefix: str = ATTACHMENTS) -> Iterator[list[ObjectVersion]]:
    """Yield all versions of each object under a prefix.

    Versions come newest first, objects in order of keys.
    """
    key, versions = "", list[ObjectVersion]()
    for version in _versions(data, prefix):
        if version.key != key and versions:
            yield versions
            versions = []
        key = version.key
        versions.append(version)
    if versions:
        yield versions


def _versions(data: StageData, prefix: str) -> Iterator[ObjectVersion]:
    """Yield versions in order of keys.

    A page of S3 lists versions and delete markers apart, and may end within an object.
    """
    pages = data.s3.get_paginator("list_object_versions").paginate(Bucket=data.bucket, Prefix=prefix)
    for page in pages:
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        for one in sorted(listed, key=lambda one: (one["Key"], not one["IsLatest"], -_timestamp(one))):
            yield ObjectVersion(
                one["Key"], one["VersionId"], one.get("Size"), one.get("ETag", "").strip('"'), one["IsLatest"]
            )


def _timestamp(version: Mapping[str, Any]) -> float:
    seconds: float = version["LastModified"].timestamp()
    return seconds
