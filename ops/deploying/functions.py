"""Deployment of the functions, one of two ways with the same settings.

Either CloudFormation deploys the packaged template, or `chalice deploy` does, with its record in the state
bucket.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ops import chalice_record
from ops.bootstrap import ROOT
from ops.cli import FAILED, Stop, say
from ops.deploying import inventory, secret_store, stacks
from ops.packaging import bill, project, templates
from ops.packaging.bytecode import RUNNING
from ops.stages import Stage

PAUSE = 2.0
LEFT_UNRESERVED = 100
"""Functions at once that an account must leave to all functions together."""
ARTEFACTS = "artefacts/"
"""The state bucket's prefix for packages that were deployed."""

_RENAMED = ("TableStreamArn", "TableArn", "TableName")
"""What a restore changes, wherever a template names it."""

_SETTINGS = ("SiteOrigin", "MailFrom", "Sms", "WebhookUrl", "SecretsVersion")
"""What functions are told by a variable of their own."""


@dataclass(frozen=True)
class Package:
    """Functions as packaged for a stage, in its state bucket.

    `artefact` and `template` are its files there; `template` is empty where Chalice deployed. `values` are what was
    filled in.
    """

    artefact: str
    template: str
    values: Mapping[str, str]


def upload_package(stage: Stage) -> Package:
    """Package, and upload artefact and template to the state bucket."""
    directory, values = configured(stage)
    refuse_to_reserve_too_much(stage, values)
    template = templates.package(directory, values)
    artefact = _upload(stage, templates.artefact(directory), values["Runtime"])
    released = json.dumps(templates.released(template, stage.data["StateBucketName"], artefact))
    return Package(artefact, _upload_template(stage, released), values)


def _upload(stage: Stage, artefact: Path, runtime: str) -> str:
    """Upload a package by its digest, and return its name.

    Its bill of materials lies beside it.
    """
    key = f"{ARTEFACTS}{hashlib.sha256(artefact.read_bytes()).hexdigest()}.zip"
    say(f"uploading {artefact.stat().st_size / 2**20:.1f} MB")
    s3, bucket = stage.client("s3"), stage.data["StateBucketName"]
    s3.upload_file(str(artefact), bucket, key)
    materials = bill.write(artefact.parent, project.DEPLOYED, runtime)
    s3.upload_file(str(materials), bucket, key.removesuffix(".zip") + ".cdx.json")
    return key


def _upload_template(stage: Stage, text: str) -> str:
    key = f"{ARTEFACTS}{hashlib.sha256(text.encode()).hexdigest()}.json"
    stage.state_bucket.write(key, text.encode())
    return key


def template_of(stage: Stage, key: str) -> dict[str, str]:
    """Return an uploaded template as `stacks.deploy` takes it."""
    return stacks.uploaded(stage.client("s3"), stage.data["StateBucketName"], key)


def rebased(stage: Stage, package: Package) -> Package:
    """Return a package of before with the stage's present values.

    Its table may be another one since a restore, and its settings chosen anew. Raises Stop when its template is gone.
    """
    text = stage.state_bucket.read(package.template)
    if text is None:
        raise Stop(f"{package.template} is gone from the state bucket. Check that version out, and ops deploy it.")
    now = values_of(stage)
    renamed = {package.values[name]: now[name] for name in _RENAMED if package.values[name] != now[name]}
    names = re.compile("|".join(map(re.escape, sorted(renamed, key=len, reverse=True))) or "(?!)")
    template = json.loads(names.sub(lambda name: renamed[name[0]], text.decode()))
    current = _variables(now)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            variables = resource["Properties"]["Environment"]["Variables"]
            merged = {**variables, **current}
            resource["Properties"]["Environment"]["Variables"] = {name: v for name, v in merged.items() if v}
    return replace(package, template=_upload_template(stage, json.dumps(template)), values=now)


def _variables(values: Mapping[str, str]) -> dict[str, str]:
    """Return the variables by which functions are told settings."""
    config = json.loads((templates.CONFIGURATION / "config.json").read_text())["environment_variables"]
    return {variable: values[name] for variable, text in config.items() for name in _SETTINGS if text == f"${{{name}}}"}


def tell_settings(stage: Stage) -> None:
    """Tell the functions that Chalice deployed the stage's settings of now."""
    lambda_, current = stage.client("lambda"), _variables(values_of(stage))
    for function in function_names(stage):
        variables = lambda_.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
        now = {name: value for name, value in {**variables, **current}.items() if value}
        lambda_.update_function_configuration(FunctionName=function, Environment={"Variables": now})
        lambda_.get_waiter("function_updated_v2").wait(FunctionName=function)


def put_code(stage: Stage, package: Package) -> None:
    """Give the functions that Chalice deployed the code of a package.

    Their settings and policies stay.
    """
    lambda_, bucket = stage.client("lambda"), stage.data["StateBucketName"]
    for function in function_names(stage):
        lambda_.update_function_code(FunctionName=function, S3Bucket=bucket, S3Key=package.artefact)
        lambda_.get_waiter("function_updated_v2").wait(FunctionName=function)


def function_names(stage: Stage) -> list[str]:
    """List the names that Chalice gives the stage's functions."""
    jobs = json.loads((templates.CONFIGURATION / "config.json").read_text())["lambda_functions"].keys()
    return [f"laurel-{stage.name}" + ("" if job == "api_handler" else f"-{job}") for job in jobs]


def deploy_by_chalice(stage: Stage) -> Package:
    """Run `chalice deploy`, and keep its record even if it fails.

    Raises Stop when it fails, when this Python is not of the stage's runtime, or when the stage's roles belong to
    another region.
    """
    directory, values = configured(stage)
    if values["Runtime"] != RUNNING:
        raise Stop(
            f"the stage's functions run on {values['Runtime']}, and Chalice deploys to the runtime of the"
            f" Python that runs it, {RUNNING}. Make .venv anew with the other one."
        )
    refuse_to_reserve_too_much(stage, values)
    _refuse_roles_of_another_region(stage)
    with chalice_record.lent_to(directory, stage):
        code = subprocess.run(chalice_command(directory, "deploy", stage), env=environment(stage)).returncode
    if code:
        raise Stop("chalice could not deploy; see above. What it did is recorded: deploy again to go on.", FAILED)
    _set_mapping(stage, templates.mapping(values))
    _set_throttling(stage, templates.throttling(values))
    _set_access_log(stage, templates.access_log(values))
    [artefact] = (directory / ".chalice/deployments").glob("*.zip")
    return Package(_upload(stage, artefact, values["Runtime"]), "", values)


def _refuse_roles_of_another_region(stage: Stage) -> None:
    """Refuse a first `chalice deploy` where roles of its names exist.

    A role is of the whole account, and Chalice would take the other region's over, policies and all.
    """
    if chalice_record.read(stage):
        return
    pages = stage.client("iam").get_paginator("list_roles").paginate()
    taken = {role["RoleName"] for page in pages for role in page["Roles"]}
    ours = sorted(taken & {f"laurel-{stage.name}-{job}" for job in ("api_handler", "stream", "tick")})
    if ours:
        raise Stop(
            f"the account has roles {', '.join(ours)} already, of a stage {stage.name} in another region or of one"
            " that was not taken away whole. Deploy here with --way template, which names no role."
        )


def refuse_to_reserve_too_much(stage: Stage, values: Mapping[str, str]) -> None:
    """Raise Stop if the account cannot keep functions for jobs.

    Lambda would refuse in the middle of a deployment.
    """
    reserved = templates.reserved(values)
    if not reserved:
        return
    needed = LEFT_UNRESERVED + sum(reserved.values())
    limit = stage.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    if limit < needed:
        raise Stop(
            f"the account may run {limit} functions at once, and what is reserved needs {needed}: ask for more (Service"
            " Quotas, Lambda, Concurrent executions), or deploy with --set ReserveJobs= --set ReservedForApi="
        )


def _set_access_log(stage: Stage, setting: Mapping[str, str]) -> None:
    """Let the gateway write its access log, which Chalice cannot say."""
    paths = {"/accessLogSettings/destinationArn": "DestinationArn", "/accessLogSettings/format": "Format"}
    operations = [{"op": "replace", "path": path, "value": setting[name]} for path, name in paths.items()]
    api = chalice_record.api_of(stage)
    stage.client("apigateway").update_stage(restApiId=api, stageName="api", patchOperations=operations)


def _set_mapping(stage: Stage, options: Mapping[str, Any]) -> None:
    """Set the options of the stream's mapping that Chalice lacks.

    They save invocations; correctness does not need them.
    """
    lambda_, function = stage.client("lambda"), f"laurel-{stage.name}-stream"
    for mapping in _settled_mappings(lambda_, function):
        lambda_.update_event_source_mapping(UUID=mapping["UUID"], **options)


def _set_throttling(stage: Stage, limits: Mapping[str, int]) -> None:
    """Set the limits of the API's requests, which Chalice lacks."""
    api = inventory.api_of(stage)
    if api:
        names = {"rateLimit": "ThrottlingRateLimit", "burstLimit": "ThrottlingBurstLimit"}
        changes = [
            {"op": "replace", "path": f"/*/*/throttling/{name}", "value": str(limits[limit])}
            for name, limit in names.items()
        ]
        stage.client("apigateway").update_stage(restApiId=api, stageName="api", patchOperations=changes)


def _settled_mappings(lambda_: Any, function: str) -> list[dict[str, Any]]:
    """Return a function's mappings once none of them is changing."""
    while True:
        answer = lambda_.list_event_source_mappings(FunctionName=function)
        mappings: list[dict[str, Any]] = answer["EventSourceMappings"]
        if not any(mapping["State"].endswith("ing") for mapping in mappings):
            return mappings
        time.sleep(PAUSE)


def configured(stage: Stage) -> tuple[Path, dict[str, str]]:
    """Create a Chalice project with the stage's values.

    Returns its directory, of this stage alone, and these values.
    """
    say("packaging (some minutes the first time)")
    values = values_of(stage)
    architecture = project.HERE if stage.engine else project.DEPLOYED
    directory = project.create(architecture, values["Runtime"], ROOT / "build/stages" / stage.name)
    templates.configure(directory, values, architecture)
    return directory, values


def values_of(stage: Stage) -> dict[str, str]:
    """Return the stage's values for configuration and policies."""
    facts = {**stage.data, "TableStreamArn": stage.stream_of(stage.data["TableName"])}
    partition = facts["TableArn"].split(":")[1]
    location = templates.StageLocation(stage.name, stage.region, stage.account, partition)
    return {**templates.template_values(location, facts), "SecretsVersion": secret_store.version_of(stage)}


def chalice_command(directory: Path, act: str, stage: Stage) -> list[str]:
    """Return Chalice's command line for an act on a project."""
    chalice = shutil.which("chalice", path=str(Path(sys.executable).parent)) or "chalice"
    return [chalice, "--project-dir", str(directory), act, "--stage", stage.name]


def environment(stage: Stage) -> Mapping[str, str]:
    """Return environment variables for another process's SDK.

    With them it acts on the same stage.
    """
    variables: dict[str, Any] = {"AWS_DEFAULT_REGION": stage.region, "AWS_REGION": stage.region}
    if stage.session.profile_name != "default":
        variables["AWS_PROFILE"] = stage.session.profile_name
    if engine := stage.engine:
        variables["AWS_ENDPOINT_URL"] = engine
    return {**os.environ, **variables}
