"""`ops local`: run the whole product on this machine until Ctrl-C.

API and site have one origin.
"""

import argparse
import contextlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ops import bootstrap
from ops.cli import DONE
from ops.local import engines, launch
from ops.local.data_dir import DataDir

if TYPE_CHECKING:
    from chalicelib.wiring import Wiring


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--fresh", action="store_true", default=bool(os.environ.get("FRESH")))
    parser.add_argument("--data", type=Path, default=bootstrap.ROOT / ".local/data")


def run(options: argparse.Namespace) -> int:
    """Run until stopped.

    `PORT` and `FRESH` of the environment are defaults of the options.
    """
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    data_dir = DataDir(options.data.resolve())
    with data_dir.hold(), contextlib.suppress(KeyboardInterrupt):
        data_dir.end_left_over()
        if not engines.is_free(options.port):
            bootstrap.stop(f"port {options.port} is taken by another program. Choose another: make run PORT=8010")
        if options.fresh:
            data_dir.wipe()
        launch.serve(data_dir, options.port, _fill)
    print("\nlaurel: stopped")
    return DONE


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _fill(wiring: "Wiring") -> None:
    """Fill the local season.

    The import is here, so that it runs while the engines start.
    """
    from ops.seed import seed

    seed(wiring)
