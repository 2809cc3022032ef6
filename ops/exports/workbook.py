"""Workbooks of pushed entries, one xlsx file per track.

Each entry is exported as it was pushed last. Rows stream from the desk index and the frozen revisions into the
file, so that memory does not grow with the number of entries. Drafts belong to their owners and are never
exported.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from chalicelib.domain.call import Call
from chalicelib.domain.submission import ORGANISER, State
from chalicelib.forms.schema import Form
from chalicelib.services.context import Tools
from chalicelib.services.submissions.content import form_of
from chalicelib.storage import keys, submissions
from chalicelib.storage.engine.table import Item
from ops.cli import Progress
from ops.exports.columns import Columns, columns

AT_ONCE = 100
"""Revisions per BatchGet."""
PAGE = 500


def export(tools: Tools, call: Call, track: str, file: Path, language: str, *, personal: bool) -> int:
    """Write a track's pushed entries to a file and return their number.

    Only the file's owner can read it.
    """
    shape = columns(call, forms(tools, call, track), language, personal=personal)
    progress = Progress(f"{track}: entries written")
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    write(file, shape.names, rows(shape, entries(tools, call, track, progress)))
    return progress.count


def write(file: Path, names: Sequence[str], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows under their headings."""
    from rustpy_xlsxwriter import write_worksheet

    first = [dict(zip(names, row.values(), strict=True)) for row in islice(rows, 1)]
    # The writer takes headings from the first row's keys, and only values, in order, from the other rows.
    write_worksheet(chain(first, rows), str(file), freeze_row=1, bold_headers=True)


def rows(shape: Columns, pushed: Iterable[tuple[Item, Item]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of entries, each a pair of head and revision."""
    for head, revision in pushed:
        entry = from_json(f'{{"card":{head["card"]},{head["doc"][1:]}')
        frozen = from_json(revision["doc"])
        yield shape.row(entry, frozen)


def forms(tools: Tools, call: Call, track: str) -> dict[int, Form]:
    """Return the forms that a track's entries were pushed under, newest first.

    The newest is always among them. Heads say their version; where one does not, its revision is read.
    """
    versions, unsaid = {call.version}, list[Item]()
    for head in _heads(tools, call, track):
        version = _version(head)
        unsaid += [] if version else [head]
        versions |= {version} if version else set()
    for _, revision in _with_revisions(tools, iter(unsaid)):
        versions.add(from_json(revision["doc"])["version"])
    known = [tools.calls.version(call.id, version) for version in sorted(versions, reverse=True)]
    return {one.version: form_of(one, track) for one in known if track in one.tracks}


def _version(head: Item) -> int:
    """Return the version that a head was pushed under; 0 if unsaid."""
    pushed = from_json(head["doc"]).get("pushed_card") or from_json(head["card"])
    return int(pushed.get("version", 0))


def entries(tools: Tools, call: Call, track: str, progress: Progress) -> Iterator[tuple[Item, Item]]:
    """Yield heads of pushed entries with their last frozen revisions.

    They come desk by desk.
    """
    for whole in _with_revisions(tools, _heads(tools, call, track)):
        progress.add()
        yield whole


def _with_revisions(tools: Tools, heads: Iterator[Item]) -> Iterator[tuple[Item, Item]]:
    while part := list(islice(heads, AT_ONCE)):
        revisions = {
            head["pk"]: keys.revision(keys.subject_in(head["pk"]), from_json(head["doc"])["revision"]) for head in part
        }
        frozen = tools.table.read(revisions.values())
        yield from ((head, frozen[key]) for head in part if (key := revisions[head["pk"]]) in frozen)


def _heads(tools: Tools, call: Call, track: str) -> Iterator[Item]:
    for desk in (*call.desks, ORGANISER):
        for state in State:
            cursor = None
            while True:
                page = tools.table.page(submissions.at_desk((call.id, desk, track), state, cursor, PAGE).query)
                yield from page.items
                cursor = page.cursor
                if cursor is None:
                    break
