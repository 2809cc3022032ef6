"""A browser for route tests: it sends what the site's pages send, through the gateway, and reads the answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app import app
from ops.local.gateway import Gateway
from tests.conftest import ORIGIN

GATEWAY = Gateway(app)
_requests = count(1)


@dataclass(frozen=True)
class Reply:
    """An answer: status, headers by lower-case names, and the JSON body (None where there is none)."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text) if self.text else None


@dataclass(frozen=True)
class Browser:
    """Sends a session's cookie, if it has one, with each request."""

    cookie: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        """`headers` are added to those that the site sends; an empty value takes one of them away."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        sent = {**self._usual(), **self.headers, **(headers or {})}
        told = GATEWAY.answer(method, f"/api{path}", {k: v for k, v in sent.items() if v}, raw)
        shown = {name.lower(): value for name, value in told.headers}
        return Reply(told.status, shown, told.body.decode())

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def _usual(self) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Origin": ORIGIN,
            "Idempotency-Key": f"request-{next(_requests)}",
            "Cookie": f"session={self.cookie}" if self.cookie else "",
        }
