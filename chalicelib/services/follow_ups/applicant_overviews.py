"""Keeps what each account has in a call beside the account, from the table's stream."""

from dataclasses import replace

from chalicelib.domain.submission import call_and_track
from chalicelib.services.context import Tools, retry
from chalicelib.storage import applicant_overviews, submissions
from chalicelib.storage.engine.reads import fetch


def update(tools: Tools, submission: str, owner: str) -> None:
    """Bring what is known of a submission up to how it stands now, whatever a record said of it.

    The head is read after the standing, and the standing written only if it is as it was read: so whoever has seen
    an older head is refused and looks again, and records may come twice, late or in any order. Raises Busy.
    """
    call, _ = call_and_track(submission)

    def attempt() -> None:
        before = fetch(tools.table, applicant_overviews.overview(call, owner))
        after = before.having(submission, fetch(tools.table, submissions.head(submission)))
        if after != before:
            tools.table.write([applicant_overviews.put_overview(replace(after, v=before.v + 1))])

    retry(attempt)
