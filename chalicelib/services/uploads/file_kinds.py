"""Checks that a file's content is of the kind its name claims.

By its first bytes, and for zip-based kinds by the names inside. Signatures: PDF ISO 32000, PNG RFC 2083, JPEG ITU-T
T.81, ISO media (mp4) ISO/IEC 14496-12, OLE2 (doc) MS-CFB, OFD GB/T 33190 (a zip with OFD.xml), docx ECMA-376 (a zip
with word/).
"""

import io
import zipfile
from collections.abc import Callable, Mapping

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
}
"""Map kind to the content type of its upload and its copy."""


def is_kind(kind: str, body: bytes, *, whole: bool) -> bool:
    """Return whether `body` is of `kind`.

    `whole`: `body` is all of the file, not only its start. A zip-based kind has to be whole.
    """
    return _CHECKS[kind](body, whole)


def _starts(*starts: bytes) -> Callable[[bytes, bool], bool]:
    return lambda body, whole: body.startswith(starts)


def _pdf(body: bytes, whole: bool) -> bool:
    return b"%PDF-" in body[:1024]


def _mp4(body: bytes, whole: bool) -> bool:
    return body[4:8] == b"ftyp"


def _zip_with(entry: str) -> Callable[[bytes, bool], bool]:
    def check(body: bytes, whole: bool) -> bool:
        if not whole or not body.startswith(b"PK\x03\x04"):
            return False
        try:
            names = zipfile.ZipFile(io.BytesIO(body)).namelist()
        except (zipfile.BadZipFile, NotImplementedError):
            return False
        return any(name == entry or name.startswith(entry) for name in names)

    return check


_CHECKS: Mapping[str, Callable[[bytes, bool], bool]] = {
    "pdf": _pdf,
    "ofd": _zip_with("OFD.xml"),
    "doc": _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "docx": _zip_with("word/"),
    "xlsx": _zip_with("xl/"),
    "jpg": _starts(b"\xff\xd8\xff"),
    "png": _starts(b"\x89PNG\r\n\x1a\n"),
    "mp4": _mp4,
}
