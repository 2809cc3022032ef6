"""Backups of a stage inside AWS, and restores of its table.

An on-demand backup of DynamoDB holds the table; a list in the state bucket holds the attachments' VersionIds. A
restore is from such a backup or from a point in time.
"""

import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.storage.table_state import Closure
from ops import chalice_record, live_table, maintenance
from ops.backup import point_in_time
from ops.backup.attachment_versions import reconcile
from ops.cli import Progress, Stop, say
from ops.integrity.recount import recount
from ops.integrity.verification import Verdict, verify
from ops.stage_data import StageData, objects
from ops.stages import Stage
from ops.state_bucket import BACKUPS, RESTORE, TABLE, StateBucket

LINES = 10_000


def back_up(stage: Stage, name: str) -> str:
    """Back the table up on demand and list all attachments' VersionIds.

    Returns the backup's ARN. Raises Stop when a backup of that name exists.
    """
    dynamodb, state_bucket = stage.client("dynamodb"), stage.state_bucket
    if state_bucket.read_json(f"{BACKUPS}{name}/backup.json"):
        raise Stop(f"there is a backup {name} already. Choose another name.")
    details = dynamodb.create_backup(TableName=stage.data["TableName"], BackupName=name)["BackupDetails"]
    arn = str(details["BackupArn"])
    while details["BackupStatus"] == "CREATING":
        time.sleep(point_in_time.PAUSE)
        details = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    pages = _list_versions(stage.contents, state_bucket, name)
    facts = {"arn": arn, "table": stage.data["TableName"], "bucket": stage.data["BucketName"], "pages": pages}
    state_bucket.write_json(f"{BACKUPS}{name}/backup.json", facts)
    return arn


def names(stage: Stage) -> list[str]:
    """List the names of the stage's backups, also those of its nights."""
    files = stage.state_bucket.list_files(BACKUPS)
    listed = [file.split("/")[1] for file in files if file.endswith("/backup.json")]
    return sorted({*listed, *_backups(stage)})


def _backups(stage: Stage) -> dict[str, str]:
    """Map the names of backups of the stage's tables to their ARNs."""
    tables = dict.fromkeys([*stage.state_bucket.read_json(TABLE).get("tables", []), stage.data["TableName"]])
    pages = stage.client("dynamodb").get_paginator("list_backups")
    every = [one for table in tables for page in pages.paginate(TableName=table) for one in page["BackupSummaries"]]
    return {one["BackupName"]: one["BackupArn"] for one in every if one["BackupStatus"] == "AVAILABLE"}


def _facts(stage: Stage, name: str) -> dict[str, Any]:
    """Return what is known of a backup, empty if there is none.

    One of a night has no list of the attachments' versions.
    """
    listed = stage.state_bucket.read_json(f"{BACKUPS}{name}/backup.json")
    if listed:
        return listed
    arn = _backups(stage).get(name)
    return {"arn": arn, "pages": 0} if arn else {}


def _list_versions(data: StageData, state_bucket: StateBucket, name: str) -> int:
    current = ((versions[0].key, versions[0].id) for versions in objects(data) if versions[0].size is not None)
    n, progress = 0, Progress("attachments listed")
    while part := list(islice(current, LINES)):
        n += 1
        body = "".join(json.dumps(one) + "\n" for one in part).encode()
        state_bucket.write(f"{BACKUPS}{name}/versions-{n:04}.jsonl.gz", gzip.compress(body, mtime=0))
        progress.add(len(part))
    return n


def _versions(state_bucket: StateBucket, name: str, pages: int) -> Iterator[tuple[str, str]]:
    for n in range(1, pages + 1):
        page = state_bucket.read(f"{BACKUPS}{name}/versions-{n:04}.jsonl.gz")
        if page is None:
            raise Stop(f"backup {name} lacks page {n} of the attachments' versions: restore another one.")
        for line in gzip.decompress(page).decode().splitlines():
            key, version = json.loads(line)
            yield key, version


def restore_to(
    stage: Stage, target: str, at: datetime | None, backup: str | None, until: datetime | None = None
) -> Verdict:
    """Restore into a new table `target` and move the stage to it.

    It restores `backup`, or the table as it was at `at` (None: the latest moment). The stage takes no changes
    meanwhile, expected until `until`, so that none is acknowledged that the new table lacks. Then it sets the
    table up, corrects counters and attachments, and makes it the live one; the old table stays as it is, and says
    by which it was replaced. Changes are taken again once functions were deployed to the new table; at once where
    there are none. Raises Stop when `target` belongs to the stage or to something else, there is no such backup,
    the moment cannot be restored, or a newer version wrote what is to be restored.
    """
    dynamodb, state_bucket, source = stage.client("dynamodb"), stage.state_bucket, stage.data["TableName"]
    if target in {source, *state_bucket.read_json(TABLE).get("tables", [])}:
        raise Stop(f"table {target} has data of its own: stage {stage.name} works on it or did. Name another.")
    facts = _facts(stage, backup) if backup else {}
    if backup and not facts:
        raise Stop(f"there is no backup {backup}. ops backup --native --list names those there are.")
    versions = dict(_versions(state_bucket, backup, facts["pages"])) if backup else None
    until, before = until or datetime.now(UTC) + maintenance.USUAL, stage.table_state
    if not (at or backup) and (reason := live_table.newer(before, source)):
        raise Stop(reason)
    begun = state_bucket.read_json(RESTORE).get("table", target)
    if before.closing is Closure.RESTORE and begun != target:
        raise Stop(f"a restore into {begun} was begun. Go on with --table {begun}, or give it up: ops maintenance off.")
    is_there = point_in_time.is_there(dynamodb, target)
    _begin(state_bucket, target, str(facts.get("arn") or at or "latest"), is_there)
    maintenance.close(stage, Closure.RESTORE, until)
    try:
        if not (at or backup or is_there):
            point_in_time.wait_until_restorable(dynamodb, source, datetime.now(UTC))
        point_in_time.restore_table(dynamodb, source, target, at, facts.get("arn"))
        if reason := live_table.newer(stage.state_of(target), target):
            raise Stop(f"{reason} The stage goes on with table {source}, and {target} is not needed.")
    except (Stop, ClientError):
        if before.closing is not Closure.RESTORE:
            maintenance.give_up(stage, before)
        raise
    point_in_time.settle(dynamodb, target, source)
    data = stage.contents_of(target)
    missing = reconcile(data, versions)
    if missing:
        say(f"{len(missing)} attachments are named and have no version left; ops verify lists them")
    say(f"{recount(data)} counters set right")
    verdict = verify(data)
    closing = Closure.DEPLOY if any(stage.functions()) else None
    stage.note(target, closing=closing, until=maintenance.spelled(until) if closing else "", replaced_by="")
    live_table.raise_version(data.tools.table, target)
    _switch_table(stage, source, target)
    stage.note(source, replaced_by=target)
    return verdict


def _begin(state_bucket: StateBucket, target: str, source: str, is_there: bool) -> None:
    """Record the restore in the state bucket, so that it can continue.

    Raises Stop when the table exists and is not that of an interrupted restore from the same source.
    """
    restore = {"table": target, "of": source}
    if is_there and state_bucket.read_json(RESTORE) != restore:
        raise Stop(f"table {target} is there, and it is no restore of {source} that was cut off. Name another.")
    state_bucket.write_json(RESTORE, restore)


def _switch_table(stage: Stage, source: str, target: str) -> None:
    """Make `target` the stage's table and move readers to its stream.

    Where a stack holds the stream's mapping, deploying replaces it.
    """
    before, after = stage.stream_of(source), stage.stream_of(target)
    arn = stage.client("dynamodb").describe_table(TableName=target)["Table"]["TableArn"]
    tables = stage.state_bucket.read_json(TABLE).get("tables", [source])
    now = {"TableName": target, "TableArn": arn, "TableStreamArn": after}
    stage.state_bucket.write_json(TABLE, {**now, "tables": list(dict.fromkeys([*tables, target]))})
    if stage.outputs("app") or not before:
        return
    mappings = point_in_time.move_mappings(stage.client("lambda"), before, after)
    chalice_record.replace_names(stage, {**mappings, before: after})
