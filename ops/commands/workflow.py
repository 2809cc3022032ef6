"""`ops workflow`: print the workflow as Mermaid or Amazon States Language."""

import argparse
import json

from ops.cli import DONE
from ops.workflow_diagram import mermaid, states_language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--asl", action="store_true", help="Amazon States Language instead of a diagram")


def run(options: argparse.Namespace) -> int:
    print(json.dumps(states_language(), indent=2) if options.asl else mermaid())
    return DONE
