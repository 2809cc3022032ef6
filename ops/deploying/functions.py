"""The functions of a stage, one of two ways with the same settings: by CloudFormation from the packaged template, or by
`chalice deploy`, whose record of what is deployed is kept in the state bucket, so that any machine can go on."""

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

from ops.deploying import stacks
from ops.deploying.secret_store import ensure_secrets
from ops.deploying.state import CHALICE
from ops.keeping.native import state_of
from ops.keeping.point_in_time import stream_of
from ops.packaging import package, templates
from ops.stages import Stage
from ops.terms import FAILED, Stop, say

PAUSE = 2.0


def packaged(stage: Stage) -> dict[str, str]:
    """The packaged template in the state bucket, with its artefact by the digest of its content."""
    project, filled = configured(stage)
    made = templates.packaged(project, filled)
    artefact = templates.artefact(project)
    bucket, s3 = stage.data["StateBucketName"], stage.client("s3")
    key = f"artefacts/{hashlib.sha256(artefact.read_bytes()).hexdigest()}.zip"
    say(f"uploading {artefact.stat().st_size / 2**20:.1f} MB")
    s3.upload_file(str(artefact), bucket, key)
    text = json.dumps(templates.released(made, bucket, key))
    return stacks.uploaded(s3, bucket, key.removesuffix(".zip") + ".json", text)


def by_chalice(stage: Stage) -> None:
    """`chalice deploy` with the record from the state bucket, which is written back however it ends. Raises Stop."""
    project, filled = configured(stage)
    state, record = state_of(stage), project / f".chalice/deployed/{stage.name}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    kept = state.read(CHALICE)
    if kept:
        record.write_bytes(kept)
    try:
        code = subprocess.run(chalice_command(project, "deploy", stage), env=environment(stage)).returncode
    finally:
        if record.exists() and record.read_bytes() != kept:
            state.write(CHALICE, record.read_bytes())
    if code:
        raise Stop(
            "chalice could not deploy; see above. What it did is recorded: deploy again to go on.", FAILED
        )
    _map(stage, templates.mapping(filled))


def _map(stage: Stage, options: Mapping[str, Any]) -> None:
    """Give the stream's mapping what Chalice cannot: it saves calls, and nothing hangs on it."""
    lambda_, function = stage.client("lambda"), f"laurel-{stage.name}-stream"
    for mapping in _settled(lambda_, function):
        lambda_.update_event_source_mapping(UUID=mapping["UUID"], **options)


def _settled(lambda_: Any, function: str) -> list[dict[str, Any]]:
    """A function's mappings, once none of them is being changed any more."""
    while True:
        found: list[dict[str, Any]] = lambda_.list_event_source_mappings(FunctionName=function)[
            "EventSourceMappings"
        ]
        if not any(mapping["State"].endswith("ing") for mapping in found):
            return found
        time.sleep(PAUSE)


def configured(stage: Stage) -> tuple[Path, dict[str, str]]:
    """A fresh project with the stage's values, and these values."""
    say("packaging (some minutes the first time)")
    project = package.project(package.DEPLOYED)
    ensure_secrets(stage, stage.data)
    facts = {**stage.data, "TableStreamArn": stream_of(stage.client("dynamodb"), stage.data["TableName"])}
    partition = facts["TableArn"].split(":")[1]
    filled = templates.values(templates.Place(stage.name, stage.region, stage.account, partition), facts)
    templates.configure(project, filled, package.DEPLOYED)
    return project, filled


def chalice_command(project: Path, act: str, stage: Stage) -> list[str]:
    chalice = shutil.which("chalice", path=str(Path(sys.executable).parent)) or "chalice"
    return [chalice, "--project-dir", str(project), act, "--stage", stage.name]


def environment(stage: Stage) -> Mapping[str, str]:
    """What the SDK of another process needs to act on the same stage."""
    given: dict[str, Any] = {"AWS_DEFAULT_REGION": stage.region, "AWS_REGION": stage.region}
    if stage.session.profile_name != "default":
        given["AWS_PROFILE"] = stage.session.profile_name
    if engine := stage.endpoints.get("*"):
        given["AWS_ENDPOINT_URL"] = engine
    return {**os.environ, **given}
