"""`ops deploy`: a stage from this checkout, or up to it. Data first, which holds no code; then functions, what stands
beside them, the CDN where the partition has one, and who watches all of it.

A stage stays with the way its functions began (--way, see functions.py).
"""

import argparse
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ops import stages
from ops.deploying import functions, secret_store, stacks, standing, watching
from ops.packaging import gateway, templates
from ops.resources import template
from ops.stages import Stage, stack_name
from ops.terms import DONE, Stop, say

WAYS = ("template", "chalice")
PARTS = ("data", "app", "edge", "cdn", "watch")
PENDING = "https://pending.invalid"
"""The origin until the CDN has given the site its name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--way", choices=WAYS, help="how functions are deployed (as before, else template)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part (may be repeated)")
    parser.add_argument("--origin", help="where the site is seen, e.g. https://awards.example.cn (as before)")
    parser.add_argument("--certificate", default="", help="ARN of the origin's certificate, for the CDN")
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="another parameter of the data stack, e.g. MailFrom=awards@example.cn; it stays until it is set anew",
    )
    parser.add_argument("--alarms", metavar="MAIL", help="where alarms go (as before)")
    parser.add_argument("--no-cdn", action="store_true", help="put no CDN in front")
    parser.add_argument("--dry-run", action="store_true", help="say what stands and what would be deployed")


def run(options: argparse.Namespace) -> int:
    """0 once everything is up; what changed goes to standard output, also where a part could not be deployed."""
    stage = stages.stage_of(options)
    before = standing.standing(stage)
    parts = parts_of(stage, options.only, no_cdn=options.no_cdn)
    way = _way(stage, options.way)
    chosen = chosen_of([*options.set, *([f"SiteOrigin={options.origin}"] if options.origin else [])])
    say(f"stage {stage.name}, account {stage.account}, region {stage.region}: {', '.join(parts)} by {way}")
    if options.dry_run:
        for name, fact in before.items():
            print(f"{name}: {fact}")
        for part in parts:
            print(f"would deploy {stack_name(stage.name, part)}")
        return DONE
    try:
        deploy(stage, parts, way, chosen, options.certificate, options.alarms)
    finally:
        told = list(standing.changes(before, standing.standing(_anew(stage))))
        print("\n".join(told) or "nothing changed", flush=True)
    return DONE


def deploy(
    stage: Stage,
    parts: list[str],
    way: str,
    chosen: Mapping[str, str],
    certificate: str = "",
    alarms: str | None = None,
) -> None:
    """Deploy some parts of a stage. `chosen` are the parameters of the data stack that are said anew, alarms go to
    `alarms`. Where the origin was not known before the CDN gave it, data and functions are told afterwards. Raises
    Stop."""
    known = chosen.get("SiteOrigin") or stage.outputs("data").get("SiteOrigin", PENDING)
    for part in parts:
        if part == "watch":
            _watch(_anew(stage), way, alarms)
        else:
            _deploy(_anew(stage), part, way, {**chosen, "SiteOrigin": known}, certificate)
    domain = stage.outputs("cdn").get("DistributionDomain")
    if known == PENDING and domain:
        say(f"the site is at https://{domain}; data and functions are told")
        for part in ("data", "app"):
            _deploy(_anew(stage), part, way, {**chosen, "SiteOrigin": f"https://{domain}"}, certificate)


def chosen_of(given: Sequence[str]) -> dict[str, str]:
    """Parameters of the data stack as the command line has them. Raises Stop with all that the template refuses."""
    known = template(templates.TEMPLATES / "data.yaml")["Parameters"]
    parts = [one.partition("=") for one in given]
    chosen = {name: value for name, _, value in parts}
    unknown = sorted(chosen.keys() - known.keys() | {name for name, equals, _ in parts if not equals})
    if unknown:
        raise Stop(f"not a parameter: {', '.join(unknown)}. Write NAME=VALUE with one of {', '.join(known)}.")
    faults = [
        f"{name}={value}: {known[name]['ConstraintDescription']}"
        for name, value in chosen.items()
        if not _allowed(known[name], value)
    ]
    if faults:
        raise Stop("; ".join(faults))
    return chosen


def _allowed(parameter: Mapping[str, Any], value: str) -> bool:
    """Whether a template's parameter may have a value, as CloudFormation would say."""
    return value in parameter.get("AllowedValues", [value]) and bool(
        re.fullmatch(parameter.get("AllowedPattern", ".*"), value)
    )


def _deploy(stage: Stage, part: str, way: str, chosen: Mapping[str, str], certificate: str) -> None:
    say(f"deploying {part}")
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    every = 1 if stage.endpoints else 5
    if part == "data":
        stacks.deploy(client, name, _body("data"), {**_standing_choice(stage, "data"), **chosen}, every)
    elif part == "edge":
        stacks.deploy(client, name, _body("edge"), {"Stage": stage.name}, every)
    elif part == "cdn":
        stacks.deploy(client, name, _body("cdn"), _cdn(stage, chosen["SiteOrigin"], certificate), every)
    elif way == "template":
        stacks.deploy(client, name, functions.packaged(stage), {}, every)
        _answers(stage)
    else:
        functions.by_chalice(stage)
        _answers(stage)


def _cdn(stage: Stage, origin: str, certificate: str) -> dict[str, str]:
    held = secret_store.held_by(stage)
    edge, api = stage.outputs("edge"), standing.api_of(stage)
    if not edge or not api or "proxy_secret" not in held:
        raise Stop(
            "the CDN needs functions and edge first, and proxy_secret among the secrets. Deploy without --only."
        )
    same = ("SiteBucketName", "SiteBucketArn", "SiteBucketDomain")
    before = _standing_choice(stage, "cdn")
    certificate = certificate or before.get("CertificateArn", "")
    return {
        "Stage": stage.name,
        **{name: edge[name] for name in same},
        "ApiId": api,
        "BucketOrigin": stage.data["BucketOrigin"],
        "OriginSecret": held["proxy_secret"],
        "SiteDomain": origin.removeprefix("https://") if certificate else "",
        "CertificateArn": certificate,
    }


def _watch(stage: Stage, way: str, alarms: str | None) -> None:
    """Alarms and dashboard. Mail goes where it went before, unless said anew."""
    say("deploying watch")
    mail = _standing_choice(stage, "watch").get("OperatorMail", "") if alarms is None else alarms
    if not mail:
        say("alarms go to nobody: deploy with --alarms MAIL")
    certificate = _standing_choice(stage, "cdn").get("CertificateArn", "")
    told = watching.parameters(stage, way, mail, certificate)
    stacks.deploy(
        stage.client("cloudformation"),
        stack_name(stage.name, "watch"),
        _body("watch"),
        told,
        1 if stage.endpoints else 5,
    )


def _standing_choice(stage: Stage, part: str) -> dict[str, str]:
    """The parameters that a stack was deployed with, so that what is not said anew stays."""
    client, name = stage.client("cloudformation"), stack_name(stage.name, part)
    if not stacks.exists(client, name):
        return {}
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    known = template(templates.TEMPLATES / f"{part}.yaml")["Parameters"]
    given = {p["ParameterKey"]: p["ParameterValue"] for p in stack.get("Parameters", [])}
    return {key: value for key, value in given.items() if key in known}


def _answers(stage: Stage) -> None:
    """The gateway's own answers as problem JSON."""
    api = standing.api_of(stage)
    if api:
        gateway.put(stage.client("apigateway"), api, "api")


def parts_of(stage: Stage, only: Sequence[str] | None, *, no_cdn: bool) -> list[str]:
    """What is to be deployed, in order; the CDN where it is wanted and the partition has it."""
    no_cdn = no_cdn or not stage.has_cdn
    if no_cdn and not only:
        say("no CDN is put in front; docs/deploy.md tells the way without")
    return [part for part in PARTS if part in (only or PARTS) and not (part == "cdn" and no_cdn)]


def _way(stage: Stage, wanted: str | None) -> str:
    """How the stage was deployed before, or as wanted. Raises Stop where the two differ."""
    before = "template" if stage.outputs("app") else "chalice" if standing.chalice_record(stage) else None
    if before and wanted and before != wanted:
        raise Stop(f"stage {stage.name} was deployed by {before} and stays with it. Leave --way out.")
    return before or wanted or WAYS[0]


def _body(name: str) -> dict[str, str]:
    return stacks.body((templates.TEMPLATES / f"{name}.yaml").read_text())


def _anew(stage: Stage) -> Stage:
    """The same stage as it is now: what was looked up is looked up again."""
    return Stage(stage.name, stage.session, stage.endpoints, stage.environment)
