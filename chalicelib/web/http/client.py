"""Cookies and source address of a request."""

import hmac
import ipaddress
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from chalicelib.domain.errors import Forbidden
from chalicelib.services.sign_in.sessions import ABSOLUTE

PROXY_HEADER = "x-laurel-origin"
"""Header (lower case) that proves a request came through the CDN."""

VIEWER_HEADER = "x-laurel-viewer"
"""Header (lower case) with the viewer's address.

The CDN sets it on every request (`cloudformation/cdn.yaml`).
"""

DEVICE_KEPT = timedelta(days=180)


def cookie_in(header: str, *, secure: bool) -> str | None:
    """Return the session cookie from a Cookie header, None without one."""
    return _cookies(header).get(_session_name(secure))


def device_in(header: str, *, secure: bool) -> str | None:
    """Return the device cookie, which marks logins used on this device."""
    return _cookies(header).get(_device_name(secure))


def set_cookie(value: str, *, secure: bool) -> str:
    """Return a Set-Cookie header for a session.

    The browser keeps it for the longest life of a session; the server may end the session earlier.
    """
    return _cookie(_session_name(secure), value, ABSOLUTE, secure)


def clear_cookie(*, secure: bool) -> str:
    """Return a Set-Cookie header that deletes the session cookie."""
    return _cookie(_session_name(secure), "", timedelta(0), secure)


def set_device(value: str, *, secure: bool) -> str:
    """Return a Set-Cookie header for the device cookie."""
    return _cookie(_device_name(secure), value, DEVICE_KEPT, secure)


def address(headers: Mapping[str, str], context: Mapping[str, Any], proxy_secrets: Sequence[str]) -> str:
    """Return the address by which to count the client's requests.

    That is an IPv4 address, or the /64 network of an IPv6 address. `headers` are keyed by lower-case names.

    Behind the CDN (with `proxy_secrets`, each valid) the address comes from the CDN, otherwise from API Gateway.
    X-Forwarded-For is never read, since clients can forge it. Raises Forbidden when a request did not come
    through the CDN.
    """
    if not proxy_secrets:
        return _counted(str((context.get("identity") or {}).get("sourceIp") or ""))
    shown = headers.get(PROXY_HEADER, "").encode()
    if not any(hmac.compare_digest(shown, secret.encode()) for secret in proxy_secrets):
        raise Forbidden()
    return _counted(headers.get(VIEWER_HEADER, ""))


def _counted(text: str) -> str:
    try:
        parsed = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _cookies(header: str) -> dict[str, str]:
    """Map cookie names to values.

    Of two cookies with one name the first wins: browsers send the one with the more specific path first.
    """
    pairs = [part.strip().partition("=") for part in header.split(";")]
    return {name: value for name, equals, value in reversed(pairs) if equals}


def _session_name(secure: bool) -> str:
    return "__Host-session" if secure else "session"


def _device_name(secure: bool) -> str:
    return "__Host-device" if secure else "device"


def _cookie(name: str, value: str, lasts: timedelta, secure: bool) -> str:
    parts = [
        f"{name}={value}",
        "Path=/",
        f"Max-Age={int(lasts.total_seconds())}",
        "HttpOnly",
        "SameSite=Strict",
    ]
    return "; ".join([*parts, "Secure"] if secure else parts)
