"""Reminders that a desk sends to applicants of its area.

To those who have something left to push. A request is stored here; its messages are created later, from the stream.
"""

from collections.abc import Mapping
from functools import partial

from chalicelib.domain import messages as rules
from chalicelib.domain.access import Role, may_oversee
from chalicelib.domain.accounts import Account
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.messages import Reminder
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, once, token
from chalicelib.services.lookup import call_of_desk
from chalicelib.storage import accounts, messages, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import in_parallel


@dataclass(frozen=True)
class ReminderRequest:
    """Who will be reminded, and who has been reminded today already."""

    reminded: tuple[str, ...]
    before: tuple[str, ...]


def _first_answer(
    act: Act, ids: Mapping[str, str], call_id: str, desk: str, chosen: tuple[str, ...]
) -> ReminderRequest:
    reminder = act.read(messages.reminder(call_id, desk, ids["reminder"]))
    sent = reminder.accounts if reminder else ()
    return ReminderRequest(sent, tuple(id for id in dict.fromkeys(chosen) if id not in sent))


@once(_first_answer)
def remind(act: Act, call_id: str, desk: str, chosen: tuple[str, ...]) -> ReminderRequest:
    """Remind applicants of a desk's area, each once a day at most.

    That counts the reminders of all desks together. Allowed for the desk, those above it and the organiser. An
    applicant who has nothing left to push when it is carried out gets no message. Raises Forbidden, and NotFound for an
    account that is not of this area.
    """
    call = call_of_desk(act, call_id, desk)
    if not may_oversee(act.caller, call, desk):
        raise Forbidden()
    ids = tuple(dict.fromkeys(chosen))
    known, reminded = act.read(accounts.accounts(ids), messages.reminded(ids, rules.day_of(act.now, call)))
    if not all(id in known and _is_applicant_of(known[id], call, desk) for id in ids):
        raise NotFound()
    reminder = Reminder(
        f"{act.now:%Y%m%dT%H%M%S}-{token(10)}",
        call.id,
        desk,
        act.caller.seat or desk,
        tuple(id for id in ids if not reminded[id]),
        act.now,
    )
    act.commit([messages.put_reminder(reminder)], reminder=reminder.id)
    return ReminderRequest(reminder.accounts, tuple(id for id in ids if reminded[id]))


def _is_applicant_of(account: Account, call: Call, desk: str) -> bool:
    area = (account.authority, account.area) == (call.authority.id, desk)
    return area and account.role is Role.APPLICANT


def carry_out(tools: Tools, reminder: Reminder) -> None:
    """Create the messages of a reminder.

    At most one for each account and day, so repeating it creates none.
    """
    call = tools.calls.latest(reminder.call)
    owned = in_parallel(*[partial(fetch, tools.table, submissions.owned(id, None, 100)) for id in reminder.accounts])
    for account, page in zip(reminder.accounts, owned, strict=True):
        heads = [h for h in page.heads if h.call == call.id]
        message = rules.reminder(reminder.id, reminder.by, heads, call, reminder.at)
        if message is None:
            continue
        try:
            marker = messages.put_reminded(account, rules.day_of(reminder.at, call))
            tools.table.write([marker, messages.put_message(account, message)])
        except messages.AlreadyNotified:
            continue
