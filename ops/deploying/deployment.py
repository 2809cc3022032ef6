"""Deployment of a stage's parts: data, functions, long jobs, CDN, alarms.

Data comes first and holds no code. A stage keeps the way by which its functions were deployed first (--way, see
functions.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.storage.table_state import Closure
from ops import chalice_record, live_record, maintenance
from ops.cli import Stop, say
from ops.deploying import certificate as certificates
from ops.deploying import deployment_lock, functions, inventory, releasing, secret_store, stacks
from ops.deploying.alarms import alarm_parameters, unconfirmed
from ops.deploying.secret_store import read_secrets
from ops.packaging import templates
from ops.resources import template
from ops.stages import PARTS, Stage, stack_name

WAYS = ("template", "chalice")
CHOSEN_OF_WATCH = ("OperatorMail", "TicketMail", "MonthlyBudget")
"""Parameters of the alarms that an operator chooses."""
PENDING = "https://pending.invalid"
"""The site's origin until the CDN has a domain."""

_NO_PARAMETERS: Mapping[str, str] = {}
CHOICES = "stage/choices.json"
"""What was chosen for parts that may still be to come, in the state bucket."""


@dataclass(frozen=True)
class StageChoices:
    """What an operator chose for a stage, now or before.

    `data` are parameters of the data stack, `watched` those of the alarms; `certificate` is an ARN or empty.
    """

    data: Mapping[str, str]
    certificate: str
    watched: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Where the site is seen."""
        return self.data["SiteOrigin"]


def deploy(stage: Stage, parts: Sequence[str], way: str, choices: StageChoices, *, break_lock: bool = False) -> None:
    """Deploy some parts of a stage.

    Where the origin is not known before the CDN has a domain, data and functions are deployed a second time with it.
    Of two deployments at once one is refused: the data stack is made under CloudFormation's own lock, all else under
    the stage's. The table learns which version writes it before the functions do; after a restore it takes changes
    again once they were deployed. Raises Stop when AWS refuses a part, a part that it needs is missing, the functions
    do not run, a newer version wrote the table, or it is being restored.
    """
    left = list(parts)
    if stage.outputs("data"):
        stage.refreshed().check_writable()
    if left[:1] == ["data"] and not stage.outputs("data"):
        _deploy(stage.refreshed(), left.pop(0), way, choices, left)
    with deployment_lock.alone(stage.refreshed(), f"deploy {' '.join(left)}".strip(), break_it=break_lock):
        _remember(stage.refreshed(), choices)
        for part in left:
            _deploy(stage.refreshed(), part, way, choices, left)
        domain = stage.outputs("cdn").get("DistributionDomain")
        if choices.origin == PENDING and domain:
            say(f"the site is at https://{domain}; data and functions are told")
            known = replace(choices, data={**choices.data, "SiteOrigin": f"https://{domain}"})
            for part in ("data", "app"):
                _deploy(stage.refreshed(), part, way, known, PARTS)
        live = stage.refreshed()
        if "app" in parts and live.table_state.closing is Closure.DEPLOY:
            maintenance.end(live)


def choices_of(
    stage: Stage, chosen: Mapping[str, str], certificate: str = "", watched: Mapping[str, str] | None = None
) -> StageChoices:
    """Return what is chosen now, completed by what was chosen before.

    `chosen` are parameters of the data stack to change, `watched` those of the alarms.
    """
    outputs = stage.outputs("data")
    kept = stage.state_bucket.read_json(CHOICES) if outputs else {}
    origin = chosen.get("SiteOrigin") or outputs.get("SiteOrigin", PENDING)
    before = _current_parameters(stage, "cdn").get("CertificateArn", "")
    watching = {**_current_parameters(stage, "watch"), **kept, **(watched or {})}
    return StageChoices(
        {**chosen, "SiteOrigin": origin},
        certificate or kept.get("CertificateArn") or before,
        {name: watching.get(name, "") for name in CHOSEN_OF_WATCH},
    )


def check_choices(stage: Stage, parts: Sequence[str], choices: StageChoices) -> None:
    """Check what the CDN needs, before anything is deployed.

    Raises Stop when the certificate cannot serve the origin, or one of the two is missing.
    """
    if "cdn" not in parts:
        return
    host = choices.origin.removeprefix("https://")
    if choices.certificate and choices.origin == PENDING:
        raise Stop("a certificate is for a name: say which with --origin https://….")
    if choices.certificate:
        certificates.check_certificate(stage, choices.certificate, host)
    elif choices.origin not in {PENDING, f"https://{stage.outputs('cdn').get('DistributionDomain')}"}:
        raise Stop(
            f"for {host} the CDN needs a certificate in {certificates.REGION}: --certificate ARN. Leave --origin out to"
            " take the CDN's own name, or put another proxy in front with --no-cdn (docs/deploy.md)."
        )


def preview(stage: Stage, parts: Sequence[str], way: str, choices: StageChoices) -> Iterator[str]:
    """Yield what `deploy` would change, a line each.

    Change sets are made and deleted; for that of the functions the package is put into the state bucket.
    """
    for part in parts:
        name = stack_name(stage.name, part)
        if not _can_tell(stage, part):
            yield f"would make {name}; what is in it can be told when the parts before stand"
        elif part == "app" and way == "chalice":
            yield "would deploy the functions by Chalice, which does not tell beforehand what changes"
        else:
            yield from _preview(stage, part, choices)
    if "app" in parts and stage.outputs("data"):
        missing = secret_store.missing_secrets(stage, stage.data, read_secrets(stage))
        yield from (f"would make or read back the secret {name}" for name in missing)


def _can_tell(stage: Stage, part: str) -> bool:
    """Return True if what a part needs is deployed."""
    if part == "data":
        return True
    if not stage.outputs("data"):
        return False
    if part == "cdn":
        return bool(stage.outputs("edge") and inventory.api_of(stage) and "proxy_secret" in read_secrets(stage))
    return part != "watch" or bool(inventory.api_of(stage))


def _preview(stage: Stage, part: str, choices: StageChoices) -> Iterator[str]:
    name = stack_name(stage.name, part)
    if part == "app":
        package = functions.upload_package(stage)
        body, parameters = functions.template_of(stage, package.template), _NO_PARAMETERS
    else:
        body, parameters = _body(part), _parameters(stage, part, "template", choices)
    lines = stacks.preview(stage.client("cloudformation"), name, body, parameters, stage.poll_seconds)
    yield from (f"{name}: {line}" for line in lines or ["nothing would change"])


def _remember(stage: Stage, choices: StageChoices) -> None:
    """Keep what parts to come need, should an earlier one fail."""
    files = stage.state_bucket
    kept, now = files.read_json(CHOICES), {"CertificateArn": choices.certificate, **choices.watched}
    if kept != now:
        files.write_json(CHOICES, now)


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


def _deploy(stage: Stage, part: str, way: str, choices: StageChoices, parts: Sequence[str]) -> None:
    say(f"deploying {part}")
    if part == "app":
        live_record.claim(stage)
        secret_store.ensure_secrets(stage, stage.data, parts)
        releasing.release(stage, way)
        secret_store.end_move(stage)
        return
    parameters = _parameters(stage, part, way, choices)
    name = stack_name(stage.name, part)
    stacks.deploy(stage.client("cloudformation"), name, _body(part), parameters, stage.poll_seconds)
    if part == "cdn":
        releasing.check_through_cdn(stage.refreshed())
    if part == "watch":
        for mail in dict.fromkeys(unconfirmed(stage.refreshed())):
            say(f"{mail} gets no alarm yet: open the link in the mail 'Subscription Confirmation', one for each topic")


def _parameters(stage: Stage, part: str, way: str, choices: StageChoices) -> Mapping[str, str]:
    """Return the parameters of a part's stack."""
    if part == "data":
        return {**_current_parameters(stage, "data"), **choices.data}
    if part == "edge":
        return {"Stage": stage.name}
    if part == "cdn":
        return _cdn(stage, choices)
    if not choices.watched["OperatorMail"]:
        say("alarms go to nobody: deploy with --alarms MAIL")
    return alarm_parameters(stage, way, choices.watched)


def _cdn(stage: Stage, choices: StageChoices) -> dict[str, str]:
    secrets = read_secrets(stage)
    edge, api = stage.outputs("edge"), inventory.api_of(stage)
    if not edge or not api or "proxy_secret" not in secrets:
        raise Stop("the CDN needs functions and edge first, and proxy_secret among the secrets. Deploy without --only.")
    if not {"AccessLogsDomain", "PublicBucketName"} <= stage.data.keys():
        raise Stop("the stage's data stack lacks buckets that the CDN needs. Deploy without --only.")
    same = ("SiteBucketName", "SiteBucketArn", "SiteBucketDomain")
    return {
        "Stage": stage.name,
        **{name: edge[name] for name in same},
        "ApiId": api,
        **{name: stage.data[name] for name in ("PublicBucketName", "PublicBucketArn", "PublicBucketDomain")},
        "BucketOrigin": stage.data["BucketOrigin"],
        "AccessLogsDomain": stage.data["AccessLogsDomain"],
        "OriginSecret": secrets["proxy_secret"],
        "SiteDomain": choices.origin.removeprefix("https://") if choices.certificate else "",
        "CertificateArn": choices.certificate,
    }


def deploy_cdn(stage: Stage) -> None:
    """Let the CDN show the API the stage's secret of now."""
    _deploy(stage, "cdn", "", choices_of(stage, {}), ["cdn"])


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
