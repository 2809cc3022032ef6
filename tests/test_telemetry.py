"""A line tells what happened by ids, codes and figures; what makes metrics of it is as CloudWatch reads it."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import telemetry
from chalicelib.storage.engine.table import in_parallel
from tests.conftest import Place

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def as_it_was() -> Iterator[None]:
    log = telemetry.log
    before = (log.handlers, log.propagate, log.level)
    yield
    log.handlers, log.propagate = before[0], before[1]
    log.setLevel(before[2])


def test_a_piece_of_work_is_one_line_with_what_was_noted_and_counted(lines: Lines) -> None:
    with telemetry.span("run", job="tick") as line:
        telemetry.current().note(left=2)
        line.count("Reports")
        line.count("Reports", 2)
    [told] = lines()
    assert told["ms"] >= 0
    assert told["time"].endswith("Z")
    same = ("level", "stage", "message", "job", "left", "calls", "Reports")
    assert [told[name] for name in same] == ["INFO", "test", "run", "tick", 2, 0, 3]


def test_figures_become_metrics_by_their_dimensions(lines: Lines) -> None:
    with telemetry.span("request", route="GET /calls", code="not_found") as line:
        line.count("Requests")
        line.count("Latency", 7)
        line.count("Refusals")
    [told] = lines()
    directives = told["_aws"]["CloudWatchMetrics"]
    assert [(d["Dimensions"], [m["Name"] for m in d["Metrics"]]) for d in directives] == [
        ([["stage"]], ["Requests"]),
        ([["stage"], ["stage", "route"]], ["Latency"]),
        ([["stage"], ["stage", "code"]], ["Refusals"]),
    ]
    assert {d["Namespace"] for d in directives} == {telemetry.NAMESPACE}
    assert directives[1]["Metrics"] == [{"Name": "Latency", "Unit": "Milliseconds"}]
    assert isinstance(told["_aws"]["Timestamp"], int)


def test_work_without_figures_makes_no_metric(lines: Lines) -> None:
    with telemetry.span("run", job="closing"):
        pass
    assert "_aws" not in lines()[0]


def test_a_fault_is_told_by_type_and_place_and_never_by_its_words(lines: Lines) -> None:
    answer = {"Error": {"Code": "ValidationException", "Message": "N#13800138000 is no key"}}
    with pytest.raises(KeyError), telemetry.span("run", job="tick"):
        raise KeyError("13800138000") from ClientError(answer, "Query")
    [told] = lines()
    assert (told["level"], told["fault"]) == ("ERROR", "KeyError < ClientError ValidationException Query")
    assert told["places"][-1].startswith("tests/test_telemetry.py:")
    assert "13800138000" not in json.dumps(told)


def test_calls_are_counted_to_the_work_that_makes_them_also_side_by_side(table_moto: Place, lines: Lines) -> None:
    telemetry.watch(table_moto.client)
    describe = lambda: table_moto.client.describe_table(TableName=table_moto.name)  # noqa: E731
    with telemetry.span("run", job="one"):
        in_parallel(describe, describe, describe)
    with telemetry.span("run", job="two"):
        describe()
    describe()
    assert [(told["job"], told["calls"]) for told in lines()] == [("one", 3), ("two", 1)]


def test_what_the_table_refused_for_load_is_counted(lines: Lines) -> None:
    with telemetry.span("run", job="tick"):
        telemetry._tried((None, {"Error": {"Code": "ThrottlingException"}}))
        cancelled = {"Error": {"Code": "TransactionCanceledException"}}
        telemetry._tried((None, {**cancelled, "CancellationReasons": [{"Code": "TransactionConflict"}]}))
        telemetry._tried((None, {**cancelled, "CancellationReasons": [{"Code": "ConditionalCheckFailed"}]}))
        telemetry._tried(None)
    [told] = lines()
    assert (told["calls"], told["TableThrottles"], told["TableConflicts"]) == (4, 1, 1)


def test_a_deployed_function_writes_json_to_standard_output(
    as_it_was: None, capsys: pytest.CaptureFixture[str]
) -> None:
    telemetry.begin("dev")
    with telemetry.span("run", job="tick"):
        pass
    [written] = capsys.readouterr().out.splitlines()
    assert json.loads(written)["stage"] == "dev"


def test_a_line_of_a_run_carries_its_id(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    class Context:
        aws_request_id = "8f14e45f"

    telemetry.invoked(Context())
    telemetry.log.warning("something else")
    telemetry.invoked(None)
    telemetry.log.warning("afterwards")
    assert [told.get("invocation") for told in lines()] == ["8f14e45f", None]


def test_a_persons_line_says_the_same_with_the_trace_below() -> None:
    try:
        raise RuntimeError("why")
    except RuntimeError:
        record = logging.LogRecord("laurel", logging.ERROR, __file__, 1, "request", (), sys.exc_info())
    record.facts, record.figures = {"route": "GET /calls", "status": 500}, {"Faults": 1}
    first, *rest = telemetry.ConsoleFormatter().format(record).splitlines()
    assert first.endswith("ERROR   request route=GET /calls status=500 Faults=1")
    assert rest[-1] == "RuntimeError: why"


@pytest.mark.parametrize("value", ["13800138000", "a.b", "test.scenario.张三", "x" * 99 + ".y.z"])
def test_only_the_id_of_a_submission_is_taken_from_a_path(value: str) -> None:
    assert telemetry.submission_in({"submission": value}) is None
    right = "test-2021.scenario.abcdefgh234567ab"
    assert telemetry.submission_in({"submission": right}) == right


def test_a_function_says_at_its_start_which_release_it_runs(lines: Lines) -> None:
    telemetry.started("4.5.6", "0123456789ab")
    [told] = lines()
    assert [told[name] for name in ("message", "version", "commit")] == ["start", "4.5.6", "0123456789ab"]
