"""Steps on a submission: load, let the workflow decide, commit.

At most three round trips, the proof of the caller among them.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib import telemetry
from chalicelib.domain import desks, filing_number
from chalicelib.domain.access import must_read
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Busy, NotFound, Stale, StepNotAllowed
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Answers, Head, short_id
from chalicelib.domain.visibility import as_seen_by
from chalicelib.domain.workflow.commands import Command
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Change, EntryRoll, Facts
from chalicelib.domain.workflow.rows import Reads, row_of
from chalicelib.forms.schema import Form
from chalicelib.services.context import Act, once, token
from chalicelib.services.lookup import NO_CALENDAR, calendar_of, parse_id, resolve_id
from chalicelib.services.submissions import content
from chalicelib.storage import juries, links, lists, submissions
from chalicelib.storage.engine.reads import Ref, nothing, pair
from chalicelib.storage.steps import writes_of

DRAWS = 3
"""How often a filing number is drawn when others are taken."""

_FIRST: Mapping[Reads, Callable[[str], Ref[Any]]] = {
    Reads.ANSWERS: submissions.answers,
    Reads.HEAD: submissions.head,
}


def read_head(act: Act, submission: str) -> Head:
    """Return a head that the caller may read. Raises NotFound."""
    resolve_id(act, submission)
    return must_read(act.caller, act.read(submissions.head(submission)))


def apply(act: Act, submission: str, command: Command[Head], etag: str = "") -> Head:
    """Carry out a step on a submission; return the head after it.

    The same request sent again gets the first answer. `etag` guards steps that freeze a draft: it is the version that
    the caller saw. Raises what `decide` raises, NotFound, Stale, ListStale, Busy.
    """
    head = _apply(act, submission, command, etag)
    count(command)
    return head


@once(lambda act, ids, submission, command, etag: read_head(act, submission))
def _apply(act: Act, submission: str, command: Command[Head], etag: str) -> Head:
    try:
        change = _take(act, submission, command, etag)
    except StepNotAllowed as refusal:
        now = as_seen_by(act.caller, read_head(act, submission))
        raise StepNotAllowed(step=refusal.details["step"], state=now.state) from None
    return change.head or change.before


def settle(act: Act, submission: str, command: Command[Head]) -> None:
    """Carry out a step whose caller gets no head to see.

    The same request sent again changes nothing. Raises what `decide` raises, NotFound, Busy.
    """
    _settle(act, submission, command)
    count(command)


@once(lambda act, ids, submission, command: None)
def _settle(act: Act, submission: str, command: Command[Head]) -> None:
    _take(act, submission, command, "")


def count(command: Command[Any]) -> None:
    """Count a completed step in the request's or job's log line."""
    metric = row_of(command).metric
    if metric:
        telemetry.current().count(metric)


def _take(act: Act, submission: str, command: Command[Head], etag: str) -> Change[Head]:
    head, facts = _load(act, submission, command, etag)
    for _ in range(DRAWS):
        change = decide(command, head, replace(facts, filing_no=_draw_number()))
        try:
            act.commit(writes_of(change), submission=submission)
            return change
        except submissions.NumberTaken:
            continue
    raise Busy()


def _load(act: Act, submission: str, command: Command[Head], etag: str) -> tuple[Head, Facts]:
    """Return the head, and the facts that its step needs.

    They are read in one round trip, after what the step's row reads first.
    """
    parse_id(submission)
    row = row_of(command)
    early = act.read(_FIRST[row.first](submission)) if row.first else None
    call, track = resolve_id(act, submission)
    desk = row.desk(act.caller, command, early if row.first is Reads.HEAD else None) if row.desk else None
    at_desk = desk if desk in call.desks else None
    answers = early if row.first is Reads.ANSWERS else None
    head, ranked, (extensions, settings), deleted, draft, roll = act.read(
        submissions.head(submission),
        lists.ranked(call.id, at_desk, track) if at_desk else nothing(),
        calendar_of(call, desk) if row.desk else NO_CALENDAR,
        submissions.answers(submission) if Reads.ANSWERS in row.reads else nothing(),
        _draft_of(call, track, answers) if answers and Reads.DRAFT in row.reads else nothing(),
        roll_of(call, submission) if Reads.ROLL in row.reads else nothing(),
    )
    if row.by_readers:
        head = must_read(act.caller, head)
    if head is None:
        raise NotFound()
    needed = row.listed_at(head)
    if needed and needed != desk and row.actor.is_on_entry(act.caller, head):
        raise Stale(current=None)
    if draft and etag and etag != draft.answers.etag:
        raise Stale(current=submissions.current_answers(draft.answers))
    above = settings.get(call.desks[at_desk].parent or "") if at_desk else None
    facts = Facts(
        now=act.now,
        caller=act.caller,
        dates=Dates(call, extensions.items),
        settings=settings,
        extensions=extensions,
        answers=deleted,
        draft=content.check_draft(act, call, head, draft, settings) if draft else None,
        ranked=ranked,
        quota=desks.quota(call, track, at_desk, above) if at_desk else None,
        salt=token(26),
        roll=roll,
        fields=_fields(act, call, head) if Reads.FIELDS in row.reads else frozenset(),
    )
    return head, facts


def roll_of(call: Call, submission: str) -> Ref[EntryRoll | None]:
    """Read the draft of the roll for an entry.

    None where its track is not evaluated.
    """
    _, track = parse_id(submission)
    stages = call.track(track).stages if call.evaluation else ()
    if not stages:
        return nothing()
    jury, entry = JuryId(call.id, track, stages[0].id), short_id(submission)
    return pair(juries.gate(jury), juries.check(jury, entry)).map(lambda both: EntryRoll(jury, *both))


def pushed_form(act: Act, call: Call, head: Head) -> Form:
    """Return the form that an entry was pushed under."""
    version = (head.pushed_card or head.card).version
    return content.form_of(act.calls.version(call.id, version) if version else call, head.track)


def _fields(act: Act, call: Call, head: Head) -> frozenset[str]:
    return frozenset(pushed_form(act, call, head).by_id)


def _draft_of(call: Call, track: str, answers: Answers) -> Ref[content.LoadedDraft]:
    """Read what a push freezes and checks beside the answers.

    Files, the last return, and the entries that the answers name.
    """
    named = content.linked_ids(content.form_of(call, track), answers.values)
    beside = pair(submissions.files(answers.id), submissions.return_notice(answers.id))
    both = pair(beside, links.linked(answers.id, named))
    return both.map(lambda known: content.LoadedDraft(answers, *known[0], known[1]))


def _draw_number() -> str:
    signs = [secrets.choice(filing_number.ALPHABET) for _ in range(filing_number.RANDOM_SIGNS)]
    return filing_number.with_check(signs)
