"""An HTTP answer as a value."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """Status, headers in order (a name may come again) and the whole body."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that name in whatever case, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def problem(status: int, code: str, title: str) -> Answer:
    """What the gateway says by itself, in the shape that the API's own refusals have."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code}
    headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
    return Answer(status, headers, json.dumps(body).encode())
