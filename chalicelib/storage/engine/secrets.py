"""The platform's store of secrets: one SecureString parameter of Systems Manager, which holds all of them as JSON."""

import json
from collections.abc import Mapping

from chalicelib.storage.engine import clients


def read(name: str, region: str) -> Mapping[str, str]:
    """The secrets that the parameter `name` holds, by their names: one call, decrypted."""
    ssm = clients.client("ssm", region)
    held: dict[str, str] = json.loads(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    return held
