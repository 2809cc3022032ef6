"""`ops verify`: check histories, counters, attachments and scans of a stage."""

import argparse

from ops import live_table, stages
from ops.cli import DONE, FAULTY, say
from ops.integrity.recount import recount
from ops.integrity.verification import report_lines, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("--deep", action="store_true", help="also read each attachment and compare its hash")
    parser.add_argument(
        "--recount",
        action="store_true",
        help="first set counters right; at night, since nobody may be at work",
    )


def run(options: argparse.Namespace) -> int:
    """Return 0 if all is clean, 1 otherwise."""
    data = stages.stage_of(options).contents
    if options.recount:
        live_table.raise_version(data.tools.table, data.table)
        say(f"{recount(data)} counters set right")
    verdict = verify(data, deep=options.deep)
    print("\n".join(report_lines(verdict)))
    return DONE if verdict.clean else FAULTY
