"""Reminders to experts who have still to mark.

By the clock before a stage closes, and by an office that asks for it. Nobody learns of a mark by them: only whether
something is left to submit.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain import messages as filing
from chalicelib.domain.access import Role
from chalicelib.domain.errors import Closed, StepNotAllowed
from chalicelib.domain.evaluation import messages as rules
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.messages import DailyScan, Reminder
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import ORGANISER
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, once, token
from chalicelib.services.evaluation.juries import fixed_rules, must_belong_to, rules_of
from chalicelib.services.messages.notifications import write_once
from chalicelib.storage import accounts, juries, messages
from chalicelib.storage.engine.reads import fetch


@dataclass(frozen=True)
class RemindedExperts:
    """Experts who will be reminded, and who were today already, by label."""

    reminded: tuple[str, ...]
    before: tuple[str, ...]


def _first_answer(act: Act, ids: Mapping[str, str], id: JuryId) -> RemindedExperts:
    reminder, every = act.read(messages.reminder(id.call, ORGANISER, ids["reminder"]), juries.assignments(id))
    sent = reminder.accounts if reminder else ()
    return RemindedExperts(tuple(one.label for one in every if one.expert in sent), ())


@once(_first_answer)
def remind(act: Act, id: JuryId) -> RemindedExperts:
    """Remind the experts of a jury who have still to mark.

    Each once a day at most; an agency its own alone. Raises StepNotAllowed where marks are not open, Closed when their
    time is over, NotFound.
    """
    known = rules_of(act, id)
    jury, every = act.read(juries.jury(id), juries.assignments(id))
    must_belong_to(act, known)
    stage, grace = fixed_rules(act, jury).stage, known.call.grace
    if jury.state is not JuryState.OPEN:
        raise StepNotAllowed(step="remind_experts", state=jury.state.value)
    if act.now > stage.closes + grace:
        raise Closed(which="marking", closed_at=stage.closes)
    late = [one for one in every if rules.has_open(one)]
    day = filing.day_of(act.now, known.call)
    people, done = act.read(
        accounts.accounts([one.expert for one in late]), messages.reminded([one.id.subject for one in late], day)
    )
    agency = act.caller.agency if act.caller.role is Role.AGENCY else None
    own = [one for one in late if agency is None or (one.expert in people and people[one.expert].agency == agency)]
    now = [one for one in own if not done[one.id.subject]]
    reminder = Reminder(
        f"{act.now:%Y%m%dT%H%M%S}-{token(10)}",
        id.call,
        ORGANISER,
        act.caller.account,
        tuple(one.expert for one in now),
        act.now,
        id.track,
        id.stage,
    )
    act.commit([messages.put_reminder(reminder)], reminder=reminder.id)
    return RemindedExperts(_labels(now), _labels([one for one in own if done[one.id.subject]]))


def _labels(every: list[Assignment]) -> tuple[str, ...]:
    return tuple(sorted(one.label for one in every))


def carry_out(tools: Tools, reminder: Reminder) -> None:
    """Create the messages of a reminder.

    At most one for each expert, jury and day, so repeating it creates none.
    """
    id = JuryId(reminder.call, reminder.track, reminder.stage)
    jury, every = fetch(tools.table, juries.jury(id), juries.assignments(id))
    rules_now = fixed_rules(Act(tools), jury)
    day = filing.day_of(reminder.at, rules_now.call)
    for one in every:
        message = rules.review_reminder(reminder, one, rules_now.stage.closes)
        if message is None or one.expert not in reminder.accounts:
            continue
        try:
            marker = messages.put_reminded(one.id.subject, day)
            tools.table.write([marker, messages.put_message(one.expert, message)])
        except messages.AlreadyNotified:
            continue


def scan(tools: Tools, call_id: str, now: datetime) -> None:
    """Tell experts of a call that their time is nearly over.

    Three days before a stage closes and on the last day. A jury is looked through once for each; nothing is read while
    no stage is about to close.
    """
    call = tools.calls.latest(call_id)
    for track in call.tracks.values():
        for stage in track.stages:
            if rules.lead_of(stage.closes, now):
                _look_through(tools, JuryId(call.id, track.id, stage.id), stage.closes, now)


def _look_through(tools: Tools, id: JuryId, closes: datetime, now: datetime) -> None:
    name = f"{closes:%Y%m%dT%H%M}-{rules.lead_of(closes, now)}-{id.track}-{id.stage}"
    at, jury = fetch(tools.table, messages.daily_scan(id.call, name), juries.jury(id))
    if at.done or jury.state is not JuryState.OPEN:
        return
    fixed = fixed_rules(Act(tools), jury).stage.closes
    for one in fetch(tools.table, juries.assignments(id)):
        message = rules.reviews_closing(one, fixed, now)
        if message:
            write_once(tools, one.expert, message)
    tools.table.write([messages.put_daily_scan(id.call, name, DailyScan(done=True), now)])
