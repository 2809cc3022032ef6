"""An HTTP server for the API and the site on one origin.

It has HTTP/1.1 with keep-alive, a thread per connection, and gzip.
"""

import gzip
import sys
import traceback
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from ops.local.gateway import LARGEST_BODY, STAGE
from ops.local.open_files import FileSource
from ops.local.response import Response, problem

SMALLEST_GZIP = 1024
_PACKED = ("text/", "application/json", "application/problem+json", "image/svg", "application/manifest")


class Api(Protocol):
    """An API below the stage.

    It is the app in this process, or a gateway in front of it.
    """

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Response:
        """Return the response to a request; `path` includes the query."""


class Server(ThreadingHTTPServer):
    """Server that runs until `shutdown`.

    `headers` go with every response.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], gateway: Api, site: FileSource, headers: list[tuple[str, str]]
    ) -> None:
        super().__init__(address, Handler)
        self.gateway, self.site, self.headers = gateway, site, headers

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore browsers that hang up; report other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Handler that passes a request to the gateway or the site.

    It sends the response in one write.
    """

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    timeout = 120
    server: Server

    def _serve(self) -> None:
        try:
            answer = self._answer()
        except Exception:
            traceback.print_exc()
            answer = problem(500, "internal", "Internal error")
        self._send(answer)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what the base class cannot read, as the gateway refuses it."""
        self.close_connection = True
        self.request_version = self.protocol_version
        unknown_method = code == HTTPStatus.NOT_IMPLEMENTED
        status, name = (405, "method_not_allowed") if unknown_method else (code, "bad_request")
        self._send(problem(status, name, HTTPStatus(status).phrase))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _serve

    def _answer(self) -> Response:
        of_api = self.path.split("?")[0] == STAGE or self.path.startswith(STAGE + "/")
        length = self._length()
        if length is None:
            self.close_connection = True
            return problem(413, "too_large", "The body is too large, or of unknown length")
        body = self.rfile.read(length) if length else None
        if of_api:
            return self.server.gateway.answer(self.command, self.path, self._headers(), body)
        if self.command not in {"GET", "HEAD"}:
            return problem(405, "method_not_allowed", "Method not allowed")
        return self.server.site.answer(self.path, self.headers.get("If-None-Match", ""))

    def _length(self) -> int | None:
        """Return the body's length.

        None if it is unknown or more than the gateway accepts.
        """
        length = self.headers.get("Content-Length", "0")
        fits = length.isdecimal() and int(length) <= LARGEST_BODY
        return int(length) if fits and "Transfer-Encoding" not in self.headers else None

    def _headers(self) -> dict[str, str]:
        """Return the headers by lower-case names.

        Repeated ones are joined as RFC 9110 says, cookies with a semicolon.
        """
        joined: dict[str, str] = {}
        for name, value in self.headers.items():
            key = name.lower()
            glue = "; " if key == "cookie" else ", "
            joined[key] = joined[key] + glue + value if key in joined else value
        return joined

    def _send(self, answer: Response) -> None:
        body, packing = self._packed(answer)
        self.send_response(answer.status)
        for name, value in [*answer.headers, *packing, *self.server.headers]:
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _packed(self, answer: Response) -> tuple[bytes, list[tuple[str, str]]]:
        worth = len(answer.body) >= SMALLEST_GZIP and answer.header("Content-Type").startswith(_PACKED)
        if not worth or answer.header("Content-Encoding"):
            return answer.body, []
        if "gzip" not in self.headers.get("Accept-Encoding", ""):
            return answer.body, [("Vary", "Accept-Encoding")]
        return _gzip(answer.body), [("Vary", "Accept-Encoding"), ("Content-Encoding", "gzip")]

    def version_string(self) -> str:
        """Return the value of the Server header."""
        return "Laurel"

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing, since a person watches this terminal."""


@lru_cache(maxsize=256)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)
