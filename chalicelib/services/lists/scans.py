"""The scan of a summary table, printed and sealed: kept with its report, and told in the history of its list."""

from chalicelib.domain.access import Caller
from chalicelib.domain.errors import Busy, ListStale, NotFound, UploadNotThere
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File
from chalicelib.domain.workflow.commands import AttachScan
from chalicelib.services.context import Tools
from chalicelib.services.lists import ranking
from chalicelib.services.lists.ranking import ListFacts
from chalicelib.services.lists.sheets import must_be_own
from chalicelib.services.uploads import uploads
from chalicelib.services.uploads.uploads import Ticket
from chalicelib.storage import keys, lists
from chalicelib.storage.engine.table import in_parallel
from chalicelib.storage.steps import writes_of
from chalicelib.storage.submissions import Found

KINDS = ("pdf", "jpg", "png")
LARGEST = 20 * 1024 * 1024
TURNS = 8
"""How often a scan is put into the list's history again when something else came first."""


def begin(tools: Tools, who: Caller, list_id: ListId, n: int, name: str, size: int) -> Ticket:
    """A presigned POST for the scan of reported version `n`."""
    must_be_own(tools, who, list_id)
    ranking.must_be_reported(tools, who, list_id, n)
    kind = uploads.kind_of(name, KINDS)
    return uploads.begin(tools, list_id.subject, f"scan-{n}", name, size, kind, LARGEST)


def keep(tools: Tools, who: Caller, list_id: ListId, n: int, upload_id: str) -> File:
    """Check the scan and keep it with its report, in the place of an earlier one; one event of the list says so in
    the same transaction. Kept already, it is answered again. Raises UploadNotThere, UploadWrong, Busy."""
    must_be_own(tools, who, list_id)
    subject = list_id.subject
    loaded = ranking.load(tools, *list_id, keys.scan(*list_id, n), keys.upload(subject, upload_id))
    try:
        upload, arrived = uploads.arrived(tools, subject, Found(loaded.items).upload(subject, upload_id))
    except UploadNotThere:
        kept = lists.read_scan(tools.table, list_id, n)
        if kept is None or kept.id != upload_id:
            raise
        return kept
    if upload.field != f"scan-{n}":
        raise UploadNotThere()
    return _attach(tools, who, loaded, n, uploads.keep(tools, subject, upload, arrived))


def link(tools: Tools, who: Caller, list_id: ListId, n: int) -> str:
    """A link of one minute to the scan, for whoever may read the report. Raises NotFound."""
    _, file = in_parallel(
        lambda: ranking.must_be_reported(tools, who, list_id, n),
        lambda: lists.read_scan(tools.table, list_id, n),
    )
    if file is None:
        raise NotFound()
    return tools.objects.presign_download(file.key, file.name, inline=True)


def _attach(tools: Tools, who: Caller, loaded: ListFacts, n: int, file: File) -> File:
    """In turn with whatever else moves the list. Raises Busy."""
    list_id = loaded.ranked.list_id
    for _ in range(TURNS):
        earlier = lists.scan_in(loaded.items, list_id, n)
        if earlier and earlier.id == file.id:
            return earlier
        change = ranking.decide_on(tools, who, loaded, AttachScan(n, file, earlier))
        try:
            tools.table.write(writes_of(change))
            return file
        except ListStale:
            loaded = ranking.load(tools, *list_id, keys.scan(*list_id, n))
    raise Busy()
