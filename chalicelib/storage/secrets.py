"""The platform's store of secrets: SecureString parameters under one path of Systems Manager."""

from collections.abc import Mapping


def read(path: str, region: str) -> Mapping[str, str]:
    """Every secret under `path` by the last part of its name: one call, decrypted."""
    import boto3

    ssm = boto3.client("ssm", region_name=region)
    found = ssm.get_parameters_by_path(Path=path, WithDecryption=True)["Parameters"]
    return {parameter["Name"].rpartition("/")[2]: parameter["Value"] for parameter in found}
