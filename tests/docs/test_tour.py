"""The tour of the README can be taken: its accounts are offered, its menus and entries are named as they stand."""

import re
from functools import cache

from ops.bootstrap import ROOT
from ops.seed.season_file import FOLDER, SeasonFile, demo_people

TOUR = (ROOT / "README.md").read_text("utf-8").split("\n## A tour", 1)[1].split("\n## ", 1)[0]
SEEN = ("static_site/src", "calls", "ops/seed")
TEXTS = {".vue", ".ts", ".yaml", ".csv", ".md"}


@cache
def everything_shown() -> str:
    """All words of the site, the calls and the local season."""
    files = [file for root in SEEN for file in (ROOT / root).rglob("*") if file.suffix in TEXTS]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_accounts_are_offered_under_these_passwords() -> None:
    offered = list(demo_people([SeasonFile(folder.name) for folder in sorted(FOLDER.iterdir())]))
    known = {cast.login for cast, _ in offered} | {password for _, password in offered}
    logins = {word for word in re.findall(r"`([^`]+)`", TOUR) if not word.startswith(".")}
    assert logins - known == set()


def test_what_is_named_in_chinese_is_named_so_on_the_pages() -> None:
    assert [word for word in re.findall(r"[\u4e00-\u9fff]+", TOUR) if word not in everything_shown()] == []
