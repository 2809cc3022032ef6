"""`@endpoint`, the decorator that registers a route.

Path, roles, body and status are declared on the decorator, and the function below it makes one call. This
module reads and checks the request, calls the function, and turns refusals into responses.
"""

import hashlib
import hmac
import inspect
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import partial
from typing import Any
from uuid import uuid4

from chalice.app import Blueprint, Response
from pydantic import BaseModel, ValidationError

from chalicelib import telemetry
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import (
    Forbidden,
    Invalid,
    LaurelError,
    Maintenance,
    MustChangePassword,
    NotFound,
    OriginRefused,
    Unauthenticated,
    problem,
)
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, IdempotencyRecord, Identity, Tools
from chalicelib.services.sign_in import sessions, signatures
from chalicelib.web.http import client
from chalicelib.web.http.errors import dump, fault, refusal
from chalicelib.web.http.metrics import measure
from chalicelib.web.http.schemas import LONGEST_ID
from chalicelib.wiring import wiring

JSON = "application/json"
ANYONE: frozenset[Role] = frozenset()
APPLICANT = frozenset({Role.APPLICANT, Role.RECOMMENDER})
"""Roles that may file: applicants, and desks for themselves (自主申报)."""
APPLICANTS = frozenset({Role.APPLICANT})
"""Who registered by themselves."""
DESK = frozenset({Role.RECOMMENDER})
HOLDERS = frozenset({Role.RECOMMENDER, Role.ORGANISER})
ORGANISER = frozenset({Role.ORGANISER})
SIGNED_IN = frozenset({Role.APPLICANT, Role.RECOMMENDER, Role.ORGANISER})
"""Roles that file, recommend and organise; each record says who of them may read it."""
AGENCY = frozenset({Role.AGENCY})
EXPERT = frozenset({Role.EXPERT})
OBSERVER = frozenset({Role.OBSERVER})
RUNNERS = frozenset({Role.ORGANISER, Role.AGENCY})
"""Who runs the evaluation."""
WATCHERS = frozenset({Role.ORGANISER, Role.AGENCY, Role.OBSERVER})
"""Who sees how the evaluation goes."""
EVERYBODY = frozenset(Role)
"""Whoever has an account."""


@dataclass(frozen=True)
class ViewResult:
    """Result of a view that sets headers or status too."""

    value: Any
    headers: Mapping[str, str | list[str]] = field(default_factory=dict)
    status: int | None = None


@dataclass(frozen=True)
class Request:
    """A request: its act, and values from its headers."""

    act: Act
    if_match: str | None
    address: str
    device: str | None
    user_agent: str
    cookie: str | None = field(repr=False)

    def read_viewer(self) -> Caller | None:
        """Return who is signed in, where a route is open to anyone."""
        return sessions.read_caller(self.tools, self.cookie)

    @property
    def tools(self) -> Tools:
        return self.act.tools

    @property
    def caller(self) -> Caller:
        return self.act.caller

    @property
    def etag(self) -> str:
        """The value of If-Match.

        Raises Invalid when the header is missing.
        """
        if self.if_match is None:
            raise Invalid.at("/headers/If-Match", "required")
        return self.if_match


@dataclass(frozen=True)
class Endpoint:
    """A route as the OpenAPI document and the access tests need it."""

    method: str
    path: str
    allow: frozenset[Role]
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    status: int
    returns: Any
    name: str
    description: str
    repeatable: bool
    while_password_old: bool

    @property
    def leaves_trail(self) -> bool:
        """Whether its log lines hold the mark of the address.

        That is every change of an account, and signing in and out.
        """
        return self.method != "GET" and not {"accounts", "sessions"}.isdisjoint(self.path.split("/"))


LONGEST_REQUEST_ID = 64
NOTICE = "Laurel-Maintenance"
"""The header of answers while the site takes no changes: until when that is expected, `-` where nobody said."""
ENDPOINTS: list[Endpoint] = []
View = Callable[..., Any]


def endpoint(
    bp: Blueprint,
    method: str,
    path: str,
    *,
    allow: frozenset[Role],
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    status: int = 200,
    returns: Any = None,
    repeatable: bool = True,
    while_password_old: bool = False,
) -> Callable[[View], View]:
    """Register `view(request, [body], [query], *path values)` under `path`.

    `allow` holds the roles that may call it, empty for anyone. `repeatable`: a change needs an Idempotency-Key.
    `while_password_old`: open to an account that must still replace its one-time password.
    """

    def register(view: View) -> View:
        spec = Endpoint(
            method,
            path,
            allow,
            body,
            query,
            status,
            returns,
            view.__name__,
            inspect.cleandoc(view.__doc__ or ""),
            repeatable and method != "GET",
            while_password_old,
        )
        ENDPOINTS.append(spec)

        def serve(**path_values: str) -> Response:
            return _serve(bp, spec, view, path_values)

        serve.__name__ = view.__name__
        serve.allow = allow  # type: ignore[attr-defined]
        bp.route(path, methods=[method], name=view.__name__, content_types=["*/*"])(serve)
        return view

    return register


def _serve(bp: Blueprint, spec: Endpoint, view: View, path_values: Mapping[str, str]) -> Response:
    raw = bp.current_request
    route, request_id = f"{spec.method} {spec.path}", (raw.context or {}).get("requestId") or str(uuid4())
    with telemetry.span("request", request=request_id, route=route) as line:
        if submission := telemetry.submission_in(path_values):
            line.note(submission=submission)
        answer, code = _answer(raw, spec, view, path_values, request_id)
        measure(line, route, answer.status_code, code)
        return answer


def _answer(
    raw: Any, spec: Endpoint, view: View, path_values: Mapping[str, str], request_id: str
) -> tuple[Response, str | None]:
    """Return the response, and the refusal's code or None."""
    try:
        return _with_notice(_render(_serve_act(raw, spec, view, path_values), spec)), None
    except LaurelError as error:
        return _with_notice(refusal(error)), error.code
    except Exception as error:
        telemetry.current().error = error
        return fault(request_id), "fault"


def _with_notice(answer: Response) -> Response:
    """Return the response, saying so while the site takes no changes.

    By what the table said last, so that it costs nothing. Answers that browsers keep say nothing.
    """
    closed = wiring.tools.table.last_closed()
    if isinstance(closed, Maintenance) and answer.headers["Cache-Control"] == "no-store":
        answer.headers[NOTICE] = closed.details["until"] or "-"
    return answer


def _serve_act(raw: Any, spec: Endpoint, view: View, path_values: Mapping[str, str]) -> Any:
    """Return the view's result, of the newest version of its call.

    What is not found is looked for once more, where a call was published meanwhile.
    """
    try:
        return _serve_once(raw, spec, view, path_values)
    except NotFound:
        if not wiring.tools.calls.refresh():
            raise
        return _serve_once(raw, spec, view, path_values)


def _serve_once(raw: Any, spec: Endpoint, view: View, path_values: Mapping[str, str]) -> Any:
    """Return the view's result once the caller is authorized.

    A view may read before the caller is known, so that both need one round trip. A caller who is not allowed
    gets only that refusal, whatever the view returned or raised.
    """
    headers = {name.lower(): value for name, value in raw.headers.items()}
    address = client.address(headers, raw.context or {}, wiring.settings.proxy_secrets)
    if spec.leaves_trail:
        telemetry.current().note(address=signatures.mark(wiring.tools, "address", address))
    act = _act(raw, spec, path_values, headers)
    try:
        request = _request(act, headers, address)
        if spec.repeatable and spec.allow:
            _check_request_id(_request_id(headers))
        arguments = [_body(raw, spec.body)] if spec.body else []
        if spec.query:
            arguments.append(_query(raw, spec.query))
        result = view(request, *arguments, **path_values)
    except LaurelError:
        act.authorize()
        raise
    act.authorize()
    return result


def _render(result: Any, spec: Endpoint) -> Response:
    answer = result if isinstance(result, ViewResult) else ViewResult(result)
    status = answer.status or spec.status
    headers: dict[str, str | list[str]] = {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        **answer.headers,
    }
    return Response("" if status == 204 else dump(answer.value), headers=headers, status_code=status)


def _act(raw: Any, spec: Endpoint, path_values: Mapping[str, str], headers: Mapping[str, str]) -> Act:
    """Return a request's act, not yet authorized.

    Raises NotFound when a path value is too long, OriginRefused when a change
    comes from another origin, Unauthenticated without a session cookie that
    we made.
    """
    if any(len(value) > LONGEST_ID for value in path_values.values()):
        raise NotFound()
    tools, settings = wiring.tools, wiring.settings
    if spec.method != "GET" and headers.get("origin") != settings.site_origin:
        raise OriginRefused()
    if not spec.allow:
        return Act(tools)
    cookie = client.cookie_in(headers.get("cookie", ""), secure=settings.secure)
    claimed = sessions.claimed_by(tools, cookie or "")
    if claimed is None:
        raise Unauthenticated()
    identity = Identity(claimed.account, sessions.proof_in(tools, claimed), partial(_admit, spec))
    return Act(tools, identity, _record(raw, spec, headers, claimed.account))


def _record(raw: Any, spec: Endpoint, headers: Mapping[str, str], account: str) -> IdempotencyRecord | None:
    request_id = _request_id(headers)
    if not spec.repeatable or not 0 < len(request_id) <= LONGEST_REQUEST_ID:
        return None
    digest, *others = (_digest(raw, secret) for secret in wiring.tools.valid_secrets)
    return IdempotencyRecord(account, request_id, digest, tuple(others))


def _check_request_id(request_id: str) -> None:
    """Refuse a missing id, and one too long to keep.

    Two that differ in their last characters are two requests.
    """
    if not request_id:
        raise Invalid.at("/headers/Idempotency-Key", "required")
    if len(request_id) > LONGEST_REQUEST_ID:
        raise Invalid.at("/headers/Idempotency-Key", "too_long", max=LONGEST_REQUEST_ID)


def _request_id(headers: Mapping[str, str]) -> str:
    return headers.get("idempotency-key", "")


def _request(act: Act, headers: Mapping[str, str], address: str) -> Request:
    return Request(
        act=act,
        if_match=headers.get("if-match", "").strip('"') or None,
        address=address,
        device=client.device_in(headers.get("cookie", ""), secure=wiring.settings.secure),
        cookie=client.cookie_in(headers.get("cookie", ""), secure=wiring.settings.secure),
        user_agent=headers.get("user-agent", "")[:200],
    )


def _admit(spec: Endpoint, signed_in: SignedIn | None) -> SignedIn:
    """Return the signed-in caller if the route allows its role.

    Raises Unauthenticated without a valid session, MustChangePassword with a one-time password, Forbidden for
    another role.
    """
    if signed_in is None:
        raise Unauthenticated()
    caller = signed_in.caller
    telemetry.current().note(role=caller.role, account=signatures.mark(wiring.tools, "account", caller.account))
    if signed_in.must_change_password and not spec.while_password_old:
        raise MustChangePassword()
    if caller.role not in spec.allow:
        raise Forbidden()
    return signed_in


def _digest(raw: Any, secret: str) -> str:
    """Return a digest that identifies a request.

    It is keyed, because a body may hold a password and the record is kept for days.
    """
    place = f"{raw.method} {raw.path} {sorted((raw.uri_params or {}).items())}\n"
    return hmac.new(secret.encode(), place.encode() + (raw.raw_body or b""), hashlib.sha256).hexdigest()


def _body(raw: Any, model: type[BaseModel]) -> BaseModel:
    kind = raw.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if kind != JSON:
        raise Invalid.at("/headers/Content-Type", "not_json")
    try:
        return model.model_validate_json(raw.raw_body or b"{}")
    except ValidationError as error:
        raise Invalid(errors=[_pointed(e) for e in error.errors()]) from None


def _query(raw: Any, model: type[BaseModel]) -> BaseModel:
    """Validate the query string against a model.

    Empty values count as absent, and parameters that the model does not have are ignored.
    """
    typed = {name: value for name, value in (raw.query_params or {}).items() if value}
    try:
        return model.model_validate(typed)
    except ValidationError as error:
        raise Invalid(errors=[_pointed(e) for e in error.errors()]) from None


def number_in(path_value: str) -> int:
    """Return the number in a path value.

    Raises NotFound when it is not a number.
    """
    if not (path_value.isascii() and path_value.isdigit() and len(path_value) < 7):
        raise NotFound()
    return int(path_value)


_WORDS = {
    "missing": "required",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "extra_forbidden": "unknown_field",
    "enum": "not_an_option",
    "literal_error": "not_an_option",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "bool_type": "not_a_boolean",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_big",
}


def _pointed(error: Any) -> dict[str, Any]:
    """Convert a pydantic error to a problem of the API.

    It has a JSON pointer, a code, and the figures that its message needs.
    """
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error["loc"])
    context = {k: v for k, v in error.get("ctx", {}).items() if isinstance(v, str | int | float)}
    own = str(context.pop("code", error["type"]))
    return problem(pointer, _WORDS.get(error["type"], own), **context)
