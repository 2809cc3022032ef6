"""Stages: their tables, buckets and stacks, and the product's tools.

`local` is the run on this machine (`make run`), or the one that `LAUREL_…` variables of the environment name;
`dev` and `prod` are located by the outputs of their stacks. Nothing here names a partition, a domain or a
region.
"""

import argparse
import getpass
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import settings
from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.services.context import Tools
from chalicelib.storage.engine import clients
from chalicelib.storage.engine.table import Gate
from chalicelib.storage.table_state import TableState
from chalicelib.wiring import Wiring
from ops import live_table, migrations
from ops.bootstrap import ROOT
from ops.cli import Stop, did_you_mean, say
from ops.stage_data import StageData
from ops.state_bucket import TABLE, StateBucket

STAGES = ("local", "dev", "prod")
DEPLOYED = ("dev", "prod")
PARTS = ("data", "app", "edge", "cdn", "watch")
"""What a deployed stage has a stack for, in the order in which they are deployed."""
WITHOUT_CDN = frozenset({"aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b"})
"""Partitions that lack the CDN, or features that cdn.yaml needs."""

_NOT_NEEDED = "not needed by the operator's commands"


def add_arguments(parser: argparse.ArgumentParser, stages: tuple[str, ...] = STAGES) -> None:
    """Add the options that choose a stage."""
    default = os.environ.get("LAUREL_STAGE") or stages[0]
    parser.add_argument(
        "--stage", choices=stages, default=default if default in stages else stages[0], help="(%(default)s)"
    )
    parser.add_argument("--profile", help="a profile of the AWS configuration (else AWS_PROFILE)")
    parser.add_argument("--region", help="an AWS region (else AWS_REGION or the profile's)")
    if "local" in stages:
        parser.add_argument(
            "--data",
            type=Path,
            default=ROOT / ".local/data",
            help="where the local run keeps its data (.local/data)",
        )


def stack_name(stage: str, part: str) -> str:
    """Return the name of a stage's stack, such as `laurel-data-dev`."""
    return f"laurel-{part}-{stage}"


@dataclass(frozen=True)
class Stage:
    """A stage and the way to reach it.

    `endpoints` are those of local engines, by service; `*` is for all services.
    """

    name: str
    session: Any
    endpoints: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def region(self) -> str:
        """The region of all its resources.

        Raises Stop when none is set.
        """
        region: str | None = self.session.region_name
        if not region:
            raise Stop("no AWS region is set. Use --region or set AWS_REGION, for example cn-north-1.")
        return region

    @property
    def has_cdn(self) -> bool:
        """True if its partition has the CDN."""
        return self.session.get_partition_for_region(self.region) not in WITHOUT_CDN

    def client(self, service: str, **more: Any) -> Any:
        """Return a low-level client for the stage's region."""
        engine = self._engine(service)
        config = Config(retries={"max_attempts": 8, "mode": "standard"}, max_pool_connections=32)
        return self.session.client(service, region_name=self.region, endpoint_url=engine, config=config, **more)

    @property
    def engine(self) -> str | None:
        """The URL of the local engine in place of AWS."""
        return self.endpoints.get("*")

    @property
    def poll_seconds(self) -> int:
        """Seconds between looks at a stack."""
        return 1 if self.endpoints else 5

    def _engine(self, service: str) -> str | None:
        return self.endpoints.get(service) or self.endpoints.get("*")

    @cached_property
    def operator(self) -> str:
        """Who runs the command.

        As the local machine names them; at a deployed stage as AWS does.
        """
        if self.name == "local":
            return getpass.getuser()
        return str(self.client("sts").get_caller_identity()["Arn"]).rpartition(":")[2]

    @cached_property
    def account(self) -> str:
        """The number of the AWS account."""
        return str(self.client("sts").get_caller_identity()["Account"])

    def outputs(self, part: str) -> dict[str, str]:
        """Return the outputs of a stack, empty if it is not deployed."""
        return {out["OutputKey"]: out["OutputValue"] for out in self._stack(part).get("Outputs", [])}

    def parameters(self, part: str) -> dict[str, str]:
        """Return the parameters of a stack, empty if it is not deployed."""
        stack = self._stack(part)
        return {p["ParameterKey"]: p["ParameterValue"] for p in stack.get("Parameters", [])}

    def _stack(self, part: str) -> dict[str, Any]:
        """Return a stack's description, empty if it is not deployed."""
        try:
            stacks = self.client("cloudformation").describe_stacks(StackName=stack_name(self.name, part))
        except ClientError as error:
            if error.response["Error"]["Code"] in {"ValidationError", "404"}:
                return {}
            raise
        stack: dict[str, Any] = stacks["Stacks"][0]
        return stack

    @cached_property
    def data(self) -> dict[str, str]:
        """Outputs of the data stack, such as names of table and buckets.

        Since a restore they name the new table. Raises Stop without a data stack, and where that table says itself
        that it is not the live one.
        """
        if self.name == "local":
            return {
                "TableName": self._local_setting("LAUREL_TABLE"),
                "BucketName": self._local_setting("LAUREL_BUCKET"),
                "PublicBucketName": self._local_setting("LAUREL_PUBLIC_BUCKET"),
            }
        outputs = self._outputs_of_data()
        since_restore = self.state_bucket.read_json(TABLE)
        named = outputs | {name: since_restore[name] for name in outputs.keys() & since_restore.keys()}
        if reason := live_table.not_live(self.state_of(named["TableName"]), named["TableName"]):
            raise Stop(
                f"{reason}, and the record in the state bucket does not say so. Nothing is done. Make the record"
                f" anew: python -m ops resources --rebuild --stage {self.name}"
            )
        return named

    def _outputs_of_data(self) -> dict[str, str]:
        outputs = self.outputs("data")
        if not outputs:
            raise Stop(
                f"stage {self.name} has no data in {self.region}: stack {stack_name(self.name, 'data')} was"
                f" not found. Deploy it first: python -m ops deploy --stage {self.name}, or choose another"
                " --region."
            )
        return outputs

    @property
    def state_bucket(self) -> StateBucket:
        """Its state bucket.

        Raises Stop when the stage has no data stack.
        """
        return StateBucket(self.client("s3"), self._outputs_of_data()["StateBucketName"])

    def state_of(self, table: str) -> TableState | None:
        """Return what a table says of itself.

        None if that is nothing, or there is no such table.
        """
        try:
            return live_table.read_state(live_table.table_at(self.client("dynamodb"), table))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return None

    def note(self, table: str, **changes: Any) -> None:
        """Let a table say something of itself."""
        live_table.note(live_table.table_at(self.client("dynamodb"), table), table, **changes)

    @property
    def table_state(self) -> TableState:
        """What its live table says of itself now."""
        table = self.data["TableName"]
        return self.state_of(table) or TableState(table)

    def check_writable(self) -> None:
        """Refuse what changes the stage around its table's own gate.

        Raises Stop when a newer version wrote the table, or it is being restored.
        """
        if reason := live_table.not_writable(self.table_state, self.data["TableName"]):
            raise Stop(reason)

    @cached_property
    def tools(self) -> Tools:
        """The product's tools over the stage's table and bucket.

        They read a table of a newer version, and refuse to write it.
        """
        return self.contents.tools

    @cached_property
    def contents(self) -> StageData:
        """Its table and bucket as a whole."""
        table, version = self.data["TableName"], self.table_state.version
        if version > migrations.newest():
            say(f"this ops is older than the table (version {migrations.newest()} of {version}): it only reads")
        return self.contents_of(table, live_table.gate(table))

    def contents_of(self, table: str, gate: Gate | None = None) -> StageData:
        """Return the bucket with a table, such as a restored one.

        Without a gate it may be written whatever it says.
        """
        tools = Wiring(self._settings(table), gate=gate).tools
        return StageData(tools, self.client("dynamodb"), self.client("s3"), table, self.data["BucketName"])

    def functions(self) -> Iterator[dict[str, Any]]:
        """Yield its functions.

        Chalice names the function behind the API after the stage alone.
        """
        for page in self.client("lambda").get_paginator("list_functions").paginate():
            for function in page["Functions"]:
                if f"{function['FunctionName']}-".startswith(f"laurel-{self.name}-"):
                    yield function

    def mappings(self) -> Iterator[dict[str, Any]]:
        """Yield what its functions read: event source mappings."""
        for page in self.client("lambda").get_paginator("list_event_source_mappings").paginate():
            for mapping in page["EventSourceMappings"]:
                if mapping["FunctionArn"].rpartition(":")[2].startswith(f"laurel-{self.name}-"):
                    yield mapping

    def stream_of(self, table: str) -> str:
        """Return the ARN of a table's stream, empty if it has none."""
        return str(self.client("dynamodb").describe_table(TableName=table)["Table"].get("LatestStreamArn", ""))

    def refreshed(self) -> "Stage":
        """Return the same stage without its cached outputs."""
        return Stage(self.name, self.session, self.endpoints, self.environment)

    def _settings(self, table: str) -> settings.Settings:
        if self.name == "local":
            self._local_setting("LAUREL_TABLE")
            return settings.read({**self.environment, "LAUREL_TABLE": table})
        return settings.Settings(
            stage=self.name,
            site_origin=self.data.get("SiteOrigin") or "https://laurel.invalid",
            table=table,
            bucket=self.data["BucketName"],
            region=self.region,
            secret=_NOT_NEEDED,
            dynamodb_endpoint=self._engine("dynamodb"),
            s3_endpoint=self._engine("s3"),
        )

    def _local_setting(self, name: str) -> str:
        value = self.environment.get(name)
        if not value:
            raise Stop(
                "there is no local run to act on. Start one with make run, name its folder with --data,"
                " or choose --stage dev or prod."
            )
        return value


def stage_of(options: argparse.Namespace) -> Stage:
    """Return the stage that the command line chooses.

    Raises botocore's ProfileNotFound when the profile is unknown.
    """
    if options.stage == "local":
        return local_stage(options.data)
    session = _session(profile_name=options.profile, region_name=options.region or _region())
    engine = os.environ.get("AWS_ENDPOINT_URL")
    return Stage(options.stage, session, {"*": engine} if engine else {}, dict(os.environ))


def local_stage(data: Path) -> Stage:
    """Return the local run with its data in the folder `data`.

    Where the environment names another one (`LAUREL_TABLE`), returns that.
    """
    environment = dict(os.environ) if os.environ.get("LAUREL_TABLE") else _running_environment(data)
    session = _session(
        aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
        region_name=environment.get("LAUREL_REGION") or _region(),
    )
    names = {"dynamodb": "LAUREL_DYNAMODB_ENDPOINT", "s3": "LAUREL_S3_ENDPOINT"}
    endpoints = {service: environment[name] for service, name in names.items() if environment.get(name)}
    return Stage("local", session, endpoints, environment)


def published_call(tools: Tools, call_id: str) -> Call:
    """Return the newest version of a call that a stage has.

    Raises Stop when there is none.
    """
    try:
        return tools.calls.latest(call_id)
    except NotFound:
        ids = tools.calls.ids()
        near, known = did_you_mean(call_id, ids), ", ".join(ids) or "none yet"
        raise Stop(
            f"no call {call_id} is published here (there are: {known}){near or '. See ops call publish.'}"
        ) from None


def _running_environment(data: Path) -> dict[str, str]:
    """Return the functions' environment that the local run noted.

    Empty if its folder has none.
    """
    try:
        environment: dict[str, str] = json.loads((data / "running.json").read_text()).get("environment", {})
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return environment


def _session(**options: Any) -> boto3.Session:
    """Return a session that the product's own wiring uses too."""
    clients.session.cache_clear()
    try:
        boto3.setup_default_session(botocore_session=clients.session(), **options)
    except BotoCoreError:
        clients.session.cache_clear()
        raise
    assert boto3.DEFAULT_SESSION
    return boto3.DEFAULT_SESSION


def _region() -> str | None:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
