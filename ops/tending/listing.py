"""`ops resources`: what a stage consists of, and which table it works on."""

import argparse

from ops import stages
from ops.deploying.standing import standing
from ops.terms import DONE, FOUND, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)


def run(options: argparse.Namespace) -> int:
    """One line a fact; 1 where nothing is deployed."""
    stage = stages.stage_of(options)
    facts = standing(stage)
    if not facts:
        say(f"nothing of stage {stage.name} is deployed in {stage.region}")
        return FOUND
    for name, fact in facts.items():
        print(f"{name}: {fact}")
    print(f"works on table: {stage.data['TableName']}")
    return DONE
