"""Logs and metrics: one line of JSON per piece of work.

A line is both log and metrics (CloudWatch's embedded metric format:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).

It holds ids, codes and figures, and no word that a person typed: no body, cookie, name, number or address, nor the
message of an exception, which may quote any of these. An exception is logged by its type and the places it came
through.
"""

import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

log = logging.getLogger("laurel")

NAMESPACE = "Laurel"

_BY_STAGE = (("stage",),)
METRICS: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "Requests": ("Count", _BY_STAGE),
    "Latency": ("Milliseconds", (("stage",), ("stage", "route"))),
    "Faults": ("Count", _BY_STAGE),
    "Refusals": ("Count", (("stage",), ("stage", "code"))),
    "Conflicts": ("Count", _BY_STAGE),
    "Guessing": ("Count", _BY_STAGE),
    "TableThrottles": ("Count", _BY_STAGE),
    "TableConflicts": ("Count", _BY_STAGE),
    "Pushes": ("Count", _BY_STAGE),
    "Recommendations": ("Count", _BY_STAGE),
    "Reports": ("Count", _BY_STAGE),
    "UploadsCompleted": ("Count", _BY_STAGE),
    "UploadsRefused": ("Count", _BY_STAGE),
    "Records": ("Count", _BY_STAGE),
    "RecordsSetAside": ("Count", _BY_STAGE),
    "OutboxAge": ("Seconds", _BY_STAGE),
    "Undelivered": ("Count", _BY_STAGE),
    "SiteFaults": ("Count", _BY_STAGE),
    "CertificateDays": ("Count", _BY_STAGE),
    "BackupAge": ("Seconds", _BY_STAGE),
    "VerificationAge": ("Seconds", _BY_STAGE),
    "HistoriesChecked": ("Count", _BY_STAGE),
    "HistoriesBroken": ("Count", _BY_STAGE),
}
"""Every figure that a line may hold: its unit and its dimensions.

A dimension is a field of the line.
"""

_SUBMISSION = re.compile(r"[a-z0-9-]{1,40}\.[a-z0-9_-]{1,40}\.[a-z2-7]{1,32}")
THROTTLED = frozenset(
    {
        "ThrottlingException",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
    }
)
"""DynamoDB's codes for more requests than a table takes now.

On demand, provisioned, by account; of a call, or of one item of a transaction.
"""
CONFLICTED = frozenset({"TransactionConflictException", "TransactionInProgressException", "TransactionConflict"})
"""DynamoDB's codes for two writes of one item at the same moment."""
_PLACES = 12


@dataclass
class Span:
    """A request, record or job run in progress.

    It collects facts and figures until its line is written.
    """

    facts: dict[str, Any]
    figures: dict[str, float] = field(default_factory=dict)
    calls: int = 0
    error: BaseException | None = None
    began: float = field(default_factory=time.perf_counter)

    def note(self, **facts: Any) -> None:
        """Add facts to the line."""
        self.facts.update(facts)

    def count(self, metric: str, by: float = 1) -> None:
        """Add to a figure of METRICS.

        0 records that it was looked at.
        """
        self.figures[metric] = self.figures.get(metric, 0) + by

    @property
    def took(self) -> float:
        """Milliseconds since the span began."""
        return round((time.perf_counter() - self.began) * 1000, 1)


_current: ContextVar[Span | None] = ContextVar("work", default=None)
_invocation: ContextVar[str] = ContextVar("invocation", default="")


def current() -> Span:
    """Return the current span.

    Without one, returns a span that is never written.
    """
    return _current.get() or Span({})


@contextmanager
def span(message: str, **facts: Any) -> Iterator[Span]:
    """Run the block as a span, and write its line last.

    An exception is recorded and raised again.
    """
    here = Span(facts)
    before = _current.set(here)
    try:
        yield here
    except Exception as error:
        here.error = error
        raise
    finally:
        _current.reset(before)
        _write(message, here)


def invoked(context: Any) -> None:
    """Add the id of this function invocation to all further lines."""
    _invocation.set(getattr(context, "aws_request_id", ""))


def submission_in(path_values: Mapping[str, str]) -> str | None:
    """Return the submission's id in a path, or None.

    None also where the value has not the form of an id.
    """
    value = path_values.get("submission", "")
    return value if _SUBMISSION.fullmatch(value) else None


def watch(client: Any) -> None:
    """Count every call of a client in the current span.

    Each try counts. Throttled and conflicting calls also count as such.
    """
    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register(f"needs-retry.{service}", _tried, unique_id="laurel-telemetry")


def _tried(response: Any = None, **_: Any) -> None:
    here = _current.get()
    if here is None:
        return
    here.calls += 1
    if response is None or "Error" not in response[1]:
        return
    answer = response[1]
    codes = {answer["Error"].get("Code"), *(r.get("Code") for r in answer.get("CancellationReasons", []))}
    if codes & THROTTLED:
        here.count("TableThrottles")
    if codes & CONFLICTED:
        here.count("TableConflicts")


def _write(message: str, here: Span) -> None:
    level = logging.ERROR if here.error else logging.INFO
    facts = {**here.facts, "ms": here.took, "calls": here.calls}
    extra = {"facts": facts, "figures": here.figures}
    log.log(level, message, exc_info=here.error, extra=extra)


def begin(stage: str) -> None:
    """Write lines as JSON to standard output, which is the function's log."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(stage))
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(logging.INFO)


def started(version: str, commit: str) -> None:
    """Write the line of a function's start: which release it runs."""
    log.info("start", extra={"facts": {"version": version, "commit": commit}})


class JsonFormatter(logging.Formatter):
    """A formatter of records as lines of JSON.

    Figures are in the line by name, with the directives that make them metrics.
    """

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _time(record), "level": record.levelname, "stage": self._stage, **facts_of(record)}
        figures: Mapping[str, float] = getattr(record, "figures", {})
        if figures:
            line |= figures
            line["_aws"] = {
                "Timestamp": int(record.created * 1000),
                "CloudWatchMetrics": _directives(tuple(figures)),
            }
        return json.dumps(line, ensure_ascii=False, default=str, separators=(",", ":"))


class ConsoleFormatter(logging.Formatter):
    """A formatter for reading on this machine, with the whole trace below."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {**facts_of(record), **getattr(record, "figures", {})}
        message = facts.pop("message")
        pairs = [f"{name}={value}" for name, value in facts.items() if name not in {"places", "fault"}]
        line = " ".join([_time(record), f"{record.levelname:7}", str(message), *pairs])
        if record.exc_info and record.exc_info[1]:
            line += "\n" + "".join(traceback.format_exception(record.exc_info[1])).rstrip()
        return line


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return a record's message, invocation, facts and exception."""
    line: dict[str, Any] = {"message": record.getMessage()}
    if _invocation.get():
        line["invocation"] = _invocation.get()
    line |= getattr(record, "facts", {})
    if record.exc_info and record.exc_info[1]:
        line |= {"fault": " < ".join(_causes(record.exc_info[1])), "places": _places(record.exc_info[1])}
    return line


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@cache
def _directives(figures: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return one directive for the figures of the same dimensions."""
    grouped: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for name in figures:
        grouped.setdefault(METRICS[name][1], []).append(name)
    return [
        {
            "Namespace": NAMESPACE,
            "Dimensions": dimensions,
            "Metrics": [{"Name": name, "Unit": METRICS[name][0]} for name in names],
        }
        for dimensions, names in grouped.items()
    ]


def _causes(error: BaseException) -> Iterator[str]:
    """Yield the types of an exception and its causes.

    With the code and operation of an engine's refusal.
    """
    cause: BaseException | None = error
    while cause is not None:
        answer = getattr(cause, "response", None)
        code = answer.get("Error", {}).get("Code", "") if isinstance(answer, dict) else ""
        yield " ".join(filter(None, [type(cause).__name__, code, getattr(cause, "operation_name", "")]))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _places(error: BaseException) -> list[str]:
    """Return the places an exception came through, the innermost last.

    `web/desks.py:70 push`.
    """
    frames = [(f.f_code.co_filename, line, f.f_code.co_name) for f, line in traceback.walk_tb(error.__traceback__)]
    return [f"{_short_path(name)}:{line} {where}" for name, line, where in frames[-_PLACES:]]


def _short_path(path: str) -> str:
    """Return a file's path within the package.

    Of another package's file, folder and name.
    """
    _, own, inner = path.rpartition("/chalicelib/")
    return inner if own else "/".join(path.split("/")[-2:])
