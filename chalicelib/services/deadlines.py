"""More time: extensions for all or for one desk, and late passes for one submission."""

from datetime import datetime

from chalicelib.domain import workflow
from chalicelib.domain.calendar import Extension, Which, check_future
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.history import ErasableText
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.lookup import own_call, resolve_id
from chalicelib.storage import lists, submissions
from chalicelib.storage.lists import Extensions as Extensions


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


@once(lambda act, ids, submission, until, reason: until)
def grant_late_pass(act: Act, submission: str, until: datetime, reason: str) -> datetime:
    """More time for one filer's submission; its history says who gave it and why. Until when."""
    resolve_id(act, submission)
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    check_future(act.now, until)
    head = act.read(submissions.head(submission))
    if head is None:
        raise NotFound()
    change = workflow.grant_late_pass(
        head, act.caller, act.now, until, ErasableText(reason.strip(), token(26))
    )
    events = [write for event in change.events for write in submissions.put_event(event)]
    act.commit([submissions.update_late_pass(change.head or head), *events], submission=submission)
    return until
