"""Erasure of a call's drafts when their time is over."""

from collections.abc import Iterator

from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.erasure import is_spent
from chalicelib.domain.errors import StepNotAllowed
from chalicelib.domain.submission import Head
from chalicelib.services.follow_ups import erasure
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import plain
from chalicelib.storage.items import head_of
from chalicelib.storage.keys import Key
from ops.cli import Progress, Stop
from ops.stage_data import StageData, scan


def spent(data: StageData, call: Call) -> list[Head]:
    """Return the drafts of a call whose time is over.

    Raises Stop when the call names no days, or they are not over.
    """
    extensions = fetch(data.tools.table, lists.extensions(call.id))
    dates, now = Dates(call, extensions.items), data.tools.clock()
    until = dates.drafts_until
    if until is None:
        raise Stop(f"{call.id} does not say how long drafts are kept. See retention in docs/calls.md.")
    if now <= until:
        raise Stop(f"drafts of {call.id} are kept until {until:%Y-%m-%d %H:%M} UTC. Nothing was changed.")
    return [head for head in _heads(data) if head.call == call.id and is_spent(head, dates, now)]


def purge(data: StageData, heads: list[Head]) -> int:
    """Erase drafts, with all versions of their files; return how many.

    One that is pushed or deleted meanwhile is left out.
    """
    progress, erased = Progress("drafts erased"), 0
    for head in heads:
        now = fetch(data.tools.table, submissions.head(head.id))
        if now is None or now.revision:
            continue
        try:
            erasure.delete_draft(data.tools, now)
        except StepNotAllowed:
            continue
        progress.add()
        erased += 1
    return erased


def _heads(data: StageData) -> Iterator[Head]:
    for page, _ in scan(data):
        for item in map(plain, page):
            if keys.HEAD.has(Key(item["pk"], item["sk"])):
                yield head_of(item)
