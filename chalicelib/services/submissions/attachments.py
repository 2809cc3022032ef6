"""Attachments: a presigned upload, its check, and only then a file that counts.

What arrives is copied to where no browser may write once it has been found to be what was declared.
"""

from collections.abc import Callable
from functools import partial

from chalicelib.domain.access import must_own, must_read
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Busy, Invalid, NotFound, StepNotAllowed
from chalicelib.domain.submission import Answers, File, Files, Head
from chalicelib.domain.visibility import as_seen_by, may_read_revision
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.schema import Form
from chalicelib.services.context import IdempotencyRecord, Tools
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import resolve_id
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import content
from chalicelib.services.uploads import uploads
from chalicelib.services.uploads.uploads import Ticket
from chalicelib.storage import keys, submissions
from chalicelib.storage.engine.table import Write, in_parallel
from chalicelib.storage.keys import Key
from chalicelib.storage.submissions import Found

MOST_FILES = 60
"""All files of a submission are one item; no form of ours allows more than a third of this."""

TURNS = 8
"""How often a change of the files is tried again when another one came first."""

SHOWN_INLINE = frozenset({"pdf", "jpg", "png", "mp4"})


def begin(tools: Tools, who: SignedIn, submission: str, field: str, name: str, size: int) -> Ticket:
    """A presigned POST for one file of `field`. Raises Invalid at /field, /name or /size, NotFound,
    StepNotAllowed when the submission cannot be edited."""
    head, found = _editable(tools, who, submission)
    form, files = content.form_of(tools.calls.latest(head.call), head.track), found.files(submission)
    declared = _declared(form, field)
    kind = uploads.kind_of(name, declared.kinds)
    _must_have_room(declared, files, field)
    return uploads.begin(tools, submission, field, name, size, kind, _largest(declared, kind))


def complete(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, submission: str, attachment: str
) -> Files:
    """Check what arrived and let it count. Raises UploadNotThere, UploadWrong, Invalid at /field where there is no
    room for it any more, StepNotAllowed, Stale."""
    call, track = resolve_id(tools, who.caller, submission)
    form = content.form_of(call, track)
    pledged = {f.id for f in form.fields if isinstance(f, Attachments) and f.pledge}
    wanted = [keys.upload(submission, attachment), *([keys.answers(submission)] if pledged else [])]
    head, found = _editable(tools, who, submission, *wanted)
    files = found.files(submission)
    if files.find(attachment):
        return files
    upload, arrived = uploads.arrived(tools, submission, found.upload(submission, attachment))
    declared = _declared(form, upload.field)
    _must_have_room(declared, files, upload.field)
    code = _code(call, form, found.answers(submission), files) if upload.field in pledged else ""
    file = uploads.keep(tools, submission, upload, arrived, code)
    add = partial(_with_file, declared, file)
    return _change(tools, repeat, head, files, add, [submissions.delete_upload(head.id, file.id)])


def delete(tools: Tools, who: SignedIn, repeat: IdempotencyRecord, submission: str, attachment: str) -> Files:
    """Unlink one; the object stays while a frozen revision names it. Deleting what is gone changes nothing."""
    head, found = _editable(tools, who, submission)
    files = found.files(submission)
    return _change(
        tools, repeat, head, files, lambda now: now.without(attachment) if now.find(attachment) else now, []
    )


def link(tools: Tools, who: SignedIn, submission: str, attachment: str, *, inline: bool) -> str:
    """A download link of one minute: a file of the draft for its owner, of a revision for whoever may read that."""
    resolve_id(tools, who.caller, submission)
    items, revisions = in_parallel(
        lambda: tools.table.read([keys.head(submission), keys.files(submission)]),
        lambda: submissions.revisions(tools.table, submission),
    )
    found = Found(items)
    head = must_read(who.caller, found.head(submission))
    own = found.files(submission).items if head.owner == who.caller.account else ()
    frozen = [f for r in revisions if may_read_revision(who.caller, head, r) for f in r.files]
    file = next((f for f in (*own, *frozen) if f.id == attachment), None)
    if file is None:
        raise NotFound()
    return tools.objects.presign_download(file.key, file.name, inline=inline and file.kind in SHOWN_INLINE)


def _editable(tools: Tools, who: SignedIn, submission: str, *also: Key) -> tuple[Head, Found]:
    """The head of a draft of the caller's, and its files with whatever else is wanted."""
    resolve_id(tools, who.caller, submission)
    found = Found(tools.table.read([keys.head(submission), keys.files(submission), *also]))
    head = must_own(who.caller, found.head(submission))
    if not head.editable:
        raise StepNotAllowed(step="edit", state=as_seen_by(who.caller, head).state)
    return head, found


def _declared(form: Form, field: str) -> Attachments:
    declared = form.field(field)
    if not isinstance(declared, Attachments):
        raise Invalid.at("/field", "not_an_option")
    return declared


def _with_file(declared: Attachments, file: File, files: Files) -> Files:
    """With one file more, as long as there is room; as they are where it is among them."""
    if files.find(file.id):
        return files
    _must_have_room(declared, files, file.field)
    return files.with_file(file)


def _largest(declared: Attachments, kind: str) -> int:
    """The most bytes for one file of this kind."""
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


def _change(
    tools: Tools,
    repeat: IdempotencyRecord,
    head: Head,
    files: Files,
    change: Callable[[Files], Files],
    extra: list[Write],
) -> Files:
    """One file more or less; several at once take turns. Raises StepNotAllowed, Busy."""
    act = partial(_change_in_turn, tools, repeat, head, files, change, extra)
    return idempotent(tools, repeat, act, lambda _: _read_files(tools, head.id))


def _change_in_turn(
    tools: Tools,
    repeat: IdempotencyRecord,
    head: Head,
    files: Files,
    change: Callable[[Files], Files],
    extra: list[Write],
) -> Files:
    form = content.form_of(tools.calls.latest(head.call), head.track)
    for _ in range(TURNS):
        after = change(files)
        if after is files:
            return files
        record = repeat.record(tools.clock(), {"submission": head.id})
        writes: list[Write] = [
            record,
            submissions.put_files(after),
            submissions.update_lacking(head, content.lacking(form, after)),
            *extra,
        ]
        try:
            tools.table.write(writes)
            return after
        except submissions.FilesConflict:
            files = _read_files(tools, head.id)
    raise Busy()


def _read_files(tools: Tools, submission: str) -> Files:
    return Found(tools.table.read([keys.files(submission)])).files(submission)
