"""The local reader of the table's stream keeps the promises of Lambda's: in order, at least once, none left out."""

import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

import boto3
import pytest

from ops.local import engines
from ops.local import stream as streams
from tests.conftest import Place

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without waiting."""
    monkeypatch.setattr(streams, "PAUSE", 0)


EVERYTHING: streams.SortKeys = ({"prefix": ""},)


def pump(
    table: Place, work: Path, handle: streams.Handle, filters: streams.SortKeys = EVERYTHING
) -> streams.StreamReader:
    client = boto3.client("dynamodbstreams", region_name=engines.REGION, endpoint_url=table.endpoint)
    arn = table.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
    return streams.StreamReader(client, arn, handle, work / "stream.json", work / "failed.jsonl", filters)


def put(table: Place, *numbers: int) -> None:
    for n in numbers:
        item = {"pk": {"S": "p"}, "sk": {"S": str(n)}, "body": {"B": b"\x00\xff"}}
        table.client.put_item(TableName=table.name, Item=item)


def numbers(records: list[dict[str, Any]]) -> list[int]:
    return [int(record["dynamodb"]["Keys"]["sk"]["S"]) for record in records]


def test_records_come_in_order_and_once(table_with_stream: Place, tmp_path: Path) -> None:
    seen: list[int] = []
    reader = pump(table_with_stream, tmp_path, lambda records: seen.extend(numbers(records)))
    put(table_with_stream, 1, 2, 3)
    assert reader.drain() == 3
    put(table_with_stream, 4)
    assert reader.drain() == 1
    assert reader.drain() == 0
    assert seen == [1, 2, 3, 4]


def test_a_new_reader_goes_on_where_the_last_one_stopped(table_with_stream: Place, tmp_path: Path) -> None:
    seen: list[int] = []
    put(table_with_stream, 1, 2)
    pump(table_with_stream, tmp_path, lambda records: seen.extend(numbers(records))).drain()
    put(table_with_stream, 3, 4)
    pump(table_with_stream, tmp_path, lambda records: seen.extend(numbers(records))).drain()
    assert seen == [1, 2, 3, 4]


def test_partitions_are_handled_side_by_side_and_each_in_order(table_with_stream: Place, tmp_path: Path) -> None:
    seen: dict[str, list[int]] = defaultdict(list)
    both = threading.Barrier(2, timeout=20)

    def handle(records: list[dict[str, Any]]) -> None:
        both.wait()
        for record in records:
            seen[record["dynamodb"]["Keys"]["pk"]["S"]] += numbers([record])

    for n in range(1, 5):
        for partition in ("one", "two"):
            item = {"pk": {"S": partition}, "sk": {"S": str(n)}}
            table_with_stream.client.put_item(TableName=table_with_stream.name, Item=item)
    assert pump(table_with_stream, tmp_path, handle).drain() == 8
    assert seen == {"one": [1, 2, 3, 4], "two": [1, 2, 3, 4]}


def test_what_nobody_follows_is_passed_by_and_not_read_again(table_with_stream: Place, tmp_path: Path) -> None:
    seen: list[int] = []

    def reader() -> streams.StreamReader:
        return pump(table_with_stream, tmp_path, lambda found: seen.extend(numbers(found)), ("2", {"prefix": "3"}))

    put(table_with_stream, 1, 2, 22, 3, 31, 4)
    assert reader().drain() == 6
    assert seen == [2, 3, 31]
    assert reader().drain() == 0


def test_what_fails_once_is_handed_over_again(table_with_stream: Place, tmp_path: Path) -> None:
    seen: list[list[int]] = []

    def handle(records: list[dict[str, Any]]) -> None:
        seen.append(numbers(records))
        if len(seen) == 1:
            raise RuntimeError("a passing fault")

    put(table_with_stream, 1)
    pump(table_with_stream, tmp_path, handle).drain()
    assert seen == [[1], [1]]


def test_what_always_fails_is_set_aside_and_the_rest_goes_on(table_with_stream: Place, tmp_path: Path) -> None:
    seen: list[int] = []

    def handle(records: list[dict[str, Any]]) -> None:
        if numbers(records) == [1]:
            raise RuntimeError("a lasting fault")
        seen.extend(numbers(records))

    reader = pump(table_with_stream, tmp_path, handle)
    put(table_with_stream, 1)
    reader.drain()
    put(table_with_stream, 2)
    reader.drain()
    assert seen == [2]
    assert len((tmp_path / "failed.jsonl").read_text().splitlines()) == 1


def test_a_record_has_the_shape_of_a_lambda_event(table_with_stream: Place, tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []
    put(table_with_stream, 1)
    pump(table_with_stream, tmp_path, seen.extend).drain()
    change = seen[0]["dynamodb"]
    assert seen[0]["eventName"] == "INSERT"
    assert change["NewImage"] == {"pk": {"S": "p"}, "sk": {"S": "1"}, "body": {"B": "AP8="}}
    assert isinstance(change["ApproximateCreationDateTime"], float)
