"""Restores by DynamoDB: a new table from a backup or a moment.

A restored table comes without time to live, stream, recovery, deletion protection and tags; `settle` sets them
from the template. It is idempotent: it changes only what differs.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from ops import resources
from ops.cli import Stop, say

PAUSE = 5.0
MAPPING = (
    "BatchSize",
    "FilterCriteria",
    "MaximumBatchingWindowInSeconds",
    "ParallelizationFactor",
    "DestinationConfig",
    "MaximumRecordAgeInSeconds",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "TumblingWindowInSeconds",
    "FunctionResponseTypes",
)
"""Options of a stream mapping that its successor keeps."""


@dataclass(frozen=True)
class Setting:
    """A setting that a table must have.

    `holds` checks it, `set` sets it.
    """

    name: str
    holds: Callable[[], bool]
    set: Callable[[], object]


def restore_table(dynamodb: Any, source: str, target: str, at: datetime | None, backup: str | None = None) -> None:
    """Create table `target` from a backup, or from `source` at a moment.

    `backup` is an ARN; `at` None is the latest possible moment. Waits until the table is ready. A table that an
    earlier attempt began is reused. Raises Stop when the moment cannot be restored.
    """
    try:
        if backup:
            dynamodb.restore_table_from_backup(TargetTableName=target, BackupArn=backup)
        else:
            when: dict[str, Any] = {"RestoreDateTime": at} if at else {"UseLatestRestorableTime": True}
            dynamodb.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=target, **when)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "InvalidRestoreTimeException":
            raise Stop(f"that moment cannot be restored. {_window(dynamodb, source)}") from None
        if code not in {"TableAlreadyExistsException", "TableInUseException"}:
            raise
        say(f"table {target} is there already and is gone on with")
    wait(dynamodb, target)


def wait_until_restorable(dynamodb: Any, table: str, moment: datetime) -> None:
    """Wait some minutes, until a moment just over can be restored.

    What was written up to then is in the latest restore. A table without recovery is left to AWS to refuse.
    """
    begun = time.monotonic()
    while (last := _recovery(dynamodb, table).get("LatestRestorableDateTime")) and last < moment.replace(microsecond=0):
        say(f"waiting until what was done last can be restored, {time.monotonic() - begun:.0f} s so far")
        time.sleep(PAUSE)


def is_there(dynamodb: Any, table: str) -> bool:
    """Return True if a table of this name exists, in any state."""
    try:
        dynamodb.describe_table(TableName=table)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise
    return True


def _window(dynamodb: Any, table: str) -> str:
    """Return a sentence about the moments that can be restored.

    It is empty where there are none.
    """
    window = _recovery(dynamodb, table)
    first, last = (window.get(f"{end}RestorableDateTime") for end in ("Earliest", "Latest"))
    return f"It must lie between {first:%Y-%m-%dT%H:%M:%SZ} and {last:%Y-%m-%dT%H:%M:%SZ}." if first else ""


def _recovery(dynamodb: Any, table: str) -> dict[str, Any]:
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    recovery: dict[str, Any] = backups.get("PointInTimeRecoveryDescription", {})
    return recovery


def wait(dynamodb: Any, table: str) -> None:
    """Wait until a table and its indexes are active."""
    begun = time.monotonic()
    while True:
        description = dynamodb.describe_table(TableName=table)["Table"]
        indexes = description.get("GlobalSecondaryIndexes", [])
        if {description["TableStatus"], *(index.get("IndexStatus", "ACTIVE") for index in indexes)} == {"ACTIVE"}:
            return
        say(f"waiting for table {table}, {time.monotonic() - begun:.0f} s so far")
        time.sleep(PAUSE)


def settings(dynamodb: Any, table: str) -> Iterator[Setting]:
    """Yield the settings that the template gives a table.

    Keys and indexes are not among them.
    """
    template = resources.properties("Table")

    def described() -> dict[str, Any]:
        description: dict[str, Any] = dynamodb.describe_table(TableName=table)["Table"]
        return description

    ttl, view = template["TimeToLiveSpecification"], template["StreamSpecification"]["StreamViewType"]
    yield Setting(
        "time to live",
        lambda: (
            dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"].get("AttributeName")
            == ttl["AttributeName"]
        ),
        lambda: dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=ttl),
    )
    yield Setting(
        "stream",
        lambda: described().get("StreamSpecification", {}).get("StreamViewType") == view,
        lambda: dynamodb.update_table(
            TableName=table, StreamSpecification={"StreamEnabled": True, "StreamViewType": view}
        ),
    )
    yield Setting(
        "point-in-time recovery",
        lambda: _recovery(dynamodb, table).get("PointInTimeRecoveryStatus") == "ENABLED",
        lambda: dynamodb.update_continuous_backups(
            TableName=table, PointInTimeRecoverySpecification=template["PointInTimeRecoverySpecification"]
        ),
    )
    yield Setting(
        "deletion protection",
        lambda: bool(described().get("DeletionProtectionEnabled")),
        lambda: dynamodb.update_table(TableName=table, DeletionProtectionEnabled=True),
    )


def missing_settings(dynamodb: Any, table: str) -> list[str]:
    """List the names of the template's settings that a table lacks."""
    return [setting.name for setting in settings(dynamodb, table) if not setting.holds()]


def settle(dynamodb: Any, table: str, like: str) -> None:
    """Apply the settings that a restored table lacks.

    Also copies the tags of the table `like`.
    """
    for setting in settings(dynamodb, table):
        if not setting.holds():
            setting.set()
            wait(dynamodb, table)
            say(f"{setting.name} set")
    arns = [dynamodb.describe_table(TableName=name)["Table"]["TableArn"] for name in (like, table)]
    tags = dynamodb.list_tags_of_resource(ResourceArn=arns[0]).get("Tags", [])
    ours = [tag for tag in tags if not tag["Key"].startswith("aws:")]
    if ours:
        dynamodb.tag_resource(ResourceArn=arns[1], Tags=ours)


def move_mappings(lambda_: Any, before: str, after: str) -> dict[str, str]:
    """Let every function that reads stream `before` read `after`.

    They read it from its beginning. Maps old mapping ids to new ones.
    """
    ids = {}
    for mapping in list(_mappings(lambda_, before)):
        there = next((m for m in _mappings(lambda_, after) if m["FunctionArn"] == mapping["FunctionArn"]), None)
        new = there or lambda_.create_event_source_mapping(**_like(mapping), EventSourceArn=after)
        ids[mapping["UUID"]] = new["UUID"]
        lambda_.delete_event_source_mapping(UUID=mapping["UUID"])
    return ids


def _mappings(lambda_: Any, stream: str) -> Iterator[dict[str, Any]]:
    pages = lambda_.get_paginator("list_event_source_mappings").paginate(EventSourceArn=stream)
    for page in pages:
        yield from page["EventSourceMappings"]


def _like(mapping: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: mapping[name] for name in MAPPING if mapping.get(name) not in (None, [], {}, -1)}
    return {
        **same,
        "FunctionName": mapping["FunctionArn"],
        "StartingPosition": "TRIM_HORIZON",
        "Enabled": True,
    }


def parse_moment(text: str) -> datetime | None:
    """Parse a moment of the command line, in UTC.

    It is ISO 8601 with a zone, or `latest`, which gives None. Raises Stop for anything else.
    """
    if text == "latest":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f"{text} is no moment. Write it like 2026-05-20T18:30:00+08:00, or latest.") from None
    if at.tzinfo is None:
        raise Stop(f"{text} has no zone. Write it like {text}+08:00.")
    return at.astimezone(UTC)
