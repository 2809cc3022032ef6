"""HTTP responses as values."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Response:
    """Status, headers in order (names may repeat), and the whole body."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return the first header of a name, empty if there is none.

        Case does not matter.
        """
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def problem(status: int, code: str, title: str) -> Response:
    """Return a response of the gateway itself.

    It has the shape of the API's refusals.
    """
    body = {"type": "about:blank", "title": title, "status": status, "code": code}
    headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
    return Response(status, headers, json.dumps(body).encode())
