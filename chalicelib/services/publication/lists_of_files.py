"""Signed lists of public files, by which copies are checked."""

from collections.abc import Collection, Sequence
from hashlib import sha256

from chalicelib.domain.record.checkpoints import SignedCheckpoint, origin_of
from chalicelib.domain.record.notes import PublicKey, encode, sign
from chalicelib.services.context import Tools
from chalicelib.services.publication.rendering import TEXT, PublicFile
from chalicelib.storage import checkpoints
from chalicelib.storage.engine.reads import fetch

LIST = "files.txt"
"""The name of a folder's list of files."""


def write_files(
    tools: Tools, call_id: str, folder: str, files: Sequence[PublicFile], old: Collection[str] = ()
) -> None:
    """Write files of a call, and a signed list of them.

    The list comes last. What is in `old`, by path, is listed and not written again.
    """
    for file in files:
        if file.path not in old:
            tools.public.publish(file.path, file.body, file.content_type, file.cache)
    if tools.record_keys:
        last = fetch(tools.table, checkpoints.last_checkpoint(call_id))
        listed = list_of_files(tools, call_id, folder, files, last)
        tools.public.publish(listed.path, listed.body, listed.content_type, listed.cache)


def list_of_files(
    tools: Tools, call_id: str, folder: str, files: Sequence[PublicFile], last: SignedCheckpoint | None
) -> PublicFile:
    """Return the signed list of a folder's files, by SHA-256.

    The key that signs the record of the call signs it.
    """
    path = f"{call_id}/{folder}{LIST}"
    keys = {encode(one.public): one for one in tools.record_keys}
    key = keys.get(last.keys[-1] if last else "") or tools.record_keys[0]
    origin = origin_of(tools.site_origin, call_id)
    beginning = path.removesuffix(LIST)
    lines = sorted((file.path.removeprefix(beginning), sha256(file.body).hexdigest()) for file in files)
    text = f"{origin}/{folder}{LIST}\n" + "".join(f"{digest}  {name}\n" for name, digest in lines)
    note = sign(text, [(PublicKey(origin, key.public), key.sign)])
    return PublicFile(path, note.written.encode(), TEXT)
