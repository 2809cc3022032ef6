"""The platform's store of secrets.

One SecureString parameter of Systems Manager holds all of them as JSON.
"""

import json
from collections.abc import Mapping

from chalicelib.storage.engine import clients


def read(name: str, region: str) -> Mapping[str, str]:
    """Return the secrets in the parameter `name`, by their names.

    One call, decrypted.
    """
    ssm = clients.client("ssm", region)
    held: dict[str, str] = json.loads(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    return held
