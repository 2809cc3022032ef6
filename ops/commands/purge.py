"""`ops purge`: erase a call's drafts when their time is over."""

import argparse

from ops import stages
from ops.cli import DONE, say
from ops.erasure.draft_purge import purge, spent
from ops.stages import published_call


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("call", metavar="CALL")
    parser.add_argument("--yes", action="store_true", help="do it; without this it only says what would go")


def run(options: argparse.Namespace) -> int:
    stage = stages.stage_of(options)
    heads = spent(stage.contents, published_call(stage.tools, options.call))
    if not options.yes:
        print(f"would erase {len(heads):,} drafts of {len({head.owner for head in heads}):,} accounts")
        say("nothing was changed. Erase them with --yes; that cannot be undone.")
        return DONE
    stage.check_writable()
    say(f"{purge(stage.contents, heads):,} drafts are erased")
    return DONE
