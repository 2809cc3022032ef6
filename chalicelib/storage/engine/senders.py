"""Senders of messages: mail, text message and signed webhook.

One small class each. A sender is called with an outgoing message and raises Undelivered with a reason that names no
person. Clients are created for the first message, so that only the job that sends loads them.
"""

import base64
import hashlib
import hmac
import json
import logging
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.messages import OutgoingMessage
from chalicelib.storage.engine import clients

log = logging.getLogger("laurel")
Send = Callable[[OutgoingMessage], None]

PATIENCE = 10
"""Seconds that a provider may take to answer."""

_MOBILE_OF_CHINA = re.compile(r"1[3-9][0-9]{9}")


class Undelivered(Exception):
    """A message that was not sent; the reason names no person."""


class Mail:
    """Mail through SES, from one verified address."""

    def __init__(self, sender: str, region: str, endpoint: str | None = None) -> None:
        self._sender = sender
        self._place = (region, endpoint)

    @cached_property
    def _ses(self) -> Any:
        return _client("sesv2", *self._place)

    def __call__(self, parcel: OutgoingMessage) -> None:
        text = {"Data": parcel.text, "Charset": "UTF-8"}
        subject = {"Data": parcel.subject, "Charset": "UTF-8"}
        _send(
            lambda: self._ses.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [parcel.address]},
                Content={"Simple": {"Subject": subject, "Body": {"Text": text}}},
            )
        )


class TextMessage:
    """Text messages through SNS, straight to a number.

    A mobile number of mainland China may lack its country code.
    """

    def __init__(self, region: str, endpoint: str | None = None) -> None:
        self._place = (region, endpoint)

    @cached_property
    def _sns(self) -> Any:
        return _client("sns", *self._place)

    def __call__(self, parcel: OutgoingMessage) -> None:
        number = f"+86{parcel.address}" if _MOBILE_OF_CHINA.fullmatch(parcel.address) else parcel.address
        _send(lambda: self._sns.publish(PhoneNumber=number, Message=parcel.text))


class Webhook:
    """A webhook of the authority's own, signed per Standard Webhooks.

    For example its gateway to a messenger. https://www.standardwebhooks.com: headers ``webhook-id`` (the same at
    every try), ``webhook-timestamp`` and ``webhook-signature``, an HMAC-SHA256 over id, time and body. `secret` is
    text, or base64 behind ``whsec_``.
    """

    def __init__(self, url: str, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._url = url
        self._key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
        self._clock = clock
        self._opener = urllib.request.build_opener(_NoRedirect)

    def __call__(self, parcel: OutgoingMessage) -> None:
        stamp = str(int(self._clock()))
        body = json.dumps(_announced(parcel), ensure_ascii=False).encode()
        request = urllib.request.Request(self._url, body, self._headers(parcel.id, stamp, body))
        try:
            with self._opener.open(request, timeout=PATIENCE):
                return
        except urllib.error.HTTPError as error:
            raise Undelivered(f"{urlsplit(self._url).hostname} answered {error.code}") from None
        except OSError as error:
            raise Undelivered(f"{urlsplit(self._url).hostname}: {type(error).__name__}") from None

    def _headers(self, id: str, stamp: str, body: bytes) -> dict[str, str]:
        signed = hmac.new(self._key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "User-Agent": "laurel",
            "webhook-id": id,
            "webhook-timestamp": stamp,
            "webhook-signature": "v1," + base64.b64encode(signed).decode(),
        }


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A handler that follows no redirect.

    What is signed for one address is sent to no other.
    """

    def redirect_request(self, *_: Any) -> None:
        return None


def held(parcel: OutgoingMessage) -> None:
    """Log a message instead of sending it, in local runs.

    The log has the account's id and the kinds of message, and names no person.
    """
    what = ", ".join(parcel.kinds) or parcel.text
    log.warning("held back for account %s: %s", parcel.account, what)


def not_set_up(parcel: OutgoingMessage) -> None:
    """Raise Undelivered: this stage has no provider for the channel.

    For a channel that a call opens all the same.
    """
    raise Undelivered("the channel is not set up; see docs/messages.md")


def _announced(parcel: OutgoingMessage) -> dict[str, Any]:
    data = {
        "account": parcel.account,
        "login": parcel.login,
        "kinds": list(parcel.kinds),
        "subject": parcel.subject,
        "text": parcel.text,
    }
    return {"type": "messages.gathered", "data": data}


def _client(service: str, region: str, endpoint: str | None) -> Any:
    once = {"total_max_attempts": 1}
    return clients.client(service, region, endpoint, connect_timeout=PATIENCE, read_timeout=PATIENCE, retries=once)


def _send(act: Callable[[], object]) -> None:
    """Run a provider's call; raise Undelivered when it fails.

    The reason is the error's code alone, since its text may name an address.
    """
    try:
        act()
    except ClientError as error:
        raise Undelivered(error.response["Error"]["Code"]) from None
    except BotoCoreError as error:
        raise Undelivered(type(error).__name__) from None
