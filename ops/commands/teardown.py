"""`ops teardown`: remove a stage.

It refuses while there is data, and never deletes data of prod.
"""

import argparse

from ops import stages
from ops.cli import DONE, Stop, confirm
from ops.stage_care.removal import data_there, removable, remove
from ops.stages import Stage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--keep-data", action="store_true", help="take functions, site and CDN; leave table and files")
    parser.add_argument("--erase", action="store_true", help="of dev only: with all its data, for good")
    parser.add_argument("--yes", metavar="STAGE", help="the stage's name, so that nothing is asked")
    parser.add_argument("--dry-run", action="store_true", help="say what would be taken away")


def run(options: argparse.Namespace) -> int:
    """Remove a stage and return 0.

    Raises Stop as `tear_down` does.
    """
    tear_down(stages.stage_of(options), options)
    return DONE


def tear_down(stage: Stage, options: argparse.Namespace) -> None:
    """Remove a stage as the options say.

    Raises Stop while there is data, when data of prod would be erased, when there is nothing to remove, or
    without confirmation.
    """
    data = [] if options.keep_data else data_there(stage)
    if data and not options.erase:
        raise Stop(
            f"stage {stage.name} holds data: {'; '.join(data)}."
            " Back it up (ops backup), then either --keep-data, or, for dev, --erase."
        )
    if options.erase and stage.name == "prod":
        raise Stop("data of prod is not erased by this tool. Take the stage away with --keep-data.")
    names = list(removable(stage, keep_data=options.keep_data))
    if not names:
        raise Stop(f"stage {stage.name} has nothing to take away in {stage.region}.")
    if options.dry_run:
        print("\n".join(f"would take away {name}" for name in names))
        return
    what = "without its data" if options.keep_data else "for good"
    confirm(f"Stage {stage.name} in {stage.region} goes, {what}.", stage.name, options.yes)
    remove(stage, keep_data=options.keep_data)
