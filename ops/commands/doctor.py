"""`ops doctor`: check this machine, the account, and a deployed stage."""

import argparse

from ops import stages
from ops.cli import DONE, FAULTY
from ops.stage_care.checks import run_checks
from ops.stage_care.deadline_limits import before_deadline

MARKS = {True: "ok", False: "FAIL", None: "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument(
        "--before-deadline",
        action="store_true",
        help="reckon the last hour of the calls that take entries, and hold the account's limits against it",
    )


def run(options: argparse.Namespace) -> int:
    """Print one line per check.

    Returns 1 if any fails.
    """
    failed, stage = 0, stages.stage_of(options)
    for result in run_checks(stage, (before_deadline,) if options.before_deadline else None):
        print(f"{MARKS[result.ok]:4} {result.what}: {result.words}", flush=True)
        failed += result.ok is False
    return FAULTY if failed else DONE
