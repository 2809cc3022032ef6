"""Many others at the same desk, so that what grows with their number shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.calendar import Extension
from chalicelib.domain.submission import Head, Mark, State
from chalicelib.storage import accounts, applicant_overviews, keys, submissions
from chalicelib.storage.engine.table import Put, Write
from chalicelib.storage.items import SCHEMA, head_item, packed
from tests.factories import COUNTY, OPENS, TRACK
from tests.web.stage import Stage

MOST = 20
CROWD = "crowd"
"""A word in the keys of all that stands there and that nothing asked of a route touches."""


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
        writes.append(submissions.put_mark(Mark(head.id, "yes", "再看"), COUNTY))
        writes.append(
            applicant_overviews.put_overview(applicant_overviews.ApplicantOverview(head.call, owner, (head,), v=1))
        )
    writes += _figures(like.call, size)
    for i in range(0, len(writes), MOST):
        here.world.tools.table.write(writes[i : i + MOST])


def _figures(call: str, size: int) -> list[Write]:
    """Ten parent bodies typed for each person, and more time given to a desk as often as there are people."""
    units = [keys.counter(f"{call}~{COUNTY}", COUNTY, f"~{TRACK}~{CROWD}{n}") for n in range(10 * size)]
    at = datetime(2021, 11, 1, tzinfo=UTC)
    more = Extension("filing", COUNTY, at, "系统故障", "a-org", at)
    return [
        *(Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "pushed": 1}) for key in units),
        *(Put(packed(keys.extension_record(call, n), more)) for n in range(1, size)),
    ]


def _head(like: Head, owner: str, n: int) -> Head:
    stem = like.id.rpartition(".")[0]
    pushed = OPENS + timedelta(minutes=n)
    return replace(like, id=f"{stem}.crowd{n:011}", owner=owner, state=State.PUSHED, pushed_at=pushed)
