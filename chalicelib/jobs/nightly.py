"""The night's job: a weekly backup, and a check of histories."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib import telemetry
from chalicelib.jobs.records import each_in_turn
from chalicelib.services import history
from chalicelib.services.context import Tools
from chalicelib.storage import submissions, upkeep
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import in_parallel
from chalicelib.storage.upkeep import ChainEnd
from chalicelib.wiring import Wiring

BACKED_UP_AFTER = timedelta(days=6, hours=12)
"""How old the newest backup may be before another is made.

So each week, whoever made the last one, and the next night where one failed.
"""

LONGEST = 600.0
"""Seconds after which no further page is begun; the next night goes on."""


def run(wiring: Wiring, now: datetime) -> None:
    """Back up if it is time, and check histories.

    What fails of the two does not hold up the other.
    """
    with telemetry.span("run", job="nightly"), each_in_turn() as turn:
        with turn("the backup"):
            back_up(wiring, now)
        with turn("the check of histories"):
            verify(wiring, now)


def back_up(wiring: Wiring, now: datetime) -> None:
    """Begin a backup if it is time, and tell the newest's age."""
    newest = wiring.whole_table.newest_backup()
    if newest is None or now - newest > BACKED_UP_AFTER:
        wiring.whole_table.back_up(f"laurel-{now:%Y%m%d-%H%M%S}-nightly")
        newest = wiring.whole_table.newest_backup()
    if newest:
        telemetry.current().count("BackupAge", max(0.0, (now - newest).total_seconds()))


def verify(wiring: Wiring, now: datetime) -> None:
    """Check histories from where it stopped, to the end or for LONGEST.

    Each page's end is written down, so that a run that is cut off loses one page.
    """
    tools, line, began = wiring.tools, telemetry.current(), time.monotonic()
    line.count("HistoriesBroken", 0)
    progress = fetch(tools.table, upkeep.verification())
    progress = replace(progress, whole=progress.whole or now)
    while True:
        page = wiring.whole_table.page(progress.after)
        _check(tools, upkeep.chain_ends(page.items))
        progress = replace(progress, after=page.last, whole=progress.whole if page.last else now)
        tools.table.write([upkeep.put_verification(progress)])
        if page.last is None or time.monotonic() - began > LONGEST:
            break
    assert progress.whole
    line.count("VerificationAge", (now - progress.whole).total_seconds())


def _check(tools: Tools, ends: list[ChainEnd]) -> None:
    """Check each chain against the end that was read before it."""
    chains = in_parallel(*[lambda one=one: _is_sound(tools, one) for one in ends])
    line = telemetry.current()
    line.count("HistoriesChecked", len(chains))
    for one, is_sound in zip(ends, chains, strict=True):
        if not is_sound:
            line.count("HistoriesBroken")
            telemetry.log.error("the history of %s is broken", one.subject)


def _is_sound(tools: Tools, one: ChainEnd) -> bool:
    """Return whether a chain fits its end, read again if not.

    People go on working meanwhile; a draft may be gone with its history.
    """
    if _fits(tools, one):
        return True
    now = tools.table.get(one.key)
    return all(_fits(tools, end) for end in upkeep.chain_ends([now] if now else []))


def _fits(tools: Tools, one: ChainEnd) -> bool:
    events = fetch(tools.table, submissions.history(one.subject))
    return history.complete(tools, one.subject, events, one.end).is_sound
