"""`ops teardown`: takes a stage away. It refuses while there is data, and never takes data of prod."""

import argparse
import subprocess
from collections.abc import Iterator
from typing import Any

from ops import stages
from ops.deploying import stacks, standing
from ops.deploying.functions import chalice_command, configured, environment
from ops.deploying.state import CHALICE, TABLE
from ops.keeping.native import state_of
from ops.packaging.templates import secrets_name
from ops.stages import Stage, stack_name
from ops.tending.redrive import dead_letters
from ops.terms import DONE, Stop, confirmed, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument(
        "--keep-data", action="store_true", help="take functions, site and CDN; leave table and files"
    )
    parser.add_argument("--erase", action="store_true", help="of dev only: with all its data, for good")
    parser.add_argument("--yes", metavar="STAGE", help="the stage's name, so that nothing is asked")
    parser.add_argument("--dry-run", action="store_true", help="say what would be taken away")


def run(options: argparse.Namespace) -> int:
    """0 once it is gone. Raises Stop while there is data."""
    remove(stages.stage_of(options), options)
    return DONE


def remove(stage: Stage, options: argparse.Namespace) -> None:
    """Take a stage away as the options say. Raises Stop while there is data, or where it was not confirmed."""
    found = [] if options.keep_data else data_there(stage)
    if found and not options.erase:
        raise Stop(
            f"stage {stage.name} holds data: {'; '.join(found)}. Back it up (ops backup), then either --keep-data,"
            " or, for dev, --erase."
        )
    if options.erase and stage.name == "prod":
        raise Stop("data of prod is not erased by this tool. Take the stage away with --keep-data.")
    going = list(_going(stage, keep_data=options.keep_data))
    if not going:
        raise Stop(f"stage {stage.name} has nothing to take away in {stage.region}.")
    if options.dry_run:
        print("\n".join(f"would take away {name}" for name in going))
        return
    what = "without its data" if options.keep_data else "for good"
    confirmed(f"Stage {stage.name} in {stage.region} goes, {what}.", stage.name, options.yes)
    take_away(stage, keep_data=options.keep_data)


def _going(stage: Stage, *, keep_data: bool) -> Iterator[str]:
    """What teardown takes away, by the names that `standing` tells."""
    data = stack_name(stage.name, "data")
    kept = {f"stack {data}"} if keep_data else set()
    names = [name for name in standing.standing(stage) if name.startswith(("stack ", "function "))]
    yield from (name for name in names if name not in kept)
    if f"stack {data}" in names and not keep_data:
        yield from (f"table {table}" for table in tables(stage))


def tables(stage: Stage) -> list[str]:
    """The tables that the stage works on or worked on before a restore, as far as they are there."""
    told = state_of(stage).told(TABLE).get("tables", [])
    known = dict.fromkeys((stage.outputs("data")["TableName"], *told, stage.data["TableName"]))
    there = {
        name
        for page in stage.client("dynamodb").get_paginator("list_tables").paginate()
        for name in page["TableNames"]
    }
    return [name for name in known if name in there]


def data_there(stage: Stage) -> list[str]:
    """What the stage holds that nobody could make again: items of any of its tables, objects that are there or can
    be brought back, what jobs could not do."""
    if not stage.outputs("data"):
        return []
    found, bucket = [], stage.data["BucketName"]
    for table in tables(stage):
        items = stage.client("dynamodb").scan(TableName=table, Limit=100, ConsistentRead=True)["Items"]
        found += [f"{_many(items)} items in table {table}"] if items else []
    objects = stage.client("s3").list_object_versions(Bucket=bucket, MaxKeys=100).get("Versions", [])
    found += [f"{_many(objects)} objects in bucket {bucket}"] if objects else []
    letters = dead_letters(stage)
    return [*found, f"{letters} dead letters"] if letters else found


def _many(found: list[Any]) -> str:
    return f"{len(found)}{'+' if len(found) == 100 else ''}"


def take_away(stage: Stage, *, keep_data: bool) -> None:
    """In the order against which it was deployed. What templates retain is emptied and deleted, unless it is kept."""
    edge, data = stage.outputs("edge"), stage.outputs("data")
    record = standing.chalice_record(stage)
    for part in ("watch", "cdn", "edge"):
        _stack(stage, part)
    if record:
        _chalice_delete(stage)
    _stack(stage, "app")
    if edge:
        _bucket(stage, edge["SiteBucketName"])
    if keep_data or not data:
        return
    dynamodb = stage.client("dynamodb")
    for table in tables(stage):
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=table)
    for bucket in (data["BucketName"], data["StateBucketName"]):
        _bucket(stage, bucket)
    _stack(stage, "data")
    stage.client("sqs").delete_queue(QueueUrl=data["DeadLettersUrl"])
    stage.client("ssm").delete_parameters(Names=[secrets_name(stage.name)])


def _stack(stage: Stage, part: str) -> None:
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    if not stacks.exists(client, name):
        return
    say(f"deleting {name}")
    stacks.delete(client, name, 1 if stage.endpoints else 10)


def _bucket(stage: Stage, name: str) -> None:
    """Every version of every object, then the bucket."""
    s3: Any = stage.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        objects = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in listed]
        if objects:
            s3.delete_objects(Bucket=name, Delete={"Objects": objects, "Quiet": True})
    s3.delete_bucket(Bucket=name)


def _chalice_delete(stage: Stage) -> None:
    project, _ = configured(stage)
    record = project / f".chalice/deployed/{stage.name}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_bytes(state_of(stage).read(CHALICE) or b"{}")
    if subprocess.run(chalice_command(project, "delete", stage), env=environment(stage)).returncode:
        raise Stop("chalice could not delete its functions; see above. Run teardown again.")
    state_of(stage).write(CHALICE, b"{}")
