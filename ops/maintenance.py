"""Maintenance of a stage: its table takes no changes for a while.

Functions ask the table with every change (chalicelib/storage/table_state.py); each may go on for a while by what it
was told last. What follows from changes (the stream) is carried out to its end and then stopped; the stream keeps what
comes for a day.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.storage.engine.table import GATE_FRESH
from chalicelib.storage.table_state import Closure, TableState
from ops.cli import say
from ops.stages import Stage

DRAIN = GATE_FRESH + 30
"""Seconds after which no change is under way.

What a function was told counts for ten, and a request takes at most the gateway's 29.
"""
PAUSE = 2.0
USUAL = timedelta(hours=1)
"""How long a restore closes a stage where nobody says until when."""


def close(stage: Stage, closing: Closure, until: datetime | None) -> None:
    """Close the stage's table, and return when no change is under way."""
    stage.note(stage.data["TableName"], closing=str(closing), until=spelled(until))
    say(f"the site takes no changes; waiting {DRAIN:.0f} s for those under way")
    time.sleep(DRAIN)
    _set_stream(stage, enabled=False)


def end(stage: Stage) -> None:
    """Let the stage's table take changes again."""
    _set_stream(stage, enabled=True)
    stage.note(stage.data["TableName"], closing=None, until="")
    say("the site takes changes again, within some seconds")


def give_up(stage: Stage, before: TableState) -> None:
    """Leave the stage as it was `before` a restore closed it."""
    if before.closing in {Closure.OPERATOR, Closure.DEPLOY}:
        stage.note(stage.data["TableName"], closing=str(before.closing), until=before.until)
    else:
        end(stage)


def spelled(until: datetime | None) -> str:
    """Return a moment as tables keep it, empty for None."""
    return f"{until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if until else ""


def sentence(state: TableState) -> str:
    """Return what a table says of its maintenance."""
    why = {
        None: "open",
        Closure.OPERATOR: "closed by an operator (ops maintenance off ends it)",
        Closure.RESTORE: "closed for a restore that is not done (ops restore goes on, ops maintenance off gives up)",
        Closure.DEPLOY: "closed since it was restored (ops deploy moves the functions to it and ends it)",
    }[state.closing]
    return why + (f", expected until {state.until}" if state.closing and state.until else "")


def _set_stream(stage: Stage, *, enabled: bool) -> None:
    """Stop or start the reading of the live table's stream.

    Nothing is lost: it goes on where it was.
    """
    if stage.name == "local":
        return
    client, arn = stage.client("lambda"), stage.stream_of(stage.data["TableName"])
    ids = [one["UUID"] for one in stage.mappings() if one["EventSourceArn"] == arn]
    for uuid in ids:
        client.update_event_source_mapping(UUID=uuid, Enabled=enabled)
    for uuid in ids:
        _wait(client, uuid)


def _wait(lambda_: Any, uuid: str) -> None:
    while lambda_.get_event_source_mapping(UUID=uuid)["State"].endswith("ing"):
        time.sleep(PAUSE)
