"""More time: extensions for all or for one desk, and late passes for one submission."""

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
    """What is to be extended: filing or recommending, of one desk or (None) of all, until when, and why."""

    which: Which
    desk: str | None
    until: datetime
    reason: str


def read_extensions(act: Act, call_id: str) -> Extensions:
    """All extensions of a call of the caller's authority."""
    own_call(act, call_id)
    return act.read(lists.extensions(call_id))


@once(lambda act, ids, call_id, more: read_extensions(act, call_id))
def extend(act: Act, call_id: str, more: MoreTime) -> Extensions:
    """More time for one desk, or for all; recorded, and read with every change from now on."""
    call = own_call(act, call_id)
    if more.desk is not None and more.desk not in call.desks:
        raise Invalid.at("/desk", "not_an_option")
    if not more.reason.strip():
        raise Invalid.at("/reason", "required")
    check_future(act.now, more.until)
    extension = Extension(more.which, more.desk, more.until, more.reason.strip(), act.caller.account, act.now)
    after = act.read(lists.extensions(call_id)).having(extension)
    act.commit([lists.put_extensions(call_id, after)], call=call_id)
    return after


def grant_late_pass(act: Act, submission: str, until: datetime, reason: str) -> datetime:
    """More time for one filer's submission; its history says who gave it and why. Until when."""
    steps.settle(act, submission, GrantLatePass(until, reason))
    return until
