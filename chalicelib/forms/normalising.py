"""Normalising of typed text.

It says what is blank, what is dropped, what becomes ASCII, what a number or a date is. Every function here has a twin
in the browser; docs/calls.md ("How answers are read") states the rules and tests/parity holds both to them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

BLANK = (
    "\t\n\x0b\x0c\r \xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""The characters that are trimmed.

The set of ECMAScript's trim(), which is not that of str.strip().
"""

_DROPPED = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
_BREAKS = "[\r\n\u2028\u2029]+"
_TO_ASCII = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: " ", 0x2212: "-"}
    | dict.fromkeys(range(0x2010, 0x2016), "-")
)
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_NUMBER = r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]*))?"
_PLAIN = r"-?[0-9]+(?:\.[0-9]+)?"
_MONTH = r"([1-9][0-9]{3})[-/.年]([0-9]{1,2})月?"
_DATE = r"([1-9][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"


def composed(text: str) -> str:
    """Drop control characters and lone surrogates, and normalise to NFC."""
    return unicodedata.normalize("NFC", re.sub(_DROPPED, "", text))


def one_line(text: str) -> str:
    """Compose and trim, turning each run of line breaks into one space."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip(" ")  # the usual case, four times as fast: no other dropped character is printable
    return re.sub(_BREAKS, " ", composed(text)).strip(BLANK)


def lines(text: str) -> str:
    """Compose and trim, turning each line break into one ``\\n``."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip(" ")
    return composed(text).replace("\r\n", "\n").replace("\r", "\n").strip(BLANK)


def half_width(text: str) -> str:
    """Return one line with full-width characters and typographic dashes as ASCII.

    For machine-readable values.
    """
    return one_line(text.translate(_TO_ASCII))


def upper(text: str) -> str:
    """Capitalise ASCII letters and nothing else."""
    return text.translate(_UPPER)


def without(text: str, dropped: str) -> str:
    """Return the text without the `dropped` characters.

    Returns the text unchanged if nothing else is in it.
    """
    return text.translate({ord(character): None for character in dropped}) or text


def plain_number(text: str) -> str | None:
    """Return the canonical form of a typed number, or None.

    ``+0012`` → ``12``, ``1,234.50`` → ``1234.50``. None for anything that is no number.
    """
    match = re.fullmatch(_NUMBER, text)
    if match is None:
        return None
    sign, whole, fraction = match[1], match[2].replace(",", ""), match[3] or ""
    if not whole and not fraction:
        return None
    number = (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
    return f"-{number}" if sign == "-" and number.strip("0.") else number


def number(value: str) -> Decimal | None:
    """Return the exact value of a canonical number, or None."""
    return Decimal(value) if re.fullmatch(_PLAIN, value) else None


def places(value: str) -> int:
    """Count a canonical number's decimal places, without trailing zeros."""
    return len(value.partition(".")[2].rstrip("0"))


def plain_month(text: str) -> str:
    """Return a month as ``YYYY-MM``, and any other text unchanged."""
    match = re.fullmatch(_MONTH, text)
    return f"{match[1]}-{int(match[2]):02}" if match else text


def plain_date(text: str) -> str:
    """Return a date as ``YYYY-MM-DD``, and any other text unchanged."""
    match = re.fullmatch(_DATE, text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def is_month(value: str) -> bool:
    """Return whether a canonical value is a month of the calendar."""
    return len(value) == 7 and is_date(f"{value}-01")


def is_date(value: str) -> bool:
    """Return whether a canonical value is a day of the calendar."""
    if not re.fullmatch(_DATE, value) or len(value) != 10 or value[4] + value[7] != "--":
        return False
    try:
        date(int(value[:4]), int(value[5:7]), int(value[8:]))
    except ValueError:
        return False
    return True


def not_after(value: str, today: date) -> bool:
    """Return whether a date or month has begun by ``today``.

    False for an empty or unreadable value.
    """
    return (is_date(value) or is_month(value)) and value <= today.isoformat()[: len(value)]
