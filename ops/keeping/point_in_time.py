"""DynamoDB's own backups: a table as it was at a moment, made again under another name and set up like the first.

A restored table comes without time to live, stream, recovery, deletion protection and tags; `settle` sets them again
from the template. It may be called again at any time: it changes only what is off.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from ops import resources
from ops.terms import Stop, say

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
"""What a stream mapping is made of beside its two ends."""


@dataclass(frozen=True)
class Setting:
    """Something a table must have: whether it has, and what sets it."""

    name: str
    holds: Callable[[], bool]
    set: Callable[[], object]


def restored(dynamodb: Any, source: str, target: str, at: datetime | None, backup: str | None = None) -> None:
    """The table `target`, made of a backup or of `source` as it was at a moment (None: as late as can be). Waits
    until it is there; one that is there already from an earlier try is taken. Raises Stop."""
    try:
        if backup:
            dynamodb.restore_table_from_backup(TargetTableName=target, BackupArn=backup)
        else:
            when: dict[str, Any] = {"RestoreDateTime": at} if at else {"UseLatestRestorableTime": True}
            dynamodb.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=target, **when)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "InvalidRestoreTimeException":
            raise Stop(f"that moment cannot be restored. {earliest(dynamodb, source)}") from None
        if code not in {"TableAlreadyExistsException", "TableInUseException"}:
            raise
        say(f"table {target} is there already and is gone on with")
    wait(dynamodb, target)


def is_there(dynamodb: Any, table: str) -> bool:
    """Whether there is a table of this name, whatever its state."""
    try:
        dynamodb.describe_table(TableName=table)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise
    return True


def earliest(dynamodb: Any, table: str) -> str:
    """From when to when a table can be restored, as a sentence."""
    told = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    window = told.get("PointInTimeRecoveryDescription", {})
    first, last = (window.get(f"{end}RestorableDateTime") for end in ("Earliest", "Latest"))
    return f"It must lie between {first:%Y-%m-%dT%H:%M:%SZ} and {last:%Y-%m-%dT%H:%M:%SZ}." if first else ""


def wait(dynamodb: Any, table: str) -> None:
    """Until a table and its indexes can be used."""
    begun = time.monotonic()
    while True:
        told = dynamodb.describe_table(TableName=table)["Table"]
        indexes = told.get("GlobalSecondaryIndexes", [])
        if {told["TableStatus"], *(index.get("IndexStatus", "ACTIVE") for index in indexes)} == {"ACTIVE"}:
            return
        say(f"waiting for table {table}, {time.monotonic() - begun:.0f} s so far")
        time.sleep(PAUSE)


def settings(dynamodb: Any, table: str) -> Iterator[Setting]:
    """All that the template asks of the table beside its shape."""
    asked = resources.properties("Table")

    def described() -> dict[str, Any]:
        found: dict[str, Any] = dynamodb.describe_table(TableName=table)["Table"]
        return found

    def recovery() -> str:
        told = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        return str(told.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus"))

    ttl, view = asked["TimeToLiveSpecification"], asked["StreamSpecification"]["StreamViewType"]
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
        lambda: recovery() == "ENABLED",
        lambda: dynamodb.update_continuous_backups(
            TableName=table, PointInTimeRecoverySpecification=asked["PointInTimeRecoverySpecification"]
        ),
    )
    yield Setting(
        "deletion protection",
        lambda: bool(described().get("DeletionProtectionEnabled")),
        lambda: dynamodb.update_table(TableName=table, DeletionProtectionEnabled=True),
    )


def off(dynamodb: Any, table: str) -> list[str]:
    """What a table lacks of what the template asks."""
    return [setting.name for setting in settings(dynamodb, table) if not setting.holds()]


def settle(dynamodb: Any, table: str, like: str) -> None:
    """Set again what a restored table lacks, and give it the tags of the table it is of."""
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


def stream_of(dynamodb: Any, table: str) -> str:
    """The ARN of a table's stream."""
    return str(dynamodb.describe_table(TableName=table)["Table"].get("LatestStreamArn", ""))


def rewired(lambda_: Any, before: str, after: str) -> dict[str, str]:
    """Let every function that reads one stream read the other from its beginning: {old mapping: new}."""
    made = {}
    for mapping in list(_mappings(lambda_, before)):
        there = next(
            (m for m in _mappings(lambda_, after) if m["FunctionArn"] == mapping["FunctionArn"]), None
        )
        new = there or lambda_.create_event_source_mapping(**_like(mapping), EventSourceArn=after)
        made[mapping["UUID"]] = new["UUID"]
        lambda_.delete_event_source_mapping(UUID=mapping["UUID"])
    return made


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


def moment(text: str) -> datetime | None:
    """A moment as the command line gives it: ISO 8601 with a zone, or `latest`. Raises Stop."""
    if text == "latest":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f"{text} is no moment. Write it like 2026-05-20T18:30:00+08:00, or latest.") from None
    if at.tzinfo is None:
        raise Stop(f"{text} has no zone. Write it like {text}+08:00.")
    return at.astimezone(UTC)
