"""`ops doctor`: check this machine, the account, and a deployed stage."""

import argparse

from ops import stages
from ops.cli import DONE, FAULTY
from ops.stage_care.checks import run_checks

MARKS = {True: "ok", False: "FAIL", None: "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)


def run(options: argparse.Namespace) -> int:
    """Print one line per check.

    Returns 1 if any fails.
    """
    failed = 0
    for result in run_checks(stages.stage_of(options)):
        print(f"{MARKS[result.ok]:4} {result.what}: {result.words}", flush=True)
        failed += result.ok is False
    return FAULTY if failed else DONE
