"""`ops migrate`: run the data migrations that a stage lacks, in order."""

import argparse

from ops import live_table, stages
from ops.cli import DONE
from ops.stage_care.data_migration import all_migrations, count_changes, migrate, progress_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("--dry-run", action="store_true", help="count what would be changed, change nothing")


def run(options: argparse.Namespace) -> int:
    data = stages.stage_of(options).contents
    if not options.dry_run:
        live_table.raise_version(data.tools.table, data.table)
    for migration in all_migrations():
        progress = progress_of(data, migration)
        if progress.done:
            print(f"{migration.name}: done, {progress.changed:,} items were changed")
        elif options.dry_run:
            count = count_changes(data, migration)
            print(f"{migration.name}: would change {count:,} items. {migration.summary}")
        else:
            print(f"{migration.name}: {migrate(data, migration).changed:,} items changed")
    return DONE
