"""Scans of summary tables, printed and sealed.

A scan is kept with its report, and recorded in its list's history.
"""

from chalicelib.domain.errors import ListStale, NotFound, UploadNotThere
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File
from chalicelib.domain.workflow.commands import AttachScan
from chalicelib.services.context import Act, retry
from chalicelib.services.lists import ranking
from chalicelib.services.lists.sheets import must_be_own
from chalicelib.services.uploads import uploads
from chalicelib.services.uploads.uploads import DeclaredFile, Ticket
from chalicelib.storage import allowances, lists, submissions
from chalicelib.storage.engine.table import Conflict
from chalicelib.storage.steps import writes_of

KINDS = ("pdf", "jpg", "png")
LARGEST = 20 * 1024 * 1024


def begin(act: Act, list_id: ListId, n: int, name: str, size: int) -> Ticket:
    """Return a presigned POST for the scan of version `n`.

    Raises Forbidden, NotFound, Invalid, TooManyUploads, TooManyRequests, Busy.
    """
    return retry(lambda: _begin(act, list_id, n, name, size))


def _begin(act: Act, list_id: ListId, n: int, name: str, size: int) -> Ticket:
    report, allowance = act.read(lists.report(*list_id, n), allowances.uploads(act.claimed_account))
    must_be_own(act, list_id)
    if report is None:
        raise NotFound()
    file = DeclaredFile(f"scan-{n}", name, size, uploads.kind_of(name, KINDS), LARGEST)
    return uploads.begin(act, list_id.subject, file, allowance)


def keep(act: Act, list_id: ListId, n: int, upload_id: str) -> File:
    """Check a scan and keep it with its report.

    It replaces an earlier one, and one event of the list says so in the same transaction. Keeping it again returns
    the same file. Raises UploadNotThere, UploadHarmful, UploadWrong, Busy.
    """
    upload = act.read(submissions.upload(list_id.subject, upload_id))
    must_be_own(act, list_id)
    try:
        upload, arrived = uploads.arrived(act, list_id.subject, upload)
    except UploadNotThere:
        return _kept_of(act, list_id, n, upload_id)
    if upload.field != f"scan-{n}":
        raise UploadNotThere()
    file = uploads.keep(act.tools, list_id.subject, upload, arrived)
    return retry(lambda: _attach(act, list_id, n, file))


def link(act: Act, list_id: ListId, n: int) -> str:
    """Return a link of one minute to the scan.

    For callers that may read the report. Raises NotFound.
    """
    scan = ranking.read_report(act, list_id, n).scan
    if scan is None:
        raise NotFound()
    return act.tools.objects.presign_download(scan.key, scan.name, inline=True)


def _attach(act: Act, list_id: ListId, n: int, file: File) -> File:
    """Write the scan and its event.

    Other changes of the list take turns with it. Raises Conflict, and UploadNotThere when the scan was kept and
    replaced meanwhile.
    """
    facts, earlier, upload = act.read(
        ranking.facts_of(act.calls, list_id),
        lists.scan(list_id, n),
        submissions.upload(list_id.subject, file.id),
    )
    if upload is None:
        return _kept_of(act, list_id, n, file.id)
    change = ranking.decide_on(act, facts, AttachScan(n, file, earlier.file if earlier else None))
    try:
        act.commit(writes_of(change))
    except ListStale as stale:
        raise Conflict() from stale
    return file


def _kept_of(act: Act, list_id: ListId, n: int, upload_id: str) -> File:
    """Return the scan that an upload has become.

    It is read once the upload was seen gone: what was read along with that may be older. Raises UploadNotThere.
    """
    kept = act.read(lists.scan(list_id, n))
    if kept is None or kept.file.id != upload_id:
        raise UploadNotThere()
    return kept.file
