"""Corrections of nominated entries: the owner's part, after the organiser asked.

The answers are closed since the push, so nothing but a correction changes them; files of the named fields come and go
as in a draft. A correction is checked by the form that the entry was pushed under.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.access import must_own
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import StepNotAllowed
from chalicelib.domain.submission import Answers, Files, Head, ReturnNotice, Revision
from chalicelib.domain.visibility import as_seen_by
from chalicelib.domain.workflow.commands import Correct
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import CheckedDraft, Facts
from chalicelib.forms import answers as rules
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.lookup import parse_id, resolve_id
from chalicelib.services.submissions import content, steps
from chalicelib.storage import links, submissions
from chalicelib.storage.engine.reads import pair
from chalicelib.storage.links import Linked
from chalicelib.storage.steps import writes_of


@dataclass(frozen=True)
class _Pushed:
    """An entry as it was pushed last, and what lies beside it.

    `call` is the version that it was pushed under.
    """

    call: Call
    head: Head
    answers: Answers
    files: Files
    last: Revision
    notice: ReturnNotice | None

    @property
    def form(self) -> Form:
        return content.form_of(self.call, self.head.track)


@once(lambda act, ids, submission, values: steps.read_head(act, submission))
def correct(act: Act, submission: str, values: Mapping[str, Any]) -> Head:
    """Correct the named fields of a nominated entry.

    `values` are the answers to some of them, None for what is emptied; files are taken as they are now. Raises Closed,
    Invalid, Incomplete, StepNotAllowed, NotFound, Busy.
    """
    parse_id(submission)
    head, both, notice, last = act.read(
        submissions.head(submission),
        pair(submissions.answers(submission), submissions.files(submission)),
        submissions.return_notice(submission),
        submissions.last_revision(submission),
    )
    call, _ = resolve_id(act, submission)
    head = must_own(act.caller, head)
    if last is None or last.n != head.revision:
        raise StepNotAllowed(step="correct", state=as_seen_by(act.caller, head).state)
    pushed = _Pushed(act.calls.version(call.id, last.version), head, *both, last, notice)
    after = _merged(pushed.answers.values, values)
    named = content.linked_ids(pushed.form, {**pushed.answers.values, **after})
    linked, roll = act.read(links.linked(submission, named), steps.roll_of(call, submission))
    draft = _checked(act, pushed, after, linked)
    command = Correct(_changed(pushed, draft))
    change = decide(command, head, Facts(act.now, act.caller, Dates(call), draft=draft, roll=roll, salt=token(26)))
    act.commit(writes_of(change), submission=submission)
    return change.head or head


def _merged(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {id: value for id, value in {**before, **values}.items() if value is not None}


def _checked(act: Act, pushed: _Pushed, after: Mapping[str, Any], linked: Mapping[str, Linked]) -> CheckedDraft:
    """Return the entry as it would be frozen.

    Problems that were there before are not the owner's to mend, unless they are of a field that is to be corrected.
    """
    call, form, head, last = pushed.call, pushed.form, pushed.head, pushed.last
    files = Files(head.id, content.corrected_files(head, pushed.files, last), pushed.files.v)
    before = content.Draft(form, pushed.answers.values, Files(head.id, last.files))
    was = content.problems(act, call, before, linked)
    now = content.problems(act, call, content.Draft(form, after, files), linked)
    misshapen = rules.draft_problems(form, {id: v for id, v in after.items() if id in form.by_id})
    values = content.frozen(form, after)
    return CheckedDraft(
        answers=replace(pushed.answers, values=after, v=pushed.answers.v + 1, saved_at=act.now),
        files=files,
        values=values,
        problems=tuple(one.as_json() for one in (*misshapen, *now) if one.field in head.correctable or one not in was),
        code=content.code(values, files, last.version),
        card=content.card(call, form, after, now),
        place=head.place,
        parent_body=head.parent_body,
        receiving=frozenset(),
        version=last.version,
        asks=pushed.notice.asks if pushed.notice else {},
    )


def _changed(pushed: _Pushed, draft: CheckedDraft) -> tuple[str, ...]:
    """Return the fields that a correction changes, in the form's order."""
    before, after = pushed.answers.values, draft.answers.values
    answers = {id for id in {*before, *after} if before.get(id) != after.get(id)}
    old, new = ({(file.field, file.id) for file in files} for files in (pushed.last.files, draft.files.items))
    changed = answers | {field for field, _ in old ^ new}
    order = {field.id: n for n, field in enumerate(pushed.form.fields)}
    return tuple(sorted(changed, key=lambda id: order.get(id, len(order))))
