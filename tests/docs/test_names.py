"""What the documents name is there: files and folders, commands, routes, pictures, decisions."""

import argparse
import importlib
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from chalicelib.web.http.endpoint import ENDPOINTS
from ops.__main__ import COMMANDS, module_of
from ops.bootstrap import ROOT
from ops.site.pictures import IN_README

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
    ROOT / "static_site/README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
MADE = (
    ".venv",
    ".local",
    "build",
    "chalicelib/data",
    "static_site/dist",
    "static_site/public/regions.json",
    "static_site/src/api/schema.d.ts",
    "static_site/src/features/messages/kinds.generated.ts",
)
"""What appears when the product is installed and run, and is not in the repository."""

A_PATH = re.compile(r"[a-z_.][\w.…-]*(/[\w.…*-]+)+/?")
A_ROUTE = re.compile(r"(GET|POST|PUT|PATCH|DELETE) /api(/\S*)")
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@cache
def kept() -> frozenset[str]:
    """All files of the repository and the folders they lie in."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [Path(line) for line in told.stdout.splitlines()]
    return frozenset(str(path) for file in files for path in (file, *file.parents))


def code_of(page: Path) -> list[str]:
    """What stands in backticks within a line."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


def commands_of(page: Path) -> list[str]:
    """What stands in backticks, blocks of several lines included."""
    blocks = re.findall(r"```.*?\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [*code_of(page), *(line for block in blocks for line in block.splitlines())]


def is_there(name: str, page: Path) -> bool:
    """A path from the root, from `chalicelib`, from the site or from the page's own folder; `…` is any folders.

    A module may be named without its ending, so that it may become a package.
    """
    name = name.rstrip("/").removeprefix("./")
    home = page.parent.relative_to(ROOT)
    starts = ("", "chalicelib", "static_site", str(home) if home.parts else "")
    spelled = [os.path.normpath(Path(start, name)) for start in starts]
    if any(each.startswith(MADE) for each in spelled):
        return True
    spelled += [f"{each}.py" for each in spelled]
    return any(re.fullmatch(_pattern(each), path) for each in spelled for path in kept())


def _pattern(name: str) -> str:
    return re.escape(name).replace("/…/", "/(.*/)?").replace(r"\*", "[^/]*")


@pages
def test_every_path_in_backticks_exists(page: Path) -> None:
    paths = [word for word in code_of(page) if A_PATH.fullmatch(word)]
    assert [path for path in paths if not is_there(path, page)] == []


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    sources = re.findall(r"<img[^>]* src=\"([^\"]+)\"", page.read_text("utf-8"))
    files = [link for link in [*links, *sources] if "://" not in link]
    assert [link for link in files if not (page.parent / link).exists()] == []


@pages
def test_every_make_target_is_in_the_makefile(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+)(?: [a-z]+)*:", (ROOT / "Makefile").read_text(), re.MULTILINE))
    targets |= set(re.findall(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split())
    named = {word for line in commands_of(page) for word in re.findall(r"\bmake ([a-z]+)\b", line)}
    assert named - targets == set()


@pages
def test_every_command_of_the_operator_is_one(page: Path) -> None:
    named = {w for line in commands_of(page) for w in re.findall(r"python -m ops ([a-z_]+)", line)}
    assert named - COMMANDS.keys() == set()


@pages
def test_every_command_of_the_operator_has_the_options_that_are_named(page: Path) -> None:
    lines = [line.strip() for line in commands_of(page) if line.strip().startswith(".venv/bin/python -m ops ")]
    for line in lines:
        name, *rest = shlex.split(line.removesuffix(" …"))[3:]
        parser = argparse.ArgumentParser(exit_on_error=False)
        if name in COMMANDS:
            importlib.import_module(module_of(name)).add_arguments(parser)
            known = {option for one in _parsers(parser) for option in one._option_string_actions}
            assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= known, line


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command's parser, and those of its acts."""
    yield parser
    for action in parser._actions:
        for act in (action.choices or {}).values() if isinstance(action, argparse._SubParsersAction) else ():
            yield from _parsers(act)


@pages
def test_every_route_is_served(page: Path) -> None:
    importlib.import_module("app")
    served = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    named = {found.groups() for word in code_of(page) if (found := A_ROUTE.fullmatch(word))}
    assert named - served == set()


def test_the_readme_shows_the_pictures_that_are_taken() -> None:
    shown = re.findall(r"docs/pictures/(\w+)\.png", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(shown) == sorted(view.name for view in IN_README)


DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_it_costs(decision: Path) -> None:
    headings = re.findall(r"^## (.*)", decision.read_text("utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "What it costs"]


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    index = (ROOT / "docs/adr/README.md").read_text("utf-8")
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert re.findall(r"\]\((\d{4}-[^)]+)\)", index) == [path.name for path in DECISIONS]
