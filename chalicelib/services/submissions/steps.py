"""Every change of state of a submission: load, decide, write.

What to load is in the step's row. Three round trips with the caller's own, the last one transaction.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib import telemetry
from chalicelib.domain import desks, filing_number
from chalicelib.domain.access import Caller, as_seen_by, must_read
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Busy, NotFound, Stale, StepNotAllowed
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Command
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Change, Facts
from chalicelib.domain.workflow.rows import Reads, row_of
from chalicelib.services.context import IdempotencyRecord, Tools, token
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import dates_keys, resolve_id
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import content
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.keys import Key
from chalicelib.storage.steps import writes_of
from chalicelib.storage.submissions import Found

DRAWS = 3
"""How often a filing number is drawn where the one drawn exists."""


def apply(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    submission: str,
    command: Command[Head],
    etag: str = "",
    ahead: Found | None = None,
) -> Head:
    """Carry out a step on a submission; the head after it. Sent twice, the first answer again.

    `etag` guards what freezes a draft: it is what the caller saw. `ahead` is what `reads_first` gives, read beside
    the session. Raises what `decide` raises, NotFound, Stale, ListStale, Busy.
    """

    def act() -> Head:
        try:
            change = take(tools, who, repeat, submission, command, etag, ahead)
        except StepNotAllowed as refusal:
            now = as_seen_by(who.caller, read_head(tools, who.caller, submission))
            raise StepNotAllowed(step=refusal.details["step"], state=now.state) from None
        return change.head or change.before

    head = idempotent(tools, repeat, act, lambda _: read_head(tools, who.caller, submission))
    count(command)
    return head


def take(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    submission: str,
    command: Command[Head],
    etag: str = "",
    ahead: Found | None = None,
) -> Change[Head]:
    """Load, decide, write, once. Raises what `apply` raises, and AlreadyDone."""
    head, facts = _load(tools, who, repeat, submission, command, etag, ahead)
    record = repeat.record(facts.now, {"submission": submission})
    for _ in range(DRAWS):
        change = decide(command, head, replace(facts, filing_no=_draw_number()))
        try:
            tools.table.write([record, *writes_of(change)])
            return change
        except submissions.NumberTaken:
            continue
    raise Busy()


def count(command: Command[Any]) -> None:
    """Count a step that was taken in the line of the request or job."""
    metric = row_of(command).metric
    if metric:
        telemetry.current().count(metric)


def load_head(tools: Tools, submission: str) -> Found:
    """The head as it stands."""
    return Found(tools.table.read([keys.head(submission)]))


_FIRST: Mapping[Reads, Callable[[Tools, str], Found]] = {
    Reads.ANSWERS: content.load_answers,
    Reads.HEAD: load_head,
}


def reads_first(command: type[Command[Head]]) -> Callable[[Tools, str], Found] | None:
    """The read that says what else to read; it may run beside the session's."""
    first = row_of(command).first
    return _FIRST[first] if first else None


def settle(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, submission: str, command: Command[Head]
) -> None:
    """Carry out a step that answers with no head. Sent twice, nothing more happens.

    Raises what `decide` raises, NotFound, Busy.
    """

    def act() -> None:
        take(tools, who, repeat, submission, command)

    idempotent(tools, repeat, act, lambda _: None)
    count(command)


def read_head(tools: Tools, caller: Caller, submission: str) -> Head:
    """A head that the caller may read. Raises NotFound."""
    resolve_id(tools, caller, submission)
    return must_read(caller, load_head(tools, submission).head(submission))


def _load(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    submission: str,
    command: Command[Head],
    etag: str,
    ahead: Found | None,
) -> tuple[Head, Facts]:
    """Read the head and what the row reads; one round trip after what it reads first."""
    call, track = resolve_id(tools, who.caller, submission)
    row = row_of(command)
    first = reads_first(type(command))
    early = ahead or (first(tools, submission) if first else Found({}))
    desk = row.desk(who.caller, command, early.head(submission)) if row.desk else None
    keys_to_read = [keys.head(submission), repeat.key, *(dates_keys(call, desk) if row.desk else ())]
    if desk in call.desks:
        keys_to_read.append(keys.ranked_list(call.id, desk or "", track))
    keys_to_read += _keys_of(row.reads, call, track, submission, early)
    loaded = Found({**early.items, **tools.table.read(keys_to_read)})
    repeat.must_be_new(loaded.items)
    head = loaded.head(submission)
    if row.by_readers:
        head = must_read(who.caller, head)
    if head is None:
        raise NotFound()
    needed = row.listed_at(head)
    if needed and needed != desk and row.actor.is_on_entry(who.caller, head):
        raise Stale(current=None)
    return head, _facts(tools, who, call, desk, head, loaded, row.reads, etag)


def _keys_of(reads: frozenset[Reads], call: Call, track: str, submission: str, early: Found) -> list[Key]:
    further = []
    if Reads.DRAFT in reads:
        further += content.links_keys(content.form_of(call, track), submission, early)
        further += [keys.files(submission), keys.asks(submission)]
    if Reads.ANSWERS in reads:
        further.append(keys.answers(submission))
    return further


def _facts(
    tools: Tools,
    who: SignedIn,
    call: Call,
    desk: str | None,
    head: Head,
    loaded: Found,
    reads: frozenset[Reads],
    etag: str,
) -> Facts:
    extensions = lists.extensions(loaded.items, call.id)
    settings = lists.settings(loaded.items, call.id, desks.chain(call, desk) if desk else ())
    facts = Facts(
        now=tools.clock(),
        caller=who.caller,
        dates=Dates(call, extensions.items),
        settings=settings,
        extensions=extensions,
        answers=loaded.answers(head.id) if Reads.ANSWERS in reads else None,
        draft=content.check_draft(tools, who, call, head, loaded, settings, etag)
        if Reads.DRAFT in reads
        else None,
        salt=token(26),
    )
    if desk is None or desk not in call.desks:
        return facts
    above = settings.get(call.desks[desk].parent or "")
    ranked = lists.ranked(loaded.items, call.id, desk, head.track)
    return replace(facts, ranked=ranked, quota=desks.quota(call, head.track, desk, above))


def _draw_number() -> str:
    signs = [secrets.choice(filing_number.ALPHABET) for _ in range(filing_number.RANDOM_SIGNS)]
    return filing_number.with_check(signs)
