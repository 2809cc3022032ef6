"""Removal of a stage: its stacks, buckets and tables."""

import subprocess
from collections.abc import Iterator
from typing import Any

from ops import chalice_record
from ops.cli import Stop, say
from ops.deploying import inventory, secret_store, stacks
from ops.deploying.functions import chalice_command, configured, environment
from ops.stage_care.dead_letters import count_dead_letters
from ops.stages import Stage, stack_name
from ops.state_bucket import TABLE

KEY_KEPT = 30
"""Days for which a key that is to be deleted can be brought back."""


def removable(stage: Stage, *, keep_data: bool) -> Iterator[str]:
    """Yield names of the parts that teardown removes.

    The names are those of the inventory.
    """
    data = stack_name(stage.name, "data")
    kept = {f"stack {data}"} if keep_data else set()
    names = [name for name in inventory.take_inventory(stage) if name.startswith(("stack ", "function "))]
    yield from (name for name in names if name not in kept)
    if f"stack {data}" in names and not keep_data:
        for table in tables(stage):
            yield f"table {table}"
            yield from (f"backup {backup['BackupName']} of {table}" for backup in _backups(stage, table))


def tables(stage: Stage) -> list[str]:
    """List the stage's existing tables.

    It works on one of them, and worked on the others before a restore.
    """
    earlier = stage.state_bucket.read_json(TABLE).get("tables", [])
    known = dict.fromkeys((stage.outputs("data")["TableName"], *earlier, stage.data["TableName"]))
    existing = {
        name for page in stage.client("dynamodb").get_paginator("list_tables").paginate() for name in page["TableNames"]
    }
    return [name for name in known if name in existing]


def data_there(stage: Stage) -> list[str]:
    """List data that cannot be recreated, one line each.

    That is items and backups of its tables, object versions, and dead letters.
    """
    if not stage.outputs("data"):
        return []
    lines, bucket = [], stage.data["BucketName"]
    for table in tables(stage):
        items = stage.client("dynamodb").scan(TableName=table, Limit=100, ConsistentRead=True)["Items"]
        lines += [f"{_count(items)} items in table {table}"] if items else []
        backups = _backups(stage, table)
        lines += [f"{len(backups)} backups of table {table}"] if backups else []
    objects = stage.client("s3").list_object_versions(Bucket=bucket, MaxKeys=100).get("Versions", [])
    lines += [f"{_count(objects)} objects in bucket {bucket}"] if objects else []
    if public := stage.data.get("PublicBucketName"):
        shown = stage.client("s3").list_object_versions(Bucket=public, MaxKeys=100).get("Versions", [])
        lines += [f"{_count(shown)} public files in bucket {public}"] if shown else []
    if logs := stage.data.get("AccessLogsName"):
        written = stage.client("s3").list_objects_v2(Bucket=logs, MaxKeys=100).get("Contents", [])
        lines += [f"{_count(written)} access logs in bucket {logs}"] if written else []
    letters = count_dead_letters(stage)
    return [*lines, f"{letters} dead letters"] if letters else lines


def _count(page: list[Any]) -> str:
    return f"{len(page)}{'+' if len(page) == 100 else ''}"


def remove(stage: Stage, *, keep_data: bool) -> None:
    """Remove a stage, last part first.

    Resources that templates retain are emptied and deleted, with the tables' backups, unless `keep_data`; the keys of
    records after a month, in which that can be taken back. Raises Stop when Chalice fails.
    """
    edge, data = stage.outputs("edge"), stage.outputs("data")
    record = chalice_record.read(stage)
    for part in ("watch", "cdn", "edge"):
        _delete_stack(stage, part)
    if record:
        _delete_by_chalice(stage)
    _delete_stack(stage, "app")
    if edge:
        _delete_bucket(stage, edge["SiteBucketName"])
    if keep_data or not data:
        return
    dynamodb = stage.client("dynamodb")
    for table in tables(stage):
        for backup in _backups(stage, table):
            dynamodb.delete_backup(BackupArn=backup["BackupArn"])
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=table)
    for name in ("BucketName", "PublicBucketName", "StateBucketName", "AccessLogsName"):
        if name in data:
            _delete_bucket(stage, data[name])
    for key in {data[name] for name in ("RecordKeyArn", "RecordKeyNextArn") if name in data}:
        stage.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=KEY_KEPT)
    _delete_stack(stage, "data")
    stage.client("sqs").delete_queue(QueueUrl=data["DeadLettersUrl"])
    stage.client("ssm").delete_parameters(Names=secret_store.parameter_names(stage))


def _backups(stage: Stage, table: str) -> list[dict[str, Any]]:
    """List a table's backups, made by hand or at night.

    They hold all that it held, and would outlive it.
    """
    pages = stage.client("dynamodb").get_paginator("list_backups").paginate(TableName=table, BackupType="USER")
    return [backup for page in pages for backup in page["BackupSummaries"]]


def _delete_stack(stage: Stage, part: str) -> None:
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    if not stacks.exists(client, name):
        return
    say(f"deleting {name}")
    stacks.delete(client, name, 1 if stage.endpoints else 10)


def _delete_bucket(stage: Stage, name: str) -> None:
    """Delete every version of every object, then the bucket."""
    s3: Any = stage.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        objects = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in listed]
        if objects:
            s3.delete_objects(Bucket=name, Delete={"Objects": objects, "Quiet": True})
    s3.delete_bucket(Bucket=name)


def _delete_by_chalice(stage: Stage) -> None:
    project, _ = configured(stage)
    chalice_record.copy_to(project, stage)
    if subprocess.run(chalice_command(project, "delete", stage), env=environment(stage)).returncode:
        raise Stop("chalice could not delete its functions; see above. Run teardown again.")
    chalice_record.clear(stage)
