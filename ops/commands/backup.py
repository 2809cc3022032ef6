"""`ops backup`: copy table and attachments, or (--native) back up inside AWS.

The copy goes to a folder or a bucket.
"""

import argparse
import json
from datetime import UTC, datetime

from ops import stages
from ops.backup import dynamodb_backup, portable_backup
from ops.backup.backup_store import store_at
from ops.cli import DONE, FAULTY, Stop, say


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
    parser.add_argument("--name", default=f"laurel-{datetime.now(UTC):%Y%m%d-%H%M%S}", help="of a native backup")
    parser.add_argument("--list", action="store_true", help="name the native backups there are")
    parser.add_argument("--dry-run", action="store_true", help="say what would be copied")


def run(options: argparse.Namespace) -> int:
    """Return 0, or 1 if the bucket lacks a named attachment."""
    stage = stages.stage_of(options)
    if options.list:
        print("\n".join(dynamodb_backup.names(stage)))
        return DONE
    if bool(options.to) == options.native:
        raise Stop("say where to: --to FOLDER, --to s3://bucket/prefix, or --native.")
    if options.dry_run:
        table, bucket = stage.data["TableName"], stage.data["BucketName"]
        print(f"would copy table {table} and bucket {bucket} to {options.to or options.name}")
        return DONE
    if options.native:
        print(dynamodb_backup.back_up(stage, options.name))
        return DONE
    store = store_at(options.to, stage.client("s3"))
    manifest = portable_backup.back_up(stage.contents, store, {"stage": stage.name, "region": stage.region})
    print(json.dumps(manifest, indent=2))
    if manifest["attachments"]["missing"]:
        say("attachments that are named are not in the bucket; ops verify lists them")
        return FAULTY
    return DONE
