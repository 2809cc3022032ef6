"""The platform's store of secrets: a SecureString parameter for each."""

from collections.abc import Collection, Mapping

from chalicelib.storage.engine import clients


def read(path: str, names: Collection[str], region: str) -> Mapping[str, str]:
    """Return those secrets under `path` that exist, by name.

    One call for at most ten names, decrypted. One name that the caller may not read refuses it whole.
    """
    ssm = clients.client("ssm", region)
    answer = ssm.get_parameters(Names=[f"{path}/{name}" for name in sorted(names)], WithDecryption=True)
    return {held["Name"].rpartition("/")[2]: held["Value"] for held in answer["Parameters"]}
