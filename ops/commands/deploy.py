"""`ops deploy`: bring a stage up to this checkout and list changes."""

import argparse

from ops import stages
from ops.cli import DONE, confirm, say
from ops.deploying import inventory
from ops.deploying.deployment import WAYS, deploy, parse_parameters, parts_of, way_of
from ops.stage_care.checks import machine_and_account
from ops.stages import PARTS, stack_name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--way", choices=WAYS, help="how functions are deployed (as before, else template)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part (may be repeated)")
    parser.add_argument("--origin", help="where the site is seen, e.g. https://awards.example.cn (as before)")
    parser.add_argument("--certificate", default="", help="ARN of the origin's certificate, for the CDN")
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
    parser.add_argument("--yes", metavar="STAGE", help="the stage's name, so that nothing is asked")
    parser.add_argument("--no-cdn", action="store_true", help="put no CDN in front")
    parser.add_argument("--dry-run", action="store_true", help="say what stands and what would be deployed")


def run(options: argparse.Namespace) -> int:
    """Deploy and print what changed, even if a part fails."""
    stage = stages.stage_of(options)
    before = inventory.take_inventory(stage)
    parts = parts_of(stage, options.only, no_cdn=options.no_cdn)
    way = way_of(stage, options.way)
    chosen = parse_parameters([*options.set, *([f"SiteOrigin={options.origin}"] if options.origin else [])])
    say(f"stage {stage.name}, account {stage.account}, region {stage.region}: {', '.join(parts)} by {way}")
    failed = [result for result in machine_and_account(stage) if result.ok is False]
    for result in failed:
        say(f"{result.what}: {result.words}")
    if options.dry_run:
        for name, fact in before.items():
            print(f"{name}: {fact}")
        for part in parts:
            print(f"would deploy {stack_name(stage.name, part)}")
        return DONE
    if failed:
        confirm(f"Stage {stage.name} is not ready for people: see above.", stage.name, options.yes)
    try:
        deploy(stage, parts, way, chosen, options.certificate, _watched(options))
    finally:
        changes = list(inventory.changes(before, inventory.take_inventory(stage.refreshed())))
        print("\n".join(changes) or "nothing changed", flush=True)
    return DONE


def _watched(options: argparse.Namespace) -> dict[str, str]:
    """Return the parameters of the alarms that the command line chooses."""
    options_of = {"OperatorMail": options.alarms, "TicketMail": options.tickets, "MonthlyBudget": options.budget}
    return {name: value for name, value in options_of.items() if value is not None}
