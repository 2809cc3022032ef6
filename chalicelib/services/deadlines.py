"""More time: extensions of deadlines, and late passes.

An extension is for all desks or for one, a late pass for one submission.
"""

from datetime import datetime

from chalicelib.domain.calendar import Extension, Extensions, Which, check_future
from chalicelib.domain.errors import Invalid
from chalicelib.domain.workflow.commands import GrantLatePass
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once
from chalicelib.services.lookup import own_call
from chalicelib.services.submissions import steps
from chalicelib.storage import lists


@dataclass(frozen=True)
class MoreTime:
    """An extension of filing or recommending, and the reason.

    For one desk, or for all (None), until a moment.
    """

    which: Which
    desk: str | None
    until: datetime
    reason: str


def read_extensions(act: Act, call_id: str) -> list[Extension]:
    """Return all extensions of a call of the caller's authority, oldest first.

    Those that an earlier release gave have no record of their own.
    """
    own_call(act, call_id)
    return _all(*act.read(lists.extensions(call_id), lists.extension_records(call_id)))


def _all(in_force: Extensions, records: list[Extension]) -> list[Extension]:
    known = {(e.which, e.desk, e.until) for e in records}
    older = [e for e in in_force.items if (e.which, e.desk, e.until) not in known]
    return sorted([*records, *older], key=lambda e: e.at)


@once(lambda act, ids, call_id, more: read_extensions(act, call_id))
def extend(act: Act, call_id: str, more: MoreTime) -> list[Extension]:
    """Extend a deadline for one desk, or for all.

    The extension is recorded, and read with every change from now on. Raises Invalid.
    """
    call = own_call(act, call_id)
    if more.desk is not None and more.desk not in call.desks:
        raise Invalid.at("/desk", "not_an_option")
    if not more.reason.strip():
        raise Invalid.at("/reason", "required")
    check_future(act.now, more.until)
    extension = Extension(more.which, more.desk, more.until, more.reason.strip(), act.caller.account, act.now)
    in_force, records = act.read(lists.extensions(call_id), lists.extension_records(call_id))
    act.commit(lists.put_extensions(call_id, in_force.having(extension), extension), call=call_id)
    return _all(in_force, [*records, extension])


def grant_late_pass(act: Act, submission: str, until: datetime, reason: str) -> datetime:
    """Give one submission more time; return until when.

    Its history says who gave it and why.
    """
    steps.settle(act, submission, GrantLatePass(until, reason))
    return until
