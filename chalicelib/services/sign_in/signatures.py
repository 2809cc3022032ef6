"""What is signed rather than stored: keys, codes, device marks.

There is a key for each purpose, from the one secret. While that is exchanged, what
the other one signed holds. A mark shows that a device has signed in before.
"""

import base64
import hashlib
import hmac
import re
from typing import Literal

from chalicelib import telemetry
from chalicelib.domain.accounts import Account
from chalicelib.services.context import Tools, token

Mark = Literal["account", "address"]
DEVICES_KEPT = 4
_SEPARATOR = "_"
_MARK = re.compile(r"[a-z2-7]{16}-[0-9a-f]{64}")


def key(tools: Tools, purpose: str) -> bytes:
    """Derive a key that serves one purpose only from the secret."""
    return _key(tools.valid_secrets[0], purpose)


def valid_keys(tools: Tools, purpose: str) -> list[bytes]:
    """Return the keys that may have signed, the present one first."""
    return [_key(secret, purpose) for secret in tools.valid_secrets]


def _key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"laurel/{purpose}".encode(), hashlib.sha256)


def sign(tools: Tools, purpose: str, text: str) -> str:
    """Return the HMAC-SHA-256 of a text, in hex."""
    return _sign(key(tools, purpose), text)


def is_signed(tools: Tools, purpose: str, text: str, signature: str) -> bool:
    """Return whether a signature of a text is one of ours."""
    keys, shown = valid_keys(tools, purpose), signature.encode()
    return any(hmac.compare_digest(shown, _sign(one, text).encode()) for one in keys)


def _sign(signing: bytes, text: str) -> str:
    return hmac.new(signing, text.encode(), hashlib.sha256).hexdigest()


def derived_code(tools: Tools, purpose: str, text: str) -> str:
    """Return 15 characters of base32 derived from a text.

    They are always the same, and cannot be guessed from it.
    """
    digest = bytes.fromhex(sign(tools, purpose, text))
    return base64.b32encode(digest)[:15].decode().lower()


def mark(tools: Tools, kind: Mark, value: str) -> str:
    """Return the mark that represents an account or address in logs.

    Always the same under one secret; without that it leads back to nothing. `ops account mark` tells it.
    """
    return sign(tools, f"mark of {kind}", value)[:12]


def note_accounts(tools: Tools, *accounts: Account) -> None:
    """Note in the log line which accounts a request acts on."""
    telemetry.current().note(of=[mark(tools, "account", account.id) for account in accounts])


def known_device(tools: Tools, cookie: str | None, login: str) -> str | None:
    """Return the id of a device that signed in before.

    To this login, as its mark proves; otherwise None.
    """
    for mark in _marks(cookie):
        device, _, seal = mark.partition("-")
        if is_signed(tools, "device", _device_text(device, login), seal):
            return device
    return None


def with_device(tools: Tools, cookie: str | None, login: str) -> str:
    """Return the device's cookie, with a mark for this login.

    On a shared machine the last few logins keep theirs.
    """
    kept = _marks(cookie)
    if known_device(tools, cookie, login) is None:
        device = token(16)
        kept.insert(0, f"{device}-{sign(tools, 'device', _device_text(device, login))}")
    return _SEPARATOR.join(kept[:DEVICES_KEPT])


def _marks(cookie: str | None) -> list[str]:
    """Return the well-formed marks of a cookie.

    Anything else that a visitor may have put into it is dropped.
    """
    return [mark for mark in (cookie or "").split(_SEPARATOR) if _MARK.fullmatch(mark)][:DEVICES_KEPT]


def _device_text(device: str, login: str) -> str:
    return f"{device}\n{login}"
