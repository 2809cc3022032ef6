"""Texts that people hand in as files, in any usual encoding."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

UTF_8 = "UTF-8"
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = frozenset({"Cc"})
_UNASSIGNED = frozenset({"Cc", "Cn", "Co"})
"""Categories of Unicode that fill what is read by the wrong encoding.

UTF-8 proves itself, and may have characters that are newer than Python.
"""


class NotText(ValueError):
    """Bytes that are no text; the message says what to do."""


@dataclass(frozen=True)
class FileText:
    """A file's text, and the encoding it was saved in."""

    text: str
    encoding: str


def decode(data: bytes) -> FileText:
    """Return the text of a file that people made.

    UTF-8 with or without a mark; UTF-16 with one, as Excel saves Unicode text; else GB 18030, which is what Excel in
    Chinese saves as CSV, and holds GBK. The last is a guess, so show the text before anything is made of it. Raises
    NotText.
    """
    for encoding, codec in _candidates(data):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if encoding == UTF_8 and "\ufffd" in text:
            raise NotText("characters were lost when it was saved (�). Save it anew from the original, as UTF-8")
        if _is_text(text, _CONTROLS if encoding == UTF_8 else _UNASSIGNED):
            return FileText(text, encoding)
    raise NotText("it is no text in UTF-8. Save it as UTF-8 (in Excel: CSV UTF-8)")


def _candidates(data: bytes) -> list[tuple[str, str]]:
    if data[:2] in _MARKS:
        return [("UTF-16", _MARKS[data[:2]])]
    return [(UTF_8, "utf-8-sig"), ("GB 18030", "gb18030")]


def _is_text(text: str, foreign: frozenset[str]) -> bool:
    return all(sign in "\t\n\r\f" or unicodedata.category(sign) not in foreign for sign in text)
