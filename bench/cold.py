"""`make bench`: the CPU of a function's start against bare Chalice with one client of DynamoDB, both in fresh interpreters.

Ours is the packaged artefact up to its first request: app, settings, secrets' client and the table's. The budget is a
ratio of 1.0; nothing here asserts a time.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ops.deploying import package, templates
from ops.local import engines

ROUNDS = 15

BARE = """
import boto3
from chalice.app import Chalice
app = Chalice(app_name="bare")
boto3.client("dynamodb", region_name="cn-north-1")
"""

OURS = """
import sys
sys.path.insert(0, {code!r})
import app
app.wiring.tools
"""

SETTINGS = {
    "LAUREL_LOCAL": "1",
    "LAUREL_SITE_ORIGIN": "http://127.0.0.1:8000",
    "LAUREL_SECRET": "a secret of the bench",
}


def main() -> None:
    """Print both, and the median of the ratios."""
    with tempfile.TemporaryDirectory() as directory:
        with zipfile.ZipFile(_artefact()) as archive:
            archive.extractall(directory)
        ours = [sys.executable, "-I", "-S", "-B", "-c", OURS.format(code=directory)]
        bare = [sys.executable, "-I", "-B", "-c", BARE]
        taken = [(_cpu(ours), _cpu(bare)) for _ in range(ROUNDS + 1)][1:]
    one, other = (statistics.median(times) * 1000 for times in zip(*taken, strict=True))
    ratio = statistics.median(a / b for a, b in taken)
    print(f"{'start':28}{one:11.1f}{other:10.1f}{ratio:8.2f}")


def _artefact() -> Path:
    project = package.project(package.HERE)
    filled = templates.values(templates.EXAMPLE, templates.EXAMPLE_DATA)
    templates.configure(project, filled, package.HERE)
    templates.packaged(project, filled)
    return templates.artefact(project)


def _cpu(command: list[str]) -> float:
    """Seconds of CPU that a process took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env={**os.environ, **engines.CREDENTIALS, **SETTINGS})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
