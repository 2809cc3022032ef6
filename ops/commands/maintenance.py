"""`ops maintenance`: let a stage take no changes for a while.

Everybody is shown until when.
"""

import argparse
from datetime import UTC, datetime

from chalicelib.storage.table_state import Closure
from ops import maintenance, stages
from ops.backup.point_in_time import parse_moment
from ops.cli import DONE, Stop
from ops.state_bucket import RESTORE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    on = acts.add_parser("on", help="take no changes; returns when none is under way. Reading goes on")
    on.add_argument("--until", metavar="MOMENT", required=True, help="when it is expected to be over, as people see it")
    off = acts.add_parser("off", help="take changes again; a restore that was not finished is given up")
    show = acts.add_parser("show", help="say whether changes are taken")
    for one in (on, off, show):
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Carry out the act, and say how it stands then."""
    stage = stages.stage_of(options)
    if options.act == "on":
        until = parse_moment(options.until)
        if until is None or until <= datetime.now(UTC):
            raise Stop(f"{options.until} is no moment to come. Write it like 2026-05-20T20:00:00+08:00.")
        stage.check_writable()
        maintenance.close(stage, Closure.OPERATOR, until)
    elif options.act == "off" and (closing := stage.table_state.closing):
        if closing is Closure.RESTORE and stage.name != "local":
            stage.state_bucket.write_json(RESTORE, {})  # its copy will lack what is done from now on
        maintenance.end(stage)
    print(f"{stage.data['TableName']}: {maintenance.sentence(stage.table_state)}")
    return DONE
