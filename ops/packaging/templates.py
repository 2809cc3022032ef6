"""A project's configuration for a stage, and its packaged template.

A project (ops/packaging/project.py) configured for a stage can be deployed by `chalice deploy`, or packaged and
deployed by CloudFormation. Both read the same files.
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

from chalicelib import release, settings
from chalicelib.jobs.stream import filters
from ops.bootstrap import ROOT
from ops.cli import Stop
from ops.packaging import gateway_responses
from ops.resources import template

CONFIGURATION = ROOT / ".chalice"
TEMPLATES = ROOT / "cloudformation"

Values = Mapping[str, str]


@dataclass(frozen=True)
class StageLocation:
    """A stage's name, region, account and partition."""

    stage: str
    region: str
    account: str
    partition: str


EXAMPLE = StageLocation("dev", "us-east-1", "000000000000", "aws")
EXAMPLE_DATA = {
    "SiteOrigin": "https://awards.example.com",
    "TableName": "laurel",
    "TableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/laurel",
    "TableStreamArn": "arn:aws:dynamodb:us-east-1:000000000000:table/laurel/stream/2026-01-01T00:00:00.000",
    "BucketName": "laurel-attachments",
    "BucketArn": "arn:aws:s3:::laurel-attachments",
    "PublicBucketName": "laurel-public",
    "PublicBucketArn": "arn:aws:s3:::laurel-public",
    "RecordKeyArn": "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000",
    "RecordKeyNextArn": "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000",
    "DeadLettersUrl": "https://sqs.us-east-1.amazonaws.com/000000000000/laurel-dead",
    "DeadLettersArn": "arn:aws:sqs:us-east-1:000000000000:laurel-dead",
    "StateBucketName": "laurel-state",
    "GatewayLogArn": "arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-laurel-data-dev",
}
"""Values of no stage, for packaging before anything is deployed.

`make package` and the template's checks use them.
"""


ACCESS_LINE = {
    "time": "$context.requestTimeEpoch",
    "request": "$context.requestId",
    "address": "$context.identity.sourceIp",
    "route": "$context.httpMethod $context.resourcePath",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "agent": "$context.identity.userAgent",
}
"""What the gateway's access log holds of a request.

No path, query or header that could name an entry or a person; the request's id is that of the functions' line.
"""

OPTIONAL = ("MailFrom", "Sms", "WebhookUrl", "ReserveJobs", "ReservedForApi", "SecretsVersion")
"""Values that a stage may lack.

They are those of channels that are not set up (docs/messages.md), of functions that are kept (docs/deploy.md), and of
secrets to come.
"""

RESERVED = {"stream": 10, "tick": 2, "messages_due": 2, "closing": 2, "season": 4, "nightly": 1}
"""Functions at once that are kept for each job where the stage's settings ask.

Whatever the API takes then, jobs go on; and a job takes no more than these. The sum must leave the account 100 more.
"""
THROTTLING = {"RequestsPerSecond": "200", "RequestsAtOnce": "400"}
"""The defaults of data.yaml, for a stage whose data stack is older."""
API = "api_handler"


def reserved(values: Values) -> dict[str, int]:
    """Return how many functions at once are kept, by name."""
    jobs = RESERVED if values.get("ReserveJobs") else {}
    return {**jobs, API: int(values["ReservedForApi"])} if values.get("ReservedForApi") else dict(jobs)


def template_values(location: StageLocation, data: Values) -> dict[str, str]:
    """Return values for all names in configuration and policies.

    `data` are the outputs of the location's data stack.
    """
    here = f"{location.region}:{location.account}"
    state_machines = f"arn:{location.partition}:states:{here}:stateMachine:laurel-{location.stage}"
    return {
        **dict.fromkeys(OPTIONAL, ""),
        "Runtime": settings.RUNTIME,
        **THROTTLING,
        **data,
        "Stage": location.stage,
        "Region": location.region,
        "Account": location.account,
        "Partition": location.partition,
        "SecretsPath": secrets_path(location.stage),
        "LongJobsArn": f"{state_machines}-long-jobs",
        "SeasonArn": f"{state_machines}-season",
    }


def secrets_path(stage: str) -> str:
    """Return the path of a stage's secrets, a parameter each."""
    return f"/laurel/{stage}"


def configure(project: Path, values: Values, architecture: str, extra: Values | None = None) -> None:
    """Write `.chalice` into a project.

    `extra` are more variables for the functions. Raises Stop with all faults of the settings.
    """
    config = json.loads(_fill((CONFIGURATION / "config.json").read_text(), values))
    config["lambda_architecture"] = architecture
    for name, count in reserved(values).items():
        config["lambda_functions"][name]["reserved_concurrency"] = count
    variables = config["environment_variables"] | dict(extra or {})
    config["environment_variables"] = {name: value for name, value in variables.items() if value}
    config["tags"] = _tags(project)
    stage = config["stages"].setdefault(values["Stage"], {"environment_variables": {}})
    stage["environment_variables"]["LAUREL_STAGE"] = values["Stage"]
    _check({**config["environment_variables"], **stage["environment_variables"]})
    target = project / ".chalice"
    target.mkdir(exist_ok=True)
    (target / "config.json").write_text(json.dumps(config, indent=2))
    for policy in CONFIGURATION.glob("policy-*.json"):
        (target / policy.name).write_text(_fill(policy.read_text(), values))


def _tags(project: Path) -> dict[str, str]:
    """Return the tags that say which release a project's functions run."""
    packaged = release.read(project / release.FILE.relative_to(ROOT))
    return {"laurel:version": packaged.version, "laurel:commit": packaged.commit}


def merge(values: Values) -> dict[str, Any]:
    """Return the template to merge into Chalice's."""
    merged: dict[str, Any] = json.loads(_fill(json.dumps(template(TEMPLATES / "merge.yaml")), values))
    resources = merged["Resources"]
    _stream_in(merged)["FilterCriteria"] = {"Filters": [{"Pattern": json.dumps(stream_filter())}]}
    answers = {"x-amazon-apigateway-gateway-responses": gateway_responses.definitions()}
    resources["RestAPI"] = {
        "Properties": {
            "Name": f"laurel-{values['Stage']}",
            "DefinitionBody": answers,
            "MethodSettings": [{"ResourcePath": "/*", "HttpMethod": "*", **throttling(values)}],
            "AccessLogSetting": access_log(values),
        }
    }
    return merged


def throttling(values: Values) -> dict[str, int]:
    """Return the limits of all the API's routes together."""
    return {
        "ThrottlingRateLimit": int(values["RequestsPerSecond"]),
        "ThrottlingBurstLimit": int(values["RequestsAtOnce"]),
    }


def access_log(values: Values) -> dict[str, str]:
    """Return the setting of the gateway's access log.

    Raises Stop for a data stack that has none yet.
    """
    return {"DestinationArn": _fill("${GatewayLogArn}", values), "Format": json.dumps(ACCESS_LINE)}


def mapping(values: Values) -> dict[str, Any]:
    """Return the stream mapping's options that Chalice lacks.

    They are spelled alike in the template and in Lambda's API.
    """
    return _stream_in(merge(values))


def _stream_in(merged: dict[str, Any]) -> dict[str, Any]:
    events = merged["Resources"]["Stream"]["Properties"]["Events"]
    mapping: dict[str, Any] = events["StreamDynamodbEventSource"]["Properties"]
    return mapping


def stream_filter() -> dict[str, Any]:
    """Return the stream's filter: records that a job follows."""
    return {"dynamodb": {"Keys": {"sk": {"S": filters()}}}}


def package(project: Path, values: Values) -> dict[str, Any]:
    """Package a configured project and return its template.

    The artefact is `artefact(project)`. Raises Stop when Chalice fails.
    """
    merging = project / "merge.json"
    merging.write_text(json.dumps(merge(values)))
    chalice = [str(Path(sys.executable).with_name("chalice")), "--project-dir", str(project), "package"]
    chalice += ["--stage", values["Stage"], "--merge-template", str(merging), str(project / "out")]
    environment = {**os.environ, "AWS_DEFAULT_REGION": values["Region"]}
    done = subprocess.run(chalice, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise Stop(f"chalice could not package:\n{done.stdout}{done.stderr}")
    packaged: dict[str, Any] = json.loads((project / "out/sam.json").read_text())
    return packaged


def artefact(project: Path) -> Path:
    """Return the path of a packaged project's zip."""
    return project / "out/deployment.zip"


def released(packaged: dict[str, Any], bucket: str, key: str) -> dict[str, Any]:
    """Return a packaged template that takes code from an uploaded artefact."""
    code = {"Bucket": bucket, "Key": key}
    return {
        **packaged,
        "Resources": {name: _with_code(resource, code) for name, resource in packaged["Resources"].items()},
    }


def _with_code(resource: dict[str, Any], code: dict[str, str]) -> dict[str, Any]:
    if resource["Type"] != "AWS::Serverless::Function":
        return resource
    return {**resource, "Properties": {**resource["Properties"], "CodeUri": code}}


def _fill(text: str, values: Values) -> str:
    """Replace every ${Name} in a text.

    Raises Stop for an unknown name.
    """
    try:
        return Template(text).substitute(values)
    except KeyError as missing:
        raise Stop(f"the stage's data stack has no output {missing}. Deploy it anew.") from None


def _check(environment: Values) -> None:
    try:
        settings.check(environment)
    except settings.InvalidSettings as faults:
        raise Stop(f"the settings are not right. {faults}") from None
