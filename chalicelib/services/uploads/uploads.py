"""Uploads: a presigned POST for one key, and the later check.

What arrives is identified by one version, hashed, and compared with what was declared. Until then it has no effect.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import PurePath

from chalicelib.domain.allowances import Allowance, OpenItem
from chalicelib.domain.errors import Invalid, LaurelError, UploadHarmful, UploadNotThere, UploadWrong, problem
from chalicelib.domain.submission import File, Upload
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, token
from chalicelib.services.uploads import file_kinds
from chalicelib.storage import allowances, submissions
from chalicelib.storage.engine.bucket import UPLOAD_SECONDS, UploadedObject


@dataclass(frozen=True)
class DeclaredFile:
    """A file to be uploaded, as the browser declares it.

    `size` and `largest` are bytes.
    """

    field: str
    name: str
    size: int
    kind: str
    largest: int


@dataclass(frozen=True)
class Ticket:
    """A presigned POST for one file."""

    id: str
    url: str
    fields: dict[str, str]


def kind_of(name: str, kinds: Sequence[str]) -> str:
    """Return the kind that a file's name claims.

    Raises Invalid at /name when it is none of `kinds`.
    """
    kind = PurePath(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if kind not in kinds:
        raise Invalid.at("/name", "kind_not_allowed", kind=kind, kinds=list(kinds))
    return kind


def check_size(size: int, largest: int) -> None:
    """Refuse more than `largest` bytes. Raises Invalid at /size."""
    if size > largest:
        raise Invalid.at("/size", "too_large", max=largest)


def begin(act: Act, subject: str, file: DeclaredFile, allowance: Allowance) -> Ticket:
    """Return a presigned POST for one file of `subject`.

    The subject is a submission or a ranked list; `allowance` is what the caller has open. Raises Invalid at /size over
    `largest` bytes, TooManyUploads, TooManyRequests, and Conflict when the caller began another meanwhile.
    """
    check_size(file.size, file.largest)
    upload_id = token(16)
    key = f"incoming/{subject}/{upload_id}"
    upload = Upload(upload_id, file.field, file.name, file.size, file.kind, file_kinds.TYPES[file.kind], key)
    expires = act.now + timedelta(seconds=UPLOAD_SECONDS * 2)
    after = allowance.with_upload(upload_id, OpenItem(subject, expires), act.now)
    put = submissions.put_upload(subject, upload, int(expires.timestamp()))
    act.commit([allowances.put_begun(allowance, after), put])
    url, fields = act.tools.objects.presign_upload(key, upload.type, file.largest)
    return Ticket(upload_id, url, dict(fields))


def arrived(act: Act, subject: str, upload: Upload | None) -> tuple[Upload, UploadedObject]:
    """Return the declared upload and the object that arrived.

    Raises UploadNotThere when there is none; when they do not agree, deletes the upload and raises UploadHarmful or
    UploadWrong.
    """
    if upload is None:
        raise UploadNotThere()
    try:
        return upload, check_arrived(act.tools, upload)
    except (UploadHarmful, UploadWrong):
        ended = allowances.end_upload(act.caller.account, upload.id)
        act.tools.table.write([submissions.delete_upload(subject, upload.id), ended])
        raise


def check_arrived(tools: Tools, upload: Upload) -> UploadedObject:
    """Return the object that arrived for a declared upload.

    Raises UploadNotThere when there is none; when they do not agree, deletes the object and raises UploadHarmful or
    UploadWrong.
    """
    body = tools.objects.fetch(upload.key)
    if body is None:
        raise UploadNotThere()
    refusal = _refusal(upload, body)
    if refusal:
        tools.objects.delete(upload.key)
        raise refusal
    return body


def keep(tools: Tools, subject: str, upload: Upload, arrived: UploadedObject, code: str = "") -> File:
    """Copy an arrived object to where no browser may write.

    Returns it as a file. Its key names its content: of two bodies under one upload that are completed at once,
    neither replaces the other.
    """
    key = f"kept/{subject}/{upload.id}/{arrived.sha256}"
    tools.objects.keep(upload.key, arrived.version, key)
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


def _refusal(upload: Upload, body: UploadedObject) -> LaurelError | None:
    if body.harmful:
        return UploadHarmful()
    if body.size != upload.size:
        return UploadWrong(errors=[problem("/size", "size_differs", declared=upload.size, arrived=body.size)])
    if not file_kinds.is_kind(upload.kind, body.body, whole=len(body.body) == body.size):
        return UploadWrong(errors=[problem("/name", "content_differs", kind=upload.kind)])
    return None
