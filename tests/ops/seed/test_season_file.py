"""A local season is open for filing, and moves no more than it must."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.services.context import Act, Tools
from chalicelib.services.desks import settings as desk_settings
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.wiring import Wiring
from ops.bootstrap import ROOT
from ops.seed import open_calls
from ops.seed.progress import SeedProgress
from tests.conftest import Place, settings_of
from tests.factories import Clock

FIRST = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
CITY = "370900"


class Installation:
    """A copy of a call's folder beside a table, started now and then."""

    def __init__(self, table: Place, folder: Path) -> None:
        self.table, self.folder, self.clock = table, folder, Clock(FIRST)

    @property
    def tools(self) -> Tools:
        return Wiring(settings_of(self.table), self.clock).tools

    def start(self) -> Call:
        tools = self.tools
        return open_calls.publish(tools, SeedProgress.read(tools), self.folder)


@pytest.fixture
def here(table_moto: Place, tmp_path: Path) -> Installation:
    folder = tmp_path / "shandong-2021"
    shutil.copytree(ROOT / "calls/shandong-2021", folder)
    return Installation(table_moto, folder)


def test_filing_is_open_for_nine_days_and_ends_at_its_own_time_of_day(here: Installation) -> None:
    call = here.start()
    closes = call.calendar.filing_closes.astimezone(ZoneInfo(call.zone))
    assert closes == datetime(2026, 12, 3, 23, 59, tzinfo=ZoneInfo(call.zone))
    assert call.calendar.stage(FIRST) == "filing"


def test_the_whole_calendar_moves_and_says_so(here: Installation) -> None:
    call = here.start()
    delta = call.calendar.filing_closes - datetime(2021, 11, 15, 15, 59, tzinfo=UTC)
    ends = max(stage.closes for stage in call.calendar.stages)
    assert ends - delta == datetime(2021, 12, 31, 15, 59, tzinfo=UTC)
    assert call.note is not None
    assert all("2021-11-15" in call.note[language] for language in call.languages)


def test_a_later_start_changes_nothing(here: Installation) -> None:
    first = here.start()
    here.clock.move(days=5)
    assert here.start() == first


def test_changed_content_is_published_with_the_calendar_where_it_was(here: Installation) -> None:
    first = here.start()
    here.clock.move(days=2)
    file = here.folder / "notice.zh.md"
    file.write_text(file.read_text() + "\n补充一句。\n")
    second = here.start()
    assert second.version == first.version + 1
    assert second.calendar == first.calendar


def test_once_filing_has_closed_it_moves_again_and_desks_dates_with_it(here: Installation) -> None:
    first = here.start()
    _close_early(here, first)
    here.clock.move(days=12)
    second = here.start()
    moved = second.calendar.filing_closes - first.calendar.filing_closes
    assert moved == timedelta(days=12)
    assert _early(here) == second.calendar.filing_closes - timedelta(days=3)
    assert here.start() == second
    assert _early(here) == second.calendar.filing_closes - timedelta(days=3)


def test_a_call_that_is_open_by_itself_is_left_alone(here: Installation) -> None:
    here.clock.now = datetime(2021, 11, 1, tzinfo=UTC)
    call = here.start()
    assert (call.calendar.filing_closes, call.note) == (datetime(2021, 11, 15, 15, 59, tzinfo=UTC), None)


def _close_early(here: Installation, call: Call) -> None:
    who = open_calls.operator_of(call, CITY)
    early = DeskSettings(CITY, filing_closes=call.calendar.filing_closes - timedelta(days=3))
    desk_settings.save(Act(here.tools, who, IdempotencyRecord("x", "y", "z")), call.id, early, "0")


def _early(here: Installation) -> datetime | None:
    return fetch(here.tools.table, lists.all_settings("shandong-2021"))[CITY].filing_closes
