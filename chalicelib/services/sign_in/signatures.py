"""What is signed rather than stored: a key for each purpose from the one secret, and the mark of a device that
has signed in before."""

import base64
import hashlib
import hmac
import re

from chalicelib.services.context import Tools, token

DEVICES_KEPT = 4
_SEPARATOR = "_"
_MARK = re.compile(r"[a-z2-7]{16}-[0-9a-f]{64}")


def key(tools: Tools, purpose: str) -> bytes:
    """A key that serves one purpose only, derived from the secret."""
    return hmac.digest(tools.secret.encode(), f"laurel/{purpose}".encode(), hashlib.sha256)


def sign(tools: Tools, purpose: str, text: str) -> str:
    """HMAC-SHA-256 of a text, in hex."""
    return hmac.new(key(tools, purpose), text.encode(), hashlib.sha256).hexdigest()


def derived_code(tools: Tools, purpose: str, text: str) -> str:
    """15 characters of base32 that follow from a text, and from which it cannot be guessed."""
    digest = bytes.fromhex(sign(tools, purpose, text))
    return base64.b32encode(digest)[:15].decode().lower()


def known_device(tools: Tools, cookie: str | None, login: str) -> str | None:
    """The device's id if its mark says that it has signed in to this login before."""
    for mark in _marks(cookie):
        device, _, seal = mark.partition("-")
        if hmac.compare_digest(seal, _device_seal(tools, device, login)):
            return device
    return None


def with_device(tools: Tools, cookie: str | None, login: str) -> str:
    """The cookie with a mark for this login; on a shared machine the last few logins keep theirs."""
    kept = _marks(cookie)
    if known_device(tools, cookie, login) is None:
        device = token(16)
        kept.insert(0, f"{device}-{_device_seal(tools, device, login)}")
    return _SEPARATOR.join(kept[:DEVICES_KEPT])


def _marks(cookie: str | None) -> list[str]:
    """The marks of a cookie; anything else that a visitor may have put into it is dropped."""
    return [mark for mark in (cookie or "").split(_SEPARATOR) if _MARK.fullmatch(mark)][:DEVICES_KEPT]


def _device_seal(tools: Tools, device: str, login: str) -> str:
    return sign(tools, "device", f"{device}\n{login}")
