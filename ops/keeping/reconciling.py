"""Attachments brought back to what a table names, by VersionId: what was deleted or written over since stands again."""

import hashlib
from collections.abc import Mapping
from typing import Any

from ops.data.scanning import Data, Version, objects
from ops.data.surveying import Named, survey
from ops.terms import Progress, say


def reconcile(data: Data, wanted: Mapping[str, str] | None = None) -> list[str]:
    """Put the right version of each named object on top; the keys that have none.

    `wanted` are VersionIds that a backup listed, by key. Where it names none, or that one is gone, the newest
    version of the named size and hash is taken.
    """
    named = dict(survey(data, Progress("items read")).files)
    brought = 0
    for versions in objects(data):
        said = named.pop(versions[0].key, None)
        if said is None:
            continue
        right = _right(data, versions, said, (wanted or {}).get(versions[0].key))
        if right is None:
            named[versions[0].key] = said
        elif not right.latest:
            _bring_back(data, right)
            brought += 1
    if brought:
        say(f"{brought} attachments brought back to the version that is named")
    return sorted(named)


def _right(data: Data, versions: list[Version], said: Named, wanted: str | None) -> Version | None:
    """The version to stand on top. Where there is but one of the size it is taken; else hashes decide."""
    fitting = [version for version in versions if version.size == said.size]
    listed = next((version for version in fitting if version.id == wanted), None)
    if listed or len({version.etag for version in fitting}) < 2:
        return listed or next(iter(fitting), None)
    return next((version for version in fitting if _sha256(data, version) == said.sha256), None)


def _sha256(data: Data, version: Version) -> bytes:
    body: Any = data.s3.get_object(Bucket=data.bucket, Key=version.key, VersionId=version.id)["Body"]
    digest = hashlib.sha256()
    for chunk in body.iter_chunks(1 << 20):
        digest.update(chunk)
    return digest.digest()


def _bring_back(data: Data, version: Version) -> None:
    source = {"Bucket": data.bucket, "Key": version.key, "VersionId": version.id}
    data.s3.copy_object(Bucket=data.bucket, Key=version.key, CopySource=source)
