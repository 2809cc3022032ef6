"""What an API must answer before a deployment is done, against a server that answers so or otherwise."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from chalicelib.release import Release
from ops.deploying import smoke
from ops.deploying.smoke import DoesNotRun

THIS = Release("1.2.3", "0123456789ab")


@contextmanager
def answering(answers: Mapping[str, tuple[int, object]]) -> Iterator[str]:
    """An API by its paths; its URL."""

    class Api(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[self.path]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


RIGHT = {"version": "1.2.3", "commit": "0123456789ab"}


def test_this_release_that_reads_its_table_is_right() -> None:
    with answering({"/version": (200, RIGHT), "/calls": (200, {"items": []})}) as url:
        smoke.until_it_runs(url, THIS, {}, 0)


@pytest.mark.parametrize(
    ("version", "calls", "words"),
    [
        ((200, {**RIGHT, "commit": "beefbeefbeef"}), (200, {}), "GET /api/version still says 1.2.3 beefbeefbeef"),
        ((502, {"code": "fault"}), (200, {}), r"GET /api/version answers 502 \(fault\)"),
        ((403, {"message": "Forbidden"}), (200, {}), r"GET /api/version answers 403 \("),
        ((200, RIGHT), (500, {"code": "fault"}), r"GET /api/calls, which reads the table, answers 500 \(fault\)"),
        ((200, []), (200, {}), "GET /api/version answers what is no version"),
    ],
)
def test_anything_else_is_told_by_what_was_answered(
    version: tuple[int, object], calls: tuple[int, object], words: str
) -> None:
    with answering({"/version": version, "/calls": calls}) as url, pytest.raises(DoesNotRun, match=words):
        smoke.until_it_runs(url, THIS, {}, 0)


def test_nobody_there_is_told_too() -> None:
    with answering({}) as url:
        pass
    with pytest.raises(DoesNotRun, match=r"GET /api/version answers nothing \("):
        smoke.until_it_runs(url, THIS, {}, 0)
