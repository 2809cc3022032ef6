"""CPU time of a function's cold start, against bare Chalice.

Part of `make bench`. Each start is that of a fresh interpreter.

Ours is the packaged artefact up to its first request. Bare Chalice has one DynamoDB client, and is measured
twice: with valid bytecode, and as `chalice package` makes it, whose bytecode no interpreter accepts. Nothing
here asserts a time.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ops.local import engines
from ops.packaging import project, templates

ROUNDS = 9

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
    """Print the CPU time of each start, and the median ratios."""
    with tempfile.TemporaryDirectory() as directory:
        with zipfile.ZipFile(_artefact()) as archive:
            archive.extractall(directory)
        ours = [sys.executable, "-I", "-S", "-B", "-c", OURS.format(code=directory)]
        bare = [sys.executable, "-I", "-B", "-c", BARE]
        unbelieved = [sys.executable, "-I", "-B", "-X", f"pycache_prefix={directory}/none", "-c", BARE]
        taken = [[_cpu(command) for command in (ours, bare, unbelieved)] for _ in range(ROUNDS)]
    print(f"{'start of a function':28}{'Laurel ms':>11}{'bare ms':>10}{'ratio':>8}")
    for name, other in (("bytecode at hand", 1), ("as Chalice packages it", 2)):
        one, bare_ms = (statistics.median(row[n] for row in taken) * 1000 for n in (0, other))
        ratio = statistics.median(row[0] / row[other] for row in taken)
        print(f"{name:28}{one:11.0f}{bare_ms:10.0f}{ratio:8.2f}")


def _artefact() -> Path:
    directory = project.create(project.HERE)
    values = templates.template_values(templates.EXAMPLE, templates.EXAMPLE_DATA)
    templates.configure(directory, values, project.HERE)
    templates.package(directory, values)
    return templates.artefact(directory)


def _cpu(command: list[str]) -> float:
    """Run a command and return its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env={**os.environ, **engines.CREDENTIALS, **SETTINGS})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
