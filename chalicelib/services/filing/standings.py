"""Keeps what each account has in a call beside the account, from the table's stream."""

from dataclasses import replace

from chalicelib.domain.errors import Busy
from chalicelib.domain.submission import track_of
from chalicelib.services.tools import Tools
from chalicelib.storage import keys, standings
from chalicelib.storage.submissions import Found

TURNS = 8


def follow(tools: Tools, submission: str, owner: str) -> None:
    """Bring what is known of a submission up to how it stands now, whatever a record said of it.

    The head is read after the standing, and the standing written only if it is as it was read: so whoever has seen
    an older head is refused and looks again, and records may come twice, late or in any order. Raises Busy.
    """
    call, _ = track_of(submission)
    for _ in range(TURNS):
        before = standings.standing_in(tools.table.read([keys.standing(call, owner)]), call, owner)
        head = Found(tools.table.read([keys.head(submission)])).head(submission)
        after = before.having(submission, head)
        if after == before:
            return
        try:
            tools.table.write([standings.written(replace(after, v=before.v + 1))])
            return
        except standings.Moved:
            continue
    raise Busy()
