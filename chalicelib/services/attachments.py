"""Attachments: a presigned upload, its check, and only then a file that counts.

What arrives is taken by one version, hashed, compared with what was declared, and copied to where no browser
may write. Until then it is nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from chalicelib.domain.access import must_own, must_read
from chalicelib.domain.errors import Invalid, NotFound, StepNotAllowed, UploadNotThere, UploadWrong, problem
from chalicelib.domain.submission import File, Files, Head
from chalicelib.forms.schema import Form
from chalicelib.services import content, sniffing
from chalicelib.services.cases import known_id
from chalicelib.services.sessions import SignedIn
from chalicelib.services.tools import Tools, token
from chalicelib.storage import keys, submissions
from chalicelib.storage.objects import UPLOAD_SECONDS, Arrived
from chalicelib.storage.repeats import AlreadyDone, Repeat
from chalicelib.storage.submissions import Found, Upload
from chalicelib.storage.table import Write

MOST_FILES = 60
"""All files of a submission are one item; no form of ours allows more than a third of this."""

SHOWN_INLINE = frozenset({"pdf", "jpg", "png", "mp4"})


@dataclass(frozen=True)
class Ticket:
    """Where to send one file: a presigned POST."""

    id: str
    url: str
    fields: dict[str, str]


def begin(tools: Tools, who: SignedIn, submission: str, field: str, name: str, size: int) -> Ticket:
    """A presigned POST for one file of `field`. Raises Invalid at /field, /name or /size, NotFound,
    StepNotAllowed when the submission cannot be edited."""
    head, files = _editable(tools, who, submission)
    form = content.form_of(tools.calls.latest(head.call), head.track)
    declared = form.field(field)
    if declared is None or declared.type != "attachments":
        raise Invalid.at("/field", "not_an_option")
    kind = _kind(declared, name)
    largest = _largest(declared, kind)
    if size > largest:
        raise Invalid.at("/size", "too_large", max=largest)
    _must_have_room(declared, files, field)
    attachment = token(16)
    upload = Upload(
        attachment, field, name, size, kind, sniffing.TYPES[kind], f"incoming/{submission}/{attachment}"
    )
    expires = tools.clock() + timedelta(seconds=UPLOAD_SECONDS * 2)
    tools.table.write([submissions.begun_upload(submission, upload, int(expires.timestamp()))])
    url, fields = tools.objects.presign_upload(upload.key, upload.type, largest)
    return Ticket(attachment, url, dict(fields))


def complete(tools: Tools, who: SignedIn, repeat: Repeat, submission: str, attachment: str) -> Files:
    """Check what arrived and let it count. Raises UploadNotThere, UploadWrong, StepNotAllowed, Stale."""
    head, files = _editable(tools, who, submission)
    if files.find(attachment):
        return files
    wanted = [keys.upload(submission, attachment), keys.answers(submission)]
    found = Found(tools.table.read(wanted))
    upload = found.upload(submission, attachment)
    arrived = tools.objects.fetch(upload.key) if upload else None
    if upload is None or arrived is None:
        raise UploadNotThere()
    _must_be_as_declared(tools, submission, upload, arrived)
    kept = f"kept/{submission}/{attachment}"
    tools.objects.keep(upload.key, arrived.version, kept)
    form = content.form_of(tools.calls.latest(head.call), head.track)
    declared = form.field(upload.field)
    code = ""
    if declared is not None and getattr(declared, "pledge", False):
        code = _code(tools, head, form, found, files)
    file = _file(tools, upload, arrived, kept, code)
    return _add(tools, repeat, head, files, file)


def delete(tools: Tools, who: SignedIn, repeat: Repeat, submission: str, attachment: str) -> Files:
    """Unlink one; the object stays while a frozen revision names it. Deleting what is gone changes nothing."""
    head, files = _editable(tools, who, submission)
    if files.find(attachment) is None:
        return files
    after = files.without(attachment)
    record = repeat.record(tools.clock(), {"submission": submission})
    try:
        tools.table.write([submissions.changed_files(after), submissions.still_editable(head), record])
    except AlreadyDone:
        return _editable(tools, who, submission)[1]
    return after


def link(tools: Tools, who: SignedIn, submission: str, attachment: str, *, inline: bool) -> str:
    """A download link of one minute for whoever may read the submission: a file of the draft for its owner,
    of what was pushed last for all others."""
    known_id(submission)
    found = Found(tools.table.read([keys.head(submission), keys.files(submission)]))
    head = must_read(who.caller, found.head(submission))
    file = found.files(submission).find(attachment) if head.owner == who.caller.account else None
    file = file or _frozen_file(tools, head, attachment)
    if file is None:
        raise NotFound()
    return tools.objects.presign_download(file.key, file.name, inline=inline and file.kind in SHOWN_INLINE)


def _frozen_file(tools: Tools, head: Head, attachment: str) -> File | None:
    wanted = [keys.revision(head.id, n) for n in range(1, head.revision + 1)]
    found = Found(tools.table.read(wanted))
    revisions = [r for n in range(head.revision, 0, -1) if (r := found.revision(head.id, n))]
    return next((f for r in revisions for f in r.files if f.id == attachment), None)


def _editable(tools: Tools, who: SignedIn, submission: str) -> tuple[Head, Files]:
    known_id(submission)
    found = Found(tools.table.read([keys.head(submission), keys.files(submission)]))
    head = must_own(who.caller, found.head(submission))
    if not head.editable:
        raise StepNotAllowed(step="edit", state=head.state)
    return head, found.files(submission)


def _kind(declared: Any, name: str) -> str:
    kind = PurePath(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if kind not in declared.kinds:
        raise Invalid.at("/name", "kind_not_allowed", kind=kind, kinds=list(declared.kinds))
    return kind


def _largest(declared: Any, kind: str) -> int:
    """The most bytes for one file of this kind."""
    special = [rule.size for rule in declared.limits if kind in rule.kinds and rule.size]
    return int(min(special)) if special else int(declared.size)


def _must_have_room(declared: Any, files: Files, field: str) -> None:
    there = sum(1 for f in files.items if f.field == field)
    if declared.max is not None and there >= declared.max:
        raise Invalid.at("/field", "too_many", max=declared.max)
    if len(files.items) >= MOST_FILES:
        raise Invalid.at("/field", "too_many", max=MOST_FILES)


def _must_be_as_declared(tools: Tools, submission: str, upload: Upload, arrived: Arrived) -> None:
    """Size as announced, content of the declared kind; what is wrong is thrown away."""
    errors = []
    if arrived.size != upload.size:
        errors.append(problem("/size", "size_differs", declared=upload.size, arrived=arrived.size))
    elif not sniffing.is_kind(upload.kind, arrived.body, whole=len(arrived.body) == arrived.size):
        errors.append(problem("/name", "content_differs", kind=upload.kind))
    if errors:
        tools.table.write([submissions.ended_upload(submission, upload.id)])
        tools.objects.delete(upload.key)
        raise UploadWrong(errors=errors)


def _code(tools: Tools, head: Head, form: Form, found: Found, files: Files) -> str:
    values = content.frozen(form, found.answers(head.id).values)
    return content.code(values, files, tools.calls.latest(head.call).version)


def _file(tools: Tools, upload: Upload, arrived: Arrived, key: str, code: str) -> File:
    return File(
        id=upload.id,
        field=upload.field,
        name=upload.name,
        size=arrived.size,
        kind=upload.kind,
        type=upload.type,
        sha256=arrived.sha256,
        key=key,
        added_at=tools.clock(),
        content=code,
    )


def _add(tools: Tools, repeat: Repeat, head: Head, files: Files, file: File) -> Files:
    """One more file; several arriving at once take turns."""
    for _ in range(8):
        after = files.with_file(file)
        writes: list[Write] = [
            submissions.changed_files(after),
            submissions.still_editable(head),
            submissions.ended_upload(head.id, file.id),
            repeat.record(tools.clock(), {"submission": head.id}),
        ]
        try:
            tools.table.write(writes)
            return after
        except AlreadyDone:
            return _read_files(tools, head.id)
        except submissions.FilesMoved:
            files = _read_files(tools, head.id)
            if files.find(file.id):
                return files
    raise StepNotAllowed(step="edit", state=head.state)


def _read_files(tools: Tools, submission: str) -> Files:
    return Found(tools.table.read([keys.files(submission)])).files(submission)
