"""`ops redrive`: give dead letters to their jobs again.

A letter that fails again comes back with its new reason.
"""

import argparse

from ops import stages
from ops.cli import DONE, FAULTY
from ops.stage_care.dead_letters import redrive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--dry-run", action="store_true", help="show what is there and why, give nothing")


def run(options: argparse.Namespace) -> int:
    """Return 0 if no letter is left, 1 otherwise.

    A job that fails again leaves a new letter.
    """
    return FAULTY if redrive(stages.stage_of(options), dry_run=options.dry_run) else DONE
