"""Upkeep of applicants' overviews, from the table's stream."""

from dataclasses import replace

from chalicelib.domain.submission import call_and_track
from chalicelib.services.context import Tools, retry
from chalicelib.storage import applicant_overviews, submissions
from chalicelib.storage.engine.reads import fetch


def update(tools: Tools, submission: str, owner: str) -> None:
    """Bring the overview of a submission's owner up to date.

    It takes the head as it is now, whatever the record says. The head is read after the overview, which is written
    only if it has not changed since: so a run that read an older head is refused and tries again, and records may
    come twice, late or in any order. Raises Busy.
    """
    call, _ = call_and_track(submission)

    def attempt() -> None:
        before = fetch(tools.table, applicant_overviews.overview(call, owner))
        after = before.having(submission, fetch(tools.table, submissions.head(submission)))
        if after != before:
            tools.table.write([applicant_overviews.put_overview(replace(after, v=before.v + 1))])

    retry(attempt)
