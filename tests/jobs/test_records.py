"""A job handles each record alone, keeps what goes on failing with its reason, and never loses any."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.jobs import records, stream
from chalicelib.jobs.records import NotDeadLettered, Record, job
from chalicelib.services.context import Tools
from chalicelib.storage import counters
from chalicelib.storage.engine import table
from chalicelib.storage.engine.reads import fetch
from chalicelib.wiring import Wiring
from tests.factories import CALL, COUNTY, TRACK, World
from tests.races.between import overloaded


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries without waiting."""
    monkeypatch.setattr(records, "PAUSE", 0)


class Work:
    """A job that fails on some numbers, the first `times` times."""

    def __init__(self, *failing: int, times: int = 1000) -> None:
        self.failing, self.times, self.done = failing, times, list[int]()

    def __call__(self, record: Record, tools: Tools) -> None:
        if record["n"] in self.failing and self.times:
            self.times -= 1
            raise RuntimeError(f"number {record['n']}")
        self.done.append(record["n"])


def numbered(*numbers: int) -> list[dict[str, Any]]:
    return [{"n": n} for n in numbers]


def letters(here: World) -> list[dict[str, Any]]:
    return [json.loads(letter.body) for letter in here.wiring.dead_letters.take()]


def test_one_that_goes_on_failing_is_kept_with_its_reason_and_the_rest_is_carried_on(here: World) -> None:
    work = Work(2)
    job("numbers")(work)(numbered(1, 2, 3), here.wiring)
    assert work.done == [1, 3]
    assert letters(here) == [
        {
            "job": "numbers",
            "reason": "RuntimeError: number 2",
            "at": here.clock().isoformat(timespec="seconds"),
            "record": {"n": 2},
        }
    ]


def test_what_fails_for_a_moment_is_tried_again(here: World) -> None:
    work = Work(2, times=2)
    job("numbers")(work)(numbered(1, 2, 3), here.wiring)
    assert work.done == [1, 2, 3]
    assert letters(here) == []


def test_the_batch_fails_only_when_its_failure_can_be_kept_nowhere(here: World) -> None:
    work = Work(1)
    nowhere = Wiring(here.wiring.settings.model_copy(update={"dead_letters": ""}), here.clock)
    with pytest.raises(NotDeadLettered):
        job("numbers")(work)(numbered(1, 2), nowhere)
    assert work.done == [2]


def test_each_record_is_a_line_that_says_how_it_ended(here: World, lines: Callable[[], list[dict[str, Any]]]) -> None:
    told = [{"n": n, "eventID": f"e{n}", "eventName": "INSERT"} for n in (1, 2)]
    job("numbers")(Work(2))(told, here.wiring)
    fine, failed = lines()
    assert (fine["job"], fine["record"], fine["level"], fine["Records"]) == ("numbers", "e1", "INFO", 1)
    assert (failed["record"], failed["level"], failed["RecordsSetAside"]) == ("e2", "ERROR", 1)
    assert (failed["tries"], failed["fault"]) == (3, "RuntimeError")


@pytest.mark.parametrize("code", ["ThrottlingException", "TransactionConflictException"])
@pytest.mark.parametrize("operation", ["BatchGetItem", "TransactWriteItems"])
def test_what_met_an_overloaded_table_comes_again_with_its_batch_and_counts_once(
    here: World, told: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, operation: str, code: str
) -> None:
    monkeypatch.setattr(table, "_pause", lambda attempt: None)
    here.pushed()
    batch = told()
    with overloaded(here, operation, code, times=1000), pytest.raises(NotDeadLettered):
        stream.handle(batch, here.wiring)
    assert letters(here) == []
    for _ in range(2):
        stream.handle(batch, here.wiring)
    counted = fetch(here.tools.table, counters.all_of(CALL))
    assert counted[COUNTY, TRACK]["pushed"] == 1
    assert letters(here) == []
