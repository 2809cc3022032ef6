"""Many others at the same desk, so that what grows with their number shows."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.submission import Head, State
from chalicelib.storage import accounts, applicant_overviews
from chalicelib.storage.engine.table import Put, Write
from chalicelib.storage.items import head_item
from tests.factories import OPENS
from tests.web.stage import Stage

MOST = 20


def crowd(here: Stage, size: int) -> None:
    """`size` more people of the county, each with an entry that lies at its desk, like the one that stands there."""
    like = here.world.head(here.entries["pushed"])
    person = here.people["owner"].account
    writes: list[Write] = []
    for n in range(size):
        owner = f"a-crowd-{n}"
        writes.append(Put(accounts.account_item(replace(person, id=owner, login=owner))))
        head = _head(like, owner, n)
        writes.append(Put(head_item(head)))
        writes.append(
            applicant_overviews.put_overview(applicant_overviews.ApplicantOverview(head.call, owner, (head,), v=1))
        )
    for i in range(0, len(writes), MOST):
        here.world.tools.table.write(writes[i : i + MOST])


def _head(like: Head, owner: str, n: int) -> Head:
    stem = like.id.rpartition(".")[0]
    pushed = OPENS + timedelta(minutes=n)
    return replace(like, id=f"{stem}.crowd{n:011}", owner=owner, state=State.PUSHED, pushed_at=pushed)
