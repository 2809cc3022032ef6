"""A local run loses nothing, leaves nothing behind and says in one line why it does not start."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from ops.bootstrap import ROOT
from ops.local.engines import HOST
from tests import product

pytestmark = pytest.mark.engine

ROW = {"pk": {"S": "of this test"}, "sk": {"S": "row"}}


@pytest.fixture(scope="module")
def restarted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[product.Product, dict[str, int]]]:
    """A product that was killed after a row and an object were acknowledged, and started again; with the pids
    that its engines had before."""
    work = tmp_path_factory.mktemp("local")
    first = product.start(work)
    client(first, "dynamodb").put_item(TableName="laurel", Item=ROW)
    client(first, "s3").put_object(Bucket="laurel-attachments", Key="kept/a", Body=b"a scan")
    before = first.home.running()["pids"]
    first.kill()
    second = product.start(work)
    yield second, before
    second.stop()


def client(run: product.Product, service: str) -> Any:
    environment = run.home.running()["environment"]
    name = "LAUREL_S3_ENDPOINT" if service == "s3" else "LAUREL_DYNAMODB_ENDPOINT"
    return boto3.client(service, endpoint_url=environment[name])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def what_it_says(port: int, data: Path) -> str:
    """The one line of a start that is refused."""
    told = subprocess.run(product.command(port, data), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert told.returncode == 1
    assert told.stdout == ""
    return told.stderr.strip()


def test_what_was_acknowledged_is_there_after_a_kill(
    restarted: tuple[product.Product, dict[str, int]],
) -> None:
    run, _ = restarted
    assert client(run, "dynamodb").get_item(TableName="laurel", Key=ROW)["Item"] == ROW
    kept = client(run, "s3").get_object(Bucket="laurel-attachments", Key="kept/a")
    assert kept["Body"].read() == b"a scan"


def test_engines_that_a_killed_run_left_behind_are_ended(
    restarted: tuple[product.Product, dict[str, int]],
) -> None:
    _, before = restarted
    assert not any(map(alive, before.values()))


def test_the_site_and_the_api_are_one_origin(restarted: tuple[product.Product, dict[str, int]]) -> None:
    run, _ = restarted
    assert "<!doctype html>" in requests.get(run.origin, timeout=10).text
    calls = requests.get(f"{run.origin}/api/calls", timeout=10).json()["items"]
    assert "shandong-2021" in [call["id"] for call in calls]


def test_a_second_start_over_the_same_data_says_where_the_first_is(
    restarted: tuple[product.Product, dict[str, int]],
) -> None:
    run, _ = restarted
    line = f"laurel: it is running already, {run.origin}. Use that one, or stop it with Ctrl-C first."
    assert what_it_says(run.port, run.home.root) == line


def test_a_port_that_is_taken_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        line = f"laurel: port {port} is taken by another program. Choose another: make run PORT=8010"
        assert what_it_says(port, tmp_path) == line


def test_ctrl_c_stops_the_engines_too(restarted: tuple[product.Product, dict[str, int]]) -> None:
    run, _ = restarted
    pids = run.home.running()["pids"].values()
    assert all(map(alive, pids))
    run.stop()
    assert run.process.returncode == 0
    assert not any(map(alive, pids))
