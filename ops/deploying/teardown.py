"""`ops teardown`: takes a stage away. It refuses while there is data, and never takes data of prod."""

import argparse
import subprocess
from typing import Any

from ops import stages
from ops.deploying import standing
from ops.deploying.deploy import chalice_command, configured, environment
from ops.deploying.state import CHALICE
from ops.deploying.templates import secrets_name
from ops.keeping.native import state_of
from ops.stages import Stage, stack_name
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
    if options.dry_run:
        for name in standing.standing(stage):
            print(f"would take away {name}")
        return
    what = "without its data" if options.keep_data else "for good"
    confirmed(f"Stage {stage.name} in {stage.region} goes, {what}.", stage.name, options.yes)
    take_away(stage, keep_data=options.keep_data)


def data_there(stage: Stage) -> list[str]:
    """What the stage holds that nobody could make again."""
    if not stage.outputs("data"):
        return []
    table, bucket = stage.data["TableName"], stage.data["BucketName"]
    items = stage.client("dynamodb").scan(TableName=table, Limit=100, ConsistentRead=True)["Items"]
    objects = stage.client("s3").list_objects_v2(Bucket=bucket, MaxKeys=100).get("Contents", [])
    found = []
    if items:
        found.append(f"{len(items)}{'+' if len(items) == 100 else ''} items in table {table}")
    if objects:
        found.append(f"{len(objects)}{'+' if len(objects) == 100 else ''} objects in bucket {bucket}")
    return found


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
    for table in dict.fromkeys((data["TableName"], stage.data["TableName"])):
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=table)
    for bucket in (data["BucketName"], data["StateBucketName"]):
        _bucket(stage, bucket)
    _stack(stage, "data")
    stage.client("ssm").delete_parameters(Names=[secrets_name(stage.name)])


def _stack(stage: Stage, part: str) -> None:
    if not stage.outputs(part):
        return
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    say(f"deleting {name}")
    client.delete_stack(StackName=name)
    client.get_waiter("stack_delete_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1 if stage.endpoints else 10}
    )


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
