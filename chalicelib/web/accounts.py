"""Routes of one's own account: registering, signing in and out, sessions, password, dossier."""

from chalice.app import Blueprint

from chalicelib.domain.accounts import login_name
from chalicelib.domain.errors import NotFound
from chalicelib.services.accounts import dossiers, own, registration
from chalicelib.services.sign_in import proof_of_work, sessions
from chalicelib.services.sign_in.sessions import NewSession, Visitor
from chalicelib.web import account_shapes as shapes
from chalicelib.web.account_shapes import AccountAnswer, AccountShape
from chalicelib.web.http import client
from chalicelib.web.http.endpoint import ANYONE, SIGNED_IN, Request, ViewResult, endpoint
from chalicelib.wiring import wiring

bp = Blueprint(__name__)


@endpoint(
    bp,
    "POST",
    "/challenges",
    allow=ANYONE,
    body=shapes.ChallengeBody,
    status=201,
    returns=shapes.ChallengeShape,
    repeatable=False,
)
def post_challenge(request: Request, body: shapes.ChallengeBody) -> object:
    """A proof of work to do before signing in or registering, bound to the login name, for five minutes."""
    name = login_name(body.login or "")[:64]
    registering = body.purpose == "register"
    level = 0 if registering else sessions.difficulty(request.tools, name, request.device)
    return proof_of_work.challenge(request.tools, name, body.purpose, level)


@endpoint(
    bp,
    "POST",
    "/sessions",
    allow=ANYONE,
    body=shapes.SignInBody,
    status=201,
    returns=AccountAnswer,
    repeatable=False,
)
def post_session(request: Request, body: shapes.SignInBody) -> ViewResult:
    """Sign in. The answer sets the session's cookie."""
    return _opened(
        request,
        sessions.sign_in(request.tools, body.login, body.password, body.proof, _visitor(request)),
    )


@endpoint(
    bp,
    "DELETE",
    "/sessions/current",
    allow=SIGNED_IN,
    status=204,
    repeatable=False,
    while_password_old=True,
)
def delete_current_session(request: Request) -> ViewResult:
    """Sign out."""
    sessions.sign_out(request.act)
    return ViewResult(None, {"Set-Cookie": client.clear_cookie(secure=wiring.settings.secure)})


@endpoint(bp, "GET", "/sessions", allow=SIGNED_IN, returns=shapes.SessionList)
def get_sessions(request: Request) -> shapes.SessionList:
    """Where one is signed in, last seen first."""
    items = [
        shapes.SessionShape(
            id=s.id,
            created=s.created,
            last_seen=s.seen,
            device=s.device,
            current=s.id == request.caller.session,
        )
        for s in sessions.all_of(request.act)
    ]
    return shapes.SessionList(items=items)


@endpoint(bp, "DELETE", "/sessions/{id}", allow=SIGNED_IN, status=204, repeatable=False)
def delete_session(request: Request, id: str) -> None:
    """End one of one's own sessions."""
    sessions.revoke(request.act, id)


@endpoint(
    bp,
    "POST",
    "/accounts",
    allow=ANYONE,
    body=shapes.RegistrationBody,
    status=201,
    returns=AccountAnswer,
    repeatable=False,
)
def post_account(request: Request, body: shapes.RegistrationBody) -> ViewResult:
    """Register and be signed in. The proof stands for the request: sent twice, it gives the same account."""
    return _opened(request, registration.register(request.tools, body.typed(), body.proof, _visitor(request)))


@endpoint(bp, "GET", "/accounts/me", allow=SIGNED_IN, returns=AccountShape, while_password_old=True)
def get_me(request: Request) -> AccountShape:
    """One's own account."""
    return AccountShape.of(request.tools, request.act.account)


@endpoint(bp, "PATCH", "/accounts/me", allow=SIGNED_IN, body=shapes.OwnBody, returns=AccountShape)
def patch_me(request: Request, body: shapes.OwnBody) -> AccountShape:
    """Correct one's own name, phone or organisation."""
    changes = body.model_dump(exclude_none=True)
    after = own.change_own(request.act, changes)
    return AccountShape.of(request.tools, after)


@endpoint(
    bp,
    "PUT",
    "/accounts/me/password",
    allow=SIGNED_IN,
    body=shapes.PasswordBody,
    status=204,
    while_password_old=True,
)
def put_password(request: Request, body: shapes.PasswordBody) -> None:
    """Change one's password; all one's other sessions end. After a one-time password `old` is not looked at."""
    own.change_password(request.act, body.old, body.new, body.new_again)


@endpoint(bp, "GET", "/dossier", allow=SIGNED_IN, returns=shapes.DossierShape)
def get_dossier(request: Request) -> shapes.DossierShape:
    """The facts of one's unit; etag 0 before they were ever saved."""
    return shapes.DossierShape.of(dossiers.read(request.act))


@endpoint(bp, "PUT", "/dossier", allow=SIGNED_IN, body=shapes.DossierBody, returns=shapes.DossierShape)
def put_dossier(request: Request, body: shapes.DossierBody) -> shapes.DossierShape:
    """Keep the facts of one's unit, conditioned on If-Match."""
    saved = dossiers.save(request.act, body.answers, request.etag)
    return shapes.DossierShape.of(saved)


@endpoint(bp, "GET", "/demo-accounts", allow=ANYONE, returns=shapes.DemoList)
def get_demo_accounts(request: Request) -> shapes.DemoList:
    """The accounts a local season offers; nowhere else are there any."""
    if not wiring.settings.local:
        raise NotFound()
    items = [
        shapes.DemoShape(login=a.login, password=a.password, role=a.role, names=a.names)
        for a in own.demo(request.tools)
    ]
    return shapes.DemoList(items=items)


def _visitor(request: Request) -> Visitor:
    return Visitor(request.address, request.device, request.user_agent)


def _opened(request: Request, opened: NewSession) -> ViewResult:
    secure = wiring.settings.secure
    cookies = [
        client.set_cookie(opened.cookie, secure=secure),
        client.set_device(opened.device, secure=secure),
    ]
    account = AccountShape.of(request.tools, opened.account)
    return ViewResult(AccountAnswer(account=account), {"Set-Cookie": cookies})
