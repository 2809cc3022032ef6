"""Calls of a local run: each open for filing, and one that is broken keeps none of the others away."""

import shutil
from pathlib import Path

import pytest

from chalicelib.services.context import Tools
from chalicelib.wiring import Wiring
from ops.seed.open_calls import publish_all
from ops.seed.progress import SeedProgress
from tests.conftest import Place, settings_of
from tests.forms.sample import ROOT

PRIZE = "open-data-prize-2026"


@pytest.fixture
def tools(table_moto: Place) -> Tools:
    return Wiring(settings_of(table_moto)).tools


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "calls", tmp_path / "calls")
    return tmp_path / "calls"


def start(tools: Tools, calls: Path) -> list[str]:
    return [f"{call.id} {call.version}" for call in publish_all(tools, SeedProgress.read(tools), calls)]


def test_a_broken_folder_is_said_and_the_other_calls_are_there(
    tools: Tools, calls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (calls / PRIZE / "call.yaml").write_text("id: [open")
    (calls / "mine").mkdir()
    assert start(tools, calls) == ["shandong-2021 1"]
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "laurel: calls/mine is not right, so the call is left out:"
    assert "laurel:   call.yaml:1: is missing" in lines
    assert f"laurel: calls/{PRIZE} is not right, so the call is left out:" in lines
    assert lines[-1] == f"laurel:   all of them: python -m ops call check calls/{PRIZE}"


def test_a_call_that_was_broken_since_stays_in_its_last_version(
    tools: Tools, calls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(tools, calls)
    (calls / PRIZE / "notice.en.md").unlink()
    assert start(tools, calls) == [f"{PRIZE} 1", "shandong-2021 1"]
    assert f"calls/{PRIZE} is not right, so its version 1 stays" in capsys.readouterr().err


def test_a_call_in_any_language_is_open_too(tools: Tools, calls: Path) -> None:
    shutil.rmtree(calls / "shandong-2021")
    for path in [calls / PRIZE / "call.yaml", calls / PRIZE / "desks.csv"]:
        path.write_text(path.read_text().replace("languages: [en]", "languages: [fr]").replace("name.en", "name.fr"))
    (calls / PRIZE / "notice.en.md").rename(calls / PRIZE / "notice.fr.md")
    assert start(tools, calls) == [f"{PRIZE} 1"]
    note = tools.calls.latest(PRIZE).note
    assert note is not None
    assert set(note) == {"fr"}


def test_what_would_put_entries_out_of_reach_is_said_and_the_call_stays(
    tools: Tools, calls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(tools, calls)
    file = calls / PRIZE / "call.yaml"
    file.write_text(file.read_text().replace("authority:\n  id: ", "authority:\n  id: x"))
    assert start(tools, calls) == [f"{PRIZE} 1", "shandong-2021 1"]
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"laurel: calls/{PRIZE} would put entries out of reach, so its version 1 stays:"
    assert lines[-1] == "laurel:   or start over without these entries: make run FRESH=1"
