"""Routes of signing in and out: challenges and sessions."""

from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import ConfigDict

from chalicelib.domain.accounts import login_name
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import registration
from chalicelib.services.publication import objections
from chalicelib.services.sign_in import proof_of_work, sessions
from chalicelib.web.accounts import SignedInOut, signed_in, visitor
from chalicelib.web.http import client
from chalicelib.web.http.endpoint import ANYONE, EVERYBODY, Request, ViewResult, endpoint
from chalicelib.web.http.schemas import Body, Line, ProofText, Schema, Secret
from chalicelib.wiring import wiring

bp = Blueprint(__name__)


class ChallengeIn(Body):
    login: Line | None = None
    purpose: Literal["sign-in", "register", "object"]


class SignInIn(Body):
    login: Line
    password: Secret
    proof: ProofText


class WorkOut(Schema):
    """The work of a proof.

    Find the counter whose derived key begins with `keyPrefix`.
    """

    model_config = ConfigDict(extra="allow")

    algorithm: str
    nonce: str
    salt: str
    cost: int
    keyLength: int
    keyPrefix: str


@dataclass(frozen=True, kw_only=True)
class ChallengeOut:
    """An altcha challenge, version 2."""

    parameters: WorkOut
    signature: str


@dataclass(frozen=True, kw_only=True)
class SessionOut:
    id: str
    created: datetime
    last_seen: datetime
    device: str
    failed: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class SessionsOut:
    items: list[SessionOut]


@endpoint(
    bp,
    "POST",
    "/challenges",
    allow=ANYONE,
    body=ChallengeIn,
    status=201,
    returns=ChallengeOut,
    repeatable=False,
)
def create_challenge(request: Request, body: ChallengeIn) -> object:
    """Create a proof of work to sign in, register or object.

    It is bound to the login name, of which there is none to object, and valid for five minutes.
    """
    if body.purpose == objections.PURPOSE:
        level = objections.difficulty(request.tools, visitor(request))
        return proof_of_work.challenge(request.tools, "", body.purpose, level)
    name = login_name(body.login or "")[:64]
    if body.purpose == "register":
        level = registration.difficulty(request.tools, visitor(request))
    else:
        level = sessions.difficulty(request.tools, name, visitor(request))
    return proof_of_work.challenge(request.tools, name, body.purpose, level)


@endpoint(
    bp,
    "POST",
    "/sessions",
    allow=ANYONE,
    body=SignInIn,
    status=201,
    returns=SignedInOut,
    repeatable=False,
)
def sign_in(request: Request, body: SignInIn) -> ViewResult:
    """Sign in and set the session cookie."""
    return signed_in(
        request,
        sessions.sign_in(request.tools, body.login, body.password, body.proof, visitor(request)),
    )


@endpoint(
    bp,
    "DELETE",
    "/sessions/current",
    allow=EVERYBODY,
    status=204,
    repeatable=False,
    while_password_old=True,
)
def sign_out(request: Request) -> ViewResult:
    """Sign out."""
    sessions.sign_out(request.act)
    return ViewResult(None, {"Set-Cookie": client.clear_cookie(secure=wiring.settings.secure)})


@endpoint(bp, "GET", "/sessions", allow=EVERYBODY, returns=SessionsOut)
def list_sessions(request: Request) -> SessionsOut:
    """List one's own sessions, most recently used first."""
    items = [
        SessionOut(
            id=s.id,
            created=s.created,
            last_seen=s.seen,
            device=s.device,
            failed=s.failed,
            current=s.id == request.caller.session,
        )
        for s in sessions.all_of(request.act)
    ]
    return SessionsOut(items=items)


@endpoint(bp, "DELETE", "/sessions/{id}", allow=EVERYBODY, status=204, repeatable=False)
def end_session(request: Request, id: str) -> None:
    """End one of one's own sessions."""
    sessions.revoke(request.act, id)
