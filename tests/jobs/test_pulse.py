"""What shows that the product is alive: a record for the stream with every tick, and a visit to the site."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.jobs import pulse, stream
from chalicelib.settings import Settings
from chalicelib.storage.engine import site
from chalicelib.wiring import Wiring
from tests.factories import World
from tests.jobs.conftest import Records


def test_each_beat_is_a_record_that_the_stream_is_given(here: World, told: Callable[[], Records]) -> None:
    told()
    for _ in range(2):
        pulse.beat(here.wiring, here.clock())
        here.clock.move(minutes=5)
    records = told()
    assert [record["dynamodb"]["Keys"]["sk"]["S"] for record in records] == ["BEAT", "BEAT"]
    assert "BEAT" in stream.filters()
    stream.handle(records, here.wiring)
    assert here.wiring.dead_letters.count() == 0


def test_a_pulse_that_fails_is_told_and_raises_nothing(here: World, lines: Callable[[], list[dict[str, Any]]]) -> None:
    def refused(**_: Any) -> None:
        raise OSError("refused")

    events = here.tools.table._client.meta.events
    events.register("before-call.dynamodb.PutItem", refused)
    pulse.beat(here.wiring, here.clock())
    assert "the beat could not be done; the others go on" in [line["message"] for line in lines()]


def test_a_site_that_nobody_answers_for_is_told(here: World, lines: Callable[[], list[dict[str, Any]]]) -> None:
    settings = Settings(**{**here.wiring.settings.model_dump(), "site_origin": "https://127.0.0.1:9"})
    away = Wiring(settings, here.clock)
    vars(away)["tools"] = here.tools
    pulse.beat(away, here.clock())
    [line] = [line for line in lines() if line.get("job") == "pulse"]
    assert (line["SiteFaults"], "CertificateDays" in line) == (2, False)


@contextmanager
def served(folder: Path, days: float, status: int = 200) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A site over https with a certificate that lasts so long, and what trusts it."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else status)
            self.end_headers()
            self.wfile.write(json.dumps({}).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    file = folder / "site.pem"
    file.write_bytes(certificate(days))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = HTTPServer(("127.0.0.1", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}", ssl.create_default_context(cafile=file)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(days: float) -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=100)).not_valid_after(now + timedelta(days=days))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    shape = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return key.private_bytes(*shape) + made.public_bytes(serialization.Encoding.PEM)


def test_a_site_that_answers_has_no_fault_and_so_many_days(tmp_path: Path) -> None:
    with served(tmp_path, days=12) as (origin, trust):
        found = site.visit(origin, trust=trust)
    assert found.faults == 0
    assert found.days == pytest.approx(12, abs=0.01)


def test_an_api_that_answers_wrongly_is_one_fault(tmp_path: Path) -> None:
    with served(tmp_path, days=12, status=502) as (origin, trust):
        assert site.visit(origin, trust=trust).faults == 1


def test_a_certificate_that_a_browser_refuses_lasts_no_day(tmp_path: Path) -> None:
    with served(tmp_path, days=-1) as (origin, trust):
        assert site.visit(origin, trust=trust) == site.Visit(2, 0.0)
    with served(tmp_path, days=12) as (origin, _):
        assert site.visit(origin) == site.Visit(2, 0.0)
