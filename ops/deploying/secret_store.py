"""A stage's secrets in Systems Manager, a parameter each.

Each is generated once, and never shown. While one is exchanged, `NAME_next` and `NAME_before` are valid beside it. A
stage of before has all of them as JSON in one parameter, until `ops deploy` moves them.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib import settings
from chalicelib.web.http.client import PROXY_HEADER
from ops.cli import Stop, say
from ops.packaging import templates
from ops.stages import PARTS, Stage

NAMES_FILE = "stage/secrets.json"
"""The state bucket's list of secrets that the stage has had."""

ALL_IN_ONE = "secrets"
"""The name of the one parameter of before."""

_EXCHANGED = ("_next", "_before")
_HOLDERS = {"proxy_secret": "the proxy in front of the API", "webhook_secret": "whoever receives the webhook"}


def ensure_secrets(stage: Stage, data: Mapping[str, str] | None = None, parts: Sequence[str] = PARTS) -> None:
    """Generate the secrets that the stage needs and lacks.

    Those of before are moved to parameters of their own; the one that they lay in stays until `end_move`. `data` are
    the outputs of the data stack; a webhook in them needs a secret of its own. The CDN's is read back from it where
    it is lost. Raises Stop where somebody else has a lost one who is not among the `parts` that are deployed.
    """
    stored = read_secrets(stage)
    missing = missing_secrets(stage, data, stored)
    fresh = {name: _recovered(stage, name, parts) or new_secret() for name in missing}
    moving = is_to_move(stage)
    if fresh or moving:
        store(stage, {**stored, **fresh})
    if moving:
        apart = ", ".join(name_of(stage, name) for name in sorted(stored))
        say(f"each secret has a parameter of its own now: {apart}")
    if fresh:
        say(f"made {', '.join(name_of(stage, name) for name in fresh)}")
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
    """Return the stage's secrets by name, empty if there are none.

    While those of before are not moved, or a move was cut off, the one parameter says what they are.
    """
    held = parameters(stage)
    stored = {name: parameter["Value"] for name, parameter in held.items() if name != ALL_IN_ONE}
    if ALL_IN_ONE not in held:
        return stored
    before: dict[str, str] = json.loads(held[ALL_IN_ONE]["Value"])
    lasting = {name: value for name, value in stored.items() if not name.endswith(_EXCHANGED)}
    return lasting | {name: value for name, value in before.items() if name in settings.SECRETS and value}


def version_of(stage: Stage) -> str:
    """Return a digest of when each secret changed, empty without any.

    Functions are told it so that they start anew, and read them, when it changes.
    """
    changes = [(name, one["Version"], str(one["LastModifiedDate"])) for name, one in sorted(parameters(stage).items())]
    return hashlib.sha256(json.dumps(changes).encode()).hexdigest()[:12] if changes else ""


def store(stage: Stage, values: Mapping[str, str]) -> None:
    """Store these secrets, and delete all others of the stage.

    New ones come first and what goes goes last, so that a store which is cut off shuts nobody out. The one parameter
    of before, while it is there, holds the same: functions of before may have to be put back.
    """
    held = parameters(stage)
    for name in sorted(values, key=lambda name: name in held):
        if name not in held or held[name]["Value"] != values[name]:
            _put(stage, name, values[name])
    if ALL_IN_ONE in held:
        _put(stage, ALL_IN_ONE, json.dumps(dict(values)))
    for name in held.keys() - values.keys() - {ALL_IN_ONE}:
        stage.client("ssm").delete_parameter(Name=name_of(stage, name))


def parameters(stage: Stage) -> dict[str, dict[str, Any]]:
    """Return the stage's parameters of secrets by the names of these.

    The one of before is among them while it is there.
    """
    answer = stage.client("ssm").get_parameters(Names=parameter_names(stage), WithDecryption=True)
    return {parameter["Name"].rpartition("/")[2]: parameter for parameter in answer["Parameters"]}


def parameter_names(stage: Stage) -> list[str]:
    """Return the names of all parameters of secrets that it may have."""
    return [name_of(stage, name) for name in sorted({*settings.SECRETS, ALL_IN_ONE})]


def name_of(stage: Stage, name: str) -> str:
    """Return the name of a secret's parameter."""
    return f"{templates.secrets_path(stage.name)}/{name}"


def is_to_move(stage: Stage) -> bool:
    """Return True if the one parameter of before is still there."""
    return ALL_IN_ONE in parameters(stage)


def end_move(stage: Stage) -> None:
    """Delete the one parameter of before, which nothing reads any more."""
    if is_to_move(stage):
        stage.client("ssm").delete_parameter(Name=name_of(stage, ALL_IN_ONE))
        say(f"parameter {name_of(stage, ALL_IN_ONE)}, which all functions could read, is deleted")


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
        f"parameter {name_of(stage, name)} is gone, and {_HOLDERS[name]} has the old secret."
        f" Put it back there (SecureString), or make another with python -m ops secret make {name} --stage {stage.name}"
        f" and hand it over. Where nobody has it any more: python -m ops secret forget {name} --stage {stage.name}"
    )


def _put(stage: Stage, name: str, value: str) -> None:
    stage.client("ssm").put_parameter(Name=name_of(stage, name), Type="SecureString", Value=value, Overwrite=True)


def _had(stage: Stage) -> list[str]:
    """List the names of secrets that the stage has had."""
    names: list[str] = stage.state_bucket.read_json(NAMES_FILE).get("names", [])
    return names


def _remember(stage: Stage, names: Sequence[str]) -> None:
    known = sorted({name for name in names if not name.endswith(_EXCHANGED)})
    if known != _had(stage):
        stage.state_bucket.write_json(NAMES_FILE, {"names": known})
