"""The record of a stage's live table, held against what stands.

Each deployment claims the table; a record that is lost is rebuilt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.storage.table_state import TableState
from ops import chalice_record, live_table, resources
from ops.cli import Stop, say
from ops.stages import Stage
from ops.state_bucket import BACKUPS, TABLE, StateBucket


@dataclass(frozen=True)
class Candidate:
    """A table that may be a stage's.

    `state` is what it says of itself, `used_by` are the functions that use it.
    """

    name: str
    state: TableState | None
    used_by: tuple[str, ...]

    @property
    def may_be_live(self) -> bool:
        """True unless it says that it is not."""
        return not live_table.not_live(self.state, self.name)

    @property
    def line(self) -> str:
        """What is known of it, for the operator."""
        reason = live_table.not_live(self.state, self.name).removeprefix(f"table {self.name} ")
        said = reason or ("says that it is live" if self.state else "says nothing of itself")
        return f"table {self.name}: {said}" + (f"; used by {', '.join(self.used_by)}" if self.used_by else "")


def claim(stage: Stage) -> None:
    """Mark the live table as such, and as written by this version.

    Tables from before a restore say so too; those that were replaced before tables said anything learn it here. Raises
    Stop where nothing says which of several tables is live.
    """
    table, record = stage.data["TableName"], stage.state_bucket.read_json(TABLE)
    if not record and stage.state_of(table) is None:
        others = [one.name for one in candidates(stage) if one.name != table and one.may_be_live]
        if others:
            raise Stop(
                f"nothing says whether {table} is live or {', '.join(others)}. Look, and choose: python -m ops"
                f" resources --rebuild --stage {stage.name}"
            )
    live_table.raise_version(live_table.table_at(stage.client("dynamodb"), table), table)
    for earlier in _existing(stage, record.get("tables", [])):
        state = stage.state_of(earlier)
        if earlier != table and not (state and state.replaced_by):
            stage.note(earlier, replaced_by=table)


def candidates(stage: Stage) -> list[Candidate]:
    """List the tables that may be a stage's, by name.

    Those named after its stack's, those its functions use, and those that replaced one of them.
    """
    first = stage.outputs("data")["TableName"]
    users: dict[str, list[str]] = {}
    for function in stage.functions():
        used = function.get("Environment", {}).get("Variables", {}).get("LAUREL_TABLE")
        if used:
            users.setdefault(used, []).append(function["FunctionName"])
    pages = stage.client("dynamodb").get_paginator("list_tables").paginate()
    names = {name for page in pages for name in page["TableNames"]}
    open_ = [name for name in names if name == first or name.startswith(f"{first}-") or name in users]
    tables: dict[str, Candidate] = {}
    while open_:
        name = open_.pop()
        state = stage.state_of(name)
        tables[name] = Candidate(name, state, tuple(sorted(users.get(name, []))))
        if state and state.replaced_by in names - tables.keys():
            open_.append(state.replaced_by)
    return [tables[name] for name in sorted(tables)]


def rebuild(stage: Stage, tables: list[Candidate], table: str) -> None:
    """Record that a stage works on a table.

    The state bucket is made anew where it is gone.
    """
    bucket = stage.state_bucket
    _ensure_bucket(stage, bucket.name)
    description = stage.client("dynamodb").describe_table(TableName=table)["Table"]
    bucket.write_json(
        TABLE,
        {
            "TableName": table,
            "TableArn": description["TableArn"],
            "TableStreamArn": description.get("LatestStreamArn", ""),
            "tables": [one.name for one in tables if one.name != table] + [table],
        },
    )
    for one in tables:
        _list_backups(stage, bucket, one.name)
    if any(stage.functions()) and not stage.outputs("app") and not chalice_record.read(stage):
        say(
            "the functions were deployed by Chalice, and its record is lost and not made anew. Take them, their"
            " roles and the API away by hand before the next ops deploy (docs/operate.md)."
        )


def only(tables: list[Candidate], chosen: str | None) -> str:
    """Return the live table: the `chosen` one, else the only candidate.

    Raises Stop where there is none, or several.
    """
    live = [one for one in tables if one.may_be_live]
    saying = [one for one in live if one.state] or live
    if chosen:
        if chosen not in [one.name for one in live]:
            raise Stop(f"table {chosen} cannot be the live one. Those that can: {_names(live)}.")
        return chosen
    if len(saying) != 1:
        several = f"more than one table may be the live one: {_names(saying)}. Choose with --table."
        raise Stop(several if saying else "no table of the stage may be the live one. Restore a backup: ops restore.")
    return saying[0].name


def _names(some: list[Candidate]) -> str:
    return ", ".join(one.name for one in some) or "none"


def _existing(stage: Stage, names: list[str]) -> list[str]:
    pages = stage.client("dynamodb").get_paginator("list_tables").paginate()
    existing = {name for page in pages for name in page["TableNames"]}
    return [name for name in names if name in existing]


def _ensure_bucket(stage: Stage, name: str) -> None:
    """Create the state bucket by its template unless it exists."""
    s3: Any = stage.client("s3")
    try:
        s3.head_bucket(Bucket=name)
        return
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"404", "NoSuchBucket"}:
            raise
    properties = resources.properties("State")
    where = {} if stage.region == "us-east-1" else {"LocationConstraint": stage.region}
    s3.create_bucket(Bucket=name, **({"CreateBucketConfiguration": where} if where else {}))
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"])
    block: Mapping[str, Any] = properties["PublicAccessBlockConfiguration"]
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=resources.lifecycle("State"))
    say(f"bucket {name} made anew")


def _list_backups(stage: Stage, bucket: StateBucket, table: str) -> None:
    """List a table's on-demand backups that no list has.

    Their lists of attachments' versions are lost; a restore then goes by size and hash.
    """
    pages = stage.client("dynamodb").get_paginator("list_backups").paginate(TableName=table, BackupType="USER")
    for one in (backup for page in pages for backup in page["BackupSummaries"]):
        file = f"{BACKUPS}{one['BackupName']}/backup.json"
        if not bucket.read_json(file):
            facts = {"arn": one["BackupArn"], "table": table, "bucket": stage.outputs("data")["BucketName"], "pages": 0}
            bucket.write_json(file, facts)
