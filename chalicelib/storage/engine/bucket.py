"""The bucket: uploads, checked copies and exports.

Presigned uploads go into `incoming/`, checked copies into `kept/`; exports stay for a day. One client presigns, with
signature v4, virtual addressing and the regional host, so that its addresses are those that the site's
Content-Security-Policy allows.
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib import telemetry
from chalicelib.frozen import dataclass
from chalicelib.storage.engine import clients

UPLOAD_SECONDS = 600
LINK_SECONDS = 60
WHOLE = 32 * 1024 * 1024
START = 64 * 1024
CHUNK = 1024 * 1024
VERDICT, HARMFUL = "GuardDutyMalwareScanStatus", "THREATS_FOUND"
"""The tag of GuardDuty's malware scan, and its value for malware."""


@dataclass(frozen=True)
class UploadedObject:
    """One version of the object under an upload's key.

    `body` is the whole of it up to WHOLE bytes, else its start; `harmful` if a scanner has said so by now.
    """

    version: str
    size: int
    sha256: str
    body: bytes
    harmful: bool


class PublicBucket:
    """The bucket of what everybody may read, at `/open/` of the site."""

    def __init__(self, bucket: str, region: str, endpoint: str | None = None) -> None:
        self._bucket = bucket
        self._region = region
        self._endpoint = endpoint

    @cached_property
    def _s3(self) -> Any:
        style = "path" if self._endpoint else "virtual"
        client = clients.client("s3", self._region, self._endpoint, s3={"addressing_style": style})
        telemetry.watch(client)
        return client

    def publish(self, path: str, body: bytes, content_type: str, cache: str) -> None:
        """Write a file that everybody may read."""
        self._s3.put_object(
            Bucket=self._bucket, Key=f"open/{path}", Body=body, ContentType=content_type, CacheControl=cache
        )


class Bucket:
    """The attachments bucket.

    Keys consist of ids only; names of files are data.
    """

    def __init__(self, bucket: str, region: str, endpoint: str | None = None) -> None:
        self._bucket = bucket
        self._region = region
        self._endpoint = endpoint

    @cached_property
    def _s3(self) -> Any:
        style = "path" if self._endpoint else "virtual"
        client = clients.client(
            "s3",
            self._region,
            self._endpoint,
            signature_version="s3v4",
            s3={"addressing_style": style},
        )
        telemetry.watch(client)
        return client

    @property
    def origin(self) -> str:
        """The origin that uploads go to, for the Content-Security-Policy."""
        url: str = self._s3.generate_presigned_post(self._bucket, "x")["url"]
        return "/".join(url.split("/")[:3])

    def presign_upload(self, key: str, content_type: str, largest: int) -> tuple[str, Mapping[str, str]]:
        """Return (url, form fields) of a presigned POST.

        It is bound to the exact key, content type and size, and valid for ten minutes.
        """
        post = self._s3.generate_presigned_post(
            self._bucket,
            key,
            Fields={"Content-Type": content_type},
            Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, largest]],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return post["url"], post["fields"]

    def presign_download(self, key: str, name: str, *, inline: bool = False) -> str:
        """Return a download link that is valid for one minute.

        `inline` is only for kinds that a browser shows without running anything.
        """
        how = "inline" if inline else "attachment"
        disposition = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
        link: str = self._s3.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": key, "ResponseContentDisposition": disposition},
            ExpiresIn=LINK_SECONDS,
        )
        return link

    def fetch(self, key: str) -> UploadedObject | None:
        """Return the newest version under `key`, or None.

        It is hashed while it is streamed.
        """
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise
        size = int(answer["ContentLength"])
        most = WHOLE if size <= WHOLE else START
        digest, body = hashlib.sha256(), bytearray()
        for chunk in answer["Body"].iter_chunks(CHUNK):
            digest.update(chunk)
            body += chunk[: most - len(body)]
        version = answer.get("VersionId") or "null"
        harmful = bool(answer.get("TagCount")) and self._is_harmful(key, version)
        return UploadedObject(version, size, digest.hexdigest(), bytes(body), harmful)

    def _is_harmful(self, key: str, version: str) -> bool:
        tags = self._s3.get_object_tagging(Bucket=self._bucket, Key=key, VersionId=version)
        return {"Key": VERDICT, "Value": HARMFUL} in tags["TagSet"]

    def keep(self, source: str, version: str, key: str) -> None:
        """Copy one version of an upload to where no browser may write.

        Its tags are not copied: a scanner tags the copy anew.
        """
        origin = {"Bucket": self._bucket, "Key": source}
        if version != "null":
            origin["VersionId"] = version
        self._s3.copy_object(Bucket=self._bucket, Key=key, CopySource=origin, TaggingDirective="REPLACE")

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Write an object of our own, such as an export."""
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type)

    def delete(self, key: str) -> None:
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def erase(self, prefix: str) -> None:
        """Delete all versions of each object under a prefix, for good.

        Silent when there are none.
        """
        pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                self._s3.delete_object(Bucket=self._bucket, Key=one["Key"], VersionId=one["VersionId"])
