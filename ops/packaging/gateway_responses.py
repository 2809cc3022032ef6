"""API Gateway's own answers as problem JSON: unknown paths, bodies too large, its own faults."""

import json
from http import HTTPStatus
from typing import Any

RESPONSES = {
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found"),
    "RESOURCE_NOT_FOUND": (404, "not_found"),
    "BAD_REQUEST_BODY": (400, "bad_request"),
    "BAD_REQUEST_PARAMETERS": (400, "bad_request"),
    "DEFAULT_4XX": (400, "bad_request"),
    "ACCESS_DENIED": (403, "forbidden"),
    "WAF_FILTERED": (403, "forbidden"),
    "REQUEST_TOO_LARGE": (413, "too_large"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type"),
    "THROTTLED": (429, "too_many_requests"),
    "QUOTA_EXCEEDED": (429, "too_many_requests"),
    "INTEGRATION_TIMEOUT": (504, "fault"),
    "INTEGRATION_FAILURE": (502, "fault"),
    "DEFAULT_5XX": (500, "fault"),
}
"""Status and code by the gateway's kinds. An unknown path is a missing authentication token there."""


def definitions() -> dict[str, Any]:
    """All answers as an API's definition has them (x-amazon-apigateway-gateway-responses)."""
    return {
        kind: {
            "statusCode": str(status),
            "responseParameters": _headers(status),
            "responseTemplates": {"application/json": _body(status, code)},
        }
        for kind, (status, code) in RESPONSES.items()
    }


def put(client: Any, api: str, stage: str) -> None:
    """Put the answers into an API whose definition has none, and deploy it anew."""
    for kind, response in definitions().items():
        client.put_gateway_response(restApiId=api, responseType=kind, **response)
    client.create_deployment(restApiId=api, stageName=stage)


def _headers(status: int) -> dict[str, str]:
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = "5"
    return {f"gatewayresponse.header.{name}": f"'{value}'" for name, value in headers.items()}


def _body(status: int, code: str) -> str:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    return json.dumps(body | ({"request_id": "$context.requestId"} if status >= 500 else {}))
