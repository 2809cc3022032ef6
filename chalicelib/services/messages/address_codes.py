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


def code(tools: Tools, account: str, channel: AddressChannel, address: str) -> str:
    """Return today's code of an address for an account."""
    return _codes(tools, account, channel, address)[0]


def matches(tools: Tools, account: str, channel: AddressChannel, address: str, typed: str) -> bool:
    """Return whether `typed` is today's or yesterday's code."""
    clean = typed.strip().encode()
    return any(hmac.compare_digest(one.encode(), clean) for one in _codes(tools, account, channel, address))


def _codes(tools: Tools, account: str, channel: AddressChannel, address: str) -> list[str]:
    """Return the valid codes, today's under the present secret first."""
    whose, now = f"{channel}\n{account}\n{address}", tools.clock()
    return [
        _code(f"{whose}\n{now - timedelta(days=ago):%Y%m%d}", secret)
        for secret in tools.valid_secrets
        for ago in (0, 1)
    ]


def _code(material: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), material.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"
