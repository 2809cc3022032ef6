"""`ops record`: exchange the key that signs the record of calls."""

import argparse

from ops import stages
from ops.cli import DONE
from ops.stage_care import record_keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    act = acts.add_parser("rotate", help="seal in each record that the stage's next key takes the place of its first")
    stages.add_arguments(act, stages.DEPLOYED)


def run(options: argparse.Namespace) -> int:
    """Seal the next key in each record, and say so."""
    stage = stages.stage_of(options)
    stage.check_writable()
    for call, done in record_keys.rotate(stage):
        print(f"{call}: {done}")
    return DONE
