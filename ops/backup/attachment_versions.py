"""Restore of attachments to the versions that a table names.

It is for objects that were deleted or overwritten.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from ops.cli import Progress, say
from ops.integrity.survey import NamedFile, survey
from ops.stage_data import ObjectVersion, StageData, objects


def reconcile(data: StageData, listed: Mapping[str, str] | None = None) -> list[str]:
    """Make the right version of each named object the current one.

    Returns the keys that have no such version.

    `listed` holds a backup's VersionIds by key. For a key that is not listed, or whose version is gone, the
    newest version with the named size and hash is taken.
    """
    named = dict(survey(data, Progress("items read")).files)
    restored = 0
    for versions in objects(data):
        expected = named.pop(versions[0].key, None)
        if expected is None:
            continue
        right = _right_version(data, versions, expected, (listed or {}).get(versions[0].key))
        if right is None:
            named[versions[0].key] = expected
        elif not right.latest:
            _make_current(data, right)
            restored += 1
    if restored:
        say(f"{restored} attachments brought back to the version that is named")
    return sorted(named)


def _right_version(
    data: StageData, versions: list[ObjectVersion], expected: NamedFile, listed: str | None
) -> ObjectVersion | None:
    """Return the version of an object that the table names.

    That is the listed version; else the only content of that size; else the first version with the right hash.
    None if there is none.
    """
    fitting = [version for version in versions if version.size == expected.size]
    by_id = next((version for version in fitting if version.id == listed), None)
    if by_id or len({version.etag for version in fitting}) < 2:
        return by_id or next(iter(fitting), None)
    return next((version for version in fitting if _sha256(data, version) == expected.sha256), None)


def _sha256(data: StageData, version: ObjectVersion) -> bytes:
    body: Any = data.s3.get_object(Bucket=data.bucket, Key=version.key, VersionId=version.id)["Body"]
    digest = hashlib.sha256()
    for chunk in body.iter_chunks(1 << 20):
        digest.update(chunk)
    return digest.digest()


def _make_current(data: StageData, version: ObjectVersion) -> None:
    source = {"Bucket": data.bucket, "Key": version.key, "VersionId": version.id}
    data.s3.copy_object(Bucket=data.bucket, Key=version.key, CopySource=source)
