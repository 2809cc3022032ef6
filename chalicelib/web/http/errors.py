"""Responses to refusals and faults, and the status of each refusal.

`tests/web/http/test_errors.py` checks that `STATUS` covers all classes of refusals.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from chalice.app import Response

from chalicelib.domain import errors as e

STATUS: Mapping[type[e.LaurelError], int] = {
    e.Unauthenticated: 401,
    e.WrongCredentials: 401,
    e.Forbidden: 403,
    e.OriginRefused: 403,
    e.MustChangePassword: 403,
    e.NotFound: 404,
    e.StepNotAllowed: 409,
    e.NotYet: 409,
    e.ObjectionsWaiting: 409,
    e.Closed: 409,
    e.ListClosed: 409,
    e.TrackRetired: 409,
    e.QuotaFull: 409,
    e.Busy: 409,
    e.SecretNotRepeated: 409,
    e.UploadNotThere: 409,
    e.TooManyDrafts: 409,
    e.TooManyUploads: 409,
    e.NotProposed: 409,
    e.SamePerson: 409,
    e.ProposalChanged: 409,
    e.RollNotReady: 409,
    e.PoolDrawn: 409,
    e.TooFewSheets: 409,
    e.SheetsToStrike: 409,
    e.NobodyLeft: 409,
    e.Stale: 412,
    e.ListStale: 412,
    e.RollChanged: 412,
    e.Invalid: 422,
    e.Incomplete: 422,
    e.RankOutOfRange: 422,
    e.OrderNotOfList: 422,
    e.DeskNotAllowed: 422,
    e.RepeatedDifferently: 422,
    e.ProofRequired: 422,
    e.UploadWrong: 422,
    e.UploadHarmful: 422,
    e.TooManyRequests: 429,
    e.Maintenance: 503,
}


_HEADERS: Mapping[str, str | list[str]] = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
}


def problem(status: int, code: str, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a problem document (RFC 9457).

    The site has the wording for each code, in both languages.
    """
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "code": code, **(details or {})}


def refusal(error: e.LaurelError) -> Response:
    """Return the response to a refusal."""
    status = STATUS[type(error)]
    headers = dict(_HEADERS)
    if isinstance(error, e.TooManyRequests):
        headers["Retry-After"] = str(error.details.get("retry_after", 60))
    elif isinstance(error, e.Busy):
        headers["Retry-After"] = "1"
    elif isinstance(error, e.Maintenance):
        headers["Retry-After"] = "60"
    return Response(dump(problem(status, error.code, error.details)), headers=headers, status_code=status)


def fault(request_id: str) -> Response:
    """Return the response to an internal error.

    It reveals nothing but the request's id.
    """
    headers = dict(_HEADERS)
    body = problem(500, "fault", {"request_id": request_id})
    return Response(dump(body), headers=headers, status_code=500)


def dump(value: Any) -> str:
    """Serialise models, dataclasses, times and enums to JSON."""
    from pydantic_core import to_json

    return to_json(value, by_alias=True).decode()
