"""`ops verify`: check histories, counters, attachments and scans of a stage.

`ops verify draw CALL TRACK STAGE` runs a jury's draw again; `ops verify season DIR` checks a copy of a call's public
files.
"""

import argparse
from pathlib import Path

from chalicelib.domain.subjects import JuryId
from ops import live_table, stages
from ops.cli import DONE, FAULTY, Stop, say
from ops.integrity import draw_check, record_check
from ops.integrity.recount import recount
from ops.integrity.verification import report_lines, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument(
        "what",
        nargs="*",
        metavar="draw CALL TRACK STAGE | season DIR",
        help="instead of checking everything, run the draw of a jury again, from the table or from a file; or check a"
        " folder with a copy of /open/CALL/, without a stage",
    )
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="the draw as the API answers it")
    parser.add_argument(
        "--kept",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="for season: a checkpoint kept from earlier",
    )
    parser.add_argument("--key", default="", metavar="LINE", help="for season: the key to go by, as keys.json says it")
    parser.add_argument("--deep", action="store_true", help="also read each attachment and compare its hash")
    parser.add_argument(
        "--recount",
        action="store_true",
        help="first set counters right; at night, since nobody may be at work",
    )


def run(options: argparse.Namespace) -> int:
    """Return 0 if all is clean, 1 otherwise."""
    if options.what[:1] == ["season"]:
        return _run_season(options)
    if options.what:
        return _run_draw(options)
    data = stages.stage_of(options).contents
    if options.recount:
        live_table.raise_version(data.tools.table, data.table)
        say(f"{recount(data)} counters set right")
    verdict = verify(data, deep=options.deep)
    print("\n".join(report_lines(verdict)))
    return DONE if verdict.clean else FAULTY


def _run_season(options: argparse.Namespace) -> int:
    if len(options.what) != 2:
        raise Stop("write: ops verify season DIR, a folder with a copy of /open/CALL/ on the site")
    done = record_check.check(Path(options.what[1]), options.kept, options.key)
    print("\n".join(record_check.report_lines(done)))
    return FAULTY if done.faults else DONE


def _run_draw(options: argparse.Namespace) -> int:
    if options.what[0] != "draw" or len(options.what) != 4:
        raise Stop("write: ops verify draw CALL TRACK STAGE, such as draw shandong-2021 scenario written")
    id = JuryId(*options.what[1:])
    if options.file:
        public = draw_check.read_file(options.file)
        wrong = draw_check.faults(public)
        if JuryId(public.call, public.track, public.stage) != id:
            wrong = [f"the file is of {public.call}, {public.track}, {public.stage}", *wrong]
    else:
        public, seals = draw_check.read_stage(stages.stage_of(options).contents.tools, id)
        wrong = draw_check.faults(public, seals)
    print("\n".join(draw_check.report_lines(public, wrong)))
    return FAULTY if wrong else DONE
