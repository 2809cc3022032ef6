"""The local counterpart of the CDN's way to public files."""

from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

from ops.local.response import Response

OPEN = "/open/"
"""First part of the paths that lie in that bucket."""


class FileSource(Protocol):
    """What answers requests for files."""

    def answer(self, path: str, known: str = "") -> Response:
        """Return the file at `path`; `known` is the request's If-None-Match."""


class OpenFiles:
    """Files of a bucket, as the CDN reads them.

    What is not there is a page that says so.
    """

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3, self._bucket = s3, bucket

    def answer(self, path: str, known: str = "") -> Response:
        """Return the file at `path`; `known` is the request's If-None-Match."""
        key = unquote(urlsplit(path).path).lstrip("/")
        try:
            stored = self._s3.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"NoSuchKey", "404"}:
                raise
            return Response(404, [("Content-Type", "text/plain; charset=utf-8")], b"Not stored\n")
        headers = [("Cache-Control", stored.get("CacheControl", "no-cache")), ("ETag", stored["ETag"])]
        if stored["ETag"] in known:
            return Response(304, headers)
        return Response(200, [("Content-Type", stored["ContentType"]), *headers], stored["Body"].read())


class SiteAndOpenFiles:
    """The site's own files, and those of the bucket below `/open/`."""

    def __init__(self, site: FileSource, opened: FileSource) -> None:
        self._site, self._opened = site, opened

    def answer(self, path: str, known: str = "") -> Response:
        """Return the file at `path`; `known` is the request's If-None-Match."""
        files = self._opened if path.startswith(OPEN) else self._site
        return files.answer(path, known)
