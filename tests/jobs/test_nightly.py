"""What the night brings: a backup when the newest is a week old, and a check of all histories, page by page."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.jobs import nightly, stream
from chalicelib.storage import keys
from chalicelib.storage.engine import whole_table
from chalicelib.storage.engine.table import Delete, Update
from tests.conftest import Place
from tests.factories import COUNTY, World
from tests.jobs.conftest import Records

Lines = Callable[[], list[dict[str, Any]]]


def night(here: World, lines: Lines) -> dict[str, Any]:
    """The line that one run writes."""
    nightly.run(here.wiring, here.clock())
    return [line for line in lines() if line.get("job") == "nightly"][-1]


def backups(table: Place) -> list[str]:
    return [one["BackupName"] for one in table.client.list_backups(TableName=table.name)["BackupSummaries"]]


def since_the_backup(here: World, **by: float) -> None:
    """Backups carry the engine's own time, so the product's clock is set by it."""
    newest = here.wiring.whole_table.newest_backup()
    assert newest
    here.clock.now = newest + timedelta(**by)


def test_a_backup_is_made_once_the_newest_is_a_week_old(here: World, table_moto: Place, lines: Lines) -> None:
    assert night(here, lines)["BackupAge"] < 3600
    assert len(backups(table_moto)) == 1
    since_the_backup(here, days=1)
    assert night(here, lines)["BackupAge"] == pytest.approx(86400)
    assert len(backups(table_moto)) == 1
    since_the_backup(here, days=7)
    night(here, lines)
    assert len(backups(table_moto)) == 2


def test_histories_of_entries_and_lists_are_checked_and_nothing_is_found(here: World, lines: Lines) -> None:
    here.recommended(COUNTY, "推荐的")
    here.draft(here.applicant(), "起草中")
    told = night(here, lines)
    assert told["HistoriesChecked"] >= 3
    assert told["HistoriesBroken"] == 0
    assert told["VerificationAge"] == 0


def test_a_history_that_was_changed_is_found_by_its_subject(here: World, lines: Lines) -> None:
    entry, whole = here.pushed(), here.pushed()
    key = keys.event(entry, 1)
    item = here.tools.table.get(key)
    assert item
    here.tools.table.write([Update(key, {"doc": json.dumps(json.loads(item["doc"]) | {"actor": "x"})})])
    assert night(here, lines)["HistoriesBroken"] == 1
    words = [line["message"] for line in lines() if line["level"] == "ERROR"]
    assert f"the history of {entry} is broken" in words
    assert not any(whole in word for word in words)


def test_an_event_cut_off_is_found(here: World, lines: Lines) -> None:
    entry = here.pushed()
    here.tools.table.write([Delete(keys.event(entry, here.head(entry).events))])
    assert night(here, lines)["HistoriesBroken"] == 1


def test_what_is_done_or_deleted_while_it_looks_is_no_fault(
    here: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the scan of heads and the reading of their chains."""
    owner = here.applicant()
    gone, returned = here.draft(owner, "删掉的"), here.pushed()
    page = here.wiring.whole_table.page(None)
    here.take(owner, gone, "delete")
    here.take(here.recommender(COUNTY), returned, "return", reason="请补充")
    monkeypatch.setattr(here.wiring.whole_table, "page", lambda after: page)
    assert night(here, lines)["HistoriesBroken"] == 0


def test_a_night_that_is_too_short_goes_on_where_it_stopped(
    here: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [here.pushed() for _ in range(4)]
    monkeypatch.setattr(whole_table, "AT_A_TIME", 5)
    monkeypatch.setattr(nightly, "LONGEST", -1.0)
    checked = 0
    for nights in range(1, 100):
        told = night(here, lines)
        checked += told["HistoriesChecked"]
        if told["VerificationAge"] == 0 and nights > 1:
            break
        here.clock.move(days=1)
    assert nights > 2
    assert checked >= len(entries)


def test_histories_that_no_night_reaches_the_end_of_grow_old(
    here: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.pushed()
    monkeypatch.setattr(whole_table, "AT_A_TIME", 1)
    monkeypatch.setattr(nightly, "LONGEST", -1.0)
    night(here, lines)
    here.clock.move(days=9)
    assert night(here, lines)["VerificationAge"] == 9 * 86400


def test_a_backup_that_is_refused_holds_up_no_check_and_counts_as_a_failure(here: World, lines: Lines) -> None:
    def refused(**_: Any) -> None:
        raise OSError("refused")

    here.wiring.whole_table._client.meta.events.register("before-call.dynamodb.CreateBackup", refused)
    with pytest.raises(OSError, match="refused"):
        nightly.run(here.wiring, here.clock())
    [told] = [line for line in lines() if line.get("job") == "nightly"]
    assert (told["HistoriesBroken"], "BackupAge" in told) == (0, False)


def test_the_stream_follows_nothing_from_what_the_night_writes(here: World, told: Callable[[], Records]) -> None:
    told()
    nightly.run(here.wiring, here.clock())
    sorts = {record["dynamodb"]["Keys"]["sk"]["S"] for record in told()}
    assert sorts == {"VERIFICATION"}
    assert not sorts & set(map(str, stream.filters()))
