"""Checks of a machine, an account and a stage.

Before anything is deployed: versions, credentials, region, clock, quotas. Of a deployed stage: table and bucket
settings, secrets, dead letters, the stream's mapping, alarms and who hears them, data migrations; and from
outside: a preflight against the bucket, the site's headers and certificate, the API's answer to an unknown path,
and the caller's address as the API sees it.
"""

import ipaddress
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.settings import RUNTIMES
from chalicelib.storage.engine.site import visit
from ops.backup.point_in_time import missing_settings
from ops.cli import Stop
from ops.deploying import history, secret_store
from ops.deploying.alarms import PENDING, subscriptions
from ops.deploying.secret_store import shown_by_cdn
from ops.error_text import sentence_of
from ops.packaging import templates
from ops.packaging.bytecode import RUNNING, find_python
from ops.resources import template
from ops.stage_care.data_migration import pending
from ops.stage_care.dead_letters import count_dead_letters
from ops.stages import Stage

MOST_SKEW = 60
"""Most seconds by which the clock may be off.

AWS refuses signatures that are five minutes off.
"""
FEWEST_AT_ONCE = 100
"""Fewest concurrent functions that an account should allow.

New accounts begin with ten.
"""
FEWEST_DAYS = 21
"""Fewest days that the site's certificate should last, as the alarm has it."""
TIMEOUT = 10


@dataclass(frozen=True)
class CheckResult:
    """The result of a check.

    `ok` is None where the check cannot be made yet.
    """

    what: str
    ok: bool | None
    words: str


Check = Callable[[Stage], Iterator[CheckResult]]


def run_checks(stage: Stage, of_deployed: Sequence[Check] | None = None) -> Iterator[CheckResult]:
    """Run all checks in order and yield their results.

    `of_deployed` are those of a deployed stage, without it DEPLOYED. A check that raises counts as failed, and the
    others continue. Without credentials or a known region nothing
    else is checked.
    """
    results = list(machine_and_account(stage))
    yield from results
    if not any(result.what == "quotas" for result in results):
        return
    deployed = list(_run(next_step, stage))
    yield from deployed
    if not deployed:
        for check in of_deployed or DEPLOYED:
            yield from _run(check, stage)


def machine_and_account(stage: Stage) -> Iterator[CheckResult]:
    """Check what must be right before anything is deployed.

    The account's quotas come last, and only with credentials and a known region.
    """
    for needed in (versions, region, credentials):
        results = list(_run(needed, stage))
        yield from results
        if needed is not versions and not all(result.ok for result in results if result.what != "clock"):
            return
    yield from _run(quotas, stage)


def _run(check: Check, stage: Stage) -> Iterator[CheckResult]:
    try:
        yield from check(stage)
    except (ClientError, BotoCoreError, OSError, Stop) as error:
        words = sentence_of(error) or str(error)
        yield CheckResult(check.__name__.replace("_", " "), False, f"could not be checked: {words}")


def versions(stage: Stage) -> Iterator[CheckResult]:
    """Check this machine's versions of Python, Chalice and the SDK."""
    built = [runtime for runtime in RUNTIMES if find_python(runtime)]
    words = f"{RUNNING}; functions can be packaged for {', '.join(built) or f'none of {RUNTIMES}'}"
    yield CheckResult("python", bool(built), words)
    yield CheckResult("packages", True, f"chalice {version('chalice')}, boto3 {version('boto3')}")


def region(stage: Stage) -> Iterator[CheckResult]:
    """Check the region's name.

    An unknown one would be retried for minutes.
    """
    session, name = stage.session, stage.region
    known = {r for p in session.get_available_partitions() for r in session.get_available_regions("sts", p)}
    if name in known:
        yield CheckResult("region", True, f"{name} of partition {session.get_partition_for_region(name)}")
    else:
        yield CheckResult("region", False, f"{name} is no region that this SDK knows; see --region")


def credentials(stage: Stage) -> Iterator[CheckResult]:
    """Check the caller's credentials, and the clock against that of AWS."""
    who = stage.client("sts").get_caller_identity()
    yield CheckResult("credentials", True, f"{who['Arn']} in account {who['Account']}")
    date = who["ResponseMetadata"]["HTTPHeaders"].get("date")
    if date:
        skew = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
        yield CheckResult("clock", skew < MOST_SKEW, f"{skew:.0f} s off AWS's (at most {MOST_SKEW})")


def quotas(stage: Stage) -> Iterator[CheckResult]:
    """Check the account's limit of concurrent functions."""
    limit = stage.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    words = f"{limit} functions at once (at least {FEWEST_AT_ONCE}; more: Service Quotas, Lambda)"
    yield CheckResult("quotas", limit >= FEWEST_AT_ONCE, words)


def next_step(stage: Stage) -> Iterator[CheckResult]:
    """Yield the next command to run if the stage is not deployed."""
    if not stage.outputs("data"):
        words = f"{stage.name} is not deployed yet: python -m ops deploy --stage {stage.name}"
        yield CheckResult("stage", None, words)


def table(stage: Stage) -> Iterator[CheckResult]:
    """Check time to live, stream, recovery and deletion protection."""
    name = stage.data["TableName"]
    lacks = missing_settings(stage.client("dynamodb"), name)
    yield CheckResult("table", not lacks, f"{name} lacks {', '.join(lacks)}" if lacks else f"{name} has all it needs")


def bucket(stage: Stage) -> Iterator[CheckResult]:
    """Check versioning, public access, and a preflight from a browser."""
    s3, name = stage.client("s3"), stage.data["BucketName"]
    kept = s3.get_bucket_versioning(Bucket=name).get("Status") == "Enabled"
    yield CheckResult("bucket versions", kept, f"{name} {'keeps' if kept else 'does not keep'} every version")
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    yield CheckResult("bucket privacy", all(block.values()), "no public access" if all(block.values()) else str(block))
    url = upload_url(stage)
    origin = stage.data.get("SiteOrigin", "")
    allowed, other = _preflight(url, origin), _preflight(url, "https://elsewhere.invalid")
    yield CheckResult("bucket CORS", allowed and not other, f"{origin} may upload: {allowed}; others may: {other}")


def secrets(stage: Stage) -> Iterator[CheckResult]:
    """Check the secrets in the store.

    It shows their names, never their values.
    """
    held, stored = secret_store.parameters(stage), secret_store.read_secrets(stage)
    names, plain = sorted(stored), sorted(name for name, one in held.items() if one["Type"] != "SecureString")
    words = f"{', '.join(names) or 'none'} under {templates.secrets_path(stage.name)}"
    words += f"; not encrypted: {', '.join(plain)}" if plain else ""
    yield CheckResult("secrets", "secret" in stored and not plain, words)
    if secret_store.ALL_IN_ONE in held:
        words = "they lie in one parameter that every function may read: the next ops deploy moves them"
        yield CheckResult("place of secrets", None, words)
    shown = shown_by_cdn(stage)
    if stage.outputs("cdn"):
        valid = {value for name, value in stored.items() if name.startswith("proxy_secret")}
        words = (
            "the CDN shows what functions take"
            if shown in valid
            else f"the CDN shows another: python -m ops deploy --stage {stage.name} --only app --only cdn"
        )
        yield CheckResult("secret of the CDN", shown in valid, words)
    if exchanged := [one for one in names if one.endswith(("_next", "_before"))]:
        words = f"an exchange has not ended ({', '.join(exchanged)}): ops secret retire"
        yield CheckResult("exchange of secrets", None, words)


def release(stage: Stage) -> Iterator[CheckResult]:
    """Check that the API runs what was deployed last."""
    standing = history.standing(history.all_of(stage))
    if standing is None:
        yield CheckResult("release", None, "no deployment is recorded yet")
        return
    answer = _fetch_json(stage.data.get("SiteOrigin", "") + "/api/version")
    same = (answer.get("version"), answer.get("commit")) == (standing.version, standing.commit)
    words = f"{standing.version} {standing.commit}, since {standing.at}"
    yield CheckResult("release", same, words if same else f"the API says {answer}, and what was deployed is {words}")


def dead_letters(stage: Stage) -> Iterator[CheckResult]:
    """Check that there are no dead letters."""
    count = count_dead_letters(stage)
    yield CheckResult("dead letters", count == 0, f"{count} (see ops redrive)" if count else "none")


def stream(stage: Stage) -> Iterator[CheckResult]:
    """Check that one function reads the table's stream."""
    arn = stage.stream_of(stage.data["TableName"])
    mappings = stage.client("lambda").list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
    on = [m for m in mappings if m.get("State") == "Enabled"]
    states = [f"{m['FunctionArn'].rpartition(':')[2]} {m.get('State')}" for m in mappings]
    states += ["what is written is lost after a day: docs/runbooks/stream-silent.md"] if mappings and not on else []
    yield CheckResult("stream", len(on) == 1, ", ".join(states) or "nobody reads it: deploy the functions")


def alarms(stage: Stage) -> Iterator[CheckResult]:
    """Check that every alarm stands, may ring, and rings for somebody."""
    needed, standing = _alarms_of_template(stage), _standing_alarms(stage)
    missing = sorted(needed - standing.keys())
    words = f"missing: {', '.join(missing)}; deploy --only watch" if missing else f"{len(standing)} stand"
    yield CheckResult("alarms", not missing, words)
    mute = sorted(name for name, alarm in standing.items() if not alarm["ActionsEnabled"])
    if mute:
        yield CheckResult("silenced alarms", False, f"{', '.join(mute)}; aws cloudwatch enable-alarm-actions")
    ringing = sorted(name for name, alarm in standing.items() if alarm["StateValue"] == "ALARM")
    yield CheckResult("no alarm rings", not ringing, f"{', '.join(ringing)}; see docs/runbooks" if ringing else "none")
    yield from _who_hears(subscriptions(stage))


def _who_hears(subscribed: list[dict[str, str]]) -> Iterator[CheckResult]:
    waiting = sorted({one["Endpoint"] for one in subscribed if one["SubscriptionArn"] == PENDING})
    hearing = sorted({one["Endpoint"] for one in subscribed if one["SubscriptionArn"] != PENDING})
    if not subscribed:
        yield CheckResult("who hears alarms", False, "nobody: python -m ops deploy --only watch --alarms MAIL")
        return
    words = ", ".join(hearing) or "nobody"
    if waiting:
        words += f"; {', '.join(waiting)} has not confirmed: open the link in the mail 'Subscription Confirmation'"
        words += " (it ends after 2 days; aws sns subscribe sends another)"
    yield CheckResult("who hears alarms", not waiting, words)


def _alarms_of_template(stage: Stage) -> set[str]:
    """Return the names of the alarms that the template gives a stage."""
    resources = template(templates.TEMPLATES / "watch.yaml")["Resources"].values()
    named = [r["Properties"].get("AlarmName", {}).get("Fn::Sub", "") for r in resources]
    return {name.replace("${Stage}", stage.name) for name in named if name}


def _standing_alarms(stage: Stage) -> dict[str, dict[str, Any]]:
    kinds = ["MetricAlarm", "CompositeAlarm"]
    pages = stage.client("cloudwatch").get_paginator("describe_alarms")
    listed = pages.paginate(AlarmNamePrefix=f"laurel-{stage.name}-", AlarmTypes=kinds)
    every = (one for page in listed for kind in ("MetricAlarms", "CompositeAlarms") for one in page.get(kind, []))
    return {one["AlarmName"]: one for one in every}


def certificate(stage: Stage) -> Iterator[CheckResult]:
    """Check how long the certificate lasts that visitors are shown."""
    origin = stage.data.get("SiteOrigin", "")
    days = visit(origin).days
    if days is None:
        yield CheckResult("certificate", False, f"{origin} does not answer over TLS")
        return
    words = f"that of {origin} lasts {days:.0f} days (at least {FEWEST_DAYS}; docs/runbooks/certificate-ends.md)"
    yield CheckResult("certificate", days >= FEWEST_DAYS, words)


def renewal(stage: Stage) -> Iterator[CheckResult]:
    """Check that ACM renews the CDN's certificate, where it is ACM's.

    What visitors are shown is another check: the name may not yet point there.
    """
    parameters = stage.parameters("cdn")
    arn = parameters.get("CertificateArn", "")
    if not arn:
        return
    acm = stage.session.client("acm", region_name=arn.split(":")[3])
    yield renewal_of(acm.describe_certificate(CertificateArn=arn)["Certificate"], datetime.now(UTC))


def renewal_of(described: Mapping[str, Any], now: datetime) -> CheckResult:
    """Return what ACM's description says of a certificate's future."""
    status = described["Status"]
    days = (described["NotAfter"] - now).days if "NotAfter" in described else 0
    renewed = described.get("RenewalSummary", {}).get("RenewalStatus", "")
    right = status == "ISSUED" and days >= FEWEST_DAYS and renewed not in {"PENDING_VALIDATION", "FAILED"}
    words = [f"{status}, {days} days left", *([f"renewal {renewed}"] if renewed else [])]
    words += [] if described.get("Type") == "AMAZON_ISSUED" else ["imported: nobody renews it by itself"]
    return CheckResult("certificate's renewal", right, ", ".join(words))


def migrations(stage: Stage) -> Iterator[CheckResult]:
    """Check that the stage lacks no data migration."""
    left = pending(stage.contents)
    yield CheckResult("migrations", not left, f"to be run: {', '.join(left)} (ops migrate)" if left else "all done")


def outside(stage: Stage) -> Iterator[CheckResult]:
    """Check the site and the API as a visitor reaches them."""
    origin = stage.data.get("SiteOrigin", "")
    status, headers = _fetch(origin + "/")
    missing = [n for n in ("content-security-policy", "strict-transport-security") if n not in headers]
    words = f"{origin} answers {status}" + (f" without {', '.join(missing)}" if missing else "")
    yield CheckResult("site", status == 200 and not missing, words)
    status, headers = _fetch(origin + "/api/no-such-path")
    problem = status == 404 and headers.get("content-type", "").startswith("application/problem+json")
    yield CheckResult("api", problem, f"an unknown path answers {status} {headers.get('content-type', '')}")


def source_address(stage: Stage) -> Iterator[CheckResult]:
    """Check the address by which the API counts requests.

    It must never be one that a request claims.
    """
    url, lie = stage.data.get("SiteOrigin", "") + "/api/address", "192.0.2.77"
    forged = {"X-Forwarded-For": lie, "X-Laurel-Viewer": lie, "CloudFront-Viewer-Address": f"{lie}:1"}
    seen, again = _address(url, {}), _address(url, forged)
    private = ipaddress.ip_network(seen, strict=False).is_private
    right = seen == again and not private
    words = f"the API sees {seen}; it should be this machine's own way out"
    yield CheckResult("source address", right, words if seen == again else f"a forged header made {seen} into {again}")


DEPLOYED: tuple[Check, ...] = (
    table,
    bucket,
    secrets,
    release,
    dead_letters,
    stream,
    alarms,
    migrations,
    outside,
    certificate,
    renewal,
    source_address,
)


def upload_url(stage: Stage) -> str:
    """Return the URL that browsers upload to."""
    tools = stage.contents_of(stage.data["TableName"]).tools
    return tools.objects.presign_upload("incoming/preflight", "application/pdf", 1)[0]


def _preflight(url: str, origin: str) -> bool:
    """Return True if pages of `origin` may post to `url`."""
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    status, headers = _fetch(url, method="OPTIONS", headers=preflight)
    return status < 300 and headers.get("access-control-allow-origin") in {origin, "*"}


def _address(url: str, headers: Mapping[str, str]) -> str:
    return str(_fetch_json(url, headers)["address"])


def _fetch_json(url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    request = urllib.request.Request(url, headers=dict(headers or {}))
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        body: dict[str, Any] = json.loads(answer.read())
    return body


def _fetch(url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str]]:
    """Return status, and headers by lower-case names.

    Raises OSError without a response.
    """
    request = urllib.request.Request(url, method=method, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return answer.status, _lower(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, _lower(refused.headers)


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
