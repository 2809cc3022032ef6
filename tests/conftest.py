"""Engines and what stands in them: started once a session on free ports, a fresh table or bucket for each test."""

import functools
import io
import itertools
import json
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import boto3
import hypothesis
import pytest
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import StreamRecord

from chalicelib import telemetry
from chalicelib.settings import Settings
from ops import resources
from ops.local import engines
from tests.leaks import Listener

os.environ.update(engines.CREDENTIALS)
hypothesis.settings.register_profile("laurel", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=10)
hypothesis.settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=5,
    derandomize=True,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
hypothesis.settings.load_profile("laurel")

ORIGIN = "http://127.0.0.1:8000"
SECRET = "a secret of the tests"
IN_PROCESS = mock_aws(config={"core": {"reset_boto3_session": False, "mock_credentials": False}})
"""moto, which keeps the SDK's session: reading its service models anew for each client is most of a short test."""

SCALARS = {"S", "N", "B", "BOOL", "NULL"}
_copied = DynamoType.__deepcopy__
StreamRecord.__deepcopy__ = lambda record, memo: record
DynamoType.__deepcopy__ = lambda value, memo: value if value.type in SCALARS else _copied(value, memo)
"""moto copies a table for each write of a transaction, so that it can go back. What a stream has said never changes,
and a scalar is replaced, never changed: copying them was half of the time of all tests that write much."""

_answer = BotocoreStubber.process_request
_ONE_AT_A_TIME = threading.RLock()


def _one_at_a_time(stubber: BotocoreStubber, request: Any) -> Any:
    with _ONE_AT_A_TIME:
        return _answer(stubber, request)


BotocoreStubber.process_request = _one_at_a_time
"""moto enters each key that is asked for, also one that is not there, while another thread's query walks the keys."""

LISTENER = Listener()
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """A table or a bucket in an engine: its name, the engine's endpoint (None for moto) and a low-level client."""

    name: str
    endpoint: str | None
    client: Any


def pytest_configure() -> None:
    """A run that is told to end ends as by Ctrl-C, so that its engines end with it; every line of its log is heard.

    A shell starts what it puts in the background deaf to Ctrl-C, and what that starts would inherit it.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    logging.getLogger().addHandler(LISTENER)
    telemetry.log.setLevel(logging.INFO)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """A test during which a log said what it must not has failed."""
    yield
    LISTENER.none_heard()


LONGEST_FIRST = (
    "tests/ops/deploying/test_releasing.py",
    "tests/ops/deploying/test_deployment.py",
    "tests/budgets/test_budgets.py",
    "tests/web/test_unannounced.py",
    "tests/ops/local/test_local_run.py",
    "tests/ops/test_live_table.py",
    "tests/ops/deploying/test_package.py",
    "tests/races/test_desk_races.py",
)
"""Files that take a minute or more. Begun last, one of them would keep one core busy while the other rests."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks for a real engine by name is marked so; `any_table` marks its own turns. Long files come first."""
    for item in items:
        if {"dynamodb_local", "ministack"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.engine)
    turn = {config.rootpath / name: n for n, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: turn.get(item.path, len(turn)))


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Asks for the lines that the product wrote since the test began."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(telemetry.JsonFormatter("test"))
    telemetry.log.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    telemetry.log.removeHandler(handler)


def repeated(times: int) -> list[Any]:
    """Seeds for a test that is made in many orders: `make check` takes the first, `make test` all."""
    return [0, *(pytest.param(seed, marks=pytest.mark.again) for seed in range(1, times))]


def settings_of(table: Place, bucket: Place | None = None) -> Settings:
    """Settings for wiring the product to a test's table and, where it has one, bucket."""
    return Settings(
        stage="test",
        site_origin=ORIGIN,
        table=table.name,
        bucket=bucket.name if bucket else "laurel-none",
        public_bucket=public_of(bucket) if bucket else "laurel-none",
        region=engines.REGION,
        secret=SECRET,
        dynamodb_endpoint=table.endpoint,
        s3_endpoint=bucket.endpoint if bucket else None,
        local=True,
    )


def _run(engine: engines.Engine) -> Iterator[engines.Engine]:
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for the engines' logs."""
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="session")
def dynamodb_local(work: Path) -> Iterator[engines.Engine]:
    """DynamoDB Local in memory."""
    yield from _run(engines.dynamodb_local(work))


@pytest.fixture(scope="session")
def ministack(work: Path) -> Iterator[engines.Engine]:
    """ministack with its table and object store."""
    yield from _run(engines.ministack(work, "s3,dynamodb", work / "objects"))


@pytest.fixture
def moto() -> Iterator[None]:
    """The SDK answered inside this process, empty at each test."""
    with IN_PROCESS:
        yield


def _client(service: str, endpoint: str | None) -> Any:
    return boto3.client(service, region_name=engines.REGION, endpoint_url=endpoint)


@functools.cache
def _own(service: str) -> Any:
    """The one client of this process that moto answers: to make one takes longer than many a test."""
    return _client(service, None)


def _place(service: str, engine: engines.Engine | None) -> Place:
    endpoint = engine.endpoint if engine else None
    client = _client(service, endpoint) if engine else _own(service)
    return Place(f"laurel-{os.getpid()}-{next(_numbers)}", endpoint, client)


def a_table(engine: engines.Engine | None, *, streams: bool = False) -> Iterator[Place]:
    """A fresh table, gone with the generator; on moto where there is no engine.

    On an engine its stream is off unless a test reads it: DynamoDB Local takes longer for each write, the more records
    it holds of all tables there ever were, and does six times the work after a few thousand.
    """
    place = _place("dynamodb", engine)
    resources.make_table(place.client, place.name)
    if engine and not streams:
        place.client.update_table(TableName=place.name, StreamSpecification={"StreamEnabled": False})
    yield place
    place.client.delete_table(TableName=place.name)


def a_bucket(engine: engines.Engine | None) -> Place:
    """A fresh bucket; on moto where there is no engine."""
    place = _place("s3", engine)
    resources.make_bucket(place.client, place.name, ORIGIN)
    resources.make_public_bucket(place.client, public_of(place))
    return place


def public_of(bucket: Place) -> str:
    """The name of the bucket of what everybody may read, beside a test's bucket."""
    return f"{bucket.name}-public"


@pytest.fixture
def table_moto(moto: None) -> Iterator[Place]:
    """A fresh table on moto: shapes only, one thread."""
    yield from a_table(None)


@pytest.fixture
def table_local(dynamodb_local: engines.Engine) -> Iterator[Place]:
    """A fresh table on DynamoDB Local: the one for races."""
    yield from a_table(dynamodb_local)


@pytest.fixture
def table_with_stream(dynamodb_local: engines.Engine) -> Iterator[Place]:
    """A fresh table on DynamoDB Local whose stream can be read."""
    yield from a_table(dynamodb_local, streams=True)


@pytest.fixture
def table_ministack(ministack: engines.Engine) -> Iterator[Place]:
    """A fresh table on ministack."""
    yield from a_table(ministack)


ON_EVERY_ENGINE = [
    "moto",
    pytest.param("local", marks=pytest.mark.engine),
    pytest.param("ministack", marks=pytest.mark.engine),
]


@pytest.fixture(params=ON_EVERY_ENGINE)
def any_table(request: pytest.FixtureRequest) -> Place:
    """A fresh table, on each of the three engines in turn."""
    place: Place = request.getfixturevalue(f"table_{request.param}")
    return place


@pytest.fixture
def bucket_moto(moto: None) -> Place:
    """A fresh bucket on moto, which enforces no condition of an upload."""
    return a_bucket(None)


@pytest.fixture
def bucket_ministack(ministack: engines.Engine) -> Place:
    """A fresh bucket on ministack, which enforces policies, signatures and expiry."""
    return a_bucket(ministack)


@pytest.fixture(params=["moto", pytest.param("ministack", marks=pytest.mark.engine)])
def any_bucket(request: pytest.FixtureRequest) -> Place:
    """A fresh bucket, on each engine that has buckets."""
    place: Place = request.getfixturevalue(f"bucket_{request.param}")
    return place
