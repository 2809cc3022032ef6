"""A product with a queue of dead letters, and the records that its table's stream has told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.settings import Settings
from chalicelib.wiring import Wiring
from ops.local import engines
from ops.local.stream import StreamReader
from tests.conftest import Place
from tests.factories import World, world

Records = list[dict[str, Any]]


@pytest.fixture
def here(table_moto: Place) -> World:
    """The product over a table in this process, whose jobs have a queue for what fails."""
    made = world(table_moto)
    url = boto3.client("sqs", region_name=engines.REGION).create_queue(QueueName="dead")["QueueUrl"]
    settings = Settings(**{**made.wiring.settings.model_dump(), "dead_letters": url})
    return replace(made, wiring=Wiring(settings, made.clock))


@pytest.fixture
def told(table_moto: Place, tmp_path: Path) -> Callable[[], Records]:
    """Asks for what the stream has told since it was asked last, as a function gets it."""
    seen: Records = []
    client = boto3.client("dynamodbstreams", region_name=engines.REGION)
    arn = table_moto.client.describe_table(TableName=table_moto.name)["Table"]["LatestStreamArn"]
    reader = StreamReader(client, arn, seen.extend, tmp_path / "stream.json", tmp_path / "failed.jsonl")

    def ask() -> Records:
        seen.clear()
        reader.drain()
        return list(seen)

    return ask
