"""The last hour before a deadline: what it asks of an account.

The formula, with the source of each factor, is in docs/costs.md; a test holds the figures here to that page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, log

from chalicelib.domain.call import Call
from chalicelib.domain.states import EDITABLE
from chalicelib.services import calls
from chalicelib.services.calls import CallSeason
from chalicelib.services.context import Tools
from chalicelib.storage import counters
from chalicelib.storage.engine.reads import fetch

FORM_KB = 7.3
"""Size of a whole form, as docs/costs.md has it."""
HEADROOM = 2
"""Times what is reckoned that a limit should allow."""
JOBS_AT_ONCE = 8
"""Functions of jobs at once: four of the stream, and one each of the others."""
MAILS_EACH = 4
"""Mails in the last day for each entry that is missing.

Its reminder, that of its push, its desk's, and one that is sent again.
"""
MAILS_A_ROUND = 200
"""Most mails that a round of a minute sends."""


@dataclass(frozen=True)
class FilingAct:
    """What somebody does to finish an entry.

    `times` in the last hour; units as docs/costs.md counts them, jobs included, and those of each KB of the form;
    `seconds` of a function.
    """

    times: float
    read: float
    written: float
    kb_read: float = 0
    kb_written: float = 0
    seconds: float = 0.25


ACTS: Mapping[str, FilingAct] = {
    "look at one's submissions": FilingAct(12, 4, 0),
    "start a submission": FilingAct(1, 4, 18),
    "open the form": FilingAct(10, 5, 0, kb_read=0.25),
    "save, with what lists show": FilingAct(60, 3, 6, kb_written=2),
    "begin an attachment": FilingAct(6, 5, 4),
    "complete it": FilingAct(6, 5, 10, seconds=1.5),
    "push": FilingAct(1.15, 12.5, 45, kb_read=0.25, kb_written=2, seconds=0.5),
}
"""By their names in docs/costs.md: all that an entry takes in a season, done in its last hour."""
FILES_A_QUESTION = 2
"""Files that are put under one question."""
FILES = ("begin an attachment", "complete it")
"""Acts that are done once for each file."""


@dataclass(frozen=True)
class AwaitedEntries:
    """What a call still waits for, and how many minutes it has."""

    call: str
    entries: int
    minutes: float
    files_each: int = 6


@dataclass(frozen=True)
class Night:
    """What the busiest minute asks for, a second, and the last day."""

    saves: float = 0
    pushes: float = 0
    files: float = 0
    requests: float = 0
    read_units: float = 0
    write_units: float = 0
    functions: int = JOBS_AT_ONCE
    mails_a_day: int = 0
    mails_a_second: float = 0


def reckon(waiting: Iterable[AwaitedEntries]) -> Night:
    """Reckon the busiest minute before several deadlines.

    They are taken together, as if they fell on the same hour.
    """
    rates, entries = dict.fromkeys(ACTS, 0.0), 0
    for one in waiting:
        entries += one.entries
        for name, rate in _rates(one).items():
            rates[name] += rate
    seconds = sum(rate * ACTS[name].seconds for name, rate in rates.items())
    mails = entries * MAILS_EACH
    return Night(
        saves=rates["save, with what lists show"],
        pushes=rates["push"],
        files=rates["complete it"],
        requests=sum(rates.values()),
        read_units=sum(rate * (ACTS[name].read + ACTS[name].kb_read * FORM_KB) for name, rate in rates.items()),
        write_units=sum(rate * (ACTS[name].written + ACTS[name].kb_written * FORM_KB) for name, rate in rates.items()),
        functions=ceil(HEADROOM * seconds) + JOBS_AT_ONCE,
        mails_a_day=mails,
        mails_a_second=min(mails, MAILS_A_ROUND) / 60,
    )


def _rates(awaited: AwaitedEntries) -> dict[str, float]:
    """Return how often a second each act is done at the end.

    What is missing comes at a rate like one over the time that is left; pushes are those of the last minute, the rest
    is done by those who push in the last hour.
    """
    whole = log(1 + max(awaited.minutes, 60))
    in_last_hour = awaited.entries * log(61) / whole
    in_last_minute = awaited.entries * log(2) / whole
    rates = {name: in_last_hour * act.times / 3600 for name, act in ACTS.items()}
    rates |= dict.fromkeys(FILES, in_last_hour * awaited.files_each / 3600)
    return rates | {"push": in_last_minute * ACTS["push"].times / 60}


def read_awaited(tools: Tools) -> list[AwaitedEntries]:
    """Read what each call that takes entries, or will, still waits for."""
    coming = [season for season in calls.seasons(tools) if season.now < season.filing_closes]
    return [_awaited(tools, season) for season in coming]


def _awaited(tools: Tools, season: CallSeason) -> AwaitedEntries:
    call = season.call
    counts, accounts = fetch(tools.table, counters.all_of(call.id), counters.all_of(call.authority.id))
    states: dict[str, int] = {}
    for (_, track), amounts in counts.items():
        if track in call.tracks:
            states |= {state: states.get(state, 0) + n for state, n in amounts.items() if state != "reported"}
    registered = sum(amounts.get("registered", 0) for (_, track), amounts in accounts.items() if track == "accounts")
    unfinished = sum(n for state, n in states.items() if state in EDITABLE)
    begun = sum(states.values())
    expected = max(unfinished + max(0, registered - begun), places(call) - (begun - unfinished), 0)
    return AwaitedEntries(call.id, expected, minutes_until(season.now, season.filing_closes), files_each(call))


def minutes_until(now: datetime, closes: datetime) -> float:
    return max(0.0, (closes - now).total_seconds() / 60)


def places(call: Call) -> int:
    """Return the places of all desks of the level that has most.

    So many entries at least are hoped for, whoever has registered by now.
    """
    by_level: dict[str, int] = {}
    for desk in call.desks.values():
        quotas = (track.quotas.get(desk.level) for track in call.tracks.values())
        by_level[desk.level] = by_level.get(desk.level, 0) + sum(quota.places for quota in quotas if quota)
    return max(by_level.values(), default=0)


def files_each(call: Call) -> int:
    """Return the files of an entry, by the longest form."""
    forms = (track.form["sections"] for track in call.tracks.values())
    questions = (sum(field["type"] == "attachments" for part in form for field in part["fields"]) for form in forms)
    return FILES_A_QUESTION * max(questions, default=0)
