"""`python -m tests.journeys.season --port N --data DIR`: the product of a season, whose days a file moves on."""

import argparse
import contextlib
import signal
from pathlib import Path

from chalicelib.wiring import Wiring
from ops.local import launch
from ops.local.data_dir import DataDir
from tests.journeys.season.clock import AheadClock


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    data_dir = DataDir(options.data.resolve())

    def fill(wiring: Wiring) -> None:
        """The import is here, so that it runs while the engines start."""
        from tests.journeys.season.nominated import fill as nominate

        nominate(wiring)

    with data_dir.hold(), contextlib.suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from chalicelib import wiring

        wiring.wiring.clock = AheadClock(data_dir.root)
        launch.serve(data_dir, options.port, fill)


if __name__ == "__main__":
    main()
