"""`ops local`: run the whole product on this machine until Ctrl-C.

API and site have one origin.
"""

import argparse
import contextlib
import os
import signal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ops import bootstrap
from ops.cli import DONE
from ops.local import engines, launch
from ops.local.data_dir import DataDir

if TYPE_CHECKING:
    from chalicelib.wiring import Wiring
    from ops.seed.cities import SeasonStage

STAGES = ("filing", "evaluation", "tallied", "awarded")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--fresh", action="store_true", default=bool(os.environ.get("FRESH")))
    parser.add_argument(
        "--season",
        choices=STAGES,
        default=os.environ.get("SEASON") or STAGES[0],
        help="how far the local season is: open for filing, in the middle of marking, or after the tally",
    )
    parser.add_argument("--data", type=Path, help="where its data are; each season has a folder of its own")


def run(options: argparse.Namespace) -> int:
    """Run until stopped.

    `PORT`, `FRESH` and `SEASON` of the environment are defaults of the options.
    """
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    own = "data" if options.season == STAGES[0] else f"data-{options.season}"
    data_dir = DataDir((options.data or bootstrap.ROOT / ".local" / own).resolve())
    with data_dir.hold(), contextlib.suppress(KeyboardInterrupt):
        data_dir.end_left_over()
        if not engines.is_free(options.port):
            bootstrap.stop(f"port {options.port} is taken by another program. Choose another: make run PORT=8010")
        if options.fresh:
            data_dir.wipe()
        launch.serve(data_dir, options.port, partial(_fill, stage=options.season))
    print("\nlaurel: stopped")
    return DONE


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _fill(wiring: "Wiring", stage: "SeasonStage") -> None:
    """Fill the local season.

    The import is here, so that it runs while the engines start.
    """
    from ops.seed import seed

    seed(wiring, stage)
