"""`ops doctor`: whether this machine and this account can deploy, and whether what is deployed is as it should be.

Before anything is deployed: versions, credentials, region, clock, quotas. Once there is a stage: what the table and
the bucket must have, secrets, dead letters, the stream's mapping, migrations, and from outside: a real preflight
against the bucket, the site's headers, the API's own answer to a path that it does not have, and the address that
it sees.
"""

import argparse
import ipaddress
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.settings import RUNTIME
from ops import stages
from ops.data.migrating import pending
from ops.keeping.point_in_time import off, stream_of
from ops.packaging import templates
from ops.refusals import sentence_of
from ops.stages import Stage
from ops.tending import redrive
from ops.terms import DONE, FOUND, Stop

MOST_SKEW = 60
"""Seconds; AWS refuses signatures that are five minutes off."""
FEWEST_AT_ONCE = 100
"""Functions that may run at once in an account; new accounts begin with ten."""
TIMEOUT = 10


@dataclass(frozen=True)
class Finding:
    """One check: `ok` None where it could not be asked yet."""

    what: str
    ok: bool | None
    words: str


Check = Callable[[Stage], Iterator[Finding]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)


def run(options: argparse.Namespace) -> int:
    """One line a check; 1 where any fails."""
    failed = 0
    for finding in findings(stages.stage_of(options)):
        print(f"{MARKS[finding.ok]:4} {finding.what}: {finding.words}", flush=True)
        failed += finding.ok is False
    return FOUND if failed else DONE


MARKS = {True: "ok", False: "FAIL", None: "-"}


def findings(stage: Stage) -> Iterator[Finding]:
    """All checks, one after the other. One that cannot be made counts as failed and does not end the rest, but where
    nobody is signed in or there is no such region, nothing else is asked."""
    for needed in (versions, region, credentials):
        found = list(_made(needed, stage))
        yield from found
        if needed is not versions and not all(finding.ok for finding in found if finding.what != "clock"):
            return
    yield from _made(quotas, stage)
    deployed = list(_made(whether_deployed, stage))
    yield from deployed
    if not deployed:
        for check in DEPLOYED:
            yield from _made(check, stage)


def _made(check: Check, stage: Stage) -> Iterator[Finding]:
    try:
        yield from check(stage)
    except (ClientError, BotoCoreError, OSError, Stop) as error:
        words = sentence_of(error) or str(error)
        yield Finding(check.__name__.replace("_", " "), False, f"could not be checked: {words}")


def versions(stage: Stage) -> Iterator[Finding]:
    """Python, Chalice and the SDK of this machine."""
    running = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    yield Finding("python", running == RUNTIME, f"{running}; functions run on {RUNTIME}")
    yield Finding("packages", True, f"chalice {version('chalice')}, boto3 {version('boto3')}")


def region(stage: Stage) -> Iterator[Finding]:
    """That there is such a region: a name that is none would be looked for, again and again."""
    session, name = stage.session, stage.region
    known = {r for p in session.get_available_partitions() for r in session.get_available_regions("sts", p)}
    if name in known:
        yield Finding("region", True, f"{name} of partition {session.get_partition_for_region(name)}")
    else:
        yield Finding("region", False, f"{name} is no region that this SDK knows; see --region")


def credentials(stage: Stage) -> Iterator[Finding]:
    """Who calls, and how far this machine's clock is off."""
    who = stage.client("sts").get_caller_identity()
    yield Finding("credentials", True, f"{who['Arn']} in account {who['Account']}")
    told = who["ResponseMetadata"]["HTTPHeaders"].get("date")
    if told:
        skew = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds())
        yield Finding("clock", skew < MOST_SKEW, f"{skew:.0f} s off AWS's (at most {MOST_SKEW})")


def quotas(stage: Stage) -> Iterator[Finding]:
    """How many functions may run at once."""
    limit = stage.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    words = f"{limit} functions at once (at least {FEWEST_AT_ONCE}; more: Service Quotas, Lambda)"
    yield Finding("quotas", limit >= FEWEST_AT_ONCE, words)


def whether_deployed(stage: Stage) -> Iterator[Finding]:
    """What is to be done next where there is no such stage yet; nothing where there is."""
    if not stage.outputs("data"):
        words = f"{stage.name} is not deployed yet: python -m ops deploy --stage {stage.name}"
        yield Finding("stage", None, words)


def table(stage: Stage) -> Iterator[Finding]:
    """Time to live, stream, recovery, deletion protection."""
    name = stage.data["TableName"]
    lacks = off(stage.client("dynamodb"), name)
    yield Finding(
        "table", not lacks, f"{name} lacks {', '.join(lacks)}" if lacks else f"{name} has all it needs"
    )


def bucket(stage: Stage) -> Iterator[Finding]:
    """Versions kept, nothing public, and a preflight as a browser sends it."""
    s3, name = stage.client("s3"), stage.data["BucketName"]
    kept = s3.get_bucket_versioning(Bucket=name).get("Status") == "Enabled"
    yield Finding("bucket versions", kept, f"{name} {'keeps' if kept else 'does not keep'} every version")
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    yield Finding(
        "bucket privacy", all(block.values()), "no public access" if all(block.values()) else str(block)
    )
    url = upload_url(stage)
    origin = stage.data.get("SiteOrigin", "")
    allowed, other = _preflight(url, origin), _preflight(url, "https://elsewhere.invalid")
    yield Finding(
        "bucket CORS", allowed and not other, f"{origin} may upload: {allowed}; others may: {other}"
    )


def secrets(stage: Stage) -> Iterator[Finding]:
    """That the secrets are in the store; none is shown."""
    name = templates.secrets_name(stage.name)
    held = stage.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]
    names = sorted(json.loads(held["Value"]))
    right = held["Type"] == "SecureString" and "secret" in names
    yield Finding("secrets", right, f"parameter {name} holds {', '.join(names)}")


def dead_letters(stage: Stage) -> Iterator[Finding]:
    """What jobs could not do."""
    count = redrive.dead_letters(stage)
    yield Finding("dead letters", count == 0, f"{count} (see ops redrive)" if count else "none")


def stream(stage: Stage) -> Iterator[Finding]:
    """Who reads the table's stream."""
    arn = stream_of(stage.client("dynamodb"), stage.data["TableName"])
    found = stage.client("lambda").list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
    on = [m for m in found if m.get("State") == "Enabled"]
    said = [f"{m['FunctionArn'].rpartition(':')[2]} {m.get('State')}" for m in found]
    yield Finding("stream", len(on) == 1, ", ".join(said) or "nobody reads it: deploy the functions")


def migrations(stage: Stage) -> Iterator[Finding]:
    """What this version's data still lacks."""
    left = pending(stage.contents)
    yield Finding(
        "migrations", not left, f"to be run: {', '.join(left)} (ops migrate)" if left else "all done"
    )


def outside(stage: Stage) -> Iterator[Finding]:
    """The site and the API as a visitor has them."""
    origin = stage.data.get("SiteOrigin", "")
    status, headers = _asked(origin + "/")
    missing = [n for n in ("content-security-policy", "strict-transport-security") if n not in headers]
    words = f"{origin} answers {status}" + (f" without {', '.join(missing)}" if missing else "")
    yield Finding("site", status == 200 and not missing, words)
    status, headers = _asked(origin + "/api/no-such-path")
    problem = status == 404 and headers.get("content-type", "").startswith("application/problem+json")
    yield Finding("api", problem, f"an unknown path answers {status} {headers.get('content-type', '')}")


def source_address(stage: Stage) -> Iterator[Finding]:
    """Whom the API counts this machine's requests by: never what a request says of itself."""
    url, lie = stage.data.get("SiteOrigin", "") + "/api/address", "192.0.2.77"
    forged = {"X-Forwarded-For": lie, "X-Laurel-Viewer": lie, "CloudFront-Viewer-Address": f"{lie}:1"}
    seen, again = _address(url, {}), _address(url, forged)
    private = ipaddress.ip_network(seen, strict=False).is_private
    right = seen == again and not private
    words = f"the API sees {seen}; it should be this machine's own way out"
    yield Finding(
        "source address", right, words if seen == again else f"a forged header made {seen} into {again}"
    )


DEPLOYED: tuple[Check, ...] = (
    table,
    bucket,
    secrets,
    dead_letters,
    stream,
    migrations,
    outside,
    source_address,
)


def upload_url(stage: Stage) -> str:
    """Where the product lets browsers upload to."""
    return stage.tools.objects.presign_upload("incoming/preflight", "application/pdf", 1)[0]


def _preflight(url: str, origin: str) -> bool:
    """Whether a browser on a page of `origin` may send a form to `url`."""
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    status, headers = _asked(url, method="OPTIONS", headers=asks)
    return status < 300 and headers.get("access-control-allow-origin") in {origin, "*"}


def _address(url: str, headers: Mapping[str, str]) -> str:
    request = urllib.request.Request(url, headers=dict(headers))
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        told: str = json.loads(answer.read())["address"]
    return told


def _asked(
    url: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str]]:
    """Status, and headers by lower-case names. Raises OSError where nothing answers."""
    request = urllib.request.Request(url, method=method, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return answer.status, _lower(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, _lower(refused.headers)


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
