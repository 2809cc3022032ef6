"""`ops site`: install, build and check the site, or deploy it."""

import argparse
from datetime import UTC, datetime

from ops import stages
from ops.cli import DONE, Stop
from ops.site import bundle, upload

ACTS = {
    "install": bundle.prepare,
    "build": bundle.build,
    "types": bundle.update_api_types,
    "check": bundle.check,
    "quick": bundle.check_quickly,
    "fmt": bundle.fmt,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    for name, act in ACTS.items():
        acts.add_parser(name, help=act.__doc__)
    deploying = acts.add_parser("deploy", help="build it and bring it to a stage's bucket and CDN")
    stages.add_arguments(deploying, stages.DEPLOYED)
    deploying.add_argument("--dry-run", action="store_true", help="say what would be uploaded and deleted")


def run(options: argparse.Namespace) -> int:
    if options.act == "deploy":
        _deploy(stages.stage_of(options), dry_run=options.dry_run)
    else:
        ACTS[options.act]()
    return DONE


def _deploy(stage: stages.Stage, *, dry_run: bool) -> None:
    edge = stage.outputs("edge")
    if not edge:
        raise Stop(f"stage {stage.name} has no bucket for the site. python -m ops deploy --stage {stage.name} first.")
    bundle.build()
    upload.upload(stage, edge["SiteBucketName"], bundle.BUNDLE, datetime.now(UTC), dry_run=dry_run)
    distribution = stage.outputs("cdn").get("DistributionId")
    if distribution and not dry_run:
        upload.invalidate_cdn(stage, distribution)
