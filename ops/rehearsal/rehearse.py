"""A rehearsal: what is packaged is deployed by CloudFormation on a local engine with policies enforced, and served.

Everything is as in a stage but the address: the site is served over plain http on this machine, so the functions are
told that they are local (LAUREL_LOCAL) and where the engine keeps objects. Secrets come from the store all the same.
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
from ops.local import engines, site_build
from ops.local.answer import Answer
from ops.local.server import Server
from ops.local.site import Site, security_headers
from ops.packaging import gateway, package, templates
from ops.resources import template

STAGE = "rehearsal"
SERVICES = "cloudformation,dynamodb,dynamodbstreams,s3,sqs,ssm,iam,sts,lambda,apigateway,events,logs,states,cloudfront,cloudtrail,kms"


@dataclass(frozen=True)
class Rehearsal:
    """A deployed stage on a local engine, and the origin at which it is served."""

    engine: engines.Engine
    region: str
    origin: str
    outputs: Mapping[str, Mapping[str, str]]
    secret: str

    def client(self, service: str) -> Any:
        """A client with the rights of the account's owner."""
        return boto3.client(service, region_name=self.region, endpoint_url=self.engine.endpoint)

    @property
    def data(self) -> Mapping[str, str]:
        return self.outputs["data"]

    @property
    def wiring(self) -> Wiring:
        """The product's own tools over the stage, with the owner's rights, for what an operator does."""
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
def rehearsed(work: Path, region: str = engines.REGION, port: int = 0) -> Iterator[Rehearsal]:
    """A stage deployed from this source and served at a free port; everything ends with it."""
    engine = engines.ministack(work, SERVICES)
    engine.environment |= {"AUTH": "true", "CLOUDTRAIL_RECORDING": "1", "MINISTACK_REGION": region}
    engine.environment["AWS_DEFAULT_REGION"] = region
    os.environ.update(engines.CREDENTIALS)
    origin = f"http://{engines.HOST}:{engines.free_port(port)}"
    engine.start()
    try:
        engine.wait()
        deployed = _deployed(engine, region, origin, work)
        with _served(deployed):
            yield deployed
    finally:
        engine.stop()


def _deployed(engine: engines.Engine, region: str, origin: str, work: Path) -> Rehearsal:
    """The stacks of a stage, one after the other, as an operator deploys them."""
    secret = secrets.token_urlsafe(24)
    client = boto3.client("cloudformation", region_name=region, endpoint_url=engine.endpoint)
    data = stacks.deploy(client, f"laurel-data-{STAGE}", _template("data"), {"SiteOrigin": origin}, every=1)
    stage = Rehearsal(engine, region, origin, {"data": data}, secret)
    held = json.dumps({"secret": secret})
    stage.client("ssm").put_parameter(Name=templates.secrets_name(STAGE), Value=held, Type="SecureString")
    app = stacks.deploy(client, f"laurel-app-{STAGE}", _functions(stage, work), {}, every=1)
    gateway.put(stage.client("apigateway"), app["RestAPIId"], "api")
    edge = stacks.deploy(client, f"laurel-edge-{STAGE}", _template("edge"), {"Stage": STAGE}, every=1)
    return Rehearsal(engine, region, origin, {"data": data, "app": app, "edge": edge}, secret)


def _functions(stage: Rehearsal, work: Path) -> dict[str, str]:
    """The packaged template, its artefact uploaded."""
    account = stage.client("sts").get_caller_identity()["Account"]
    place = templates.Place(STAGE, stage.region, account, stage.data["TableArn"].split(":")[1])
    filled = templates.values(place, stage.data)
    project = package.project(package.HERE, work / "project")
    local = {"LAUREL_LOCAL": "1", "LAUREL_S3_ENDPOINT": stage.engine.endpoint}
    templates.configure(project, filled, package.HERE, local)
    made = templates.packaged(project, filled)
    s3, bucket = stage.client("s3"), stage.data["StateBucketName"]
    s3.upload_file(str(templates.artefact(project)), bucket, "artefacts/functions.zip")
    released = templates.released(made, bucket, "artefacts/functions.zip")
    return stacks.uploaded(s3, bucket, "artefacts/functions.json", json.dumps(released))


def _template(name: str) -> dict[str, str]:
    """A template without what only https can fulfil, since the engine is spoken to over plain http."""
    made = template(templates.TEMPLATES / f"{name}.yaml")
    kept = {n: resource for n, resource in made["Resources"].items() if not _only_over_tls(resource)}
    return stacks.body(json.dumps({**made, "Resources": kept}))


def _only_over_tls(resource: Mapping[str, Any]) -> bool:
    policy = resource.get("Properties", {}).get("PolicyDocument", {})
    return {statement.get("Sid") for statement in policy.get("Statement", [])} == {"OnlyOverTLS"}


@contextlib.contextmanager
def _served(stage: Rehearsal) -> Iterator[None]:
    """One origin for the site and the deployed API, as the CDN has it."""
    address = (engines.HOST, urlsplit(stage.origin).port or 80)
    api = Deployed(stage.engine.endpoint, stage.outputs["app"]["RestAPIId"])
    server = Server(address, api, Site(site_build.BUNDLE), security_headers(stage.engine.endpoint))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Deployed:
    """API Gateway on the engine, as the local server asks its own."""

    endpoint: str
    api: str

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Its answer to a request; `path` begins with the stage."""
        stage, _, rest = path.lstrip("/").partition("/")
        url = f"{self.endpoint}/restapis/{self.api}/{stage}/_user_request_/{rest}"
        kept = {name: value for name, value in headers.items() if name not in {"host", "connection"}}
        request = urllib.request.Request(url, body, kept, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as told:
                return _answer(told)
        except urllib.error.HTTPError as told:
            return _answer(told)


def _answer(told: Any) -> Answer:
    hop = {"connection", "transfer-encoding", "content-length", "date", "server"}
    headers = [(name, value) for name, value in told.headers.items() if name.lower() not in hop]
    return Answer(told.status, headers, told.read())
