"""`ops rehearse`: deploy the package on this machine and try it out.

The try is a browser that walks through it, or `--look` serves it.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ops.bootstrap import ROOT
from ops.cli import DONE, FAULTY, say
from ops.local import engines
from ops.rehearsal.rehearsal import rehearse
from ops.seed import seed

JOURNEYS = "tests/journeys/test_the_manual.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--look", action="store_true", help="serve it until Ctrl-C instead of walking through it in a browser"
    )
    parser.add_argument("--region", default=engines.REGION, help="the region it is rehearsed in (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="where to serve it (any free port)")


def run(options: argparse.Namespace) -> int:
    """Deploy, fill the local season, and walk through the operating manual."""
    with tempfile.TemporaryDirectory() as work, rehearse(Path(work), options.region, options.port) as stage:
        say(f"deployed in {stage.region}; filling its season")
        seed(stage.wiring)
        say(f"it is at {stage.origin}")
        if options.look:
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
            return DONE
        walk = [sys.executable, "-m", "pytest", "-m", "browser", JOURNEYS]
        environment = {**os.environ, "JOURNEYS_AT": stage.origin}
        return DONE if subprocess.run(walk, cwd=ROOT, env=environment).returncode == 0 else FAULTY
