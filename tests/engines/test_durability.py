"""What an engine acknowledged is there after `kill -9`, since local runs promise that to those who type into them."""

import os
import signal
from pathlib import Path

import boto3
import pytest

from ops import resources
from ops.local import engines
from tests.conftest import ORIGIN, Place

pytestmark = pytest.mark.engine

TABLE, BUCKET = "laurel", "laurel-attachments"


def started(engine: engines.Engine, service: str, name: str) -> Place:
    engine.start()
    engine.wait()
    return Place(name, engine.endpoint, boto3.client(service, endpoint_url=engine.endpoint))


def kill(engine: engines.Engine) -> None:
    assert engine.process
    os.kill(engine.process.pid, signal.SIGKILL)
    engine.process.wait()


def test_rows_and_their_stream_records_outlive_a_killed_table(tmp_path: Path) -> None:
    first = engines.dynamodb_local(tmp_path, tmp_path / "data")
    table = started(first, "dynamodb", TABLE)
    resources.make_table(table.client, TABLE)
    for n in range(20):
        table.client.put_item(TableName=TABLE, Item={"pk": {"S": "p"}, "sk": {"S": str(n)}})
    kill(first)
    second = engines.dynamodb_local(tmp_path, tmp_path / "data")
    try:
        table = started(second, "dynamodb", TABLE)
        assert table.client.scan(TableName=TABLE, Select="COUNT")["Count"] == 20
        assert len(records_of(second)) == 20
    finally:
        second.stop()


def records_of(engine: engines.Engine) -> list[object]:
    streams = boto3.client("dynamodbstreams", endpoint_url=engine.endpoint)
    arn = streams.list_streams(TableName=TABLE)["Streams"][0]["StreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    place = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    found: list[object] = streams.get_records(ShardIterator=place["ShardIterator"])["Records"]
    return found


def test_objects_and_their_versions_outlive_a_killed_bucket_and_its_settings_are_set_again(
    tmp_path: Path,
) -> None:
    first = engines.ministack(tmp_path, "s3", tmp_path / "objects")
    bucket = started(first, "s3", BUCKET)
    resources.make_bucket(bucket.client, BUCKET, ORIGIN)
    written = [bucket.client.put_object(Bucket=BUCKET, Key="kept/a", Body=body) for body in (b"1", b"22")]
    kill(first)
    second = engines.ministack(tmp_path, "s3", tmp_path / "objects")
    try:
        client = started(second, "s3", BUCKET).client
        resources.make_bucket(client, BUCKET, ORIGIN)
        older = client.get_object(Bucket=BUCKET, Key="kept/a", VersionId=written[0]["VersionId"])
        assert older["Body"].read() == b"1"
        assert client.get_object(Bucket=BUCKET, Key="kept/a")["Body"].read() == b"22"
        assert client.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
        assert client.get_bucket_cors(Bucket=BUCKET)["CORSRules"][0]["AllowedOrigins"] == [ORIGIN]
    finally:
        second.stop()


def test_engines_listen_on_the_loopback_address_alone(
    dynamodb_local: engines.Engine, ministack: engines.Engine
) -> None:
    listening = [address for name in ("tcp", "tcp6") for address in _listening(name)]
    for engine in (dynamodb_local, ministack):
        assert {address for address, port in listening if port == engine.port} <= LOOPBACK


LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


def _listening(family: str) -> list[tuple[str, int]]:
    """(address, port) of each listening socket, as Linux tells them."""
    table = Path(f"/proc/net/{family}")
    if not table.exists():
        pytest.skip("only Linux tells which addresses are listened on")
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    told = [row[1].split(":") for row in rows if row[3] == "0A"]
    return [(address, int(port, 16)) for address, port in told]
