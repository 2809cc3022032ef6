"""`ops secret`: exchange a secret while the site is used.

No secret is ever shown.
"""

import argparse

from ops import stages
from ops.cli import DONE, say
from ops.deploying import deployment_lock, releasing, rotation, secret_store

ACTS = {
    "rotate": "make a new one, valid beside the old one, and let it be used",
    "retire": "end the validity of the one that was exchanged",
    "make": "make a new one at once; whoever has the old one is shut out",
    "forget": "take one that nobody needs any more out of the stage",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    for name, help_line in ACTS.items():
        act = acts.add_parser(name, help=help_line)
        known = rotation.ROTATED if name in {"rotate", "retire"} else ("secret", "proxy_secret", "webhook_secret")
        act.add_argument("name", choices=known)
        act.add_argument("--break-lock", action="store_true", help="though another deployment was begun and was killed")
        stages.add_arguments(act, stages.DEPLOYED)


def run(options: argparse.Namespace) -> int:
    """Do one act, and let the functions start anew with its result."""
    stage = stages.stage_of(options)
    with deployment_lock.alone(stage, f"secret {options.act} {options.name}", break_it=options.break_lock):
        if options.act == "rotate":
            rotation.rotate(stage, options.name)
        elif options.act == "retire":
            rotation.retire(stage, options.name)
        else:
            act = secret_store.make if options.act == "make" else secret_store.forget
            act(stage, options.name)
            releasing.restart(stage.refreshed())
            say(f"done: {options.act} {options.name}")
    return DONE
