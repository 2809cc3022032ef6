"""Templates: a stage's values filled into Chalice's configuration, and the template that Chalice packages from it.

A project (ops/packaging/package.py) that is configured for a stage can be deployed both ways: `chalice deploy` in it,
or `packaged` and CloudFormation. Both read the same files.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from chalicelib import settings
from chalicelib.jobs.stream import FOLLOWED
from ops.bootstrap import ROOT
from ops.packaging import gateway
from ops.resources import template
from ops.terms import Stop

CONFIGURATION = ROOT / ".chalice"
TEMPLATES = ROOT / "cloudformation"

Values = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where a stage is: its name, and the account, region and partition that hold it."""

    stage: str
    region: str
    account: str
    partition: str


EXAMPLE = Place("dev", "us-east-1", "000000000000", "aws")
EXAMPLE_DATA = {
    "SiteOrigin": "https://awards.example.com",
    "TableName": "laurel",
    "TableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/laurel",
    "TableStreamArn": "arn:aws:dynamodb:us-east-1:000000000000:table/laurel/stream/2026-01-01T00:00:00.000",
    "BucketName": "laurel-attachments",
    "BucketArn": "arn:aws:s3:::laurel-attachments",
    "DeadLettersUrl": "https://sqs.us-east-1.amazonaws.com/000000000000/laurel-dead",
    "DeadLettersArn": "arn:aws:sqs:us-east-1:000000000000:laurel-dead",
    "StateBucketName": "laurel-state",
}
"""A place that is none, for whoever packages before anything is deployed (`make package`, checks of the template)."""


OPTIONAL = ("MailFrom", "Sms", "WebhookUrl")
"""Outputs that a data stack has only where these ways out are used (docs/messages.md)."""


def values(place: Place, data: Values) -> dict[str, str]:
    """All that configuration and policies name, from a place and the outputs of its data stack."""
    here = f"{place.region}:{place.account}"
    return {
        **dict.fromkeys(OPTIONAL, ""),
        **data,
        "Stage": place.stage,
        "Region": place.region,
        "Account": place.account,
        "Partition": place.partition,
        "SecretsName": secrets_name(place.stage),
        "LongJobsArn": f"arn:{place.partition}:states:{here}:stateMachine:laurel-{place.stage}-long-jobs",
    }


def secrets_name(stage: str) -> str:
    """The parameter that holds a stage's secrets as JSON: `secret`, and `proxy_secret` where there is a CDN."""
    return f"/laurel/{stage}/secrets"


def configure(project: Path, filled: Values, architecture: str, extra: Values | None = None) -> None:
    """Write `.chalice` into a project. `extra` are more variables of the functions' environment. Raises Stop where
    the settings have faults, all of them named."""
    config = json.loads(_fill((CONFIGURATION / "config.json").read_text(), filled))
    config["lambda_architecture"] = architecture
    told = config["environment_variables"] | dict(extra or {})
    config["environment_variables"] = {name: value for name, value in told.items() if value}
    stage = config["stages"].setdefault(filled["Stage"], {"environment_variables": {}})
    stage["environment_variables"]["LAUREL_STAGE"] = filled["Stage"]
    _check({**config["environment_variables"], **stage["environment_variables"]})
    target = project / ".chalice"
    target.mkdir(exist_ok=True)
    (target / "config.json").write_text(json.dumps(config, indent=2))
    for policy in CONFIGURATION.glob("policy-*.json"):
        (target / policy.name).write_text(_fill(policy.read_text(), filled))


def merge(filled: Values) -> dict[str, Any]:
    """What is merged into Chalice's template."""
    merged: dict[str, Any] = json.loads(_fill(json.dumps(template(TEMPLATES / "merge.yaml")), filled))
    resources = merged["Resources"]
    _stream_in(merged)["FilterCriteria"] = {"Filters": [{"Pattern": json.dumps(followed())}]}
    answers = {"x-amazon-apigateway-gateway-responses": gateway.definition()}
    resources["RestAPI"] = {"Properties": {"Name": f"laurel-{filled['Stage']}", "DefinitionBody": answers}}
    return merged


def mapping(filled: Values) -> dict[str, Any]:
    """The options of the stream's mapping that Chalice cannot say, as the template and Lambda's own API spell them."""
    return _stream_in(merge(filled))


def _stream_in(merged: dict[str, Any]) -> dict[str, Any]:
    events = merged["Resources"]["Stream"]["Properties"]["Events"]
    found: dict[str, Any] = events["StreamDynamodbEventSource"]["Properties"]
    return found


def followed() -> dict[str, Any]:
    """The records of the stream that anything follows from, as its filter spells it."""
    return {"dynamodb": {"Keys": {"sk": {"S": list(FOLLOWED)}}}}


def packaged(project: Path, filled: Values) -> dict[str, Any]:
    """The template of a configured project; its artefact is `artefact(project)`. Raises Stop."""
    merging = project / "merge.json"
    merging.write_text(json.dumps(merge(filled)))
    chalice = [str(Path(sys.executable).with_name("chalice")), "--project-dir", str(project), "package"]
    chalice += ["--stage", filled["Stage"], "--merge-template", str(merging), str(project / "out")]
    environment = {**os.environ, "AWS_DEFAULT_REGION": filled["Region"]}
    done = subprocess.run(chalice, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise Stop(f"chalice could not package:\n{done.stdout}{done.stderr}")
    made: dict[str, Any] = json.loads((project / "out/sam.json").read_text())
    return made


def artefact(project: Path) -> Path:
    """The zip of a packaged project."""
    return project / "out/deployment.zip"


def released(made: dict[str, Any], bucket: str, key: str) -> dict[str, Any]:
    """A packaged template whose functions take their code from an uploaded artefact."""
    there = {"Bucket": bucket, "Key": key}
    return {
        **made,
        "Resources": {name: _with_code(resource, there) for name, resource in made["Resources"].items()},
    }


def _with_code(resource: dict[str, Any], there: dict[str, str]) -> dict[str, Any]:
    if resource["Type"] != "AWS::Serverless::Function":
        return resource
    return {**resource, "Properties": {**resource["Properties"], "CodeUri": there}}


def _fill(text: str, filled: Values) -> str:
    """`text` with every ${Name} replaced. Raises Stop where one is not known."""
    try:
        return Template(text).substitute(filled)
    except KeyError as missing:
        raise Stop(f"the stage's data stack has no output {missing}. Deploy it anew.") from None


def _check(environment: Values) -> None:
    try:
        settings.check(environment)
    except settings.InvalidSettings as faults:
        raise Stop(f"the settings are not right. {faults}") from None
