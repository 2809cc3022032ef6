"""A desk reminds applicants of its area who have something left to push: asked for here, told behind it."""

from functools import partial

from chalicelib.domain import messages as rules
from chalicelib.domain.access import Role, may_oversee
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.messages import Reminder
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools, token
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import own_call
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys, messages, submissions
from chalicelib.storage.engine.table import in_parallel
from chalicelib.storage.idempotency import IdempotencyRecord


@dataclass(frozen=True)
class ReminderRequest:
    """Who will be reminded, and who has been reminded today already."""

    reminded: tuple[str, ...]
    before: tuple[str, ...]


def remind(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call_id: str, desk: str, chosen: tuple[str, ...]
) -> ReminderRequest:
    """Remind applicants of a desk's area, each once a day at most, whoever asks.

    By the desk, those above it and the organiser. Whoever has nothing left to push when it is carried out hears
    nothing. Raises Forbidden, NotFound for whoever is not of this area.
    """
    call = own_call(tools, who.caller, call_id)
    if desk not in call.desks:
        raise NotFound()
    if not may_oversee(who.caller, call, desk):
        raise Forbidden()
    ids = tuple(dict.fromkeys(chosen))
    act = partial(_remind, tools, who, repeat, call, desk, ids)
    return idempotent(
        tools, repeat, act, lambda made: _first_answer(tools, call, desk, made["reminder"], ids)
    )


def _remind(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call: Call, desk: str, ids: tuple[str, ...]
) -> ReminderRequest:
    now = tools.clock()
    day = rules.day_of(now, call)
    wanted = [key for id in ids for key in (keys.account(id), messages.reminded_key(id, day))]
    found = tools.table.read([*wanted, repeat.key])
    known = [accounts.account_in(found, id) for id in ids]
    if not all(
        a and a.role is Role.APPLICANT and (a.authority, a.area) == (call.authority.id, desk) for a in known
    ):
        raise NotFound()
    repeat.must_be_new(found)
    before = tuple(id for id in ids if messages.reminded_key(id, day) in found)
    asked = Reminder(
        f"{now:%Y%m%dT%H%M%S}-{token(10)}",
        call.id,
        desk,
        who.caller.seat or desk,
        tuple(id for id in ids if id not in before),
        now,
    )
    tools.table.write([repeat.record(now, {"reminder": asked.id}), messages.put_reminder(asked)])
    return ReminderRequest(asked.accounts, before)


def carry_out(tools: Tools, asked: Reminder) -> None:
    """Make the messages of a reminder. Again, or where somebody else was quicker today, it makes none."""
    call = tools.calls.latest(asked.call)
    owned = in_parallel(
        *[partial(submissions.read_owned, tools.table, id, None, 100) for id in asked.accounts]
    )
    for account, page in zip(asked.accounts, owned, strict=True):
        heads = [h for h in submissions.heads(page.items) if h.call == call.id]
        message = rules.reminder(asked.id, asked.by, heads, call, asked.at)
        if message is None:
            continue
        try:
            marker = messages.put_reminded(account, rules.day_of(asked.at, call))
            tools.table.write([marker, messages.put_message(account, message)])
        except messages.AlreadyNotified:
            continue


def _first_answer(
    tools: Tools, call: Call, desk: str, reminder: str, ids: tuple[str, ...]
) -> ReminderRequest:
    item = tools.table.get(keys.reminder(call.id, desk, reminder))
    sent = messages.reminder_of(item).accounts if item else ()
    return ReminderRequest(sent, tuple(id for id in ids if id not in sent))
