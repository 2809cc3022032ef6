"""The whole product as a process, started as `make run` starts it, on a free port and data of its own."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.bootstrap import ROOT
from ops.local import engines
from ops.local.data_dir import DataDir
from tests import leaks

STARTS_WITHIN = 300.0


def command(port: int, data: Path, *program: str) -> list[str]:
    """What starts it; another program than `ops local` may be named, or more of its words."""
    return [sys.executable, "-m", *(program or ("ops", "local")), "--port", str(port), "--data", str(data)]


@dataclass(frozen=True)
class Product:
    """A running product."""

    process: subprocess.Popen[bytes]
    port: int
    home: DataDir

    @property
    def origin(self) -> str:
        """Where the site and the API are."""
        return f"http://{engines.HOST}:{self.port}"

    def stop(self) -> None:
        """Ends it as Ctrl-C does; no error if it has ended."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        self.log_is_clean()

    def kill(self) -> None:
        """Ends it without a chance to tidy up; its engines are left running."""
        self.process.kill()
        self.process.wait()
        self.log_is_clean()

    def log_is_clean(self) -> None:
        """Fails where the functions' log holds personal data or secrets."""
        leaks.none_in(self.home.root / "logs/functions.log")


def start(work: Path, *program: str) -> Product:
    """Starts it with its data in `work` and returns when it serves. Fails the test if it does not."""
    port, log, data = engines.free_port(), work / "product.log", work / "data"
    with log.open("ab") as out:
        process = subprocess.Popen(
            command(port, data, *program), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    deadline = time.monotonic() + STARTS_WITHIN
    while not engines.accepts(port):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"the product did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.1)
    return Product(process, port, DataDir(data))
