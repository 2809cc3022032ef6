"""A call is published as an immutable version."""

import pytest

from chalicelib.services.context import Tools
from chalicelib.wiring import Wiring
from ops.cli import DONE
from ops.commands.call import publish
from tests.conftest import Place, settings_of
from tests.forms.sample import ROOT

FOLDER = ROOT / "calls/shandong-2021"


@pytest.fixture
def tools(table_moto: Place) -> Tools:
    return Wiring(settings_of(table_moto)).tools


def test_what_is_published_is_what_the_files_say(tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(tools, [FOLDER]) == DONE
    assert capsys.readouterr().out == f"{FOLDER}: version 1 published\n"
    call = tools.calls.latest("shandong-2021")
    assert (call.version, len(call.desks), list(call.tracks)) == (1, 155, ["unit", "scenario", "solution"])


def test_publishing_the_same_files_again_makes_no_new_version(tools: Tools) -> None:
    publish(tools, [FOLDER])
    publish(tools, [FOLDER])
    assert tools.calls.latest("shandong-2021").version == 1


def test_a_dry_run_publishes_nothing(tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(tools, [FOLDER], dry_run=True) == DONE
    assert "would be version 1" in capsys.readouterr().out
    assert list(tools.calls.ids()) == []
