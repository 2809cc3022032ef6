"""A stage's secrets in Systems Manager.

Each is generated once, and never shown. While one is exchanged, `NAME_next` and `NAME_before` are valid beside it.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.web.http.client import PROXY_HEADER
from ops.cli import Stop, say
from ops.packaging import templates
from ops.stages import PARTS, Stage

NAMES_FILE = "stage/secrets.json"
"""The state bucket's list of secrets that the stage has had."""

_HOLDERS = {"proxy_secret": "the proxy in front of the API", "webhook_secret": "whoever receives the webhook"}


def ensure_secrets(stage: Stage, data: Mapping[str, str] | None = None, parts: Sequence[str] = PARTS) -> None:
    """Generate the secrets that the stage needs and lacks.

    `data` are the outputs of the data stack; a webhook in them needs a secret of its own. The CDN's is read back from
    it where it is lost. Raises Stop where somebody else has a lost one who is not among the `parts` that are deployed.
    """
    stored = read_secrets(stage)
    missing = missing_secrets(stage, data, stored)
    fresh = {name: _recovered(stage, name, parts) or new_secret() for name in missing}
    if fresh:
        store(stage, {**stored, **fresh})
        say(f"made in parameter {templates.secrets_name(stage.name)}: {', '.join(fresh)}")
    if "webhook_secret" in fresh:
        say("whoever receives the webhook needs webhook_secret to check signatures (docs/messages.md)")
    _remember(stage, [*stored, *fresh])


def missing_secrets(stage: Stage, data: Mapping[str, str] | None, stored: Mapping[str, str]) -> list[str]:
    """List the secrets that the stage needs, or has had, and lacks."""
    needed = ["secret"]
    needed += ["proxy_secret"] if stage.has_cdn else []
    needed += ["webhook_secret"] if (data or {}).get("WebhookUrl") else []
    needed += ["proxy_secret"] if "proxy_secret" in _had(stage) else []
    return [name for name in dict.fromkeys(needed) if name not in stored]


def read_secrets(stage: Stage) -> dict[str, str]:
    """Return the stage's secrets by name, empty if there are none."""
    parameter = _parameter(stage)
    stored: dict[str, str] = json.loads(parameter["Value"]) if parameter else {}
    return stored


def version_of(stage: Stage) -> str:
    """Return the number of the secrets' last change, empty without any.

    Functions are told it so that they start anew, and read them, when it changes.
    """
    parameter = _parameter(stage)
    return str(parameter["Version"]) if parameter else ""


def store(stage: Stage, values: Mapping[str, str]) -> None:
    """Store all secrets of the stage, in place of what there is."""
    stage.client("ssm").put_parameter(
        Name=templates.secrets_name(stage.name), Type="SecureString", Value=json.dumps(dict(values)), Overwrite=True
    )


def forget(stage: Stage, name: str) -> None:
    """Take a secret that nobody needs any more out of the stage."""
    stored = {one: value for one, value in read_secrets(stage).items() if one != name}
    store(stage, stored)
    _remember(stage, list(stored))


def make(stage: Stage, name: str) -> None:
    """Make a new secret at once, in place of what there is."""
    stored = {**read_secrets(stage), name: new_secret()}
    store(stage, stored)
    _remember(stage, list(stored))


def new_secret() -> str:
    """Return a new random secret of 256 bits."""
    return secrets.token_urlsafe(32)


def shown_by_cdn(stage: Stage) -> str | None:
    """Return the secret that the CDN shows the API.

    None where there is no CDN, or it shows none.
    """
    distribution = stage.outputs("cdn").get("DistributionId") if stage.has_cdn else None
    if not distribution:
        return None
    config = stage.client("cloudfront").get_distribution_config(Id=distribution)["DistributionConfig"]
    origins = config["Origins"].get("Items", [])
    headers = [header for origin in origins for header in origin.get("CustomHeaders", {}).get("Items", [])]
    return next((str(h["HeaderValue"]) for h in headers if h["HeaderName"].lower() == PROXY_HEADER), None)


def _recovered(stage: Stage, name: str, parts: Sequence[str]) -> str | None:
    """Return a lost secret as somebody else still has it.

    None for one that is new. Raises Stop where another one would shut somebody out.
    """
    if name == "proxy_secret" and stage.outputs("cdn"):
        if shown := shown_by_cdn(stage):
            say("proxy_secret was gone and is read back from the CDN")
            return shown
        if not {"app", "cdn"} <= set(parts):
            raise Stop(
                "proxy_secret is gone, and the CDN does not say which one it shows. A new one is for functions and"
                f" CDN together: python -m ops deploy --stage {stage.name} --only app --only cdn"
            )
        return None
    if name not in _had(stage):
        return None
    if name == "secret":
        say("secret was gone and is made anew: everybody has to sign in again")
        return None
    if name == "proxy_secret" and {"app", "cdn"} <= set(parts) and stage.has_cdn:
        return None
    raise Stop(
        f"{name} is gone from parameter {templates.secrets_name(stage.name)}, and {_HOLDERS[name]} has the old one."
        f" Put the old one back there, or make another with python -m ops secret make {name} --stage {stage.name}"
        f" and hand it over. Where nobody has it any more: python -m ops secret forget {name} --stage {stage.name}"
    )


def _had(stage: Stage) -> list[str]:
    """List the names of secrets that the stage has had."""
    names: list[str] = stage.state_bucket.read_json(NAMES_FILE).get("names", [])
    return names


def _remember(stage: Stage, names: Sequence[str]) -> None:
    known = sorted({name for name in names if not name.endswith(("_next", "_before"))})
    if known != _had(stage):
        stage.state_bucket.write_json(NAMES_FILE, {"names": known})


def _parameter(stage: Stage) -> dict[str, Any]:
    """Return the parameter that holds the secrets, empty if there is none."""
    try:
        answer = stage.client("ssm").get_parameter(Name=templates.secrets_name(stage.name), WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        return {}
    parameter: dict[str, Any] = answer["Parameter"]
    return parameter
