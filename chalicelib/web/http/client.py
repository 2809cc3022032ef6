"""Where a request comes from: its cookies and its address."""

import hmac
import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.domain.errors import Forbidden
from chalicelib.services.sign_in.sessions import ABSOLUTE

PROXY_HEADER = "x-laurel-origin"
"""The header with which the CDN shows that a request went through it (lower case)."""

VIEWER_HEADER = "x-laurel-viewer"
"""The header in which the CDN says whose request it is (lower case); `cloudformation/cdn.yaml` sets it on every one."""

DEVICE_KEPT = timedelta(days=180)


def cookie_in(header: str, *, secure: bool) -> str | None:
    """The session's cookie out of a Cookie header."""
    return _cookies(header).get(_session_name(secure))


def device_in(header: str, *, secure: bool) -> str | None:
    """The marks of logins that this device has signed in to."""
    return _cookies(header).get(_device_name(secure))


def set_cookie(value: str, *, secure: bool) -> str:
    """A Set-Cookie header for a session; the server ends it earlier than the browser does."""
    return _cookie(_session_name(secure), value, ABSOLUTE, secure)


def clear_cookie(*, secure: bool) -> str:
    """A Set-Cookie header that takes the session's cookie away."""
    return _cookie(_session_name(secure), "", timedelta(0), secure)


def set_device(value: str, *, secure: bool) -> str:
    """A Set-Cookie header for the device's marks."""
    return _cookie(_device_name(secure), value, DEVICE_KEPT, secure)


def address(headers: Mapping[str, str], context: Mapping[str, Any], proxy_secret: str) -> str:
    """The address to count by: an IPv4 address, or the /64 of an IPv6 one. `headers` by lower-case names.

    Behind the CDN (there is a `proxy_secret`) the CDN says it, and a request that did not come through it is
    refused: raises Forbidden. Else the gateway does. X-Forwarded-For is the visitor's own word and never read.
    """
    if not proxy_secret:
        return _counted(str((context.get("identity") or {}).get("sourceIp") or ""))
    shown = headers.get(PROXY_HEADER, "").encode()
    if not hmac.compare_digest(shown, proxy_secret.encode()):
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
    """Names and values; of two of one name the first, which browsers send for the more exact path."""
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
