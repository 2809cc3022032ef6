"""More time: extensions for all or for one desk, and late passes for one submission."""

from datetime import datetime

from chalicelib.domain.calendar import Extension, Extensions, Which, check_future
from chalicelib.domain.errors import Invalid
from chalicelib.domain.workflow.commands import GrantLatePass
from chalicelib.services.context import IdempotencyRecord, Tools
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import steps
from chalicelib.storage import keys, lists


def extensions(tools: Tools, who: SignedIn, call_id: str) -> Extensions:
    """All extensions of a call of the caller's authority."""
    own_call(tools, who.caller, call_id)
    key = keys.extensions(call_id)
    return lists.extensions(tools.table.read([key]), call_id)


def extend(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    call_id: str,
    which: Which,
    desk: str | None,
    until: datetime,
    reason: str,
) -> Extensions:
    """More time for one desk, or for all; recorded, and read with every change from now on."""
    call = own_call(tools, who.caller, call_id)
    if desk is not None and desk not in call.desks:
        raise Invalid.at("/desk", "not_an_option")
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    now = tools.clock()
    check_future(now, until)

    def act() -> Extensions:
        found = tools.table.read([keys.extensions(call_id), repeat.key])
        repeat.must_be_new(found)
        given = Extension(which, desk, until, reason.strip(), who.caller.account, now)
        after = lists.extensions(found, call_id).having(given)
        tools.table.write([repeat.record(now, {"call": call_id}), lists.put_extensions(call_id, after)])
        return after

    return idempotent(tools, repeat, act, lambda _: extensions(tools, who, call_id))


def grant_late_pass(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, submission: str, until: datetime, reason: str
) -> datetime:
    """More time for one filer's submission; its history says who gave it and why. Until when."""
    steps.settle(tools, who, repeat, submission, GrantLatePass(until, reason))
    return until
