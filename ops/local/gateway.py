"""The local counterpart of API Gateway.

The app runs in this process, for many threads at once.
"""

import base64
from collections.abc import Mapping
from typing import Any

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LocalChalice, LocalGateway, RouteMatcher

from ops.local.response import Response, problem

STAGE = "/api"
"""First part of every path, which the app does not see."""

LARGEST_BODY = 10 * 1024 * 1024


def threaded(app: Chalice) -> Chalice:
    """Make an app keep its current request per thread.

    A plain one mixes up concurrent callers.
    """
    app.__class__ = type("ThreadedChalice", (LocalChalice, type(app)), {})
    return app


class Gateway:
    """Gateway that calls the app with the event that Lambda would get.

    It answers requests below the stage.
    """

    def __init__(self, app: Chalice) -> None:
        self._app = threaded(app)
        self._routes = RouteMatcher(list(app.routes))
        self._gateway = LocalGateway(app, Config())

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Response:
        """Return the app's response, or the gateway's own refusal.

        The latter is for requests that never reach the app. `path` includes the query.
        """
        path = path.removeprefix(STAGE) or "/"
        return self._refusal(method, path, body) or self._call(method, path, headers, body)

    def _refusal(self, method: str, path: str, body: bytes | None) -> Response | None:
        try:
            route = self._routes.match_route(path).route
        except ValueError:
            return problem(404, "not_found", "Not found")
        if method not in self._app.routes[route]:
            return problem(405, "method_not_allowed", "Method not allowed")
        if body and not _is_text(body):
            return problem(422, "invalid", "The body is not UTF-8")
        return None

    def _call(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Response:
        answer: Any = self._gateway.handle_request(method, path, dict(headers), body)
        return Response(answer["statusCode"], _headers(answer), _body(answer))


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _headers(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    single = [(name, str(value)) for name, value in (answer.get("headers") or {}).items()]
    multiple = (answer.get("multiValueHeaders") or {}).items()
    every = single + [(name, str(value)) for name, values in multiple for value in values]
    typed = any(name.lower() == "content-type" for name, _ in every)
    return every if typed else [*every, ("Content-Type", "application/json")]


def _body(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body") or b""
    if answer.get("isBase64Encoded"):
        return base64.b64decode(body)
    return body.encode() if isinstance(body, str) else bytes(body)
