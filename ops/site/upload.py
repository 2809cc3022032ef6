"""Upload of the built site to its bucket.

Each file has its type and cache rule. Files with a digest in their name never change and may be cached for a
year; all others are revalidated each time. New files are uploaded first and the page that names them last, so
that no visitor ever gets a page without its files. Files that no build contains any more stay for a week, since
open pages still request them.
"""

import mimetypes
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ops.cli import Progress, say
from ops.stages import Stage
from ops.state_bucket import StateBucket

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
LEFT_OUT = "site/left-out.json"
STAY = timedelta(days=7)
TYPES = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
TEXT = ("text/", "application/json", "image/svg+xml")


def upload(stage: Stage, bucket: str, bundle: Path, now: datetime, *, dry_run: bool = False) -> None:
    """Upload a bundle's files and delete old ones.

    Old ones have not been in any bundle for a week.
    """
    s3, progress = stage.client("s3"), Progress("files uploaded")
    files = sorted(files_of(bundle), key=lambda file: (file == "index.html", not file.startswith("assets/"), file))
    uploaded = _uploaded(s3, bucket)
    for file in files:
        if file in uploaded and file.startswith("assets/"):
            continue
        if dry_run:
            print(f"would upload {file}")
            continue
        headers = {"CacheControl": cache_control(file), "ContentType": type_of(file)}
        s3.put_object(Bucket=bucket, Key=file, Body=(bundle / file).read_bytes(), **headers)
        progress.add()
    gone = left_out(stage.state_bucket, uploaded - set(files), now, dry_run=dry_run)
    for file in gone:
        if dry_run:
            print(f"would delete {file}")
        else:
            s3.delete_object(Bucket=bucket, Key=file)
    say(f"{progress.count} files uploaded, {len(gone)} old ones deleted")


def left_out(state_bucket: StateBucket, missing: set[str], now: datetime, *, dry_run: bool = False) -> list[str]:
    """List the files that have been missing from builds for a week.

    For the other `missing` files it notes since when they are missing, unless `dry_run`.
    """
    before: Mapping[str, str] = state_bucket.read_json(LEFT_OUT)
    since = {file: before.get(file, now.isoformat()) for file in missing}
    gone = sorted(file for file, at in since.items() if datetime.fromisoformat(at) + STAY <= now)
    if not dry_run:
        state_bucket.write_json(LEFT_OUT, {file: at for file, at in since.items() if file not in gone})
    return gone


def files_of(bundle: Path) -> Iterator[str]:
    """Yield the names in the bucket of a bundle's files.

    The builder's own notes are left out.
    """
    for path in bundle.rglob("*"):
        name = path.relative_to(bundle)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


def cache_control(file: str) -> str:
    """Return how long browsers and the CDN may keep a file."""
    return FOR_EVER if file.startswith("assets/") else ASK_AGAIN


def type_of(file: str) -> str:
    """Return a file's content type, with its encoding if it is text."""
    kind = TYPES.get(Path(file).suffix) or mimetypes.guess_type(file)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(TEXT) else kind


def invalidate_cdn(stage: Stage, distribution: str) -> None:
    """Make the CDN fetch all files again."""
    batch: dict[str, Any] = {
        "Paths": {"Quantity": 1, "Items": ["/*"]},
        "CallerReference": f"{datetime.now(UTC)}",
    }
    stage.client("cloudfront").create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    say("the CDN asks again; it takes a minute or so")


def _uploaded(s3: Any, bucket: str) -> set[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {one["Key"] for page in pages for one in page.get("Contents", [])}
