"""The local counterpart of the CDN.

It serves the built site's files with cache rules and security headers.
"""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ops.local.response import Response

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}


def security_headers(bucket_origin: str) -> list[tuple[str, str]]:
    """Return the headers of every response.

    Pages may load only from the site itself and the bucket.
    """
    policy = {
        "default-src": "'self'",
        "connect-src": f"'self' {bucket_origin}",
        "img-src": f"'self' {bucket_origin}",
        "media-src": f"'self' {bucket_origin}",
        "frame-src": bucket_origin,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return [
        ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]


class SiteFiles:
    """Files below one directory.

    A path that names no file is a page, and gets index.html.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory.resolve()

    def answer(self, path: str, known: str = "") -> Response:
        """Return the file at `path`; `known` is the request's If-None-Match."""
        file = self._file(unquote(urlsplit(path).path).lstrip("/"))
        if file is None:
            return Response(404, [("Content-Type", "text/plain; charset=utf-8")], b"Not found\n")
        body, tag = _read(file, file.stat().st_mtime_ns)
        headers = [("Cache-Control", self._cache(file)), ("ETag", tag)]
        if tag in known:
            return Response(304, headers)
        return Response(200, [("Content-Type", _type(file)), *headers], body)

    def _file(self, path: str) -> Path | None:
        file = (self._directory / (path or "index.html")).resolve()
        inside = file.is_relative_to(self._directory)
        if not inside or any(part.startswith(".") for part in file.relative_to(self._directory).parts):
            return None
        if file.is_file():
            return file
        page = self._directory / "index.html"
        return page if not _names_a_file(path) and page.is_file() else None

    def _cache(self, file: Path) -> str:
        return FOR_EVER if file.parent == self._directory / "assets" else ASK_AGAIN


def _names_a_file(path: str) -> bool:
    """Return True for files in `assets` or at the root.

    Deeper paths are pages, even with dots (ids of submissions).
    """
    place, _, name = path.rpartition("/")
    return place == "assets" or (not place and "." in name)


@lru_cache(maxsize=512)
def _read(file: Path, _changed: int) -> tuple[bytes, str]:
    body = file.read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _type(file: Path) -> str:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return f"{kind}; charset=utf-8" if is_text else kind
