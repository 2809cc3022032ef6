"""What carries messages away, against engines that are there: a mail service, text messages, a real HTTP server."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends
from moto.sns import sns_backends

from chalicelib.domain.messages import Kind, OutgoingMessage
from chalicelib.storage.engine import senders
from chalicelib.storage.engine.senders import Undelivered
from ops.local.engines import REGION

WITH_MAIL = "ap-southeast-1"
"""A region that has SES; those of China have none, and moto knows it."""

PARCEL = OutgoingMessage("id-1", "a-1", "wang", "wang@example.cn", "3 条消息", "“智慧供热”已推送。", (Kind.PUSHED,))


def to(address: str) -> OutgoingMessage:
    return OutgoingMessage(**{**PARCEL.__dict__, "address": address})


@pytest.fixture
def verified(moto: None) -> str:
    address = "laurel@example.cn"
    boto3.client("sesv2", region_name=WITH_MAIL).create_email_identity(EmailIdentity=address)
    boto3.client("ses", region_name=WITH_MAIL).verify_email_identity(EmailAddress=address)
    return address


def test_a_mail_leaves_with_its_subject_and_text(verified: str) -> None:
    senders.Mail(verified, WITH_MAIL)(PARCEL)
    [sent] = ses_backends[DEFAULT_ACCOUNT_ID][WITH_MAIL].sent_messages
    assert sent.destinations["ToAddresses"] == ["wang@example.cn"]
    assert (sent.subject, sent.source) == ("3 条消息", verified)
    assert "智慧供热" in str(sent.body)


def test_a_mail_that_the_service_refuses_is_told_by_code_and_names_nobody(moto: None) -> None:
    with pytest.raises(Undelivered) as refused:
        senders.Mail("nobody@example.cn", WITH_MAIL)(PARCEL)
    assert "@" not in str(refused.value)


def test_a_service_that_cannot_be_reached_is_told_as_such() -> None:
    with pytest.raises(Undelivered, match="EndpointConnectionError"):
        senders.Mail("laurel@example.cn", REGION, "http://127.0.0.1:9")(PARCEL)


@pytest.mark.parametrize(("typed", "sent"), [("13800000000", "+8613800000000"), ("+447700900123", "+447700900123")])
def test_a_text_message_goes_to_a_number_with_its_country(moto: None, typed: str, sent: str) -> None:
    senders.TextMessage(REGION)(to(typed))
    [message] = sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values()
    assert message == (sent, PARCEL.text)


@dataclass
class Receiver:
    """A server that keeps what it was sent and answers with `status`."""

    url: str
    status: int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(made.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


def test_a_webhook_is_signed_over_id_time_and_body(receiver: Receiver) -> None:
    key = b"a key of thirty-two bytes or so .."
    secret = "whsec_" + base64.b64encode(key).decode()
    senders.Webhook(receiver.url, secret, lambda: 1700000000.9)(PARCEL)
    [(headers, body)] = receiver.got
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("id-1", "1700000000")
    signed = hmac.new(key, b"id-1.1700000000." + body, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(signed).decode()
    told = json.loads(body)
    assert told["type"] == "messages.gathered"
    assert (told["data"]["login"], told["data"]["kinds"]) == ("wang", ["pushed"])
    assert PARCEL.address not in body.decode()


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_webhook_that_is_refused_or_sent_on_is_undelivered(receiver: Receiver, status: int) -> None:
    receiver.status = status
    with pytest.raises(Undelivered, match=str(status)):
        senders.Webhook(receiver.url, "text as a key")(PARCEL)
    assert len(receiver.got) == 1


def test_a_webhook_that_nobody_listens_at_is_undelivered() -> None:
    with pytest.raises(Undelivered, match=r"127\.0\.0\.1"):
        senders.Webhook("http://127.0.0.1:9/hook", "text as a key")(PARCEL)


def test_locally_the_log_says_what_would_have_left_and_to_no_person(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "laurel"):
        senders.held(PARCEL)
    assert "pushed" in caplog.text
    assert not any(personal in caplog.text for personal in ("wang", "智慧供热", "example.cn"))
