"""API Gateway's own responses as problem JSON.

They answer unknown paths, bodies too large, and its own faults.
"""

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
    "THROTTLED": (429, "busy"),
    "QUOTA_EXCEEDED": (429, "too_many_requests"),
    "INTEGRATION_TIMEOUT": (504, "fault"),
    "INTEGRATION_FAILURE": (502, "fault"),
    "DEFAULT_5XX": (500, "fault"),
}
"""Status and code by the gateway's kinds of responses.

The gateway reports an unknown path as a missing authentication token.
"""


def definitions() -> dict[str, Any]:
    """Return all responses in the form of an API's definition.

    It is the value of x-amazon-apigateway-gateway-responses.
    """
    return {
        kind: {
            "statusCode": str(status),
            "responseParameters": _headers(status),
            "responseTemplates": {"application/json": _body(status, code)},
        }
        for kind, (status, code) in RESPONSES.items()
    }


def put(client: Any, api: str, stage: str) -> None:
    """Put the responses into an API and deploy it again.

    It is for an API whose definition has none.
    """
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
