"""What an operator's machine must not be the only one to know, kept in the stage's state bucket: Chalice's record of
what is deployed, which table the stage works on since a restore and which it had before, which table a restore is
making, and lists of backups."""

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

CHALICE = "chalice/deployed.json"
TABLE = "stage/table.json"
RESTORE = "stage/restore.json"
BACKUPS = "backups/"


@dataclass(frozen=True)
class State:
    """The state bucket; every version of what is written is kept for a while."""

    s3: Any
    bucket: str

    def read(self, name: str) -> bytes | None:
        """A file, or None."""
        try:
            body: bytes = self.s3.get_object(Bucket=self.bucket, Key=name)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise
        return body

    def write(self, name: str, body: bytes) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=name, Body=body)

    def told(self, name: str) -> dict[str, Any]:
        """A file of JSON; empty where there is none."""
        found: dict[str, Any] = json.loads(self.read(name) or b"{}")
        return found

    def tell(self, name: str, facts: dict[str, Any]) -> None:
        self.write(name, json.dumps(facts, indent=2, sort_keys=True).encode())
