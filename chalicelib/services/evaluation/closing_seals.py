"""Seals of what was filed and reported, once that is over.

The clock brings them: an end of filing or recommending is no act of anybody.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.roll import PART
from chalicelib.domain.evaluation.seals import Sealed, Sealing, next_seal
from chalicelib.domain.history import digest
from chalicelib.domain.subjects import ListId
from chalicelib.services.context import Tools, token
from chalicelib.services.evaluation.juries import SEAL_SALT
from chalicelib.services.lists import ranking
from chalicelib.storage import juries, lists, submissions
from chalicelib.storage.engine.reads import by_name, fetch
from chalicelib.storage.engine.table import Conflict

WINDOW = timedelta(days=3)
"""How long after an end what was there then is still sealed."""


def seal_due(tools: Tools, call: Call, now: datetime) -> None:
    """Seal filing and reports of a call where they ended lately.

    More time that is given afterwards brings about another seal. While lists wait to be reported by themselves, nothing
    is sealed of them.
    """
    if now < call.calendar.filing_closes:
        return
    extensions, settings = fetch(tools.table, lists.extensions(call.id), lists.all_settings(call.id))
    dates = Dates(call, extensions.items)
    ends: dict[Sealed, datetime] = {
        "filing": max(dates.filing_closes(desk, settings) for desk in call.desks),
        "reports": max(dates.recommending_closes(desk, settings) for desk in call.desks),
    }
    due = {what: at for what, at in ends.items() if timedelta() < now - at - call.grace <= WINDOW}
    seals = fetch(tools.table, juries.seals(call.id)) if due else []
    for what, at in due.items():
        if any(seal.what == what and seal.at > at for seal in seals):
            continue
        if what == "reports" and ranking.overdue(tools, call, now, WINDOW):
            continue
        leaves = _filed(tools, call) if what == "filing" else _reported(tools, call)
        _seal(tools, call, now, what, leaves)


def _seal(tools: Tools, call: Call, now: datetime, what: Sealed, leaves: Sequence[str]) -> None:
    last = fetch(tools.table, juries.last_seal(call.id))
    seal = next_seal(last, Sealing(call.id, now, "system", token(SEAL_SALT)), what, "", leaves)
    with suppress(Conflict):  # another came first; the next tick seals
        tools.table.write([juries.put_seal(seal)])


def _filed(tools: Tools, call: Call) -> list[str]:
    """Return digests of the ends of all pushed entries' histories.

    A history holds the code of each revision. Some entries make one digest, as in a roll.
    """
    heads = fetch(tools.table, submissions.heads(sorted(set(_pushed(tools, call)))))
    ends = [[head.id, head.events, head.last_hash] for head in heads.values()]
    return [digest(ends[at : at + PART]) for at in range(0, len(ends), PART)] or [digest([])]


def _pushed(tools: Tools, call: Call) -> Iterator[str]:
    cursor = None
    while True:
        page = fetch(tools.table, submissions.pushed_rows(call.id, cursor, 1000))
        yield from (row.submission for row in page.rows)
        cursor = page.cursor
        if cursor is None:
            return


def _reported(tools: Tools, call: Call) -> list[str]:
    """Return the digest of the last reports of all lists."""
    every = [ListId(call.id, desk, track) for desk in call.desks for track in call.tracks]
    ranked = fetch(tools.table, by_name({id: lists.ranked(*id) for id in every}))
    last = {id: lists.report(*id, one.reports) for id, one in ranked.items() if one.reports}
    reports = fetch(tools.table, by_name(last))
    return [digest([[id.subject, one.n, one.code] for id, one in sorted(reports.items()) if one])]
