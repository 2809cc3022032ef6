"""What follows a report: its entries go up in order, some at a time, and applicants may hear of declines.

Runs from the table's stream; can stop anywhere and go on, twice, or beside itself, with the same outcome.
"""

from dataclasses import replace

from chalicelib.domain import workflow
from chalicelib.domain.errors import ListStale, Stale, StepNotAllowed
from chalicelib.domain.history import Event, append
from chalicelib.domain.ranking import Report
from chalicelib.domain.submission import Head, Hop, State
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.table import Write
from chalicelib.storage.submissions import Found

AT_A_TIME = 8
"""Entries a transaction: head and event each, and the report's progress."""


@dataclass(frozen=True)
class MovedEntry:
    """One entry as it will be, and its event where its state changes."""

    head: Head
    event: Event | None


def advance(tools: Tools, report: Report) -> Report:
    """Take all entries of `report` up to its `to`; the report when every one has been looked at."""
    while report.moved < len(report.ids):
        try:
            report = _some(tools, report)
        except (StepNotAllowed, Stale):
            report = _as_it_stands(tools, report)
    _announce(tools, report)
    return report


def _some(tools: Tools, report: Report) -> Report:
    part = report.ids[report.moved : report.moved + AT_A_TIME]
    ids = [f"{report.call}.{report.track}.{i}" for i in part]
    found = Found(tools.table.read([keys.head(i) for i in ids]))
    writes: list[Write] = []
    for place, submission in enumerate(ids, start=report.moved + 1):
        head = found.head(submission)
        moved = _moved(head, report, place) if head else None
        if moved:
            writes.append(submissions.put_head(moved.head, "report"))
            writes += submissions.put_event(moved.event) if moved.event else []
    after = replace(report, moved=report.moved + len(part))
    tools.table.write([*writes, lists.update_moved(after)])
    return after


def _moved(head: Head, report: Report, rank: int) -> MovedEntry | None:
    """The entry gone up, or with its new rank where it is up already; None where nothing changes."""
    came = Hop(report.desk, rank, len(report.ids))
    if head.state is State.RECOMMENDED and head.desk == report.desk:
        after = workflow.follow_report(head, report.to, came)
        facts = {
            "from": head.state,
            "to": after.state,
            "desk": report.desk,
            "to_desk": report.to,
            "rank": rank,
            "of": len(report.ids),
            "n": report.n,
        }
        event = append(head.id, (head.events, head.last_hash), "report", report.actor, report.at, facts, {})
        raised = replace(after, v=head.v + 1, events=event.n, last_hash=event.hash, updated_at=report.at)
        return MovedEntry(raised, event)
    if report.to == head.desk and head.below and head.below.desk == report.desk and head.below != came:
        return MovedEntry(replace(head, came=(*head.came[:-1], came), v=head.v + 1), None)
    return None


def _announce(tools: Tools, report: Report) -> None:
    """From now on the applicants of what was declined here may know it."""
    cursor = None
    while True:
        place = (report.call, report.desk, report.track, State.DECLINED.value)
        page = tools.table.page(submissions.desk_query(place, cursor, 100))
        for head in submissions.heads(page.items):
            if not head.announced:
                _announce_one(tools, head.id)
        if page.cursor is None:
            return
        cursor = page.cursor


def _announce_one(tools: Tools, submission: str) -> None:
    """By the head itself, not the index, which lags."""
    head = Found(tools.table.read([keys.head(submission)])).head(submission)
    if head is None or head.state is not State.DECLINED or head.announced:
        return
    try:
        tools.table.write([submissions.put_head(replace(head, announced=True, v=head.v + 1), "report")])
    except (StepNotAllowed, ListStale):
        return


def _as_it_stands(tools: Tools, report: Report) -> Report:
    item = tools.table.get(keys.report(report.call, report.desk, report.track, report.n))
    return lists.report_of(item) if item else report
