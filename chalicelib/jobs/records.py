"""Handling one by one, so that a failure stops nothing else.

`@job` does so for records: one that goes on failing is set aside with its reason, and one that met an overloaded table
comes again with its batch. `each_in_turn` does so for work by the clock, which comes again by itself and so is set
aside nowhere.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from chalicelib import telemetry
from chalicelib.domain.errors import Busy
from chalicelib.services.context import Tools
from chalicelib.wiring import Wiring

Record = Mapping[str, Any]
Act = Callable[[Record, Tools], None]
Handle = Callable[[Iterable[Record], Wiring], None]
Turn = Callable[[str], AbstractContextManager[None]]

TRIES = 3
PAUSE = 0.1
"""Seconds before the second try; doubled before each further one."""


class NotDeadLettered(Exception):
    """A failed record that is in no queue.

    It could not be set aside either, or needs not be, since the table was overloaded: the batch must come again.
    """


def job(name: str) -> Callable[[Act], Handle]:
    """Decorate a function of one record to handle batches.

    `name` is the function that redriving goes to. The handler raises NotDeadLettered, once all records were handled,
    when one met an overloaded table or the queue of dead letters refused it. What follows from an acknowledged change
    is carried out in maintenance too, until the stream itself is stopped (ops/stage_care/maintenance.py).
    """

    def of(act: Act) -> Handle:
        def handle(records: Iterable[Record], wiring: Wiring) -> None:
            lost = [record for record in records if not _carried_out(name, act, record, wiring)]
            if lost:
                raise NotDeadLettered(f"{len(lost)} records of {name} failed and are in no queue")

        return handle

    return of


@contextmanager
def each_in_turn() -> Iterator[Turn]:
    """Run several pieces of work, each within a named turn.

    A turn that fails is logged and does not hold up the others. Raises the first failure once all turns have run, since
    what the clock brings comes again.
    """
    failures: list[Exception] = []

    @contextmanager
    def turn(what: str) -> Iterator[None]:
        try:
            yield
        except Exception as failure:
            telemetry.log.exception("%s could not be done; the others go on", what)
            failures.append(failure)

    yield turn
    if failures:
        raise failures[0]


def holds_still(wiring: Wiring) -> bool:
    """Return whether what the clock brings waits, since no changes are taken.

    It comes again by itself.
    """
    closed = wiring.tools.table.closed() is not None
    if closed:
        telemetry.current().note(maintenance=True)
    return closed


def _carried_out(name: str, act: Act, record: Record, wiring: Wiring) -> bool:
    """Carry out a record, or set it aside; return whether either worked."""
    with telemetry.span("record", job=name, record=record.get("eventID"), event=record.get("eventName")) as line:
        line.count("Records")
        line.error = _failure(act, record, wiring.tools)
        if isinstance(line.error, Busy):
            return False
        return line.error is None or _set_aside(name, record, line, line.error, wiring)


def _set_aside(name: str, record: Record, line: telemetry.Span, error: BaseException, wiring: Wiring) -> bool:
    letter = {
        "job": name,
        "reason": f"{type(error).__name__}: {error}",
        "at": wiring.clock().isoformat(timespec="seconds"),
        "record": record,
    }
    line.count("RecordsSetAside")
    try:
        wiring.dead_letters.put(json.dumps(letter, ensure_ascii=False))
    except Exception as refused:
        refused.__cause__ = error
        line.error = refused
        return False
    return True


def _failure(act: Act, record: Record, tools: Tools) -> Exception | None:
    """Return the exception of the last of several tries, or None."""
    failure: Exception | None = None
    ungated = replace(tools, table=tools.table.without_gate())
    for attempt in range(TRIES):
        try:
            act(record, ungated)
            return None
        except Exception as error:
            failure = error
            telemetry.current().note(tries=attempt + 1)
        if attempt + 1 < TRIES:
            time.sleep(PAUSE * 2**attempt)
    return failure
