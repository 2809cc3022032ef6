"""Follow-up of a report: entries go up, declines are announced.

The entries go up in order, some at a time; then applicants may hear of declines. It runs from the table's stream, and
can stop anywhere and go on, run twice, late, or in parallel with itself and with other reports of the list: an entry
follows as the report saw it, and not where its desk has decided anew since.
"""

from dataclasses import replace

from chalicelib.domain.errors import ListStale, Stale, StepNotAllowed
from chalicelib.domain.ranking import Report
from chalicelib.domain.states import State
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.following import announce, follow
from chalicelib.services.context import Tools
from chalicelib.storage import lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Write
from chalicelib.storage.steps import writes_of

AT_A_TIME = 8
"""Entries per transaction: head and event each, plus the report's progress."""


def advance(tools: Tools, report: Report) -> Report:
    """Take all entries of `report` up to its `to`.

    Returns the report when every one has been looked at.
    """
    while report.moved < len(report.ids):
        try:
            report = _some(tools, report)
        except (StepNotAllowed, Stale):
            report = _current(tools, report)
    _announce(tools, report)
    return report


def _some(tools: Tools, report: Report) -> Report:
    call = tools.calls.latest(report.call)
    part = report.ids[report.moved : report.moved + AT_A_TIME]
    ids = [report.list_id.submission(i) for i in part]
    heads = fetch(tools.table, submissions.heads(ids))
    writes: list[Write] = []
    for rank, submission in enumerate(ids, start=report.moved + 1):
        head = heads.get(submission)
        change = follow(head, report, rank, call) if head else None
        writes += writes_of(change) if change else []
    after = replace(report, moved=report.moved + len(part))
    tools.table.write([*writes, lists.update_moved(after)])
    return after


def _announce(tools: Tools, report: Report) -> None:
    """Announce to their applicants the entries declined at the desk."""
    cursor = None
    while True:
        page = fetch(tools.table, submissions.at_desk(report.list_id, State.DECLINED, cursor, 100))
        for head in page.heads:
            if announce(head, report.n):
                _announce_one(tools, head.id, report.n)
        if page.cursor is None:
            return
        cursor = page.cursor


def announce_decline(tools: Tools, head: Head) -> None:
    """Announce a decline that was reported already.

    A decline right before its desk's report may come into the index only after the report was followed.
    """
    if head.state is State.DECLINED and head.desk and not head.announced:
        reports = fetch(tools.table, lists.ranked(head.call, head.desk, head.track)).reports
        if announce(head, reports):
            _announce_one(tools, head.id, reports)


def _announce_one(tools: Tools, submission: str, reports: int) -> None:
    """Announce one decline, by the head itself; the index lags."""
    head = fetch(tools.table, submissions.head(submission))
    change = announce(head, reports) if head else None
    if change is None:
        return
    try:
        tools.table.write(writes_of(change))
    except (StepNotAllowed, ListStale):
        return


def _current(tools: Tools, report: Report) -> Report:
    return fetch(tools.table, lists.report(*report.list_id, report.n)) or report
