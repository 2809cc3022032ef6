"""One submission as a caller may see it.

Content, files, history, and what changed between two pushes.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import filing_number
from chalicelib.domain.access import Caller, must_read
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.roll import is_correcting
from chalicelib.domain.links import LinkedEntry
from chalicelib.domain.states import ORGANISER, Outcome, State
from chalicelib.domain.submission import File, Head, Mark, Opinion, ReturnNotice, Revision
from chalicelib.domain.visibility import (
    as_seen_by,
    may_read_draft,
    may_read_revision,
    may_read_words,
    readable_opinions,
    visible_events,
)
from chalicelib.domain.workflow.deciding import allowed
from chalicelib.forms import changes
from chalicelib.frozen import dataclass
from chalicelib.services import history
from chalicelib.services.context import Act
from chalicelib.services.lookup import parse_id, resolve_id
from chalicelib.services.submissions import content
from chalicelib.storage import links, submissions
from chalicelib.storage.engine.reads import pair


@dataclass(frozen=True)
class SubmissionView:
    """A submission as one reader sees it.

    `etag` is only for a caller that may save it; `code` is that of the draft, or of the pushed version; `pushed_to` is
    the desk of the last push. `declined` is why its desk declined it, or why the organiser did not admit it or
    excluded it.
    """

    head: Head
    answers: Mapping[str, Any]
    files: tuple[File, ...]
    version: int
    etag: str | None
    code: str
    pushed_to: str | None
    can: tuple[str, ...]
    returned: ReturnNotice | None
    opinions: tuple[Opinion, ...]
    mark: Mark | None
    declined: str | None


@dataclass(frozen=True)
class FieldChange:
    """One difference between two revisions.

    `request` is what the return before the later push requested of that field.
    """

    change: changes.AnswerChange
    request: str | None


def show(act: Act, submission: str) -> SubmissionView:
    """Return the submission as this caller may see it. Raises NotFound."""
    parse_id(submission)
    head, draft, notices, opinions, last = act.read(
        submissions.head(submission),
        pair(submissions.answers(submission), submissions.files(submission)),
        pair(submissions.return_notice(submission), submissions.decline_notice(submission)),
        submissions.opinions(submission),
        submissions.last_revision(submission),
    )
    call, track = resolve_id(act, submission)
    caller = act.caller
    head = must_read(caller, head)
    (answers, files), (returned, declined) = draft, notices
    seen = as_seen_by(caller, head)
    values, version, items = answers.values, answers.version, files.items
    if may_read_draft(caller, head):
        code = content.code(content.frozen(content.form_of(call, track), values), files, call.version)
        seen = content.recounted(act.tools, call, seen, answers, files)
    else:
        frozen = _last_revision(act, head, last)
        values, version, code = frozen.answers, frozen.version, frozen.code
        is_own = head.owner == caller.account and is_correcting(head, act.now)
        items = content.corrected_files(head, files, frozen) if is_own else frozen.files
    return SubmissionView(
        head=seen,
        answers=values,
        files=items,
        version=version,
        etag=answers.etag if head.owner == caller.account and head.editable else None,
        code=code,
        pushed_to=last.desk if last else None,
        can=_can(act, head, call),
        returned=returned if returned and may_read_words(caller, head, returned.desk) else None,
        opinions=tuple(opinions[d] for d in readable_opinions(caller, head) if d in opinions),
        mark=act.read(submissions.mark(submission, caller.seat)) if caller.seat else None,
        declined=declined.reason if declined and _is_shown(declined, seen) else None,
    )


def _is_shown(notice: ReturnNotice, seen: Head) -> bool:
    """Return whether a notice says why the entry is as it is."""
    if seen.outcome in {Outcome.NOT_ADMITTED, Outcome.EXCLUDED}:
        return notice.desk == ORGANISER
    return seen.state is State.DECLINED


def read_history(act: Act, submission: str) -> tuple[list[history.NamedEvent], bool]:
    """Return the events that the caller may see, oldest first.

    Returns also whether the whole chain is sound. Raises NotFound.
    """
    parse_id(submission)
    head, events = act.read(submissions.head(submission), submissions.history(submission))
    resolve_id(act, submission)
    head = must_read(act.caller, head)
    chain = history.complete(act.tools, submission, events, (head.events, head.last_hash))
    return history.named(act.tools, visible_events(act.caller, head, chain.events)), chain.is_sound


def find_by_number(act: Act, number: str) -> Head:
    """Return the submission under a filing number.

    Raises NotFound, also when the caller may not read it.
    """
    typed = number.strip().upper()
    submission = act.read(submissions.numbered(typed)) if filing_number.valid(typed) else None
    if submission is None:
        raise NotFound()
    resolve_id(act, submission)
    return must_read(act.caller, act.read(submissions.head(submission)))


def read_linked(act: Act, submission: str) -> list[LinkedEntry]:
    """Return the entries that a submission's link fields name.

    Those of the same unit, as the caller may see them now. Raises NotFound.
    """
    parse_id(submission)
    head, answers, last = act.read(
        submissions.head(submission), submissions.answers(submission), submissions.last_revision(submission)
    )
    call, track = resolve_id(act, submission)
    head = must_read(act.caller, head)
    if may_read_draft(act.caller, head):
        values, by = answers.values, call
    else:
        frozen = _last_revision(act, head, last)
        values, by = frozen.answers, act.calls.version(call.id, frozen.version)
    form = content.form_of(by, track)
    linked = act.read(links.linked(submission, content.linked_ids(form, values)))
    return content.entries_of_unit(act.caller, call.id, content.unit_of(form, values), linked)


def read_revision(act: Act, submission: str, n: int) -> Revision:
    """Return what was pushed the n-th time.

    Raises NotFound, also when the caller may not read it, such as one pushed to another desk.
    """
    resolve_id(act, submission)
    head, revision = act.read(submissions.head(submission), submissions.revision(submission, n))
    return _readable(act.caller, head, revision)


def differences(act: Act, submission: str, old: int, new: int) -> list[FieldChange]:
    """Return what changed from push `old` to push `new`.

    Each change with what a return had requested of its field. Raises NotFound unless the caller may read both.
    """
    call, track = resolve_id(act, submission)
    head, *revisions = act.read(
        submissions.head(submission),
        submissions.revision(submission, old),
        submissions.revision(submission, new),
    )
    before, after = (_readable(act.caller, head, revision) for revision in revisions)
    form = content.form_of(act.calls.version(call.id, after.version), track)
    changed = changes.differences(form, before.answers, after.answers, _as_maps(before.files), _as_maps(after.files))
    return [FieldChange(change, after.asks.get(change.field)) for change in changed]


def _can(act: Act, head: Head, call: Any) -> tuple[str, ...]:
    steps = allowed(head, act.caller, call)
    edit = ("edit",) if head.owner == act.caller.account and head.editable else ()
    return (*edit, *(step for step in steps if step != "correct" or is_correcting(head, act.now)))


def _last_revision(act: Act, head: Head, last: Revision | None) -> Revision:
    """Return the revision that the head names.

    `last` was read in parallel with the head, and a push may have come in between.
    """
    if last and last.n == head.revision:
        return last
    revision = act.read(submissions.revision(head.id, head.revision))
    if revision is None:
        raise NotFound()
    return revision


def _readable(caller: Caller, head: Head | None, revision: Revision | None) -> Revision:
    if revision is None or not may_read_revision(caller, must_read(caller, head), revision):
        raise NotFound()
    return revision


def _as_maps(files: tuple[File, ...]) -> list[dict[str, Any]]:
    return [{"id": f.id, "field": f.field, "name": f.name, "sha256": f.sha256, "size": f.size} for f in files]
