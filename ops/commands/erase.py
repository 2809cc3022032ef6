"""`ops erase`: close an account and erase what is personal."""

import argparse

from chalicelib.domain.accounts import Account
from ops import stages
from ops.cli import DONE, FAULTY, MISUSED, Stop, say
from ops.erasure.account_erasure import closed_in, erase, find, open_again, preview


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("account", metavar="ACCOUNT", nargs="?", help="its login name, or its id")
    parser.add_argument("--closed-in", metavar="TABLE", help="instead: after a restore, all that this table has closed")
    parser.add_argument("--yes", action="store_true", help="do it; without this it only says what would go")


def run(options: argparse.Namespace) -> int:
    """Return 1 if entries on their way had to be left."""
    stage = stages.stage_of(options)
    if bool(options.account) == bool(options.closed_in):
        raise Stop("name an account, or a table with --closed-in.", MISUSED)
    if options.yes:
        stage.check_writable()
    if options.account:
        return _erase(stage, find(stage.tools, options.account), yes=options.yes)
    again = open_again(stage.tools, closed_in(stage.contents_of(options.closed_in)))
    say(f"{len(again):,} accounts are open here that {options.closed_in} has closed")
    return max((_erase_again(stage, account, yes=options.yes) for account in again), default=DONE)


def _erase_again(stage: stages.Stage, account: Account, *, yes: bool) -> int:
    """Erase one of several.

    A refusal does not hold up the others.
    """
    try:
        return _erase(stage, account, yes=yes)
    except Stop as stop:
        say(str(stop))
        return FAULTY


def _erase(stage: stages.Stage, account: Account, *, yes: bool) -> int:
    print(f"account {account.id} ({account.role}, {account.authority})")
    if not yes:
        print("\n".join(preview(stage.tools, account)))
        say("nothing was changed. Erase it with --yes; that cannot be undone.")
        return DONE
    held = erase(stage.tools, account)
    for head in held:
        print(f"left    {head.id}: it is {head.state}")
    say(f"{account.id} is erased" + (f" but for {len(held):,} entries on their way" if held else ""))
    return FAULTY if held else DONE
