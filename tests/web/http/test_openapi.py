"""The API's description of itself: whole, and of the very routes that are served."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app import app
from chalicelib.web.http.endpoint import ENDPOINTS
from chalicelib.web.http.openapi import document
from tests.factories import World
from tests.web.people import Browser

METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (v for k, v in value.items() if k == "$ref")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from references(inner)


def test_it_describes_every_route_that_is_served_and_no_other() -> None:
    served = {(m.lower(), path) for path, methods in app.routes.items() for m in methods}
    assert {(method, path) for method, path, _ in operations()} == served


def test_it_is_served_as_it_is(here: World) -> None:
    assert Browser().get("/openapi.json").body == json.loads(json.dumps(document()))


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in document()["components"]["schemas"]}
    assert set(references(document())) <= known


def test_every_schema_is_used() -> None:
    schemas = document()["components"]["schemas"]
    used = {ref.rpartition("/")[2] for ref in references(document())}
    taken_apart = {e.query.__name__ for e in ENDPOINTS if e.query}
    assert set(schemas) - taken_apart == used


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    assert [o["operationId"] for _, _, o in operations() if not o["summary"].endswith(".")] == []


def test_it_names_every_variable_of_a_path_once() -> None:
    for _, path, operation in operations():
        named = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
        assert named == re.findall(r"{(\w+)}", path)
        assert all(p["required"] for p in operation["parameters"] if p["in"] == "path")


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.path}")
def test_it_says_who_may_call_and_what_a_change_needs(endpoint: Any) -> None:
    operation = document()["paths"][endpoint.path][endpoint.method.lower()]
    assert ("security" in operation) == bool(endpoint.allow)
    headers = {p["name"] for p in operation["parameters"] if p["in"] == "header"}
    assert ("Idempotency-Key" in headers) == endpoint.repeatable
    assert ("requestBody" in operation) == bool(endpoint.body)
    assert set(operation["responses"]) == {str(endpoint.status), "default"}


def test_it_has_the_shape_that_openapi_3_1_asks_for() -> None:
    described = document()
    assert described["openapi"].startswith("3.1.")
    assert set(described) >= {"openapi", "info", "paths", "components"}
    assert set(described["info"]) >= {"title", "version"}
    for method, path, operation in operations():
        assert method in METHODS
        assert path.startswith("/")
        for parameter in operation["parameters"]:
            assert set(parameter) >= {"name", "in", "schema"}
        for response in operation["responses"].values():
            assert response["description"]
