"""Codes that prove that an account reads a mail address.

A code is not stored: it is derived from the account, the address, the day and the product's secret, and holds for
that day and the next.
"""

import hashlib
import hmac
from datetime import timedelta

from chalicelib.services.context import Tools

DIGITS = 8


def code(tools: Tools, account: str, address: str) -> str:
    """Return today's code of an address for an account."""
    return _code(tools, account, address, tools.secret)


def _code(tools: Tools, account: str, address: str, secret: str, days_ago: int = 0) -> str:
    """Return a day's code under one of the valid secrets."""
    day = tools.clock() - timedelta(days=days_ago)
    material = f"mail\n{account}\n{address}\n{day:%Y%m%d}".encode()
    digest = hmac.new(secret.encode(), material, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"


def matches(tools: Tools, account: str, address: str, typed: str) -> bool:
    """Return whether `typed` is today's or yesterday's code."""
    clean = typed.strip().encode()
    codes = (
        _code(tools, account, address, secret, ago) for secret in (tools.secret, *tools.other_secrets) for ago in (0, 1)
    )
    return any(hmac.compare_digest(one.encode(), clean) for one in codes)
