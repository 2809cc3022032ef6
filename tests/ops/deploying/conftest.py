"""The artefact, packaged once for each architecture and runtime as a stage's would be."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chalicelib.settings import RUNTIME, RUNTIMES
from ops.packaging import project, templates
from ops.packaging.bytecode import find_python

OTHER = next(name for name in ("arm64", "x86_64") if name != project.HERE)


@dataclass(frozen=True)
class Packaged:
    """A project as Chalice packaged it: its template, its artefact, and that unpacked."""

    template: dict[str, Any]
    artefact: Path
    unpacked: Path


def made(architecture: str, work: Path, runtime: str = RUNTIME) -> Packaged:
    directory = project.create(architecture, runtime, work / architecture)
    filled = templates.template_values(templates.EXAMPLE, {**templates.EXAMPLE_DATA, "Runtime": runtime})
    templates.configure(directory, filled, architecture)
    template = templates.package(directory, filled)
    artefact, unpacked = templates.artefact(directory), directory / "unpacked"
    with zipfile.ZipFile(artefact) as archive:
        archive.extractall(unpacked)
    return Packaged(template, artefact, unpacked)


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Packaged:
    """Packaged for this machine."""
    return made(project.HERE, tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Packaged:
    """Packaged for the other architecture."""
    return made(OTHER, tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session", params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> str:
    """Each runtime whose interpreter is at hand."""
    if not find_python(request.param):
        pytest.skip(f"no {request.param} on this machine to compile with and to import into")
    return str(request.param)


@pytest.fixture(scope="session")
def for_runtime(runtime: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Packaged, Packaged]:
    """Packaged for a runtime: for this machine, and for the other architecture."""
    work = tmp_path_factory.mktemp(runtime)
    return made(project.HERE, work, runtime), made(OTHER, work, runtime)
