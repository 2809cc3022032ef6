"""A rehearsal: the package deployed on a local engine, and served.

CloudFormation deploys it, and the engine enforces policies. It differs from a stage in its address: the site is
served over plain http on this machine, so the functions run with LAUREL_LOCAL and the engine's endpoint for
objects. Secrets come from the parameter store as on a stage.
"""

import contextlib
import json
import os
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

from chalicelib.settings import Settings
from chalicelib.wiring import Wiring
from ops.deploying import stacks
from ops.local import engines
from ops.local.response import Response
from ops.local.server import Server
from ops.local.site_files import SiteFiles, security_headers
from ops.packaging import gateway_responses, project, templates
from ops.packaging.bytecode import RUNNING
from ops.resources import template
from ops.site import bundle

STAGE = "rehearsal"
SERVICES = (
    "cloudformation,dynamodb,dynamodbstreams,s3,sqs,ssm,iam,sts,lambda,apigateway,events,logs,states,cloudfront,"
    "cloudtrail,kms,firehose"
)


@dataclass(frozen=True)
class Rehearsal:
    """A deployed stage on a local engine, and its origin."""

    engine: engines.Engine
    region: str
    origin: str
    outputs: Mapping[str, Mapping[str, str]]
    secret: str

    def client(self, service: str) -> Any:
        """Return a client with the rights of the account's owner."""
        return boto3.client(service, region_name=self.region, endpoint_url=self.engine.endpoint)

    @property
    def data(self) -> Mapping[str, str]:
        return self.outputs["data"]

    @property
    def wiring(self) -> Wiring:
        """The product's tools over the stage.

        They have the owner's rights, as an operator has.
        """
        return Wiring(
            Settings(
                stage=STAGE,
                local=True,
                site_origin=self.origin,
                table=self.data["TableName"],
                bucket=self.data["BucketName"],
                region=self.region,
                secret=self.secret,
                dynamodb_endpoint=self.engine.endpoint,
                s3_endpoint=self.engine.endpoint,
            )
        )


@contextlib.contextmanager
def rehearse(work: Path, region: str = engines.REGION, port: int = 0) -> Iterator[Rehearsal]:
    """Deploy a stage from this source and serve it until the end.

    That is the end of the block. Yields the stage; `port` 0 means any free port.
    """
    engine = engines.ministack(work, SERVICES)
    engine.environment |= {"AUTH": "true", "CLOUDTRAIL_RECORDING": "1", "MINISTACK_REGION": region}
    engine.environment["AWS_DEFAULT_REGION"] = region
    os.environ.update(engines.CREDENTIALS)
    origin = f"http://{engines.HOST}:{engines.free_port(port)}"
    engine.start()
    try:
        engine.wait()
        deployed = _deploy(engine, region, origin, work)
        with _serve(deployed):
            yield deployed
    finally:
        engine.stop()


def _deploy(engine: engines.Engine, region: str, origin: str, work: Path) -> Rehearsal:
    """Deploy the stacks of a stage in sequence, as an operator does."""
    secret = secrets.token_urlsafe(24)
    client = boto3.client("cloudformation", region_name=region, endpoint_url=engine.endpoint)
    data = stacks.deploy(
        client, f"laurel-data-{STAGE}", _template("data"), {"SiteOrigin": origin, "Runtime": RUNNING}, every=1
    )
    stage = Rehearsal(engine, region, origin, {"data": data}, secret)
    name = f"{templates.secrets_path(STAGE)}/secret"
    stage.client("ssm").put_parameter(Name=name, Value=secret, Type="SecureString")
    app = stacks.deploy(client, f"laurel-app-{STAGE}", _functions(stage, work), {}, every=1)
    gateway_responses.put(stage.client("apigateway"), app["RestAPIId"], "api")
    edge = stacks.deploy(client, f"laurel-edge-{STAGE}", _template("edge"), {"Stage": STAGE}, every=1)
    return Rehearsal(engine, region, origin, {"data": data, "app": app, "edge": edge}, secret)


def _functions(stage: Rehearsal, work: Path) -> dict[str, str]:
    """Package, and upload the artefact and its template.

    Returns the template as `stacks.deploy` takes it.
    """
    account = stage.client("sts").get_caller_identity()["Account"]
    location = templates.StageLocation(STAGE, stage.region, account, stage.data["TableArn"].split(":")[1])
    values = templates.template_values(location, stage.data)
    directory = project.create(project.HERE, values["Runtime"], work / "project")
    local = {"LAUREL_LOCAL": "1", "LAUREL_S3_ENDPOINT": stage.engine.endpoint}
    templates.configure(directory, values, project.HERE, local)
    packaged = templates.package(directory, values)
    s3, bucket = stage.client("s3"), stage.data["StateBucketName"]
    s3.upload_file(str(templates.artefact(directory)), bucket, "artefacts/functions.zip")
    released = templates.released(packaged, bucket, "artefacts/functions.zip")
    s3.put_object(Bucket=bucket, Key="artefacts/functions.json", Body=json.dumps(released).encode())
    return stacks.uploaded(s3, bucket, "artefacts/functions.json")


def _template(name: str) -> dict[str, str]:
    """Return a template without its policies that require TLS.

    The engine is reached over plain http.
    """
    whole = template(templates.TEMPLATES / f"{name}.yaml")
    kept = {n: resource for n, resource in whole["Resources"].items() if not _only_over_tls(resource)}
    return stacks.body(json.dumps({**whole, "Resources": kept}))


def _only_over_tls(resource: Mapping[str, Any]) -> bool:
    policy = resource.get("Properties", {}).get("PolicyDocument", {})
    return {statement.get("Sid") for statement in policy.get("Statement", [])} == {"OnlyOverTLS"}


@contextlib.contextmanager
def _serve(stage: Rehearsal) -> Iterator[None]:
    """Serve the site and the deployed API at one origin.

    The CDN does that on a stage.
    """
    address = (engines.HOST, urlsplit(stage.origin).port or 80)
    api = DeployedApi(stage.engine.endpoint, stage.outputs["app"]["RestAPIId"])
    server = Server(address, api, SiteFiles(bundle.BUNDLE), security_headers(stage.engine.endpoint))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class DeployedApi:
    """API Gateway on the engine.

    The local server uses it in place of its own gateway.
    """

    endpoint: str
    api: str

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Response:
        """Return the response to a request; `path` begins with the stage."""
        stage, _, rest = path.lstrip("/").partition("/")
        url = f"{self.endpoint}/restapis/{self.api}/{stage}/_user_request_/{rest}"
        kept = {name: value for name, value in headers.items() if name not in {"host", "connection"}}
        request = urllib.request.Request(url, body, kept, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return _response(answer)
        except urllib.error.HTTPError as refusal:
            return _response(refusal)


def _response(answer: Any) -> Response:
    hop = {"connection", "transfer-encoding", "content-length", "date", "server"}
    headers = [(name, value) for name, value in answer.headers.items() if name.lower() not in hop]
    return Response(answer.status, headers, answer.read())
