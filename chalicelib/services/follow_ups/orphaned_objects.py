"""Removal of attachments' objects that nothing names any more.

Of files deleted from a draft before any push froze them.
"""

from chalicelib.domain.submission import Files
from chalicelib.services.context import Tools
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import fetch


def clear(tools: Tools, before: Files, after: Files | None) -> None:
    """Delete the objects of files that nothing names any more.

    That is what `before` named, unless `after` (None: the draft is gone) or a frozen revision names it. A file that
    has been unlinked never comes back and no later push can freeze it, so this may come late, twice or in any order.
    The bucket keeps what was deleted for as long as its lifecycle says.
    """
    kept = {file.id for file in after.items} if after else set()
    gone = [file for file in before.items if file.id not in kept]
    if not gone:
        return
    frozen = {file.id for revision in fetch(tools.table, submissions.revisions(before.id)) for file in revision.files}
    for file in gone:
        if file.id not in frozen:
            tools.objects.delete(file.key)
