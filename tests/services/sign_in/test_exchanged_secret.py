"""While the secret is exchanged, whatever the other one signed holds: nobody is signed out."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import ProofRequired, RepeatedDifferently
from chalicelib.services.context import Tools
from chalicelib.services.messages import address_codes
from chalicelib.services.sign_in import proof_of_work, signatures
from chalicelib.storage.idempotency import IdempotencyRecord
from tests.factories import World
from tests.services.accounts.people import known, proof, register

MAIL = "wang@example.cn"


def exchanged(tools: Tools, *others: str) -> Tools:
    """The tools of functions that sign with another secret, and take `others` too."""
    return replace(tools, secret="another secret of the tests", other_secrets=others)


def test_a_session_of_before_goes_on_until_its_secret_is_retired(here: World) -> None:
    cookie = register(here.tools).cookie
    assert known(exchanged(here.tools, here.tools.secret), cookie) is not None
    assert known(exchanged(here.tools), cookie) is None


def test_one_that_began_with_the_next_secret_is_known_where_it_is_not_used_yet(here: World) -> None:
    cookie = register(exchanged(here.tools, here.tools.secret)).cookie
    assert known(replace(here.tools, other_secrets=("another secret of the tests",)), cookie) is not None


def test_a_device_of_before_is_known(here: World) -> None:
    mark = signatures.with_device(here.tools, None, "taishan")
    assert signatures.known_device(exchanged(here.tools, here.tools.secret), mark, "taishan")
    assert signatures.known_device(exchanged(here.tools), mark, "taishan") is None


def test_a_proof_of_before_is_worth_what_it_was(here: World) -> None:
    payload = proof(here.tools, "taishan")
    assert (
        proof_of_work.read(exchanged(here.tools, here.tools.secret), payload, "taishan", "sign-in").login == "taishan"
    )
    with pytest.raises(ProofRequired):
        proof_of_work.read(exchanged(here.tools), payload, "taishan", "sign-in")


def test_a_code_of_before_proves_its_address(here: World) -> None:
    code = address_codes.code(here.tools, "a-1", "mail", MAIL)
    assert address_codes.matches(exchanged(here.tools, here.tools.secret), "a-1", "mail", MAIL, code)
    assert not address_codes.matches(exchanged(here.tools), "a-1", "mail", MAIL, code)


def test_a_request_that_comes_again_under_the_next_secret_is_the_same_request() -> None:
    done: dict[str, object] = {"digest": "by the secret of before", "ids": "{}"}
    assert IdempotencyRecord("a-1", "r-1", "by the new one", ("by the secret of before",)).ids(done) == {}
    with pytest.raises(RepeatedDifferently):
        IdempotencyRecord("a-1", "r-1", "by the new one").ids(done)


def test_without_a_secret_nothing_is_signed(here: World) -> None:
    """What an empty key signs anybody could sign."""
    tools = replace(here.tools, secret="")
    with pytest.raises(RuntimeError, match="no secret to sign with"):
        signatures.sign(tools, "device", "taishan")
    with pytest.raises(RuntimeError, match="no secret to sign with"):
        address_codes.code(tools, "a-1", "mail", MAIL)
