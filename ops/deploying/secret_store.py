"""A stage's secrets in Systems Manager.

Each is generated once, and never shown.
"""

import json
import secrets
from collections.abc import Mapping

from botocore.exceptions import ClientError

from ops.cli import say
from ops.packaging import templates
from ops.stages import Stage


def ensure_secrets(stage: Stage, data: Mapping[str, str] | None = None) -> None:
    """Generate the secrets that the stage needs and lacks.

    `data` are the outputs of the data stack; a webhook in them needs a secret of its own.
    """
    ssm, name = stage.client("ssm"), templates.secrets_name(stage.name)
    stored, needed = read_secrets(stage), ["secret"]
    needed += ["proxy_secret"] if stage.has_cdn else []
    needed += ["webhook_secret"] if (data or {}).get("WebhookUrl") else []
    missing = [one for one in needed if one not in stored]
    if missing:
        value = json.dumps({**stored, **{one: secrets.token_urlsafe(32) for one in missing}})
        ssm.put_parameter(Name=name, Type="SecureString", Value=value, Overwrite=bool(stored))
        say(f"made in parameter {name}: {', '.join(missing)}")
    if "webhook_secret" in missing:
        say("whoever receives the webhook needs webhook_secret to check signatures (docs/messages.md)")


def read_secrets(stage: Stage) -> dict[str, str]:
    """Return the stage's secrets by name, empty if there are none."""
    try:
        answer = stage.client("ssm").get_parameter(Name=templates.secrets_name(stage.name), WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        return {}
    stored: dict[str, str] = json.loads(answer["Parameter"]["Value"])
    return stored
