"""A small season on the engines that keep it: the table on DynamoDB Local, attachments on ministack."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from ops import maintenance, resources
from ops.deploying import stacks
from ops.local import engines
from ops.local.engines import Engine
from ops.rehearsal.rehearsal import SERVICES
from ops.stage_data import StageData
from ops.stages import Stage, stack_name
from tests.conftest import Place
from tests.factories import World
from tests.ops.season import data_of, filled


@dataclass(frozen=True)
class Kept:
    """A filled season: its product, its places, and both as the operator's commands have them."""

    here: World
    table: Place
    bucket: Place
    data: StageData


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is under way that closing a stage would have to wait for; the test of that waits."""
    monkeypatch.setattr(maintenance, "DRAIN", 0)


@pytest.fixture
def season(table_local: Place, bucket_ministack: Place) -> Kept:
    here = filled(table_local, bucket_ministack)
    return Kept(here, table_local, bucket_ministack, data_of(here, table_local, bucket_ministack))


@pytest.fixture(scope="session")
def cloud(work: Path) -> Iterator[Engine]:
    """A ministack that stands for a region of AWS."""
    engine = engines.ministack(work / "cloud", SERVICES)
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


@pytest.fixture
def deployed(cloud: Engine) -> Iterator[Stage]:
    """A stage whose data stack is deployed and filled with a small season, in a region of the China partition."""
    stage = Stage("dev", boto3.Session(region_name=engines.REGION), {"*": cloud.endpoint})
    stack = {"StackName": stack_name("dev", "data"), "TemplateBody": resources.TEMPLATE.read_text()}
    formation = stage.client("cloudformation")
    formation.create_stack(
        **stack,
        Parameters=[{"ParameterKey": "SiteOrigin", "ParameterValue": "https://awards.example.cn"}],
        Tags=[{"Key": "laurel:stage", "Value": "dev"}],
        Capabilities=stacks.CAPABILITIES,
    )
    formation.get_waiter("stack_create_complete").wait(StackName=stack["StackName"], WaiterConfig={"Delay": 1})
    yield stage
    _wipe(stage)


def _wipe(stage: Stage) -> None:
    """Everything gone, whatever the templates retain."""
    dynamodb, s3 = stage.client("dynamodb"), stage.client("s3")
    for backup in dynamodb.list_backups()["BackupSummaries"]:
        dynamodb.delete_backup(BackupArn=backup["BackupArn"])
    for table in dynamodb.list_tables()["TableNames"]:
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=table)
    formation = stage.client("cloudformation")
    standing = {stack["StackName"] for stack in formation.describe_stacks()["Stacks"]}
    for part in ("watch", "edge", "app", "data"):
        if stack_name("dev", part) in standing:
            name = {"StackName": stack_name("dev", part)}
            formation.update_termination_protection(**name, EnableTerminationProtection=False)
            formation.delete_stack(**name)
    for mapping in stage.client("lambda").list_event_source_mappings()["EventSourceMappings"]:
        stage.client("lambda").delete_event_source_mapping(UUID=mapping["UUID"])
    for function in stage.client("lambda").list_functions()["Functions"]:
        stage.client("lambda").delete_function(FunctionName=function["FunctionName"])
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket["Name"]):
            for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                s3.delete_object(Bucket=bucket["Name"], Key=one["Key"], VersionId=one["VersionId"])
        s3.delete_bucket(Bucket=bucket["Name"])


@pytest.fixture
def filled_stage(deployed: Stage) -> tuple[Stage, World]:
    """The deployed stage with a small season in it."""
    table = Place(deployed.data["TableName"], deployed.endpoints["*"], deployed.client("dynamodb"))
    bucket = Place(deployed.data["BucketName"], deployed.endpoints["*"], deployed.client("s3"))
    return deployed, filled(table, bucket)
