"""Keeps what each account has in a call beside the account, from the table's stream."""

from dataclasses import replace

from chalicelib.domain.errors import Busy
from chalicelib.domain.submission import call_and_track
from chalicelib.services.context import Tools
from chalicelib.storage import applicant_overviews, keys
from chalicelib.storage.submissions import Found

TURNS = 8


def update(tools: Tools, submission: str, owner: str) -> None:
    """Bring what is known of a submission up to how it stands now, whatever a record said of it.

    The head is read after the standing, and the standing written only if it is as it was read: so whoever has seen
    an older head is refused and looks again, and records may come twice, late or in any order. Raises Busy.
    """
    call, _ = call_and_track(submission)
    for _ in range(TURNS):
        before = applicant_overviews.overview_in(
            tools.table.read([keys.applicant_overview(call, owner)]), call, owner
        )
        head = Found(tools.table.read([keys.head(submission)])).head(submission)
        after = before.having(submission, head)
        if after == before:
            return
        try:
            tools.table.write([applicant_overviews.put_overview(replace(after, v=before.v + 1))])
            return
        except applicant_overviews.OverviewConflict:
            continue
    raise Busy()
