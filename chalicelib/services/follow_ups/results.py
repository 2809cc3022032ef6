"""Follow-up of results: entries learn of them, pages are written.

It runs from the table's stream, some entries at a time: writing how far it has come brings about the next. It can stop
anywhere and go on, run twice, late, or beside itself, since an entry that knows of it is left as it is.
"""

from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.call import Call
from chalicelib.domain.publication.results import Results
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Award, Command, PassOver
from chalicelib.services.context import Tools
from chalicelib.services.follow_ups.announced_steps import AT_A_TIME, writes_for
from chalicelib.services.publication import pages
from chalicelib.storage import results as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict


def advance(tools: Tools, results: Results) -> None:
    """Take results one step on.

    Some entries learn of them; when all have, pages are written.
    """
    if results.published_at:
        return
    call = tools.calls.latest(results.call)
    try:
        if results.is_followed:
            pages.publish(tools, call)
            tools.table.write([stored.put_results(replace(results, published_at=tools.clock(), v=results.v + 1))])
        else:
            _write_outcomes(tools, call, results)
    except Conflict:
        return  # another took this step, and its record goes on


def go_on(tools: Tools, call: str) -> None:
    """Take on the results whose last step was lost."""
    for results in fetch(tools.table, stored.all_results(call)):
        if not results.published_at:
            with suppress(Conflict):
                tools.table.write([stored.put_results(replace(results, v=results.v + 1))])


def _write_outcomes(tools: Tools, call: Call, results: Results) -> None:
    rows, passed = fetch(tools.table, stored.rows(results), stored.passed(results))
    steps: list[tuple[str, Command[Head]]] = [
        *((JuryId(call.id, row.track, "").submission(row.entry), Award(row.number)) for row in rows),
        *((JuryId(call.id, track, "").submission(entry), PassOver()) for track, entry in passed),
    ]
    part = steps[results.followed : results.followed + AT_A_TIME]
    writes = writes_for(tools, call, dict(part), results.confirmed_by, results.at)
    after = replace(results, followed=results.followed + len(part), v=results.v + 1)
    tools.table.write([stored.put_results(after), *writes])
