"""The folder with a local run's data, locked by its process."""

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

MARKS = {"DynamoDB Local": "dynamodb-local.xml", "ministack": "ops/local/emulator.py"}
"""A part of each engine's command line.

It prevents ending another program in its place.
"""


@dataclass(frozen=True)
class DataDir:
    """The data of one local installation.

    Call `hold` before anything else.
    """

    root: Path

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Lock the folder for this process, until it ends for any reason.

        Exits with one line when another process has locked it.
        """
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                where = self.running().get("environment", {}).get("LAUREL_SITE_ORIGIN", "from this directory")
                bootstrap.stop(f"it is running already, {where}. Use that one, or stop it with Ctrl-C first.")
            yield

    def end_left_over(self) -> None:
        """Kill engines that outlived a killed run."""
        for name, pid in self.running().get("pids", {}).items():
            engines.end_left_over(pid, MARKS[name])

    def wipe(self) -> None:
        """Delete all data except the lock."""
        for path in self.root.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()

    def running(self) -> dict[str, Any]:
        """Return the notes of the last run, empty before the first.

        They are the functions' environment, and the engines' ports and pids.
        """
        try:
            notes: dict[str, Any] = json.loads((self.root / "running.json").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return notes

    def note(self, **facts: object) -> None:
        """Add to the notes that `running` returns."""
        new = self.root / "running.new"
        new.write_text(json.dumps({**self.running(), **facts}, indent=1))
        new.replace(self.root / "running.json")

    def note_engine(self, engine: engines.Engine) -> None:
        """Note an engine's pid, so that the next start can end it."""
        assert engine.process
        self.note(pids={**self.running().get("pids", {}), engine.name: engine.process.pid})

    def secret(self) -> str:
        """Return the secret that signs challenges, created at first use.

        It is kept over restarts, so that signatures stay valid.
        """
        file = self.root / "secret"
        if not file.exists():
            _write_secret(file, secrets.token_urlsafe(32))
        return file.read_text()

    def record_key(self) -> Path:
        """Return the file of the key that signs the record of calls.

        It is created at first use, and kept over restarts.
        """
        file = self.root / "record-key.pem"
        if not file.exists():
            from cryptography.hazmat.primitives.asymmetric import ec
            from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

            key = ec.generate_private_key(ec.SECP256R1())
            pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            _write_secret(file, pem.decode())
        return file.absolute()


def _write_secret(file: Path, content: str) -> None:
    """Write a file that its owner alone may read, or nothing."""
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as written:
        written.write(content)
    new.replace(file)
