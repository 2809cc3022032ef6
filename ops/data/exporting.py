"""`ops export`: what was pushed in a call as xlsx, one file a track, as it was pushed last.

Row after row goes from the desk index and the frozen revisions into the file: what it takes does not grow with the
number of entries. Drafts are nobody's but their owners', and are in no export. Personal values are masked unless
asked for.
"""

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from chalicelib.domain.call import Call
from chalicelib.domain.submission import ORGANISER, State
from chalicelib.services.context import Tools
from chalicelib.services.submissions.content import form_of
from chalicelib.storage import keys, submissions
from chalicelib.storage.engine.table import Item, Query
from ops import stages
from ops.data.cells import Columns, columns
from ops.people import published
from ops.terms import DONE, Progress, Stop, say

AT_ONCE = 100
"""Revisions of one BatchGet."""
PAGE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("call", metavar="CALL")
    parser.add_argument("--out", type=Path, default=Path(), help="the folder to write to (here)")
    parser.add_argument("--track", action="append", help="only this track (may be repeated)")
    parser.add_argument("--language", help="of headings and choices, one of the call's (else: its first)")
    parser.add_argument(
        "--personal", action="store_true", help="with names, numbers and addresses of persons"
    )
    parser.add_argument("--dry-run", action="store_true", help="say which files would be written")


def run(options: argparse.Namespace) -> int:
    tools = stages.stage_of(options).tools
    call = published(tools, options.call)
    unknown = set(options.track or ()) - call.tracks.keys()
    if unknown:
        raise Stop(f"{call.id} has no track {', '.join(sorted(unknown))}; it has {', '.join(call.tracks)}.")
    language = options.language or call.languages[0]
    if language not in call.languages:
        raise Stop(f"{call.id} is not in {language}; it is in {', '.join(call.languages)}.")
    for track in options.track or call.tracks:
        file = options.out / f"{call.id}-{track}.xlsx"
        if options.dry_run:
            print(f"would write {file}")
            continue
        count = export(tools, call, track, file, language, personal=options.personal)
        say(f"{count:,} entries are in {file}")
    return DONE


def export(tools: Tools, call: Call, track: str, file: Path, language: str, *, personal: bool) -> int:
    """Write a track's pushed entries; how many. The file can be read by nobody else."""
    shape = columns(call, form_of(call, track), language, personal=personal)
    progress = Progress(f"{track}: entries written")
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    write(file, shape.names, rows(shape, entries(tools, call, track, progress)))
    return progress.count


def write(file: Path, names: Sequence[str], made: Iterator[dict[str, Any]]) -> None:
    """Rows into a file under their headings, one after the other."""
    from rustpy_xlsxwriter import write_worksheet

    first = [dict(zip(names, row.values(), strict=True)) for row in islice(made, 1)]
    # Headings are the first row's keys; of the others the writer takes the values alone, in their order.
    write_worksheet(chain(first, made), str(file), freeze_row=1, bold_headers=True)


def rows(shape: Columns, found: Iterable[tuple[Item, Item]]) -> Iterator[dict[str, Any]]:
    """Entries (head, revision) as rows."""
    for head, revision in found:
        known = from_json(f'{{"card":{head["card"]},{head["doc"][1:]}')
        frozen = from_json(revision["doc"])
        yield shape.row(known, frozen["answers"], frozen["files"])


def entries(tools: Tools, call: Call, track: str, progress: Progress) -> Iterator[tuple[Item, Item]]:
    """Heads of a track that were ever pushed, each with its last frozen revision, desk by desk."""
    found = _heads(tools, call, track)
    while part := list(islice(found, AT_ONCE)):
        wanted = {
            head["pk"]: keys.revision(head["pk"][2:], from_json(head["doc"])["revision"]) for head in part
        }
        frozen = tools.table.read(wanted.values())
        whole = [(head, frozen[key]) for head in part if (key := wanted[head["pk"]]) in frozen]
        progress.add(len(whole))
        yield from whole


def _heads(tools: Tools, call: Call, track: str) -> Iterator[Item]:
    for desk in (*call.desks, ORGANISER):
        for state in State:
            cursor = None
            while True:
                query: Query = submissions.desk_query((call.id, desk, track, state), cursor, PAGE)
                page = tools.table.page(query)
                yield from page.items
                cursor = page.cursor
                if cursor is None:
                    break
