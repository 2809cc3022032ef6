"""The site as a visitor reaches it, from outside."""

import contextlib
import http.client
import socket
import ssl
import time
from urllib.parse import urlsplit

from chalicelib.frozen import dataclass

PATIENCE = 10
"""Seconds that an answer may take."""

PATHS = ("/", "/api/address")
"""The site's files, and the API behind the same origin."""


@dataclass(frozen=True)
class Visit:
    """What a visitor found.

    `faults`: how many of PATHS did not answer 200. `days`: how long the certificate lasts, 0 where a browser would
    refuse it, None where nobody answered.
    """

    faults: int
    days: float | None


def visit(origin: str, now: float | None = None, trust: ssl.SSLContext | None = None) -> Visit:
    """Visit an https origin; never raises for what it finds."""
    trust = trust or ssl.create_default_context()
    answers = [_ask(origin, path, trust) for path in PATHS]
    ends = [end for _, end in answers if end is not None]
    days = min(ends) - (time.time() if now is None else now) if ends else None
    return Visit(sum(status != 200 for status, _ in answers), None if days is None else max(0.0, days / 86400))


def _ask(origin: str, path: str, trust: ssl.SSLContext) -> tuple[int, float | None]:
    """Return an answer's status (0: none), and when the certificate ends."""
    where = urlsplit(origin)
    connection = http.client.HTTPSConnection(where.hostname or "", where.port or 443, timeout=PATIENCE, context=trust)
    end: float | None = None
    with contextlib.closing(connection):
        try:
            connection.connect()
            assert isinstance(connection.sock, ssl.SSLSocket)
            end = ssl.cert_time_to_seconds(str((connection.sock.getpeercert() or {})["notAfter"]))
            connection.request("GET", path, headers={"User-Agent": "laurel"})
            return connection.getresponse().status, end
        except ssl.SSLCertVerificationError:
            return 0, 0.0
        except (OSError, http.client.HTTPException, socket.gaierror):
            return 0, end
