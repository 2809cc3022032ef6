"""The directory in which a local run keeps everything, and whose it is at the moment."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops import bootstrap
from ops.local import engines

MARKS = {"DynamoDB Local": "dynamodb-local.xml", "ministack": "-m ministack"}
"""What the command line of each engine contains, so that no other program is ever ended in its place."""


@dataclass(frozen=True)
class Home:
    """One local installation's data. `hold` before touching anything else of it."""

    root: Path

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """For this process alone, until it ends however it ends; or one clear line that it is taken."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                where = self.running().get("environment", {}).get("LAUREL_SITE_ORIGIN", "from this directory")
                bootstrap.stop(f"it is running already, {where}. Use that one, or stop it with Ctrl-C first.")
            yield

    def end_left_over(self) -> None:
        """Ends engines that outlived a run which was killed."""
        for name, pid in self.running().get("pids", {}).items():
            engines.end_left_over(pid, MARKS[name])

    def wipe(self) -> None:
        """Removes all data, and keeps the lock that is held."""
        for path in self.root.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()

    def running(self) -> dict[str, Any]:
        """What the last run wrote of itself: the environment of the functions, ports and pids of engines."""
        try:
            told: dict[str, Any] = json.loads((self.root / "running.json").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return told

    def note(self, **facts: object) -> None:
        """Adds to what `running` tells."""
        new = self.root / "running.new"
        new.write_text(json.dumps({**self.running(), **facts}, indent=1))
        new.replace(self.root / "running.json")

    def started(self, engine: engines.Engine) -> None:
        """Remembers an engine, so that the next start can end it if nobody else did."""
        assert engine.process
        self.note(pids={**self.running().get("pids", {}), engine.name: engine.process.pid})

    def secret(self) -> str:
        """What signs challenges; kept, so that a restart breaks nothing that was signed."""
        file = self.root / "secret"
        if not file.exists():
            with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(32))
        return file.read_text()
