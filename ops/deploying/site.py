"""`ops site deploy`: the built site in its bucket, each file with the right type and how long it may be kept.

Files with a digest in their name never change and are kept for a year; all others are asked for again each time.
New files go first and the page that names them last, so that no visitor ever meets a page without its files. Files
that no build has any more go a week after they were left out, since pages that are open still ask for them.
"""

import argparse
import mimetypes
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ops import stages
from ops.deploying.state import State
from ops.keeping.native import state_of
from ops.local import site_build
from ops.stages import Stage
from ops.terms import DONE, Progress, Stop, say

FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
LEFT_OUT = "site/left-out.json"
STAY = timedelta(days=7)
TYPES = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
TEXT = ("text/", "application/json", "image/svg+xml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--dry-run", action="store_true", help="say what would be uploaded and deleted")


def run(options: argparse.Namespace) -> int:
    stage = stages.stage_of(options)
    edge = stage.outputs("edge")
    if not edge:
        raise Stop(
            f"stage {stage.name} has no bucket for the site. python -m ops deploy --stage {stage.name} first."
        )
    site_build.build()
    upload(stage, edge["SiteBucketName"], site_build.BUNDLE, datetime.now(UTC), dry_run=options.dry_run)
    distribution = stage.outputs("cdn").get("DistributionId")
    if distribution and not options.dry_run:
        invalidate(stage, distribution)
    return DONE


def upload(stage: Stage, bucket: str, bundle: Path, now: datetime, *, dry_run: bool = False) -> None:
    """Bring a bundle into the bucket, and take away what was left out long enough ago."""
    s3, progress = stage.client("s3"), Progress("files uploaded")
    files = sorted(
        files_of(bundle), key=lambda file: (file == "index.html", not file.startswith("assets/"), file)
    )
    there = _there(s3, bucket)
    for file in files:
        if file in there and file.startswith("assets/"):
            continue
        if dry_run:
            print(f"would upload {file}")
            continue
        headers = {"CacheControl": kept_for(file), "ContentType": type_of(file)}
        s3.put_object(Bucket=bucket, Key=file, Body=(bundle / file).read_bytes(), **headers)
        progress.add()
    gone = left_out(state_of(stage), there - set(files), now, dry_run=dry_run)
    for file in gone:
        if dry_run:
            print(f"would delete {file}")
        else:
            s3.delete_object(Bucket=bucket, Key=file)
    say(f"{progress.count} files uploaded, {len(gone)} old ones deleted")


def left_out(state: State, missing: set[str], now: datetime, *, dry_run: bool = False) -> list[str]:
    """Files that no build has had for a week; since when others are left out is remembered."""
    before: Mapping[str, str] = state.told(LEFT_OUT)
    since = {file: before.get(file, now.isoformat()) for file in missing}
    gone = sorted(file for file, at in since.items() if datetime.fromisoformat(at) + STAY <= now)
    if not dry_run:
        state.tell(LEFT_OUT, {file: at for file, at in since.items() if file not in gone})
    return gone


def files_of(bundle: Path) -> Iterator[str]:
    """The files of a bundle, by their names in the bucket; what the builder notes for itself stays here."""
    for path in bundle.rglob("*"):
        name = path.relative_to(bundle)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


def kept_for(file: str) -> str:
    """How long browsers and the CDN may keep a file."""
    return FOR_EVER if file.startswith("assets/") else ASKED_AGAIN


def type_of(file: str) -> str:
    """A file's type, with its encoding where it is text."""
    kind = TYPES.get(Path(file).suffix) or mimetypes.guess_type(file)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(TEXT) else kind


def invalidate(stage: Stage, distribution: str) -> None:
    """Let the CDN ask again for all that has no digest in its name."""
    batch: dict[str, Any] = {
        "Paths": {"Quantity": 1, "Items": ["/*"]},
        "CallerReference": f"{datetime.now(UTC)}",
    }
    stage.client("cloudfront").create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    say("the CDN asks again; it takes a minute or so")


def _there(s3: Any, bucket: str) -> set[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {one["Key"] for page in pages for one in page.get("Contents", [])}
