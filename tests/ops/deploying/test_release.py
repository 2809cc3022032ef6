"""What runs says which release it is: the version of pyproject and the commit, with what no commit holds."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from chalicelib import release as running
from chalicelib.release import Release
from ops.bootstrap import ROOT
from ops.packaging import release, templates
from ops.packaging.project import HERE

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small repository with one commit."""
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib/a.py").write_text("A = 1\n")
    (tmp_path / "README.md").write_text("read me\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "4.5.6"\n')
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "First")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_a_clean_checkout_is_of_its_commit(checkout: Path) -> None:
    assert release.of_checkout(checkout) == Release("4.5.6", git(checkout, "rev-parse", "--short=12", "HEAD"))
    assert release.is_committed(release.of_checkout(checkout))


def test_changed_sources_are_dirty_and_two_states_of_them_are_two_releases(checkout: Path) -> None:
    told = set[str]()
    for name, text in (("chalicelib/a.py", "A = 2\n"), ("chalicelib/a.py", "A = 3\n"), ("chalicelib/new.py", "")):
        (checkout / name).write_text(text)
        made = release.of_checkout(checkout)
        assert re.fullmatch(r"[0-9a-f]{12}\+dirty\.[0-9a-f]{8}", made.commit)
        assert not release.is_committed(made)
        told.add(made.commit)
    assert len(told) == 3


def test_what_is_not_deployed_makes_no_release_another(checkout: Path) -> None:
    (checkout / "README.md").write_text("changed\n")
    assert release.is_committed(release.of_checkout(checkout))


def test_sources_without_a_repository_are_of_no_known_commit(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = tmp_path_factory.mktemp("bare")
    (bare / "pyproject.toml").write_text((checkout / "pyproject.toml").read_text())
    made = release.of_checkout(bare)
    assert made == Release("4.5.6", release.UNKNOWN)
    assert not release.is_committed(made)


def test_a_project_carries_its_release_and_its_functions_are_tagged_with_it(tmp_path: Path) -> None:
    release.write(Release("4.5.6", "0123456789ab"), tmp_path)
    assert running.read(tmp_path / "chalicelib/data/release.json") == Release("4.5.6", "0123456789ab")
    templates.configure(tmp_path, templates.template_values(templates.EXAMPLE, templates.EXAMPLE_DATA), HERE)
    config = json.loads((tmp_path / ".chalice/config.json").read_text())
    assert config["tags"] == {"laurel:version": "4.5.6", "laurel:commit": "0123456789ab"}


def test_without_a_package_it_is_of_none(tmp_path: Path) -> None:
    assert running.read(tmp_path / "none.json") == Release("dev", "")


def test_the_changelog_begins_with_this_version_and_says_what_it_promises() -> None:
    told = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\d+\.\d+\.\d+)", told, re.MULTILINE)[0] == VERSION
    assert "## What a version promises" in told
