"""`ops restore`: restore a backup, or a past moment, into a stage."""

import argparse
from datetime import UTC, datetime

from chalicelib.storage.table_state import Closure
from ops import live_table, maintenance, stages
from ops.backup import dynamodb_backup, point_in_time, portable_restore
from ops.backup.backup_store import store_at
from ops.cli import DONE, FAULTY, Stop, confirm, say
from ops.integrity.verification import report_lines, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--from", metavar="PLACE", dest="place", help="a backup in a folder or s3://bucket/prefix")
    what.add_argument("--at", metavar="MOMENT", help="the stage as it was at 2026-05-20T18:30:00+08:00, or latest")
    what.add_argument("--native", metavar="NAME", help="an on-demand backup of DynamoDB (ops backup --list)")
    parser.add_argument("--table", help="the new table's name for --at and --native; give it again to go on")
    parser.add_argument(
        "--until", metavar="MOMENT", help="when it is expected to be over, as people see it (in an hour)"
    )
    parser.add_argument("--yes", metavar="STAGE", help="the stage's name, so that nothing is asked")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")


def run(options: argparse.Namespace) -> int:
    """Return 0 if the restored data is clean, 1 otherwise."""
    stage = stages.stage_of(options)
    until = point_in_time.parse_moment(options.until) if options.until else None
    if options.place:
        return _from_store(stage, options, until)
    if stage.name == "local":
        raise Stop("a local run has no points in time. Restore a backup: --from PLACE.")
    at = point_in_time.parse_moment(options.at) if options.at else None
    target = options.table or f"{stage.data['TableName'][:200]}-{datetime.now(UTC):%Y%m%d%H%M%S}"
    what = options.native or f"{options.at}"
    if options.dry_run:
        print(f"would make table {target} of {what}, set it up, and let stage {stage.name} work on it")
        return DONE
    confirm(f"Stage {stage.name} will work on a new table {target}, made of {what}.", stage.name, options.yes)
    say(f"table {target} comes of it; should this be cut off, go on with --table {target}")
    verdict = dynamodb_backup.restore_to(stage, target, at, options.native, until)
    print("\n".join(report_lines(verdict)))
    say(
        f"now let the functions work on it; until then the site takes no changes: python -m ops deploy --stage"
        f" {stage.name}"
    )
    return DONE if verdict.clean else FAULTY


def _from_store(stage: stages.Stage, options: argparse.Namespace, until: datetime | None) -> int:
    store = store_at(options.place, stage.client("s3"))
    manifest = portable_restore.manifest_in(store)
    table = stage.data["TableName"]
    if options.dry_run:
        print(f"would put {manifest['items']} items of {manifest['begun']} into {table}")
        return DONE
    data = stage.contents_of(table)
    portable_restore.check_target(data, store, stage.name)
    before = stage.table_state
    maintenance.close(stage, Closure.RESTORE, until or datetime.now(UTC) + maintenance.USUAL)
    portable_restore.restore(data, store, stage.name)
    live_table.raise_version(data.tools.table, table)
    verdict = verify(data, deep=True)
    print("\n".join(report_lines(verdict)))
    if verdict.root != manifest["root"]:
        say(f"the root is not the backup's ({manifest['root']})")
    if verdict.root != manifest["root"] or not verdict.clean:
        say("the site takes no changes until ops maintenance off")
        return FAULTY
    maintenance.give_up(stage, before)
    return DONE
