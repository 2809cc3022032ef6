"""The state bucket of a stage, shared by all operators' machines.

It holds Chalice's record of a deployment, the stage's table since a restore and the tables before it, the table
that a restore is creating, lists of backups, what was chosen for parts that are still to come, and each deployment
with its package.
"""

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from ops.cli import Stop

TABLE = "stage/table.json"
RESTORE = "stage/restore.json"
BACKUPS = "backups/"


@dataclass(frozen=True)
class StateBucket:
    """Files by name.

    The bucket keeps earlier versions of each for a while.
    """

    s3: Any
    name: str

    def read(self, file: str) -> bytes | None:
        """Return a file's content, None if there is none."""
        try:
            body: bytes = self.s3.get_object(Bucket=self.name, Key=file)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise self._explained(error) from None
        return body

    def write(self, file: str, body: bytes) -> None:
        """Store a file."""
        try:
            self.s3.put_object(Bucket=self.name, Key=file, Body=body)
        except ClientError as error:
            raise self._explained(error) from None

    def read_json(self, file: str) -> dict[str, Any]:
        """Return a file of JSON, empty if there is none."""
        content: dict[str, Any] = json.loads(self.read(file) or b"{}")
        return content

    def write_json(self, file: str, content: dict[str, Any]) -> None:
        """Store a file of JSON."""
        self.write(file, json.dumps(content, indent=2, sort_keys=True).encode())

    def create_json(self, file: str, content: dict[str, Any]) -> bool:
        """Store a new file of JSON, False if there is one."""
        body = json.dumps(content, indent=2, sort_keys=True).encode()
        try:
            self.s3.put_object(Bucket=self.name, Key=file, Body=body, IfNoneMatch="*")
        except ClientError as error:
            if error.response["Error"]["Code"] in {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}:
                return False
            raise
        return True

    def delete(self, file: str) -> None:
        """Delete a file; its earlier versions stay for a while."""
        self.s3.delete_object(Bucket=self.name, Key=file)

    def list_files(self, prefix: str) -> list[str]:
        """List the names of all files that begin with `prefix`."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        try:
            return [one["Key"] for page in pages for one in page.get("Contents", [])]
        except ClientError as error:
            raise self._explained(error) from None

    def _explained(self, error: ClientError) -> Exception:
        """Return what to do where the bucket is gone, else `error`."""
        if error.response["Error"]["Code"] != "NoSuchBucket":
            same: Exception = error
            return same
        return Stop(
            f"the state bucket {self.name} is gone. What stands is found, and the record made anew, by"
            " ops resources --rebuild."
        )
