"""The local server answers as the CDN and the gateway in front of the functions do."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from chalice.app import Chalice, Response

from ops.local.gateway import LARGEST_BODY, Gateway
from ops.local.server import Server
from ops.local.site_files import SiteFiles, security_headers

PAGE = "<!doctype html><title>Laurel</title>" + " " * 2000
BUCKET = "http://127.0.0.1:9"


def small_app() -> Chalice:
    app = Chalice("small")

    @app.route("/callers/{name}", methods=["GET", "PUT"])
    def caller(name: str) -> Response:
        meet.wait(5)
        request: Any = app.current_request
        seen = {"name": name, "cookie": request.headers.get("cookie"), "query": request.query_params}
        return Response(seen, headers={"Set-Cookie": ["a=1", "b=2"]})

    @app.route("/bodies", methods=["POST"])
    def body() -> object:
        request: Any = app.current_request
        return request.json_body

    return app


meet = threading.Barrier(1)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    dist = tmp_path_factory.mktemp("dist")
    (dist / "assets").mkdir()
    (dist / "index.html").write_text(PAGE)
    (dist / "assets/main-abc.js").write_text("0")
    (dist / ".hidden").write_text("0")
    (dist.parent / "secret.txt").write_text("0")
    server = Server(("127.0.0.1", 0), Gateway(small_app()), SiteFiles(dist), security_headers(BUCKET))
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def code_of(answer: requests.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["Content-Type"], answer.json()["code"]


def test_the_app_sees_its_path_without_the_stage(origin: str) -> None:
    answer = requests.get(f"{origin}/api/callers/a.b?q=%E4%B8%AD", timeout=5)
    assert answer.json() == {"name": "a.b", "cookie": None, "query": {"q": "中"}}


def test_each_cookie_gets_a_header_of_its_own(origin: str) -> None:
    answer = requests.get(f"{origin}/api/callers/a", timeout=5)
    assert answer.raw.headers.getlist("Set-Cookie") == ["a=1", "b=2"]


def test_eight_callers_at_once_each_see_only_themselves(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "meet", threading.Barrier(8))

    def ask(n: int) -> bool:
        told = requests.get(f"{origin}/api/callers/{n}", headers={"Cookie": f"who={n}"}, timeout=5).json()
        return bool(told["cookie"] == f"who={n}" and told["name"] == str(n))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(80)))


def test_an_unknown_path_is_a_problem(origin: str) -> None:
    assert code_of(requests.get(f"{origin}/api/nothing", timeout=5)) == (
        404,
        "application/problem+json",
        "not_found",
    )


def test_a_method_that_a_path_does_not_have_is_a_problem(origin: str) -> None:
    answer = requests.delete(f"{origin}/api/bodies", timeout=5)
    assert code_of(answer) == (405, "application/problem+json", "method_not_allowed")


@pytest.mark.parametrize("path", ["/", "/api/bodies"])
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_a_method_that_nothing_has_is_a_problem(origin: str, method: str, path: str) -> None:
    answer = sent(origin, f"{method} {path} HTTP/1.1")
    assert answer == (405, "application/problem+json", "method_not_allowed")


@pytest.mark.parametrize(
    ("lines", "status"),
    [("GET /a b c HTTP/1.1", 400), ("GET / HTTP/9.9", 505), ("GET /" + "a" * 70_000 + " HTTP/1.1", 414)],
)
def test_a_request_that_is_no_http_is_a_problem(origin: str, lines: str, status: int) -> None:
    assert sent(origin, lines) == (status, "application/problem+json", "bad_request")


def test_headers_without_end_are_a_problem(origin: str) -> None:
    many = "".join(f"\r\nX-{n}: 1" for n in range(200))
    assert sent(origin, "GET / HTTP/1.1" + many) == (431, "application/problem+json", "bad_request")


def sent(origin: str, head: str) -> tuple[int, str, str]:
    """Send the head of a request as it is, and return status, content type and code of the answer."""
    address = urlsplit(origin)
    with socket.create_connection((address.hostname or "", address.port or 0), 5) as wire:
        wire.sendall(f"{head}\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
        answer = HTTPResponse(wire)
        answer.begin()
        return answer.status, answer.headers["Content-Type"], json.loads(answer.read())["code"]


def test_a_body_over_the_gateways_limit_is_a_problem(origin: str) -> None:
    answer = requests.post(f"{origin}/api/bodies", headers={"Content-Length": str(LARGEST_BODY + 1)}, timeout=5)
    assert code_of(answer) == (413, "application/problem+json", "too_large")


def test_a_body_that_is_not_text_is_a_problem(origin: str) -> None:
    answer = requests.post(f"{origin}/api/bodies", b"\xff\xfe", headers={"Content-Type": "application/json"}, timeout=5)
    assert code_of(answer) == (422, "application/problem+json", "invalid")


def test_a_page_of_the_site_is_its_index_and_asked_for_again(origin: str) -> None:
    answer = requests.get(f"{origin}/my/submissions", timeout=5)
    assert (answer.text, answer.headers["Cache-Control"]) == (PAGE, "no-cache")
    again = requests.get(origin, headers={"If-None-Match": answer.headers["ETag"]}, timeout=5)
    assert (again.status_code, again.content) == (304, b"")


def test_a_named_asset_is_kept_for_ever(origin: str) -> None:
    answer = requests.get(f"{origin}/assets/main-abc.js", timeout=5)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("path", ["/submissions/call-1.scenario.abc", "/submissions/call-1.unit.abc/files/a.pdf"])
def test_a_page_may_have_dots_in_its_address(origin: str, path: str) -> None:
    assert requests.get(origin + path, timeout=5).text == PAGE


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/.hidden", "/assets/none.js", "/none.ico"])
def test_what_is_not_in_the_bundle_is_not_found(origin: str, path: str) -> None:
    with requests.Session() as session:
        request = session.prepare_request(requests.Request("GET", origin))
        request.url = origin + path
        assert session.send(request, timeout=5).status_code == 404


def test_a_large_text_is_packed_for_who_takes_it(origin: str) -> None:
    answer = requests.get(origin, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=5)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.raw.read(decode_content=False)).decode() == PAGE
    plain = requests.get(origin, headers={"Accept-Encoding": ""}, timeout=5)
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("path", ["/", "/api/nothing", "/assets/main-abc.js"])
def test_every_answer_lets_nothing_in_but_the_site_and_its_bucket(origin: str, path: str) -> None:
    headers = requests.get(origin + path, timeout=5).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'self'; connect-src 'self' {BUCKET};")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_connection_serves_many_requests(origin: str) -> None:
    with requests.Session() as session:
        answers = [session.get(f"{origin}{path}", timeout=5).status_code for path in ("/", "/api/nothing", "/")]
    assert answers == [200, 404, 200]


def test_the_bundle_may_be_missing(tmp_path: Path) -> None:
    assert SiteFiles(tmp_path).answer("/").status == 404
