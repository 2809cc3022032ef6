"""Deployment of the functions, one of two ways with the same settings.

Either CloudFormation deploys the packaged template, or `chalice deploy` does, with its record in the state
bucket.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ops import chalice_record
from ops.cli import FAILED, Stop, say
from ops.deploying import stacks
from ops.deploying.secret_store import ensure_secrets
from ops.packaging import project, templates
from ops.packaging.bytecode import RUNNING
from ops.stages import Stage

PAUSE = 2.0


def upload_package(stage: Stage) -> dict[str, str]:
    """Package, and upload artefact and template to the state bucket.

    Returns the template as `stacks.deploy` takes it.
    """
    directory, values = configured(stage)
    template = templates.package(directory, values)
    artefact = templates.artefact(directory)
    bucket, s3 = stage.data["StateBucketName"], stage.client("s3")
    key = f"artefacts/{hashlib.sha256(artefact.read_bytes()).hexdigest()}.zip"
    say(f"uploading {artefact.stat().st_size / 2**20:.1f} MB")
    s3.upload_file(str(artefact), bucket, key)
    text = json.dumps(templates.released(template, bucket, key))
    return stacks.uploaded(s3, bucket, key.removesuffix(".zip") + ".json", text)


def deploy_by_chalice(stage: Stage) -> None:
    """Run `chalice deploy`, and keep its record even if it fails.

    Raises Stop when it fails, or when this Python is not of the stage's runtime.
    """
    directory, values = configured(stage)
    if values["Runtime"] != RUNNING:
        raise Stop(
            f"the stage's functions run on {values['Runtime']}, and Chalice deploys to the runtime of the"
            f" Python that runs it, {RUNNING}. Make .venv anew with the other one."
        )
    with chalice_record.lent_to(directory, stage):
        code = subprocess.run(chalice_command(directory, "deploy", stage), env=environment(stage)).returncode
    if code:
        raise Stop("chalice could not deploy; see above. What it did is recorded: deploy again to go on.", FAILED)
    _set_mapping(stage, templates.mapping(values))
    _set_access_log(stage, templates.access_log(values))


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

    Returns its directory and these values. Generates the stage's missing secrets.
    """
    say("packaging (some minutes the first time)")
    facts = {**stage.data, "TableStreamArn": stage.stream_of(stage.data["TableName"])}
    partition = facts["TableArn"].split(":")[1]
    location = templates.StageLocation(stage.name, stage.region, stage.account, partition)
    values = templates.template_values(location, facts)
    directory = project.create(project.DEPLOYED, values["Runtime"])
    ensure_secrets(stage, stage.data)
    templates.configure(directory, values, project.DEPLOYED)
    return directory, values


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
    if engine := stage.endpoints.get("*"):
        variables["AWS_ENDPOINT_URL"] = engine
    return {**os.environ, **variables}
