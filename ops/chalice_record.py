"""Chalice's record of a deployment, kept in the stage's state bucket.

It belongs to a stage that `chalice deploy` deployed, so that any machine can continue from another's
deployment. Only this module knows where the record is and what it contains.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ops.stages import Stage

FILE = "chalice/deployed.json"


def read(stage: Stage) -> Mapping[str, Any]:
    """Return the record, empty if Chalice did not deploy the stage."""
    return stage.state_bucket.read_json(FILE) if stage.outputs("data") else {}


def api_of(stage: Stage) -> str | None:
    """Return the id of the API that Chalice deployed.

    None if there is none.
    """
    resources = read(stage).get("resources", [])
    return next((str(r["rest_api_id"]) for r in resources if r.get("resource_type") == "rest_api"), None)


def url_of(stage: Stage) -> str | None:
    """Return the URL of the API that Chalice deployed.

    None if there is none.
    """
    resources = read(stage).get("resources", [])
    return next((str(r["rest_api_url"]) for r in resources if r.get("resource_type") == "rest_api"), None)


def copy_to(project: Path, stage: Stage) -> Path:
    """Put the record where Chalice looks for it in a project.

    Returns that path, also where there is no record yet.
    """
    file = project / f".chalice/deployed/{stage.name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    if record := stage.state_bucket.read(FILE):
        file.write_bytes(record)
    return file


@contextlib.contextmanager
def lent_to(project: Path, stage: Stage) -> Iterator[None]:
    """Put the record into a project for the time of the block.

    At the end, even after an error, it is written back if it has changed.
    """
    file = copy_to(project, stage)
    before = file.read_bytes() if file.exists() else None
    try:
        yield
    finally:
        if file.exists() and file.read_bytes() != before:
            stage.state_bucket.write(FILE, file.read_bytes())


def clear(stage: Stage) -> None:
    """Clear the record of a deployment that was deleted."""
    stage.state_bucket.write(FILE, b"{}")


def replace_names(stage: Stage, names: Mapping[str, str]) -> None:
    """Replace names in the record, such as a stream's ARN.

    A restore needs that. `names` maps old names to new ones.
    """
    record = (stage.state_bucket.read(FILE) or b"").decode()
    for old, new in names.items():
        record = record.replace(old, new)
    if record:
        stage.state_bucket.write(FILE, record.encode())
