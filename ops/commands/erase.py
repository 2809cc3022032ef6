"""`ops erase`: close an account and erase what is personal."""

import argparse

from ops import stages
from ops.cli import DONE, FAULTY, say
from ops.erasure.account_erasure import erase, find, preview


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("account", metavar="ACCOUNT", help="its login name, or its id")
    parser.add_argument("--yes", action="store_true", help="do it; without this it only says what would go")


def run(options: argparse.Namespace) -> int:
    """Return 1 if entries on their way had to be left."""
    stage = stages.stage_of(options)
    account = find(stage.tools, options.account)
    print(f"account {account.id} ({account.role}, {account.authority})")
    if not options.yes:
        print("\n".join(preview(stage.tools, account)))
        say("nothing was changed. Erase it with --yes; that cannot be undone.")
        return DONE
    stage.check_writable()
    held = erase(stage.tools, account)
    for head in held:
        print(f"left    {head.id}: it is {head.state}")
    say(f"{account.id} is erased" + (f" but for {len(held):,} entries on their way" if held else ""))
    return FAULTY if held else DONE
