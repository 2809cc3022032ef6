"""CPU time per request, against a bare Chalice handler.

Part of `make bench`. The bare handler makes the same calls through boto3. Both run in one process over DynamoDB
Local, in turn, so that their ratio holds when the machine's speed drifts. The budget is a ratio of 1.25;
nothing here asserts a time.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from chalice.app import Chalice, Response

from app import app
from chalicelib import telemetry
from chalicelib.wiring import wiring
from ops import resources
from ops.local import engines
from tests.conftest import Place
from tests.factories import CALL, COUNTY, TRACK, World, complete, world

ROUNDS, REQUESTS = 15, 20
Calls = list[tuple[str, dict[str, Any]]]


def main() -> None:
    """Print the CPU time of each action and of its bare handler.

    Also prints the median of the ratios. Log lines are written as deployed functions write them, to /dev/null.
    """
    with Path(os.devnull).open("w") as nowhere, _season() as here:
        with redirect_stdout(nowhere):
            telemetry.begin("bench")
        print(f"{'action':28}{'Laurel ms':>11}{'bare ms':>10}{'ratio':>8}{'calls':>7}")
        for name, act in _actions(here):
            calls = _recorded(here, act)
            ours, bare = _in_turn(act, _bare(here, calls))
            ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
            one, other = (statistics.median(times) * 1000 / REQUESTS for times in (ours, bare))
            print(f"{name:28}{one:11.2f}{other:10.2f}{ratio:8.2f}{len(calls):7}")


def _actions(here: World) -> Iterator[tuple[str, Callable[[], Any]]]:
    owner, desk = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed(who=owner)
    for n in range(49):
        here.pushed(f"项目{n}", who=owner)
    draft = here.draft(owner)
    owner_cookie, desk_cookie = here.cookie(owner), here.cookie(desk)
    listing = f"/calls/{CALL}/desks/{COUNTY}/submissions"
    query = {"track": TRACK, "state": "pushed"}
    yield "read one", lambda: _send("GET", f"/submissions/{entry}", desk_cookie)
    yield "list 50 at a desk", lambda: _send("GET", listing, desk_cookie, query=query)
    yield "list 50 of one's own", lambda: _send("GET", "/submissions", owner_cookie)
    yield "save a draft", lambda: _save(here, draft, owner_cookie)


def _save(here: World, draft: str, cookie: str) -> Any:
    """Save on the current ETag, which is read beforehand.

    The first save of a draft reads it; later ones take it from the last response.
    """
    etag = _etags.get(draft) or here.etag(draft)
    body = {"answers": complete(), "version": 1}
    answer = _send("PUT", f"/submissions/{draft}/answers", cookie, body, {"if-match": etag})
    _etags[draft] = json.loads(answer["body"])["etag"]
    return answer


_etags: dict[str, str] = {}


def _send(
    method: str,
    path: str,
    cookie: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
) -> Any:
    event = _event(method, path, query)
    event["headers"] = {
        "cookie": f"session={cookie}",
        "origin": wiring.settings.site_origin,
        "content-type": "application/json",
        **(headers or {}),
    }
    event["body"] = json.dumps(body) if body is not None else None
    answer = app(event, None)
    if answer["statusCode"] >= 400:
        raise SystemExit(f"{method} {path}: {answer['statusCode']} {answer['body']}")
    return answer


def _event(method: str, path: str, query: dict[str, str] | None) -> dict[str, Any]:
    """Return the event that API Gateway passes to the function."""
    route, values = _route(path)
    multi = {name: [value] for name, value in (query or {}).items()} or None
    return {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": route,
            "requestId": "bench",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "pathParameters": values,
        "multiValueQueryStringParameters": multi,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": None,
    }


@cache
def _route(path: str) -> tuple[str, dict[str, str]]:
    """Return the route and path values that the gateway would pass.

    They are cached, so that matching the route is not measured.
    """
    parts = path.strip("/").split("/")
    for route in app.routes:
        names = route.strip("/").split("/")
        if len(names) == len(parts) and all(n == p or n.startswith("{") for n, p in zip(names, parts, strict=True)):
            values = {n.strip("{}"): p for n, p in zip(names, parts, strict=True) if n.startswith("{")}
            return route, values
    raise SystemExit(f"no route for {path}")


def _recorded(here: World, act: Callable[[], Any]) -> Calls:
    """Return the DynamoDB calls that an action makes."""
    calls: Calls = []
    client = here.tools.table._client
    events = client.meta.events

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        calls.append((model.name, dict(params)))

    events.register("provide-client-params.dynamodb", note)
    act()
    events.unregister("provide-client-params.dynamodb", note)
    return calls


def _bare(here: World, calls: Calls) -> Callable[[], Any]:
    """Return a call of a bare Chalice app with the same calls.

    It has one route, which makes them through boto3 and answers with the results. Writes go without their
    conditions, since the version that they require is past.
    """
    endpoint = here.wiring.settings.dynamodb_endpoint
    client = boto3.client("dynamodb", region_name=engines.REGION, endpoint_url=endpoint)
    plain = Chalice(app_name="bare")
    methods = [(_method(client, name), _unconditional(params)) for name, params in calls]

    @plain.route("/bare", methods=["GET"])
    def bare() -> Response:
        answers = [method(**params) for method, params in methods]
        return Response(repr(len(answers)), status_code=200)

    event = _event("GET", "/calls", None)
    event["requestContext"]["resourcePath"] = "/bare"
    event["headers"] = {}
    return lambda: plain(event, None)


def _method(client: Any, name: str) -> Any:
    return getattr(client, "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_"))


def _unconditional(params: dict[str, Any]) -> dict[str, Any]:
    """Return a write without its condition, to an item of its own.

    So it changes nothing that other calls read. Reads are returned as they are.
    """
    if "Item" not in params:
        return params
    aside = {**params["Item"], "pk": {"S": "bare"}}
    return {"TableName": params["TableName"], "Item": aside}


def _in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Return CPU seconds per round of two actions, run alternately.

    Each of ROUNDS rounds makes REQUESTS calls of each action.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for act in (first, second):
        act()
    for _ in range(ROUNDS):
        for act, times in zip((first, second), taken, strict=True):
            begun = time.process_time()
            for _ in range(REQUESTS):
                act()
            times.append(time.process_time() - begun)
    return taken


@contextmanager
def _season() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as directory:
        engine = engines.dynamodb_local(Path(directory))
        engine.start()
        try:
            engine.wait()
            client = boto3.client("dynamodb", region_name=engines.REGION, endpoint_url=engine.endpoint)
            resources.make_table(client, "bench")
            here = world(Place("bench", engine.endpoint, client))
            vars(wiring).update(settings=here.wiring.settings, tools=here.tools)
            yield here
        finally:
            engine.stop()


if __name__ == "__main__":
    main()
