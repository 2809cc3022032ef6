"""A call is published as an immutable version."""

from pathlib import Path

from chalicelib.wiring import Wiring
from ops.calls.command import publish
from tests.conftest import Place, settings_of
from tests.forms.sample import ROOT

FOLDER = ROOT / "calls/shandong-2021"


def published(table: Place, folder: Path) -> str:
    return publish(folder, Wiring(settings_of(table)).tools.calls)


def test_what_is_published_is_what_the_files_say(table_moto: Place) -> None:
    assert published(table_moto, FOLDER) == "version 1"
    call = Wiring(settings_of(table_moto)).tools.calls.latest("shandong-2021")
    assert (call.version, len(call.desks), list(call.tracks)) == (1, 155, ["unit", "scenario", "solution"])


def test_publishing_the_same_files_again_makes_no_new_version(table_moto: Place) -> None:
    published(table_moto, FOLDER)
    assert published(table_moto, FOLDER) == "version 1"
