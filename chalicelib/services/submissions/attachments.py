"""Attachments: a presigned upload, its check, then a file that counts.

What arrives is copied to where no browser may write, once it agrees with what was declared.
"""

from collections.abc import Mapping

from chalicelib.domain.access import must_own, must_read
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, NotFound, StepNotAllowed, UploadNotThere
from chalicelib.domain.evaluation.roll import is_correcting
from chalicelib.domain.submission import Answers, Files, Head
from chalicelib.domain.visibility import as_seen_by, may_read_revision
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.schema import Form
from chalicelib.services.context import Act, once, retry
from chalicelib.services.lookup import parse_id, resolve_id
from chalicelib.services.submissions import content
from chalicelib.services.uploads import uploads
from chalicelib.services.uploads.uploads import DeclaredFile, Ticket
from chalicelib.storage import allowances, submissions
from chalicelib.storage.engine.reads import nothing
from chalicelib.storage.engine.table import Write

MOST_FILES = 60
"""Most files of a submission, since all are one item.

No form of ours allows more than a third of this.
"""

SHOWN_INLINE = frozenset({"pdf", "jpg", "png", "mp4"})


def begin(act: Act, submission: str, field: str, name: str, size: int) -> Ticket:
    """Return a presigned POST for one file of `field`.

    Raises Invalid at /field, /name or /size, NotFound, StepNotAllowed when the submission cannot be edited,
    TooManyUploads, TooManyRequests, Busy.
    """
    parse_id(submission)
    return retry(lambda: _begin(act, submission, field, name, size))


def _begin(act: Act, submission: str, field: str, name: str, size: int) -> Ticket:
    head, files, allowance = act.read(
        submissions.head(submission), submissions.files(submission), allowances.uploads(act.claimed_account)
    )
    head = _must_be_editable(act, submission, head, field)
    form = content.form_of(act.calls.latest(head.call), head.track)
    declared = _declared(form, field)
    kind = uploads.kind_of(name, declared.kinds)
    _must_have_room(declared, files, field)
    declared_file = DeclaredFile(field, name, size, kind, _largest(declared, kind))
    return uploads.begin(act, submission, declared_file, allowance)


def _read_files(act: Act, ids: Mapping[str, str], submission: str, attachment: str) -> Files:
    return act.read(submissions.files(submission))


@once(_read_files)
def complete(act: Act, submission: str, attachment: str) -> Files:
    """Check an uploaded file and attach it.

    Attaching it again changes nothing. Raises UploadNotThere, UploadHarmful, UploadWrong, Invalid at /field when
    there is no room any more, NotFound, StepNotAllowed, Busy.
    """
    call_id, track = parse_id(submission)
    call = act.calls.latest(call_id)
    form = content.form_of(call, track)
    has_pledge = any(isinstance(field, Attachments) and field.pledge for field in form.fields)
    head, upload, answers, files = act.read(
        submissions.head(submission),
        submissions.upload(submission, attachment),
        submissions.answers(submission) if has_pledge else nothing(),
        submissions.files(submission),
    )
    there = files.find(attachment) or upload
    head = _must_be_editable(act, submission, head, there.field if there else "")
    if files.find(attachment):
        return files
    try:
        upload, arrived = uploads.arrived(act, submission, upload)
    except UploadNotThere:
        # The files were read along with an upload that is gone, so they may be older than what has become of it.
        files = act.read(submissions.files(submission))
        if files.find(attachment):
            return files
        raise
    declared = _declared(form, upload.field)
    _must_have_room(declared, files, upload.field)
    code = _code(call, form, answers, files) if declared.pledge and answers else ""
    after = files.with_file(uploads.keep(act.tools, submission, upload, arrived, code))
    ended = allowances.end_upload(act.caller.account, attachment)
    _commit(act, head, after, [submissions.end_upload(head.id, attachment), ended])
    return after


@once(_read_files)
def delete(act: Act, submission: str, attachment: str) -> Files:
    """Remove an attachment from a draft.

    The object stays while a frozen revision names it. Removing a missing one changes nothing.
    """
    parse_id(submission)
    head, files = act.read(submissions.head(submission), submissions.files(submission))
    there = files.find(attachment)
    head = _must_be_editable(act, submission, head, there.field if there else "")
    if there is None:
        return files
    after = files.without(attachment)
    _commit(act, head, after, [])
    return after


def link(act: Act, submission: str, attachment: str, *, inline: bool) -> str:
    """Return a download link that is valid for one minute.

    A file of the draft is for its owner, one of a revision for its readers. `inline` applies to kinds in SHOWN_INLINE
    only. Raises NotFound.
    """
    resolve_id(act, submission)
    head, files, revisions = act.read(
        submissions.head(submission), submissions.files(submission), submissions.revisions(submission)
    )
    head = must_read(act.caller, head)
    own = files.items if head.owner == act.caller.account else ()
    frozen = [f for r in revisions if may_read_revision(act.caller, head, r) for f in r.files]
    file = next((f for f in (*own, *frozen) if f.id == attachment), None)
    if file is None:
        raise NotFound()
    return act.tools.objects.presign_download(file.key, file.name, inline=inline and file.kind in SHOWN_INLINE)


def _must_be_editable(act: Act, submission: str, head: Head | None, field: str) -> Head:
    """Return the head, if the caller may change files of this field.

    That is of a draft of its own, or of a field that it is to correct. Raises NotFound, StepNotAllowed.
    """
    resolve_id(act, submission)
    own = must_own(act.caller, head)
    if not own.editable and not (field in own.correctable and is_correcting(own, act.now)):
        raise StepNotAllowed(step="edit", state=as_seen_by(act.caller, own).state)
    return own


def _declared(form: Form, field: str) -> Attachments:
    declared = form.field(field)
    if not isinstance(declared, Attachments):
        raise Invalid.at("/field", "not_an_option")
    return declared


def _largest(declared: Attachments, kind: str) -> int:
    """Return the most bytes for one file of this kind."""
    special = [rule.size for rule in declared.limits if kind in rule.kinds and rule.size]
    return int(min(special)) if special else int(declared.size)


def _must_have_room(declared: Attachments, files: Files, field: str) -> None:
    there = sum(1 for f in files.items if f.field == field)
    if declared.max is not None and there >= declared.max:
        raise Invalid.at("/field", "too_many", max=declared.max)
    if len(files.items) >= MOST_FILES:
        raise Invalid.at("/field", "too_many", max=MOST_FILES)


def _code(call: Call, form: Form, answers: Answers, files: Files) -> str:
    return content.code(content.frozen(form, answers.values), files, call.version)


def _commit(act: Act, head: Head, files: Files, also: list[Write]) -> None:
    """Write the files with one added or removed.

    Several at once take turns. What is corrected lacks nothing in lists. Raises Conflict, StepNotAllowed.
    """
    form = content.form_of(act.calls.latest(head.call), head.track)
    lacking = submissions.update_lacking(head, content.lacking(form, files))
    beside = lacking if head.editable else submissions.check_head(head, "edit")
    act.commit([submissions.put_files(files), beside, *also], submission=head.id)
