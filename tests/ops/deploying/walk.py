"""People who speak HTTP to a deployed stage: what the site's pages send, and nothing that only a test could."""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.services.accounts.people import solved

WITHIN = 60.0
"""Seconds that what follows by itself may take on a busy machine."""


@dataclass
class Person:
    """Somebody at a browser of their own."""

    origin: str
    session: requests.Session = field(default_factory=requests.Session)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> requests.Response:
        """The answer, whatever it is."""
        usual = {
            "Origin": self.origin,
            "Idempotency-Key": str(uuid.uuid4()),
            "Content-Type": "application/json",
        }
        data = json.dumps(body).encode() if body is not None else None
        url, sent = f"{self.origin}/api{path}", {**usual, **(headers or {})}
        return self.session.request(method, url, data=data, headers=sent, timeout=60)

    def get(self, path: str) -> Any:
        return self._body(self.ask("GET", path))

    def post(self, path: str, body: Any = None, etag: str = "") -> Any:
        return self._body(self.ask("POST", path, {} if body is None else body, _if(etag)))

    def put(self, path: str, body: Any, etag: str = "") -> Any:
        return self._body(self.ask("PUT", path, body, _if(etag)))

    def delete(self, path: str) -> Any:
        return self._body(self.ask("DELETE", path))

    def sign_in(self, login: str, password: str) -> "Person":
        proof = solved(self.post("/challenges", {"login": login, "purpose": "sign-in"}))
        self.post("/sessions", {"login": login, "password": password, "proof": proof})
        return self

    def attach(self, entry: str, field: str, name: str, body: bytes) -> str:
        """Upload a file straight to the bucket, and let it count; its id."""
        asked = {"field": field, "name": name, "size": len(body)}
        ticket = self.post(f"/submissions/{entry}/attachments", asked)
        sent = requests.post(ticket["url"], data=ticket["fields"], files={"file": (name, body)}, timeout=60)
        assert sent.status_code in {200, 201, 204}, sent.text
        self.post(f"/submissions/{entry}/attachments/{ticket['id']}/complete")
        return str(ticket["id"])

    def _body(self, answer: requests.Response) -> Any:
        assert answer.ok, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:600]}"
        return answer.json() if answer.content else None


def until(told: Callable[[], Any]) -> Any:
    """What is told, once it is anything; fails when that takes too long."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if found := told():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing within {WITHIN:.0f} seconds")


def _if(etag: str) -> dict[str, str]:
    return {"If-Match": etag} if etag else {}
