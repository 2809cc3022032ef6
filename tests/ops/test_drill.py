"""The drill of the operating manual, line by line as it is written, after the steps that come before it."""

import re
import shlex
from collections.abc import Iterator

import pytest

from ops.__main__ import main
from ops.bootstrap import ROOT
from ops.deploying import stacks
from ops.stage_care.removal import data_there
from ops.stages import Stage, stack_name
from tests.conftest import Place
from tests.factories import World
from tests.ops.season import filled

pytestmark = pytest.mark.engine


def drill() -> list[list[str]]:
    """The commands that stand below the drill's heading."""
    text = (ROOT / "docs/operate.md").read_text("utf-8").split("### The drill", 1)[1]
    block = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert block
    lines = [shlex.split(line) for line in block[1].splitlines()]
    assert {tuple(line[:3]) for line in lines} == {(".venv/bin/python", "-m", "ops")}
    return [line[3:] for line in lines]


@pytest.fixture
def prod(filled_stage: tuple[Stage, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A stage in use, beside the one that the first steps of the manual have filled."""
    dev, _ = filled_stage
    monkeypatch.setenv("AWS_ENDPOINT_URL", dev.endpoints["*"])
    monkeypatch.setenv("AWS_REGION", dev.region)
    asked = ["deploy", "--stage", "prod", "--only", "data", "--origin", "https://awards.example.org", "--yes", "prod"]
    assert main(asked) == 0
    stage = Stage("prod", dev.session, dev.endpoints)
    data = stage.data
    filled(
        Place(data["TableName"], dev.endpoints["*"], stage.client("dynamodb")),
        Place(data["BucketName"], dev.endpoints["*"], stage.client("s3")),
    )
    where = {"LocationConstraint": dev.region}
    dev.client("s3").create_bucket(Bucket="our-archive", CreateBucketConfiguration=where)
    yield stage
    stacks.delete(dev.client("cloudformation"), stack_name("prod", "data"), 1)


def test_the_drill_goes_through_as_it_is_written(prod: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    dev = Stage("dev", prod.session, prod.endpoints)
    assert data_there(dev)
    for command in drill():
        assert main(command) == 0, (command, capsys.readouterr())
    assert "clean" in capsys.readouterr().out
    assert data_there(dev.refreshed()) == []
    assert data_there(prod.refreshed())
