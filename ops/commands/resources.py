"""`ops resources`: print what a stage consists of, and its table."""

import argparse

from ops import stages
from ops.cli import DONE, FAULTY, say
from ops.deploying.inventory import take_inventory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)


def run(options: argparse.Namespace) -> int:
    """Print one line per fact.

    Returns 1 if nothing is deployed.
    """
    stage = stages.stage_of(options)
    facts = take_inventory(stage)
    if not facts:
        say(f"nothing of stage {stage.name} is deployed in {stage.region}")
        return FAULTY
    for name, fact in facts.items():
        print(f"{name}: {fact}")
    print(f"works on table: {stage.data['TableName']}")
    return DONE
