"""Cookies and addresses of a request."""

import pytest

from chalicelib.domain.errors import Forbidden
from chalicelib.web.http import client


@pytest.mark.parametrize(
    ("source", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("nonsense", "unknown"),
    ],
)
def test_without_a_cdn_the_gateway_says_the_address(source: str, counted: str) -> None:
    headers = {"x-forwarded-for": "203.0.113.9", "x-laurel-viewer": "203.0.113.9"}
    assert client.address(headers, {"identity": {"sourceIp": source}}, []) == counted


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_behind_the_cdn_the_cdn_says_it(said: str, counted: str) -> None:
    headers = {
        "x-laurel-origin": "shared",
        "x-laurel-viewer": said,
        "x-forwarded-for": "203.0.113.9",
    }
    assert client.address(headers, {"identity": {"sourceIp": "198.51.100.1"}}, ["shared"]) == counted


@pytest.mark.parametrize("shown", [{}, {"x-laurel-origin": "guess"}, {"x-laurel-origin": ""}])
def test_a_request_around_the_cdn_is_refused(shown: dict[str, str]) -> None:
    with pytest.raises(Forbidden):
        client.address({**shown, "x-laurel-viewer": "192.0.2.1"}, {}, ["shared"])


@pytest.mark.parametrize("shown", ["shared", "the next one"])
def test_while_the_secret_is_exchanged_both_are_taken(shown: str) -> None:
    headers = {"x-laurel-origin": shown, "x-laurel-viewer": "192.0.2.1"}
    assert client.address(headers, {}, ["shared", "the next one"]) == "192.0.2.1"


def test_over_https_the_cookie_is_bound_to_this_host_and_kept_from_scripts() -> None:
    assert client.set_cookie("a.b", secure=True) == (
        "__Host-session=a.b; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure"
    )
    assert client.clear_cookie(secure=False) == "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"


def test_each_mode_reads_its_own_cookie_only() -> None:
    header = "theme=dark; session=plain; __Host-session=bound; __Host-device=d"
    assert client.cookie_in(header, secure=True) == "bound"
    assert client.cookie_in(header, secure=False) == "plain"
    assert client.device_in(header, secure=True) == "d"
    assert client.device_in(header, secure=False) is None
    assert client.cookie_in("", secure=True) is None
