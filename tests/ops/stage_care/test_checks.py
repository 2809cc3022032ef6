"""What the doctor sees from outside, against a server that answers as a stage does, or as it should not."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest

from ops.stage_care import checks
from ops.stage_care.checks import CheckResult
from ops.stages import Stage

OWN = "8.8.4.4"
AT = datetime(2026, 5, 1, tzinfo=UTC)


@contextmanager
def served(
    address: Callable[[str | None], str],
    *,
    headers: bool = True,
    problem: bool = True,
    allowed: frozenset[str | None] = frozenset(),
) -> Iterator[Stage]:
    """A stage whose site answers so; `address` makes what the API sees of the header that a request forged."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/api/address":
                body = {"address": address(self.headers.get("X-Forwarded-For"))}
                self._answer(200, "application/json", json.dumps(body))
            elif self.path.startswith("/api/"):
                self._answer(404, "application/problem+json" if problem else "text/html", "{}")
            else:
                self._answer(200, "text/html", "")

        def do_OPTIONS(self) -> None:
            asking = self.headers.get("Origin")
            self.send_response(200 if asking in allowed else 403)
            if asking in allowed:
                self.send_header("Access-Control-Allow-Origin", asking)
            self.end_headers()

        def _answer(self, status: int, kind: str, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if headers:
                self.send_header("Content-Security-Policy", "default-src 'self'")
                self.send_header("Strict-Transport-Security", "max-age=31536000")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    stage = Stage("dev", boto3.Session(region_name="cn-north-1"))
    stage.__dict__["data"] = {"SiteOrigin": f"http://127.0.0.1:{server.server_port}"}
    try:
        yield stage
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def by_name(findings: Iterator[CheckResult]) -> dict[str, bool | None]:
    return {finding.what: finding.ok for finding in findings}


def test_a_site_with_its_headers_and_an_api_with_problem_json_are_right() -> None:
    with served(lambda forged: OWN) as stage:
        assert by_name(checks.outside(stage)) == {"site": True, "api": True}


def test_a_site_without_tls_shows_no_certificate() -> None:
    with served(lambda forged: OWN) as stage:
        [finding] = checks.certificate(stage)
    assert finding.ok is False
    assert finding.words.endswith("does not answer over TLS")


@pytest.mark.parametrize(
    ("changed", "ok", "words"),
    [
        ({}, True, "ISSUED, 300 days left"),
        ({"Status": "PENDING_VALIDATION"}, False, "PENDING_VALIDATION, 300 days left"),
        ({"NotAfter": AT + timedelta(days=12)}, False, "ISSUED, 12 days left"),
        ({"RenewalSummary": {"RenewalStatus": "PENDING_VALIDATION"}}, False, "ISSUED, 300 days left, renewal PENDING"),
        ({"Type": "IMPORTED"}, True, "ISSUED, 300 days left, imported: nobody renews it by itself"),
    ],
)
def test_a_certificate_that_is_not_renewed_is_told_in_time(changed: dict[str, Any], ok: bool, words: str) -> None:
    """As ACM describes it."""
    described = {"Status": "ISSUED", "Type": "AMAZON_ISSUED", "NotAfter": AT + timedelta(days=300), **changed}
    finding = checks.renewal_of(described, AT)
    assert finding.ok is ok
    assert finding.words.startswith(words)


def test_missing_headers_and_a_gateways_own_page_are_found() -> None:
    with served(lambda forged: OWN, headers=False, problem=False) as stage:
        assert by_name(checks.outside(stage)) == {"site": False, "api": False}


def test_an_address_that_no_header_moves_is_right() -> None:
    with served(lambda forged: OWN) as stage:
        [finding] = checks.source_address(stage)
    assert finding.ok
    assert OWN in finding.words


def test_an_api_that_believes_a_forged_header_is_found() -> None:
    with served(lambda forged: forged or OWN) as stage:
        [finding] = checks.source_address(stage)
    assert finding.ok is False
    assert finding.words == f"a forged header made {OWN} into 192.0.2.77"


def test_an_api_that_sees_a_machine_in_between_is_found() -> None:
    with served(lambda forged: "10.0.3.7") as stage:
        [finding] = checks.source_address(stage)
    assert finding.ok is False


def test_a_preflight_finds_who_may_upload() -> None:
    with served(lambda forged: OWN, allowed=frozenset({"https://awards.example.cn"})) as stage:
        url = stage.data["SiteOrigin"]
        assert checks._preflight(url, "https://awards.example.cn")
        assert not checks._preflight(url, "https://elsewhere.invalid")


def test_the_preflight_goes_where_browsers_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere a bucket answers with a redirection at first, which no browser follows."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    stage = Stage("dev", boto3.Session(region_name="eu-central-1"))
    stage.__dict__["data"] = {
        "TableName": "laurel",
        "BucketName": "laurel-attachments",
        "SiteOrigin": "https://awards.example.org",
    }
    assert checks.upload_url(stage) == "https://laurel-attachments.s3.eu-central-1.amazonaws.com/"


def unanswered(monkeypatch: pytest.MonkeyPatch, region: str | None) -> list[CheckResult]:
    """What is found where nobody is signed in."""
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return list(checks.run_checks(Stage("dev", boto3.Session(region_name=region))))


def test_without_credentials_it_is_said_how_to_sign_in_and_nothing_is_taken_for_undeployed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = unanswered(monkeypatch, "cn-north-1")
    assert [f.what for f in found if f.ok is False] == ["credentials"]
    assert "Sign in (aws sso login, aws configure)" in found[-1].words


def test_a_region_that_does_not_exist_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = unanswered(monkeypatch, "cn-nowhere-9")
    assert found[-1] == CheckResult("region", False, "cn-nowhere-9 is no region that this SDK knows; see --region")


def test_without_a_region_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = unanswered(monkeypatch, None)
    assert (found[-1].what, found[-1].ok) == ("region", False)
    assert "no AWS region is set" in found[-1].words
