"""Places for a portable backup: a folder, or a bucket's prefix.

Names are relative, with `/`.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import ClientError

from ops.cli import Stop
from ops.stage_data import ObjectVersion, StageData


class BackupStore(Protocol):
    """A place for files of a backup and for copies of objects."""

    def write(self, name: str, body: bytes) -> None:
        """Store a file."""

    def read(self, name: str) -> bytes | None:
        """Return a file's content, None if there is none."""

    def copy_in(self, data: StageData, version: ObjectVersion, name: str) -> None:
        """Copy one version of an object into the store, unless present."""

    def copy_out(self, data: StageData, name: str, key: str, size: int, kind: str) -> None:
        """Copy an object back to `key`, unless one of that size exists.

        Raises Stop when a folder lacks the object.
        """


@dataclass(frozen=True)
class FolderStore:
    """A folder of this machine that only its owner can read."""

    root: Path

    def write(self, name: str, body: bytes) -> None:
        new = self._path(name + ".new")
        with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(body)
        new.replace(self._path(name))

    def read(self, name: str) -> bytes | None:
        path = self._path(name)
        return path.read_bytes() if path.is_file() else None

    def copy_in(self, data: StageData, version: ObjectVersion, name: str) -> None:
        path = self._path(name)
        if path.is_file() and path.stat().st_size == version.size:
            return
        source = data.s3.get_object(Bucket=data.bucket, Key=version.key, VersionId=version.id)
        new = self._path(name + ".new")
        with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            for chunk in source["Body"].iter_chunks(1 << 20):
                file.write(chunk)
        new.replace(path)

    def copy_out(self, data: StageData, name: str, key: str, size: int, kind: str) -> None:
        path = self._path(name)
        if is_there(data, key, size):
            return
        if not path.is_file():
            raise Stop(f"the backup lacks {name}. Copy it whole, then restore again: it goes on where it stopped.")
        data.s3.upload_file(str(path), data.bucket, key, ExtraArgs={"ContentType": kind})

    def _path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path


@dataclass(frozen=True)
class BucketStore:
    """A prefix of a bucket.

    Objects are copied within S3, never through this machine.
    """

    s3: Any
    bucket: str
    prefix: str

    def write(self, name: str, body: bytes) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=body)

    def read(self, name: str) -> bytes | None:
        try:
            body: bytes = self.s3.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise
        return body

    def copy_in(self, data: StageData, version: ObjectVersion, name: str) -> None:
        if _is_in(self.s3, self.bucket, self.prefix + name, version.size or 0):
            return
        source = {"Bucket": data.bucket, "Key": version.key, "VersionId": version.id}
        self.s3.copy_object(Bucket=self.bucket, Key=self.prefix + name, CopySource=source)

    def copy_out(self, data: StageData, name: str, key: str, size: int, kind: str) -> None:
        if is_there(data, key, size):
            return
        source = {"Bucket": self.bucket, "Key": self.prefix + name}
        data.s3.copy_object(Bucket=data.bucket, Key=key, CopySource=source)


def store_at(place: str, s3: Any) -> BackupStore:
    """Return the store at a place that the command line names.

    A place is `s3://bucket/prefix` or a folder.
    """
    if place.startswith("s3://"):
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        return BucketStore(s3, bucket, prefix.rstrip("/") + "/" if prefix else "")
    return FolderStore(Path(place))


def page_notes(store: BackupStore, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and note of each page of `kind`.

    Stops at the first missing note.
    """
    n = 1
    while note := store.read(f"{kind}/{n:06}.json"):
        yield n, json.loads(note)
        n += 1


def is_there(data: StageData, key: str, size: int) -> bool:
    """Return True if the bucket has an object of that size."""
    return _is_in(data.s3, data.bucket, key, size)


def _is_in(s3: Any, bucket: str, key: str, size: int) -> bool:
    try:
        return bool(s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == size)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404", "NotFound"}:
            return False
        raise
