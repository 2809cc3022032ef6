"""`python -m ops COMMAND …`: each command is a module with `main(arguments)`, imported only when it is called."""

import importlib
import sys

COMMANDS = {
    "call": ("ops.calls.command", "check a call's files, publish it as a version"),
    "local": ("ops.local.main", "run everything on this machine"),
    "openapi": ("ops.openapi", "write the API's description (OpenAPI 3.1)"),
    "regions": ("ops.regions", "build the country's regions for server and site"),
    "pictures": ("ops.pictures", "take the pictures of manual and README from a product that runs here"),
    "workflow": ("ops.workflow", "print the workflow as a diagram or as Amazon States Language"),
    "site": ("ops.local.site_build", "install, build or check the site"),
}


def main() -> int:
    """The exit status of the command, or 2 with the list of commands."""
    name, arguments = sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]
    if name not in COMMANDS:
        print("usage: python -m ops COMMAND …", file=sys.stderr)
        for command, (_, what) in COMMANDS.items():
            print(f"  {command:10} {what}", file=sys.stderr)
        return 2
    status: int = importlib.import_module(COMMANDS[name][0]).main(arguments)
    return status


sys.exit(main())
