"""`ops package`: build the artefact and its template without deploying.

They are the same as a stage gets.
"""

import argparse

from chalicelib.settings import RUNTIME, RUNTIMES
from ops.cli import DONE, say
from ops.packaging import bill, project, release, templates


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--architecture",
        choices=sorted(project.ARCHITECTURES),
        action="append",
        help=f"of which processors (both, unless told; stages run on {project.DEPLOYED})",
    )
    parser.add_argument(
        "--runtime", choices=RUNTIMES, default=RUNTIME, help="for which of Lambda's runtimes (%(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Build each artefact, and report its file and size."""
    packaged = release.of_checkout()
    say(f"release {packaged.version} {packaged.commit}")
    for architecture in options.architecture or sorted(project.ARCHITECTURES):
        directory = project.create(architecture, options.runtime)
        values = templates.template_values(templates.EXAMPLE, {**templates.EXAMPLE_DATA, "Runtime": options.runtime})
        templates.configure(directory, values, architecture)
        templates.package(directory, values)
        artefact = templates.artefact(directory)
        say(f"{architecture}: {artefact}, {artefact.stat().st_size / 1024**2:.1f} MB")
        say(f"{architecture}: what is in it: {bill.write(artefact.parent, architecture, options.runtime)}")
    return DONE
