"""The OpenAPI 3.1 document, built from routes and their models."""

import re
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from chalicelib.web.http.endpoint import ENDPOINTS, Endpoint

REFERENCE = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem document",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "params"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "params": {"type": "object"},
                },
            },
        },
    },
}


class _Whole(GenerateJsonSchema):
    """Schema generator that requires fields with defaults in responses too."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document.

    It has every route with its parameters, body, response, and the roles that may call it.
    """
    described = [(model, mode, TypeAdapter(model)) for model, mode in _models()]
    schemas = TypeAdapter.json_schemas(described, ref_template=REFERENCE, schema_generator=_Whole)[1]
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Laurel", "version": "1"},
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Problem": PROBLEM},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"}},
        },
    }


def _is_named(model: Any) -> bool:
    """Return True if a type is a named schema of the document.

    Bodies are pydantic models, responses are dataclasses.
    """
    return hasattr(model, "model_fields") or is_dataclass(model)


def _models() -> list[tuple[Any, JsonSchemaMode]]:
    """List every model, each with the mode of its schema.

    In bodies and queries a field with a default is optional; in responses every field is present.
    """
    models: list[tuple[Any, JsonSchemaMode]] = []
    for endpoint in ENDPOINTS:
        taken: list[tuple[Any, JsonSchemaMode]] = [(m, "validation") for m in (endpoint.body, endpoint.query)]
        models += [*taken, (endpoint.returns, "serialization")]
    return list(dict.fromkeys((m, mode) for m, mode in models if _is_named(m)))


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", endpoint.path)
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.description.split("\n")[0],
        "description": endpoint.description,
        "x-allow": sorted(endpoint.allow) or ["anyone"],
        "parameters": [_parameter(name) for name in names],
        "responses": {
            str(endpoint.status): _response(endpoint),
            "default": {
                "description": "A refusal",
                "content": {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
            },
        },
    }
    operation["parameters"] += _query(endpoint.query)
    if endpoint.allow:
        operation["security"] = [{"session": []}]
    if endpoint.repeatable:
        operation["parameters"].append(_header("Idempotency-Key", required=bool(endpoint.allow)))
    if endpoint.body:
        operation["requestBody"] = {"required": True, "content": _json(endpoint.body)}
    return operation


def _response(endpoint: Endpoint) -> dict[str, Any]:
    described: dict[str, Any] = {"description": endpoint.description.split("\n")[0] or "Done"}
    if endpoint.returns is not None:
        described["content"] = _json(endpoint.returns)
    return described


def _json(model: Any) -> dict[str, Any]:
    if _is_named(model):
        return {"application/json": {"schema": {"$ref": REFERENCE.format(model=model.__name__)}}}
    return {"application/json": {"schema": TypeAdapter(model).json_schema(ref_template=REFERENCE)}}


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(model: Any) -> list[dict[str, Any]]:
    """Return the query parameters of a model."""
    if model is None:
        return []
    described = TypeAdapter(model).json_schema(ref_template=REFERENCE)
    required = described.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": schema}
        for name, schema in described["properties"].items()
    ]


def _header(name: str, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string"}}
