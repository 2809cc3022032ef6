"""A stage's secrets in the platform's store: each made once, and seen by nobody."""

import json
import secrets
from collections.abc import Mapping

from botocore.exceptions import ClientError

from ops.packaging import templates
from ops.stages import Stage
from ops.terms import say


def ensure_secrets(stage: Stage, data: Mapping[str, str] | None = None) -> None:
    """Make those that are wanted and not there yet. `data` are the outputs of the stage's data stack, by which a
    webhook needs one."""
    ssm, name = stage.client("ssm"), templates.secrets_name(stage.name)
    held, needed = held_by(stage), ["secret"]
    needed += ["proxy_secret"] if stage.has_cdn else []
    needed += ["webhook_secret"] if (data or {}).get("WebhookUrl") else []
    made = [one for one in needed if one not in held]
    if made:
        value = json.dumps({**held, **{one: secrets.token_urlsafe(32) for one in made}})
        ssm.put_parameter(Name=name, Type="SecureString", Value=value, Overwrite=bool(held))
        say(f"made in parameter {name}: {', '.join(made)}")
    if "webhook_secret" in made:
        say("whoever receives the webhook needs webhook_secret to check signatures (docs/messages.md)")


def held_by(stage: Stage) -> dict[str, str]:
    """What the stage's parameter holds, empty where there is none."""
    try:
        told = stage.client("ssm").get_parameter(Name=templates.secrets_name(stage.name), WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        return {}
    held: dict[str, str] = json.loads(told["Parameter"]["Value"])
    return held
