"""Shorthand for tests of accounts: solving proofs, registering, signing in."""

import base64
import json

import altcha

from chalicelib.domain.accounts import Account, SignedIn, login_name
from chalicelib.domain.errors import Invalid
from chalicelib.services.accounts import registration as registered
from chalicelib.services.accounts.registration import Registration
from chalicelib.services.context import Tools
from chalicelib.services.sign_in import proof_of_work, sessions
from chalicelib.services.sign_in.sessions import NewSession, Visitor
from chalicelib.storage import accounts as stored
from chalicelib.storage.engine.reads import fetch
from tests.factories import CALL, COUNTY, PASSWORD

VISITOR = Visitor("192.0.2.1", None, "Chromium")


def solved(challenge: dict[str, object]) -> str:
    """A challenge's answer, worked out by the library's own solver and sent as the site does: base64 of UTF-8."""
    asked = altcha.Challenge.from_dict(challenge)
    answer = altcha.solve_challenge(asked)
    assert answer is not None
    sent = altcha.Payload(asked, answer).to_dict()
    return base64.b64encode(json.dumps(sent, ensure_ascii=False).encode()).decode()


def solution(challenge: dict[str, object]) -> int:
    """The number that a challenge asks for."""
    sent = json.loads(base64.b64decode(solved(challenge)))
    return int(sent["solution"]["counter"])


def proof(tools: Tools, login: str, purpose: str = "sign-in", visitor: Visitor = VISITOR) -> str:
    """A fresh proof for a login, as hard as it must be now."""
    if purpose == "sign-in":
        level = sessions.difficulty(tools, login, visitor)
    else:
        level = registered.difficulty(tools, visitor)
    return solved(proof_of_work.challenge(tools, login_name(login), purpose, level))


def registration(login: str = "taishan", **changes: object) -> Registration:
    """What somebody from a county types."""
    typed: dict[str, object] = {
        "call": CALL,
        "login": login,
        "name": "王五",
        "nickname": "泰山区大数据局",
        "phone": "13800138000",
        "region": COUNTY,
        "area": None,
        "organisation": "泰山区热力公司",
        "desk": None,
        "parent_body": "泰山区住房和城乡建设局",
        "agreed": True,
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    return Registration(**{**typed, **changes})  # type: ignore[arg-type]


def register(tools: Tools, login: str = "taishan", **changes: object) -> NewSession:
    """A registration that is right."""
    typed = registration(login, **changes)
    return registered.register(tools, typed, proof(tools, login, "register"), VISITOR)


def sign_in(tools: Tools, login: str = "taishan", password: str = PASSWORD, visitor: Visitor = VISITOR) -> NewSession:
    """Signing in with a fresh proof."""
    return sessions.sign_in(tools, login, password, proof(tools, login, visitor=visitor), visitor)


def known(tools: Tools, cookie: str) -> SignedIn | None:
    """Whom a cookie opens the site for."""
    claimed = sessions.claimed_by(tools, cookie)
    return fetch(tools.table, sessions.proof_in(tools, claimed)) if claimed else None


def caller_of(tools: Tools, opened: NewSession) -> SignedIn:
    """Who holds this cookie."""
    who = known(tools, opened.cookie)
    assert who is not None
    return who


def account_of(tools: Tools, account_id: str) -> Account:
    """An account as it is stored."""
    account = fetch(tools.table, stored.account(account_id))
    assert account is not None
    return account


def told(error: Invalid) -> list[tuple[str, str]]:
    """(pointer, code) of each fault."""
    return [(fault["pointer"], fault["code"]) for fault in error.details["errors"]]
