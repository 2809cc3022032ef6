"""Deployment of a stage's parts: data, functions, long jobs, CDN, alarms.

Data comes first and holds no code. A stage keeps the way by which its functions were deployed first (--way, see
functions.py).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ops import chalice_record
from ops.cli import Stop, say
from ops.deploying import functions, inventory, secret_store, stacks
from ops.deploying.alarms import alarm_parameters
from ops.packaging import gateway_responses, templates
from ops.resources import template
from ops.stages import PARTS, Stage, stack_name

WAYS = ("template", "chalice")
PENDING = "https://pending.invalid"
"""The site's origin until the CDN has a domain."""


def deploy(
    stage: Stage,
    parts: list[str],
    way: str,
    chosen: Mapping[str, str],
    certificate: str = "",
    alarms: str | None = None,
) -> None:
    """Deploy some parts of a stage.

    `chosen` are parameters of the data stack to change; `alarms` is the mail address that alarms go to, None to
    keep it. Where the origin is not known before the CDN has a domain, data and functions are deployed a second
    time with it. Raises Stop when AWS refuses a part, or a part that it needs is missing.
    """
    known = chosen.get("SiteOrigin") or stage.outputs("data").get("SiteOrigin", PENDING)
    for part in parts:
        if part == "watch":
            _watch(stage.refreshed(), way, alarms)
        else:
            _deploy(stage.refreshed(), part, way, {**chosen, "SiteOrigin": known}, certificate)
    domain = stage.outputs("cdn").get("DistributionDomain")
    if known == PENDING and domain:
        say(f"the site is at https://{domain}; data and functions are told")
        for part in ("data", "app"):
            _deploy(stage.refreshed(), part, way, {**chosen, "SiteOrigin": f"https://{domain}"}, certificate)


def parse_parameters(arguments: Sequence[str]) -> dict[str, str]:
    """Parse NAME=VALUE parameters of the data stack.

    Raises Stop with every parameter that the template refuses.
    """
    known = template(templates.TEMPLATES / "data.yaml")["Parameters"]
    parts = [one.partition("=") for one in arguments]
    chosen = {name: value for name, _, value in parts}
    unknown = sorted(chosen.keys() - known.keys() | {name for name, equals, _ in parts if not equals})
    if unknown:
        raise Stop(f"not a parameter: {', '.join(unknown)}. Write NAME=VALUE with one of {', '.join(known)}.")
    faults = [
        f"{name}={value}: {known[name]['ConstraintDescription']}"
        for name, value in chosen.items()
        if not _is_allowed(known[name], value)
    ]
    if faults:
        raise Stop("; ".join(faults))
    return chosen


def _is_allowed(parameter: Mapping[str, Any], value: str) -> bool:
    """Return True if CloudFormation would accept a parameter's value."""
    return value in parameter.get("AllowedValues", [value]) and bool(
        re.fullmatch(parameter.get("AllowedPattern", ".*"), value)
    )


def _deploy(stage: Stage, part: str, way: str, chosen: Mapping[str, str], certificate: str) -> None:
    say(f"deploying {part}")
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    every = 1 if stage.endpoints else 5
    if part == "data":
        stacks.deploy(client, name, _body("data"), {**_current_parameters(stage, "data"), **chosen}, every)
    elif part == "edge":
        stacks.deploy(client, name, _body("edge"), {"Stage": stage.name}, every)
    elif part == "cdn":
        stacks.deploy(client, name, _body("cdn"), _cdn(stage, chosen["SiteOrigin"], certificate), every)
    elif way == "template":
        stacks.deploy(client, name, functions.upload_package(stage), {}, every)
        _put_gateway_responses(stage)
    else:
        functions.deploy_by_chalice(stage)
        _put_gateway_responses(stage)


def _cdn(stage: Stage, origin: str, certificate: str) -> dict[str, str]:
    secrets = secret_store.read_secrets(stage)
    edge, api = stage.outputs("edge"), inventory.api_of(stage)
    if not edge or not api or "proxy_secret" not in secrets:
        raise Stop("the CDN needs functions and edge first, and proxy_secret among the secrets. Deploy without --only.")
    if "AccessLogsDomain" not in stage.data:
        raise Stop("the stage's data stack has no bucket of access logs yet. Deploy without --only.")
    same = ("SiteBucketName", "SiteBucketArn", "SiteBucketDomain")
    before = _current_parameters(stage, "cdn")
    certificate = certificate or before.get("CertificateArn", "")
    return {
        "Stage": stage.name,
        **{name: edge[name] for name in same},
        "ApiId": api,
        "BucketOrigin": stage.data["BucketOrigin"],
        "AccessLogsDomain": stage.data["AccessLogsDomain"],
        "OriginSecret": secrets["proxy_secret"],
        "SiteDomain": origin.removeprefix("https://") if certificate else "",
        "CertificateArn": certificate,
    }


def _watch(stage: Stage, way: str, alarms: str | None) -> None:
    """Deploy alarms and dashboard.

    `alarms` None keeps the mail address.
    """
    say("deploying watch")
    mail = _current_parameters(stage, "watch").get("OperatorMail", "") if alarms is None else alarms
    if not mail:
        say("alarms go to nobody: deploy with --alarms MAIL")
    certificate = _current_parameters(stage, "cdn").get("CertificateArn", "")
    parameters = alarm_parameters(stage, way, mail, certificate)
    stacks.deploy(
        stage.client("cloudformation"),
        stack_name(stage.name, "watch"),
        _body("watch"),
        parameters,
        1 if stage.endpoints else 5,
    )


def _current_parameters(stage: Stage, part: str) -> dict[str, str]:
    """Return the parameters that a stack was deployed with.

    They keep their values unless an option changes them. Those that the template no longer has are left out.
    """
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    if not stacks.exists(client, name):
        return {}
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    known = template(templates.TEMPLATES / f"{part}.yaml")["Parameters"]
    current = {p["ParameterKey"]: p["ParameterValue"] for p in stack.get("Parameters", [])}
    return {key: value for key, value in current.items() if key in known}


def _put_gateway_responses(stage: Stage) -> None:
    """Set the gateway's own responses to problem JSON."""
    api = inventory.api_of(stage)
    if api:
        gateway_responses.put(stage.client("apigateway"), api, "api")


def parts_of(stage: Stage, only: Sequence[str] | None, *, no_cdn: bool) -> list[str]:
    """List the parts to deploy, in order.

    The CDN is left out with `no_cdn`, and where the partition lacks it.
    """
    no_cdn = no_cdn or not stage.has_cdn
    if no_cdn and not only:
        say("no CDN is put in front; docs/deploy.md tells the way without")
    return [part for part in PARTS if part in (only or PARTS) and not (part == "cdn" and no_cdn)]


def way_of(stage: Stage, option: str | None) -> str:
    """Return the way to deploy a stage's functions.

    That is the way of the first deployment, else the option's, else the template. Raises Stop when the option
    differs from the way of the first deployment.
    """
    before = "template" if stage.outputs("app") else "chalice" if chalice_record.read(stage) else None
    if before and option and before != option:
        raise Stop(f"stage {stage.name} was deployed by {before} and stays with it. Leave --way out.")
    return before or option or WAYS[0]


def _body(name: str) -> dict[str, str]:
    return stacks.body((templates.TEMPLATES / f"{name}.yaml").read_text())
