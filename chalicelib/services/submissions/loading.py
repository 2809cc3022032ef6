"""What a step on a submission has loaded, and how its outcome is written."""

from collections.abc import Mapping

from chalicelib.domain import desks
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow import Change
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.storage import lists, submissions
from chalicelib.storage.engine.table import Write
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.storage.submissions import Found


@dataclass(frozen=True)
class StepFacts:
    """All that was loaded for one step."""

    call: Call
    head: Head
    found: Found
    ranked: RankedList | None
    dates: Dates
    settings: Mapping[str, desks.DeskSettings]


def write(tools: Tools, repeat: IdempotencyRecord, change: Change, extra: list[Write]) -> None:
    """All of a step's writes as one. The request's record comes first: of one request sent twice at once, the
    second is told so, whatever else has moved by then."""
    writes: list[Write] = [repeat.record(tools.clock(), {"submission": change.before.id}), *extra]
    if change.head:
        writes.append(submissions.put_head(change.head, change.events[0].step))
    if change.ranked:
        writes.append(lists.put_list(change.ranked))
    for event in change.events:
        writes += submissions.put_event(event)
    tools.table.write(writes)
