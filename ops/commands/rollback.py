"""`ops rollback`: put the functions of an earlier deployment up again."""

import argparse

from ops import stages
from ops.cli import DONE, say
from ops.deploying import deployment_lock, history, releasing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--to", metavar="COMMIT", help="the last deployment of this commit (the one before)")
    parser.add_argument("--list", action="store_true", help="say what was deployed, when and by whom")
    parser.add_argument("--break-lock", action="store_true", help="though another deployment was begun and was killed")
    parser.add_argument("--dry-run", action="store_true", help="say which deployment it would go back to")


def run(options: argparse.Namespace) -> int:
    """Go back to a deployment, or list them all.

    Raises Stop when there is none, its code does not know the table's data, or it does not run.
    """
    stage = stages.stage_of(options)
    deployments = history.all_of(stage)
    if options.list:
        for one in deployments:
            print(one)
        return DONE
    to = history.of_commit(deployments, options.to) if options.to else history.before(deployments)
    if options.dry_run:
        print(f"would go back to {to}")
        return DONE
    with deployment_lock.alone(stage, "rollback", break_it=options.break_lock):
        releasing.roll_back(stage, to)
    say(f"{to.version} {to.commit} stands. Its site, where it differs: git checkout {to.commit}, then ops site deploy")
    return DONE
