"""The operator's command line: `python -m ops COMMAND …`.

A command is a module of `ops/commands` with `add_arguments(parser)` and `run(options)`. It is imported only
when it is called, so that `--help` stays quick.
"""

import argparse
import importlib
import sys
import traceback
from collections.abc import Callable, Sequence

from ops.cli import FAILED, INTERRUPTED, Stop, say
from ops.error_text import sentence_of

COMMANDS = {
    "account": "make the first organiser; issue a one-time password; shut an account out; find it in logs",
    "backup": "copy table and attachments to a folder or a bucket",
    "call": "check a call's files, publish it as a version, list what is published, hide and show it",
    "deploy": "bring a stage of AWS up to this checkout",
    "desks": "hand out a call's desk accounts from its list; issue new slips",
    "doctor": "check this machine, the account, and a stage that is deployed",
    "erase": "close an account and erase what is personal of it",
    "export": "write a call's submissions as xlsx",
    "local": "run everything on this machine",
    "maintenance": "let a stage take no changes for a while, and say until when",
    "migrate": "bring stored items up to this version's shapes",
    "openapi": "write the API's description (OpenAPI 3.1)",
    "package": "build what is deployed, for both architectures",
    "pictures": "take the pictures of manual and README from a product that runs here",
    "purge": "erase a call's drafts that were never pushed, when their time is over",
    "record": "exchange the key that signs the record of calls",
    "redrive": "give jobs again what they could not do",
    "regions": "build the country's regions for server and site",
    "resources": "say what a stage consists of; make its lost record anew",
    "rehearse": "deploy the package on this machine and walk through it",
    "restore": "put a backup, or a moment of the past, into a stage",
    "rollback": "put the functions of an earlier deployment up again; list deployments",
    "secret": "exchange a secret while the site is used",
    "site": "install, build, check or deploy the site",
    "teardown": "take a stage away; refuses while it holds data",
    "verify": "check histories, counters and attachments, or a copy of a call's public files",
    "workflow": "print the workflow as a diagram or as Amazon States Language",
}
"""Help lines by command; its module in `ops/commands` has the same name."""

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
    """Run one command and return its exit code, one of the epilog's."""
    parser = argparse.ArgumentParser(
        prog="python -m ops",
        description="Laurel's operator's command line.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="command")
    for name, help_line in COMMANDS.items():
        description = help_line[0].upper() + help_line[1:] + "."
        command = commands.add_parser(name, help=help_line, description=description)
        if name in arguments[:1]:
            importlib.import_module(module_of(name)).add_arguments(command)
    options = parser.parse_args(arguments)
    return _run(importlib.import_module(module_of(options.command)).run, options)


def module_of(command: str) -> str:
    """Return the name of a command's module."""
    return f"ops.commands.{command}"


def _run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command and return its exit code.

    An error becomes one line and the code for it.
    """
    try:
        return command(options)
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
            sentence = "this is a fault of the command itself; what stands above says where. Nothing else is known."
        say(sentence)
        return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
