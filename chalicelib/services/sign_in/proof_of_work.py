"""Proofs of work before signing in and registering.

A self-hosted puzzle costs a visitor a moment, and a guesser the same for each guess. There is no picture to read and
nothing to hear, and no other site is involved. The puzzle is to find a counter below a known bound, so that no one is
unlucky for long, and anywhere below it, so that nobody knows where to begin. A challenge is not stored: it is signed,
names the login it is for, and is spent when it is used.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.errors import ProofRequired
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.sign_in import signatures

LASTS = timedelta(minutes=5)
COST = 1000
"""Iterations of PBKDF2 per counter tried.

About a third of a millisecond in a browser.
"""
COUNTERS = 100
"""Counters to try at most at level 0; each level doubles it.

That takes 0.03 to 2 seconds, ten on an old machine, and half of that as a rule.
"""


@dataclass(frozen=True)
class Proof:
    """A correct proof.

    `id` distinguishes it from all others, and is what gets spent.
    """

    id: str
    login: str
    purpose: str
    level: int
    expires: datetime


def challenge(tools: Tools, login: str, purpose: str, level: int) -> dict[str, Any]:
    """Return a fresh challenge in the `altcha` protocol (version 2)."""
    import altcha

    most = COUNTERS * 2**level
    puzzle = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=secrets.randbelow(most),
        data=_terms(login, purpose, level, tools.clock() + LASTS),
        hmac_secret=signatures.key(tools, "challenge"),
        hmac_key_secret=signatures.key(tools, "solution"),
    )
    answer: dict[str, Any] = puzzle.to_dict()
    return answer


def read(tools: Tools, payload: str, login: str, purpose: str) -> Proof:
    """Return a client's proof for this login and purpose.

    Raises ProofRequired unless it solves a challenge of ours. The caller has to check whether it has expired or was
    spent.
    """
    proof = _proof(tools, payload)
    if proof is None or proof.purpose != purpose or proof.login not in _fitting(login, purpose):
        raise ProofRequired()
    return proof


def must_be_worth(proof: Proof, level: int, now: datetime) -> None:
    """Refuse a proof after its five minutes, or below a level.

    A stock of easy proofs, drawn before failures, is worth nothing after them. Raises ProofRequired.
    """
    if proof.expires <= now or proof.level < level:
        raise ProofRequired()


def _fitting(login: str, purpose: str) -> set[str]:
    """Return the logins that a proof may be for.

    A registration may request its challenge before a name is chosen; signing in needs the name.
    """
    return {login, ""} if purpose == "register" else {login}


def _terms(login: str, purpose: str, level: int, expires: datetime) -> dict[str, Any]:
    """Return what is signed into a challenge.

    Its end is among these terms instead of altcha's own field, since altcha reads the machine's clock.
    """
    return {"login": login, "purpose": purpose, "level": level, "until": int(expires.timestamp())}


def _proof(tools: Tools, payload: str) -> Proof | None:
    import altcha

    keys = zip(signatures.valid_keys(tools, "challenge"), signatures.valid_keys(tools, "solution"), strict=True)
    if not any(altcha.verify_solution(payload, one, hmac_key_secret=other).verified for one, other in keys):
        return None
    parameters = altcha.Payload.from_base64(payload).challenge.parameters
    terms = parameters.data or {}
    until = datetime.fromtimestamp(terms["until"], tools.clock().tzinfo)
    return Proof(parameters.nonce, terms["login"], terms["purpose"], terms["level"], until)
