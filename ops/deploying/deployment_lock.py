"""The lock of a stage, for one deployment at a time.

A rollback and an exchange of secrets take it too. It is a file of the state bucket, written on
condition that there is none. It stays where its command was killed.
"""

import contextlib
import socket
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from ops.cli import Stop, say
from ops.stages import Stage

FILE = "deployments/lock.json"


@contextlib.contextmanager
def alone(stage: Stage, what: str, *, break_it: bool = False) -> Iterator[None]:
    """Hold the stage's lock for the time of the block.

    `break_it` takes away the lock of somebody else first. Raises Stop, with who holds it since when, where another
    command does.
    """
    files = stage.state_bucket
    if break_it and (held := files.read_json(FILE)):
        say(f"the lock of {held.get('who')} ({held.get('what')}, since {held.get('since')}) is broken")
        files.delete(FILE)
    own = {
        "id": uuid.uuid4().hex,
        "what": what,
        "who": f"{stage.operator} on {socket.gethostname()}",
        "since": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    if not files.create_json(FILE, own):
        held = files.read_json(FILE)
        raise Stop(
            f"{held.get('who', 'somebody')} is at work on stage {stage.name} ({held.get('what')}, since"
            f" {held.get('since')}). Wait until that is done. If it was killed and nobody is at work: --break-lock."
        )
    try:
        yield
    finally:
        if files.read_json(FILE).get("id") == own["id"]:
            files.delete(FILE)
