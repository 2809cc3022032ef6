"""`ops resources`: print what a stage consists of; rebuild its record."""

import argparse

from ops import live_record, maintenance, stages
from ops.cli import DONE, FAULTY, confirm, say
from ops.deploying.inventory import take_inventory
from ops.stages import Stage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument(
        "--rebuild", action="store_true", help="make the record in the state bucket anew from the tables that stand"
    )
    parser.add_argument("--table", help="with --rebuild: the live one, where several may be")
    parser.add_argument("--yes", metavar="STAGE", help="with --rebuild: the stage's name, so that nothing is asked")


def run(options: argparse.Namespace) -> int:
    """Print one line per fact.

    Returns 1 if nothing is deployed.
    """
    stage = stages.stage_of(options)
    if options.rebuild and stage.outputs("data"):
        return rebuild(stage, options.table, options.yes)
    facts = take_inventory(stage)
    if not facts:
        say(f"nothing of stage {stage.name} is deployed in {stage.region}")
        return FAULTY
    for name, fact in facts.items():
        print(f"{name}: {fact}")
    state = stage.table_state
    print(f"works on table: {state.table} (version {state.version} of the data, {maintenance.sentence(state)})")
    return DONE


def rebuild(stage: Stage, chosen: str | None, yes: str | None) -> int:
    """Show what may be the stage's tables, and record the live one."""
    tables = live_record.candidates(stage)
    print("\n".join(one.line for one in tables))
    live = live_record.only(tables, chosen)
    confirm(f"Stage {stage.name} works on table {live}.", stage.name, yes)
    live_record.rebuild(stage, tables, live)
    print(f"recorded: {stage.name} works on {live}")
    return DONE
