"""`ops workflow`: print the workflow, or the machine of long acts."""

import argparse
import json

from ops.cli import DONE
from ops.packaging import templates
from ops.resources import template
from ops.workflow_diagram import mermaid, states_language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--asl", action="store_true", help="Amazon States Language instead of a diagram")
    shown.add_argument("--season", action="store_true", help="the state machine of the season's long acts, as deployed")


def run(options: argparse.Namespace) -> int:
    if options.season:
        edge = template(templates.TEMPLATES / "edge.yaml")
        print(json.dumps(edge["Resources"]["Season"]["Properties"]["Definition"], indent=2))
    else:
        print(json.dumps(states_language(), indent=2) if options.asl else mermaid())
    return DONE
