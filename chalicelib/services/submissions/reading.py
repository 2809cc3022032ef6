"""One submission as a caller may see it: content, files, history, and what changed between two pushes."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import filing_number, workflow
from chalicelib.domain.access import Caller, must_read
from chalicelib.domain.errors import NotFound
from chalicelib.domain.history import Event
from chalicelib.domain.submission import Answers, File, Head, Revision, State
from chalicelib.domain.visibility import (
    as_linked,
    as_seen_by,
    may_read_draft,
    may_read_revision,
    may_read_words,
    readable_opinions,
    visible_events,
)
from chalicelib.forms import answers as rules
from chalicelib.forms import changes
from chalicelib.frozen import dataclass
from chalicelib.services import history
from chalicelib.services.context import Tools
from chalicelib.services.lookup import resolve_id
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import content
from chalicelib.storage import keys, submissions
from chalicelib.storage.engine.table import in_parallel
from chalicelib.storage.submissions import Found, Mark, Opinion, ReturnNotice


@dataclass(frozen=True)
class SubmissionView:
    """A submission for one reader. `etag` only for whoever may save it; `code` of draft or pushed version."""

    head: Head
    answers: Mapping[str, Any]
    files: tuple[File, ...]
    version: int
    etag: str | None
    code: str
    can: tuple[str, ...]
    asked: ReturnNotice | None
    opinions: tuple[Opinion, ...]
    mark: Mark | None
    declined: str | None


@dataclass(frozen=True)
class FieldChange:
    """One difference between two revisions, and what had been asked of that field."""

    change: changes.AnswerChange
    asked: str | None


def show(tools: Tools, who: SignedIn, submission: str) -> SubmissionView:
    """The submission as this caller may see it. Raises NotFound."""
    call, track = resolve_id(tools, who.caller, submission)
    caller = who.caller
    wanted = [
        keys.head(submission),
        keys.answers(submission),
        keys.files(submission),
        keys.asks(submission),
        keys.decline(submission),
    ]
    if caller.seat:
        wanted.append(keys.mark(submission, caller.seat))
    items, opinions, last = in_parallel(
        lambda: tools.table.read(wanted),
        lambda: submissions.opinions(tools.table, submission),
        lambda: submissions.last_revision(tools.table, submission),
    )
    found = Found(items)
    head = must_read(caller, found.head(submission))
    frozen = None if may_read_draft(caller, head) else _frozen(tools, head, last)
    seen, declined, asked = as_seen_by(caller, head), found.declined(submission), found.asked(submission)
    answers, files = found.answers(submission), found.files(submission)
    values: Mapping[str, Any] = answers.values
    version, items = answers.version, files.items
    if frozen:
        values, version, items, code = frozen.answers, frozen.version, frozen.files, frozen.code
    else:
        form = content.form_of(call, track)
        code = content.code(content.frozen(form, values), files, call.version)
    return SubmissionView(
        head=seen,
        answers=values,
        files=items,
        version=version,
        etag=answers.etag if head.owner == caller.account and head.editable else None,
        code=code,
        can=_can(caller, head, call),
        asked=asked if asked and may_read_words(caller, head, asked.desk) else None,
        opinions=tuple(opinions[d] for d in readable_opinions(caller, head) if d in opinions),
        mark=found.mark(submission, caller.seat) if caller.seat else None,
        declined=declined.reason if declined and seen.state is State.DECLINED else None,
    )


def load_history(tools: Tools, submission: str) -> tuple[Head | None, list[Event]]:
    """A head and its chain; one round trip, which may run beside the session's."""
    found, *items = in_parallel(
        lambda: tools.table.read([keys.head(submission)]),
        *submissions.history_reads(tools.table, submission),
    )
    return Found(found).head(submission), submissions.history_of(*items)


def read_history(
    tools: Tools, who: SignedIn, submission: str, ahead: tuple[Head | None, list[Event]] | None = None
) -> tuple[list[history.NamedEvent], bool]:
    """What the caller hears of what happened, oldest first, and whether the whole chain is sound. `ahead`: what
    `load_history` read beside the session."""
    resolve_id(tools, who.caller, submission)
    found, events = ahead or load_history(tools, submission)
    head = must_read(who.caller, found)
    chain = history.complete(tools, submission, events, (head.events, head.last_hash))
    return history.named(tools, visible_events(who.caller, head, chain.events)), chain.is_sound


def load_number(tools: Tools, number: str) -> str | None:
    """The id of the submission under a filing number; one round trip, which may run beside the session's."""
    typed = number.strip().upper()
    return submissions.find_by_number(tools.table, typed) if filing_number.valid(typed) else None


def by_number(tools: Tools, who: SignedIn, submission: str | None) -> Head:
    """The submission that `load_number` found, where the caller may read it. Raises NotFound."""
    if submission is None:
        raise NotFound()
    resolve_id(tools, who.caller, submission)
    return must_read(who.caller, Found(tools.table.read([keys.head(submission)])).head(submission))


def load_content(tools: Tools, submission: str) -> tuple[Found, Revision | None]:
    """A head with its answers and what was pushed last; one round trip, which may run beside the session's."""
    items, last = in_parallel(
        lambda: tools.table.read([keys.head(submission), keys.answers(submission)]),
        lambda: submissions.last_revision(tools.table, submission),
    )
    return Found(items), last


def linked(
    tools: Tools, who: SignedIn, submission: str, ahead: tuple[Found, Revision | None] | None = None
) -> list[Head]:
    """The entries of the same unit that a submission's link fields name: name and state, as they stand now.
    `ahead`: what `load_content` read beside the session."""
    call, track = resolve_id(tools, who.caller, submission)
    found, last = ahead or load_content(tools, submission)
    head = must_read(who.caller, found.head(submission))
    drafted = may_read_draft(who.caller, head)
    shown = found.answers(submission) if drafted else _frozen(tools, head, last)
    values = shown.values if isinstance(shown, Answers) else shown.answers
    form = content.form_of(tools.calls.version(call.id, shown.version), track)
    ids = content.linked_ids(form, values)
    unit = rules.dossier_facts(form, dict(values)).get("uscc")
    others = Found(tools.table.read([keys.head(i) for i in ids]))
    heads = [h for i in ids if (h := others.head(i)) and content.is_of_unit(h, call.id, unit)]
    return [as_linked(who.caller, h) for h in heads]


def revision(tools: Tools, who: SignedIn, submission: str, n: int) -> Revision:
    """What was pushed the n-th time. Raises NotFound, also where it was pushed to another desk."""
    resolve_id(tools, who.caller, submission)
    found = Found(tools.table.read([keys.head(submission), keys.revision(submission, n)]))
    return _revision(who.caller, found, submission, n)


def differences(tools: Tools, who: SignedIn, submission: str, old: int, new: int) -> list[FieldChange]:
    """What changed from push `old` to push `new`, each with what had been asked of its field. Raises NotFound unless
    the caller may read both."""
    call, track = resolve_id(tools, who.caller, submission)
    wanted = [keys.head(submission), keys.revision(submission, old), keys.revision(submission, new)]
    found = Found(tools.table.read(wanted))
    before, after = (_revision(who.caller, found, submission, n) for n in (old, new))
    form = content.form_of(tools.calls.version(call.id, after.version), track)
    found_changes = changes.differences(
        form, before.answers, after.answers, _as_maps(before.files), _as_maps(after.files)
    )
    return [FieldChange(c, after.asks.get(c.field)) for c in found_changes]


def _can(caller: Caller, head: Head, call: Any) -> tuple[str, ...]:
    steps = workflow.allowed(head, caller, call)
    edit = ("edit",) if head.owner == caller.account and head.editable else ()
    return (*edit, *steps)


def _frozen(tools: Tools, head: Head, last: Revision | None) -> Revision:
    """The revision that the head knows of; `last` was read beside it, and a push may have come in between."""
    if last and last.n == head.revision:
        return last
    found = Found(tools.table.read([keys.revision(head.id, head.revision)])).revision(head.id, head.revision)
    if found is None:
        raise NotFound()
    return found


def _revision(caller: Caller, found: Found, submission: str, n: int) -> Revision:
    head, frozen = must_read(caller, found.head(submission)), found.revision(submission, n)
    if frozen is None or not may_read_revision(caller, head, frozen):
        raise NotFound()
    return frozen


def _as_maps(files: tuple[File, ...]) -> list[dict[str, Any]]:
    return [{"id": f.id, "field": f.field, "name": f.name, "sha256": f.sha256, "size": f.size} for f in files]
