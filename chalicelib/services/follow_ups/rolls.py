"""Follow-up of a frozen roll: entries get their outcome.

It runs from the table's stream, some entries at a time, and can stop anywhere and go on, run twice, late, or in
parallel with itself: an entry that has its outcome is left as it is, and the jury counts how far it has come.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import StepNotAllowed
from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.evaluation.roll import FormalCheck, RollGate
from chalicelib.domain.history import Event
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Admit, NotAdmit
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import EntryRoll, Facts
from chalicelib.services.context import Tools, token
from chalicelib.storage import juries, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import MOST_IN_TRANSACTION, Conflict, Write
from chalicelib.storage.steps import writes_of

AT_A_TIME = 8
"""Entries per transaction, at most: head and event each, with the words of a refusal and its notice, and the jury."""


def advance(tools: Tools, id: JuryId, event: Event) -> Mapping[str, int]:
    """Give all entries of a frozen roll their outcome.

    `event` is that of the freezing. Returns how many of each desk are admitted, none included, when every one has been
    looked at. Of a later stage's roll, which was carried over, nobody learns anything.
    """
    call = tools.calls.latest(id.call)
    jury = fetch(tools.table, juries.jury(id))
    if call.track(id.track).stages[0].id != id.stage or jury.roll is None:
        return {}
    roll, refused = fetch(tools.table, juries.roll(id, jury.roll), juries.not_admitted(id, jury.refused))
    to_follow = [*(one.entry for one in roll), *(entry for entry, _ in refused)]
    while jury.followed < len(to_follow):
        try:
            jury = _some(tools, call, jury, event, to_follow)
        except (Conflict, StepNotAllowed):
            jury = fetch(tools.table, juries.jury(id))
    admitted = Counter(one.desk for one in roll)
    heads = fetch(tools.table, submissions.heads(id.submission(entry) for entry, _ in refused))
    desks = {head.below.desk for head in heads.values() if head.below}
    return {desk: admitted[desk] for desk in sorted({*admitted, *desks}) if desk}


def _some(tools: Tools, call: Call, jury: Jury, event: Event, to_follow: list[str]) -> Jury:
    part = to_follow[jury.followed : jury.followed + AT_A_TIME]
    heads, checks = fetch(tools.table, submissions.heads(map(jury.id.submission, part)), juries.checks(jury.id, part))
    writes: list[Write] = []
    done = 0
    for entry in part:
        more = _writes_for(call, jury, event, heads.get(jury.id.submission(entry)), checks.get(entry))
        if len(writes) + len(more) >= MOST_IN_TRANSACTION:
            break
        writes += more
        done += 1
    after = replace(jury, followed=jury.followed + done, v=jury.v + 1)
    tools.table.write([juries.put_jury(after), *writes])
    return after


def _writes_for(call: Call, jury: Jury, event: Event, head: Head | None, check: FormalCheck | None) -> list[Write]:
    """Return what gives an entry its outcome; nothing where it has one."""
    if head is None or head.outcome is not None or check is None:
        return []
    by = Caller(event.actor, Role.ORGANISER, call.authority.id, reset_by=event.facts.get("reset_by"))
    roll = EntryRoll(jury.id, RollGate(frozen=True), check)
    facts = Facts(event.at, by, Dates(call), roll=roll, salt=token(26))
    command = Admit() if check.verdict == "admit" else NotAdmit(check.reason)
    return writes_of(decide(command, head, facts))
