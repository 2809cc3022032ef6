"""Codes that prove that an account reads an address.

A mail address or a phone number. A code is not stored: it is derived from the channel, the account, the address, the
day and the product's secret, and holds for that day and the next.
"""

import hashlib
import hmac
from datetime import timedelta

from chalicelib.domain.channels import AddressChannel
from chalicelib.services.context import Tools

DIGITS = 8


def code(tools: Tools, account: str, channel: AddressChannel, address: str, days_ago: int = 0) -> str:
    """Return the code of an address for an account.

    Today's, or an earlier day's.
    """
    day = tools.clock() - timedelta(days=days_ago)
    material = f"{channel}\n{account}\n{address}\n{day:%Y%m%d}".encode()
    digest = hmac.new(tools.secret.encode(), material, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"


def matches(tools: Tools, account: str, channel: AddressChannel, address: str, typed: str) -> bool:
    """Return whether `typed` is today's or yesterday's code."""
    clean = typed.strip().encode()
    return any(hmac.compare_digest(code(tools, account, channel, address, ago).encode(), clean) for ago in (0, 1))
