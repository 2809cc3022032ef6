"""`ops deploy`: bring a stage up to this checkout and list changes."""

import argparse

from chalicelib.release import Release
from ops import stages
from ops.cli import DONE, Stop, confirm, say
from ops.deploying import certificate, inventory
from ops.deploying.deployment import (
    PENDING,
    WAYS,
    check_choices,
    choices_of,
    deploy,
    parse_parameters,
    parts_of,
    preview,
    way_of,
)
from ops.packaging import release as releases
from ops.stage_care.checks import machine_and_account
from ops.stages import PARTS, Stage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--way", choices=WAYS, help="how functions are deployed (as before, else template)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part (may be repeated)")
    parser.add_argument("--origin", help="where the site is seen, e.g. https://awards.example.cn (as before)")
    parser.add_argument(
        "--certificate",
        default="",
        help=f"ARN of the site's certificate, in {certificate.REGION} (as before)",
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="another parameter of the data stack, e.g. MailFrom=awards@example.cn; it stays until it is set anew",
    )
    parser.add_argument("--alarms", metavar="MAIL", help="who is called at once (as before)")
    parser.add_argument("--tickets", metavar="MAIL", help="where alarms go that can wait (as before, else as --alarms)")
    parser.add_argument("--budget", metavar="AMOUNT", help="a month that costs more is told to --alarms (as before)")
    parser.add_argument("--no-cdn", action="store_true", help="put no CDN in front")
    parser.add_argument("--dirty", action="store_true", help="to prod too with changes that no commit holds")
    parser.add_argument("--yes", metavar="STAGE", help="the stage's name, so that nothing is asked")
    parser.add_argument("--break-lock", action="store_true", help="though another deployment was begun and was killed")
    parser.add_argument("--dry-run", action="store_true", help="say what stands and what would change")


def run(options: argparse.Namespace) -> int:
    """Deploy and print what changed, even if a part fails."""
    stage = stages.stage_of(options)
    before = inventory.take_inventory(stage)
    parts = parts_of(stage, options.only, no_cdn=options.no_cdn)
    way = way_of(stage, options.way)
    chosen = parse_parameters([*options.set, *([f"SiteOrigin={options.origin}"] if options.origin else [])])
    checkout = releases.of_checkout()
    where = f"stage {stage.name}, account {stage.account}, region {stage.region}"
    say(f"{where}: {', '.join(parts)} by {way}, {checkout.version} {checkout.commit}")
    choices = choices_of(stage, chosen, options.certificate, _watched(options))
    check_choices(stage, parts, choices)
    if "app" in parts:
        _refuse_dirty(stage, checkout, dirty=options.dirty)
    failed = [result for result in machine_and_account(stage) if result.ok is False]
    for result in failed:
        say(f"{result.what}: {result.words}")
    if options.dry_run:
        for name, fact in before.items():
            print(f"{name}: {fact}")
        for line in preview(stage, parts, way, choices):
            print(line)
        return DONE
    if failed:
        confirm(f"Stage {stage.name} is not ready for people: see above.", stage.name, options.yes)
    if stage.name == "prod" and not stage.outputs("data"):
        seen = "the CDN's own name" if choices.origin == PENDING else choices.origin
        confirm(f"Prod is deployed for the first time: {where}, seen at {seen}.", stage.name, options.yes)
    try:
        deploy(stage, parts, way, choices, break_lock=options.break_lock)
    finally:
        changes = list(inventory.changes(before, inventory.take_inventory(stage.refreshed())))
        print("\n".join(changes) or "nothing changed", flush=True)
    return DONE


def _watched(options: argparse.Namespace) -> dict[str, str]:
    """Return the parameters of the alarms that the command line chooses."""
    options_of = {"OperatorMail": options.alarms, "TicketMail": options.tickets, "MonthlyBudget": options.budget}
    return {name: value for name, value in options_of.items() if value is not None}


def _refuse_dirty(stage: Stage, checkout: Release, *, dirty: bool) -> None:
    """Refuse for prod what no commit holds, unless that is wanted.

    Nobody could check it out again.
    """
    if stage.name == "prod" and not dirty and not releases.is_committed(checkout):
        raise Stop(
            f"no commit holds what would be deployed ({checkout.commit}). Commit it, or git stash it; git status names"
            " it. With --dirty it goes up all the same."
        )
