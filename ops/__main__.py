"""`python -m ops COMMAND …`: the operator's command line; `python -m ops --help` lists the commands.

Each command is a module with `add_arguments(parser)` and `run(options)`, imported only when it is called.
"""

import argparse
import importlib
import sys
import traceback
from collections.abc import Sequence

from ops.refusals import sentence_of
from ops.terms import FAILED, INTERRUPTED, Stop, say

COMMANDS = {
    "account": ("ops.people", "make the first organiser; issue a one-time password; shut an account out"),
    "backup": ("ops.keeping.command_backup", "copy table and attachments to a folder or a bucket"),
    "call": ("ops.calls.command", "check a call's files, publish it as a version, list what is published"),
    "deploy": ("ops.deploying.deploy", "bring a stage of AWS up to this checkout"),
    "desks": ("ops.desks", "hand out a call's desk accounts from its list; issue new slips"),
    "doctor": ("ops.tending.doctor", "check this machine, the account, and a stage that is deployed"),
    "export": ("ops.data.exporting", "write a call's submissions as xlsx"),
    "local": ("ops.local.main", "run everything on this machine"),
    "migrate": ("ops.data.migrating", "bring stored items up to this version's shapes"),
    "openapi": ("ops.openapi", "write the API's description (OpenAPI 3.1)"),
    "package": ("ops.packaging.command", "build what is deployed, for both architectures"),
    "pictures": ("ops.pictures", "take the pictures of manual and README from a product that runs here"),
    "redrive": ("ops.tending.redrive", "give jobs again what they could not do"),
    "regions": ("ops.regions", "build the country's regions for server and site"),
    "resources": ("ops.tending.listing", "say what a stage consists of"),
    "rehearse": ("ops.rehearsal.command", "deploy the package on this machine and walk through it"),
    "restore": ("ops.keeping.command_restore", "put a backup, or a moment of the past, into a stage"),
    "site": ("ops.local.site_build", "install, build, check or deploy the site"),
    "teardown": ("ops.tending.teardown", "take a stage away; refuses while it holds data"),
    "verify": ("ops.data.verifying", "check histories, counters and attachments"),
    "workflow": ("ops.workflow", "print the workflow as a diagram or as Amazon States Language"),
}

EPILOG = """\
exit codes:
  0    done, or all is well
  1    something was found: faults of a call, a broken history, a failed check
  2    the command line was not understood
  3    it could not be done; one line says why and what to do
  130  stopped by Ctrl-C

Commands that act on a stage take --stage local, dev or prod. Profile and region come the usual AWS ways:
AWS_PROFILE, AWS_REGION, or --profile and --region.
"""


def main(arguments: Sequence[str]) -> int:
    """The exit status of the command; see the epilog."""
    parser = argparse.ArgumentParser(
        prog="python -m ops",
        description="Laurel's operator's command line.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="command")
    for name, (module, what) in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
        if name in arguments[:1]:
            importlib.import_module(module).add_arguments(command)
    options = parser.parse_args(arguments)
    return _ended(importlib.import_module(COMMANDS[options.command][0]).run, options)


def _ended(run: object, options: argparse.Namespace) -> int:
    """What the command returns, or one line and a code for what stopped it."""
    try:
        status: int = run(options)  # type: ignore[operator]
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        say("stopped")
        return INTERRUPTED
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            traceback.print_exc()
            sentence = (
                "this is a fault of the command itself; what stands above says where. Nothing else is known."
            )
        say(sentence)
        return FAILED
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
