"""`ops export`: write a call's pushed submissions as xlsx.

Each track has one file. Personal values are masked without `--personal`.
"""

import argparse
from pathlib import Path

from ops import stages
from ops.cli import DONE, Stop, say
from ops.exports.workbook import export
from ops.stages import published_call


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("call", metavar="CALL")
    parser.add_argument("--out", type=Path, default=Path(), help="the folder to write to (here)")
    parser.add_argument("--track", action="append", help="only this track (may be repeated)")
    parser.add_argument("--language", help="of headings and choices, one of the call's (else: its first)")
    parser.add_argument("--personal", action="store_true", help="with names, numbers and addresses of persons")
    parser.add_argument("--dry-run", action="store_true", help="say which files would be written")


def run(options: argparse.Namespace) -> int:
    tools = stages.stage_of(options).tools
    call = published_call(tools, options.call)
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
