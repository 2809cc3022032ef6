"""A call is published as an immutable version."""

from datetime import UTC, datetime

import pytest

from chalicelib.services.context import Tools
from chalicelib.storage.calls import Publication
from chalicelib.wiring import Wiring
from ops.calls import compile_call
from ops.cli import DONE, Stop
from ops.commands.call import Publishing, list_published, publish, set_hidden
from tests.conftest import Place, settings_of
from tests.forms.sample import ROOT

FOLDER = ROOT / "calls/shandong-2021"
ANNA = Publishing("anna")


@pytest.fixture
def tools(table_moto: Place) -> Tools:
    return Wiring(settings_of(table_moto)).tools


def test_what_is_published_is_what_the_files_say(tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(tools, FOLDER, ANNA) == DONE
    assert capsys.readouterr().out == f"{FOLDER}: version 1 published, in force within half a minute\n"
    call = tools.calls.latest("shandong-2021")
    assert (call.version, len(call.desks), list(call.tracks)) == (1, 155, ["unit", "scenario", "solution"])


def test_publishing_the_same_files_again_makes_no_new_version(tools: Tools) -> None:
    publish(tools, FOLDER, ANNA)
    publish(tools, FOLDER, ANNA)
    assert tools.calls.latest("shandong-2021").version == 1


def test_a_dry_run_publishes_nothing(tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(tools, FOLDER, Publishing("anna", dry_run=True)) == DONE
    assert "would be version 1" in capsys.readouterr().out
    assert list(tools.calls.ids()) == []


def test_each_version_keeps_when_it_was_published_and_by_whom(tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    compiled = compile_call(FOLDER)
    tools.calls.publish(compiled)
    at = datetime(2026, 11, 30, 2, 10, 9, tzinfo=UTC)
    tools.calls.publish({**compiled, "grace_minutes": 1}, Publication(at, "assumed-role/Admin/anna"))
    assert list_published(tools) == DONE
    assert [line.split(maxsplit=2)[2] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "2026-11-30 02:10 UTC  assumed-role/Admin/anna",
        "not recorded",
    ]


def test_a_hidden_call_stays_hidden_when_it_is_published_again_until_it_is_shown(
    tools: Tools, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tools, FOLDER, ANNA)
    set_hidden(tools, "shandong-2021", True)
    tools.calls.publish({**compile_call(FOLDER), "grace_minutes": 1})
    assert tools.calls.is_hidden("shandong-2021")
    capsys.readouterr()
    list_published(tools)
    assert capsys.readouterr().out.splitlines()[0].endswith("  (hidden)")
    set_hidden(tools, "shandong-2021", False)
    assert not tools.calls.is_hidden("shandong-2021")


def test_a_call_that_is_not_there_is_not_hidden_and_the_nearest_is_named(tools: Tools) -> None:
    publish(tools, FOLDER, ANNA)
    with pytest.raises(Stop, match="did you mean shandong-2021"):
        set_hidden(tools, "shandong-2012", True)
