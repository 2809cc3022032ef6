"""Another action right before or after the n-th request that the first one sends: the same race every time.

Hooks of botocore's own event system, on the client of the table; nothing of ours is replaced.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from threading import Barrier
from typing import Any

from botocore.exceptions import ClientError

from tests.factories import World

Act = Callable[[], Any]


def client_of(here: World) -> Any:
    """The low-level client that a world's table speaks through."""
    return here.tools.table._client


@contextmanager
def hooked(client: Any, event: str, handler: Callable[..., Any]) -> Iterator[None]:
    """`handler` hears `event` of the DynamoDB client for as long as this lasts."""
    events = client.meta.events
    events.register_first(event, handler)
    try:
        yield
    finally:
        events.unregister(event, handler)


@contextmanager
def cutting_in(here: World, before_request: int, act: Act) -> Iterator[list[Any]]:
    """Runs `act` once, right before the given request (0 for the first) goes out; what came of it is appended."""
    seen, came = [0], []

    def handler(**_: Any) -> None:
        at, seen[0] = seen[0], seen[0] + 1
        if at == before_request:
            came.append(outcome(act))

    with hooked(client_of(here), "before-call.dynamodb", handler):
        yield came


@contextmanager
def refused(here: World, operation: str, times: int, answer: dict[str, Any]) -> Iterator[list[int]]:
    """The first `times` such calls are refused with this answer; the list holds how many were."""
    met = [0]

    def handler(**_: Any) -> tuple[Any, dict[str, Any]] | None:
        if met[0] >= times:
            return None
        met[0] += 1
        return _Refused(), {**answer, "ResponseMetadata": {"HTTPStatusCode": 400}}

    with hooked(client_of(here), f"before-call.dynamodb.{operation}", handler):
        yield met


def conflicts(here: World, times: int) -> AbstractContextManager[list[int]]:
    """The first `times` transactions are refused for contention, as DynamoDB does."""
    error = {"Code": "TransactionCanceledException", "Message": "conflict"}
    answer = {"Error": error, "CancellationReasons": [{"Code": "TransactionConflict"}]}
    return refused(here, "TransactWriteItems", times, answer)


def overloaded(here: World, operation: str, code: str, times: int) -> AbstractContextManager[list[int]]:
    """The first `times` such calls are refused with `code`."""
    return refused(here, operation, times, {"Error": {"Code": code, "Message": "too much"}})


@contextmanager
def answer_lost(here: World) -> Iterator[None]:
    """The next transaction is carried out, and its answer does not arrive."""
    lost = []

    def handler(**_: Any) -> None:
        if not lost:
            lost.append(True)
            raise ConnectionLost()

    with hooked(client_of(here), "after-call.dynamodb.TransactWriteItems", handler):
        yield


@contextmanager
def read_torn(here: World, act: Act, old: Callable[[str], bool]) -> Iterator[None]:
    """`act` happens while the next batch with an `old` sort key is read: that item is as before it, others as after.

    A BatchGetItem is no snapshot, and an engine on one machine hardly ever shows it.
    """
    asked: list[dict[str, Any]] = []
    torn: list[bool] = []

    def hear(params: dict[str, Any], **_: Any) -> None:
        asked.append(params)

    def tear(parsed: dict[str, Any], **_: Any) -> None:
        request = asked[-1]
        keys = [key for own in request["RequestItems"].values() for key in own["Keys"]]
        if torn or not any(old(key["sk"]["S"]) for key in keys):
            return
        torn.append(True)
        act()
        after = client_of(here).batch_get_item(**request)["Responses"]
        for table, items in parsed["Responses"].items():
            fresh = [item for item in after[table] if not old(item["sk"]["S"])]
            items[:] = [*(item for item in items if old(item["sk"]["S"])), *fresh]

    client, operation = client_of(here), "dynamodb.BatchGetItem"
    with hooked(client, f"provide-client-params.{operation}", hear), hooked(client, f"after-call.{operation}", tear):
        yield
    assert torn, "no such batch was read"


@contextmanager
def sent_again(client: Any, operation: str) -> Iterator[list[int]]:
    """The first such request is carried out, its answer lost, and botocore sends it again; holds how often it did."""
    again = [0]

    def handler(**_: Any) -> int | None:
        if again[0]:
            return None
        again[0] += 1
        return 0

    with hooked(client, f"needs-retry.dynamodb.{operation}", handler):
        yield again


@contextmanager
def still_under_way(here: World) -> Iterator[list[int]]:
    """The first transaction is carried out, but said to be under way still; the list holds how often that was said."""
    met = [0]

    def handler(http_response: Any, parsed: dict[str, Any], **_: Any) -> None:
        if not met[0]:
            met[0] += 1
            http_response.status_code = 400
            parsed["Error"] = {"Code": "TransactionInProgressException", "Message": "under way"}

    with hooked(client_of(here), "after-call.dynamodb.TransactWriteItems", handler):
        yield met


class ConnectionLost(Exception):
    """What the network says instead of an answer."""


class _Refused:
    status_code = 400


def outcome(act: Act) -> Any:
    """What an action gives, or the refusal it ends in."""
    from chalicelib.domain.errors import LaurelError

    try:
        return act()
    except (LaurelError, ClientError, ConnectionLost) as error:
        return error


def at_once(*acts: Act) -> list[Any]:
    """What each action comes to when all begin at the same moment, each in its own thread."""
    gate = Barrier(len(acts))

    def run(act: Act) -> Any:
        gate.wait()
        return outcome(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def at_every_step(here: World, begin: Callable[[], tuple[Act, Act]]) -> Iterator[tuple[Any, Any]]:
    """The outcomes of two actions, the second cutting in before each request of the first in turn, then of both at
    once. `begin` makes a fresh pair each time."""
    for n in range(20):
        first, second = begin()
        with cutting_in(here, n, second) as came:
            done = outcome(first)
        if not came:
            break
        yield done, came[0]
    assert n > 0, "the first action sent nothing to cut in before"
    for _ in range(4):
        first, second = begin()
        done, came_of_second = at_once(first, second)
        yield done, came_of_second


def is_refusal(done: Any, *kinds: type[Exception]) -> bool:
    """Whether an outcome is one of these refusals; any other exception is raised as it is."""
    if isinstance(done, Exception) and not isinstance(done, kinds):
        raise done
    return isinstance(done, Exception)
