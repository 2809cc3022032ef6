"""The artefact, packaged once for both architectures as a stage's would be."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ops.packaging import project, templates

OTHER = next(name for name in ("arm64", "x86_64") if name != project.HERE)


@dataclass(frozen=True)
class Packaged:
    """A project as Chalice packaged it: its template, its artefact, and that unpacked."""

    template: dict[str, Any]
    artefact: Path
    unpacked: Path


def made(architecture: str, work: Path) -> Packaged:
    directory = project.create(architecture, work / architecture)
    filled = templates.template_values(templates.EXAMPLE, templates.EXAMPLE_DATA)
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
