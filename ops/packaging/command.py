"""`python -m ops package`: the artefact and its template as a stage gets them, without deploying anything."""

import argparse

from ops.packaging import package, templates
from ops.terms import DONE, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--architecture",
        choices=sorted(package.ARCHITECTURES),
        action="append",
        help=f"of which processors (both, unless told; stages run on {package.DEPLOYED})",
    )


def run(options: argparse.Namespace) -> int:
    """Packages, and says where and how large."""
    for architecture in options.architecture or sorted(package.ARCHITECTURES):
        project = package.project(architecture)
        filled = templates.values(templates.EXAMPLE, templates.EXAMPLE_DATA)
        templates.configure(project, filled, architecture)
        templates.packaged(project, filled)
        made = templates.artefact(project)
        say(f"{architecture}: {made}, {made.stat().st_size / 1024**2:.1f} MB")
    return DONE
