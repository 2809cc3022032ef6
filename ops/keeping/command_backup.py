"""`ops backup`: table and attachments copied to a folder or a bucket; with --native, kept by DynamoDB itself."""

import argparse
import json
from datetime import UTC, datetime

from ops import stages
from ops.deploying.state import BACKUPS
from ops.keeping import backing_up, native
from ops.keeping.vault import vault_of
from ops.terms import DONE, FOUND, Stop, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument(
        "--to",
        metavar="PLACE",
        help="a folder, or s3://bucket/prefix; an unfinished backup there is gone on with",
    )
    parser.add_argument(
        "--native", action="store_true", help="an on-demand backup of DynamoDB, the same moment for all items"
    )
    parser.add_argument(
        "--name", default=f"laurel-{datetime.now(UTC):%Y%m%d-%H%M%S}", help="of a native backup"
    )
    parser.add_argument("--list", action="store_true", help="name the native backups there are")
    parser.add_argument("--dry-run", action="store_true", help="say what would be copied")


def run(options: argparse.Namespace) -> int:
    """0 for a whole backup, 1 for one that lacks an attachment which is named."""
    stage = stages.stage_of(options)
    if options.list:
        print("\n".join(_listed(stage)))
        return DONE
    if bool(options.to) == options.native:
        raise Stop("say where to: --to FOLDER, --to s3://bucket/prefix, or --native.")
    if options.dry_run:
        table, bucket = stage.data["TableName"], stage.data["BucketName"]
        print(f"would copy table {table} and bucket {bucket} to {options.to or options.name}")
        return DONE
    if options.native:
        print(native.back_up(stage, options.name))
        return DONE
    vault = vault_of(options.to, stage.client("s3"))
    manifest = backing_up.back_up(stage.contents, vault, {"stage": stage.name, "region": stage.region})
    print(json.dumps(manifest, indent=2))
    if manifest["attachments"]["missing"]:
        say("attachments that are named are not in the bucket; ops verify lists them")
        return FOUND
    return DONE


def _listed(stage: stages.Stage) -> list[str]:
    state = native.state_of(stage)
    pages = state.s3.get_paginator("list_objects_v2").paginate(Bucket=state.bucket, Prefix=BACKUPS)
    keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
    return [key.split("/")[1] for key in keys if key.endswith("/backup.json")]
