"""Offices have browsers back to Chromium 86: a real one goes through the product, and an older one is told so."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ops.bootstrap import ROOT
from tests.journeys.answers import form_of
from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import CALL, DEMO, document
from tests.journeys.seats import PEOPLE, Seats, entries
from tests.journeys.test_pages import PAGES
from tests.oldest import browser as oldest_browser

NEWCOMER = {"login": "tswenlv2021", "password": DEMO}
DESK = {"login": "taishan01", "password": DEMO}
FORM = {**NEWCOMER, "address": f"/calls/{CALL}/new", "track": "典型应用场景"}

Act = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium() -> Path:
    """The oldest browser's program."""
    return oldest_browser.chromium()


@pytest.fixture
def oldest(chromium: Path, product: str) -> Act:
    """Carries out an act at the product: `oldest("draft", …)`."""
    return partial(oldest_browser.walk, chromium, product)


def test_it_is_the_one_that_the_site_is_built_for(oldest: Act) -> None:
    built_for = re.findall(r'OLDEST = "chrome(\d+)"', (ROOT / "static_site/vite.config.ts").read_text())
    assert re.findall(r"/(\d+)\.", oldest("version")) == built_for


def test_every_kind_of_page_opens_without_an_error(oldest: Act, seats: Seats) -> None:
    people = [_person(seats, who) for who in PEOPLE]
    looked_at = oldest("pages", people=people)
    assert len(looked_at) == sum(len(person["addresses"]) for person in people)
    assert {address: faults for address, faults in looked_at.items() if faults} == {}


def _person(seats: Seats, who: str) -> dict[str, Any]:
    """Who signs in, and the address of each kind of page that is looked at by this person first."""
    addresses = [address for (first, address), *_ in PAGES.values() if first == who]
    if any("{" in address for address in addresses):
        known = entries(seats.window(who, "zh")[0])
        addresses = [address.format(**known) for address in addresses]
    return {"login": PEOPLE[who], "password": DEMO, "addresses": addresses}


def test_a_draft_saves_itself(oldest: Act) -> None:
    assert oldest("draft", **FORM, text="旧浏览器里写下的名称") == {
        "text": "旧浏览器里写下的名称",
        "faults": [],
    }


def test_a_month_is_chosen_from_the_calendar_by_keys(oldest: Act) -> None:
    came = oldest("calendar", **FORM)
    assert re.fullmatch(r"\d{4}-\d{2}", came["chosen"])
    assert came["faults"] == []


def test_a_file_is_attached(oldest: Act, tmp_path: Path) -> None:
    file = document("盖章的承诺书")
    (tmp_path / file["name"]).write_bytes(file["buffer"])
    takes_pdf = next(
        field["id"]
        for section in form_of(CALL, "scenario")["sections"]
        for field in section["fields"]
        if field["type"] == "attachments" and "pdf" in field["kinds"]
    )
    came = oldest("attach", **FORM, field=takes_pdf, file=str(tmp_path / file["name"]))
    assert file["name"] in came["files"]
    assert came["faults"] == []


def test_a_dialog_opens_takes_the_focus_and_closes(oldest: Act, seats: Seats) -> None:
    address = f"/desk/{CALL}/scenario/{entries(seats.window('county', 'zh')[0])['pushed']}"
    assert oldest("dialog", **DESK, address=address) == {"modal": True, "faults": []}


def test_an_entry_is_moved_by_keys(oldest: Act) -> None:
    came = oldest("ranking", **DESK, address=f"/desk/{CALL}/scenario/ranking")
    first, second, *others = came["before"]
    assert came["after"] == [second, first, *others]
    assert (came["held"], came["faults"]) == (True, [])


def test_the_language_is_switched_and_kept(oldest: Act) -> None:
    assert oldest("language") == {
        "before": {"lang": "zh-CN", "button": "English"},
        "after": {"lang": "en-GB", "button": "中文"},
        "faults": [],
    }


OLD_PAGE = ROOT / "static_site/public/old.js"
TAKEN_AWAY = {
    "modules": "delete HTMLScriptElement.prototype.noModule",
    "replaceAll": "delete String.prototype.replaceAll",
    "Promise.any": "delete Promise.any",
    "focus-visible": "CSS.supports = () => false",
    "CSS.supports": "delete window.CSS",
}
"""What a browser before Chromium 86 lacks, and how a newer one is made to lack it."""


@pytest.mark.parametrize("lacking", TAKEN_AWAY)
def test_an_older_browser_gets_a_plain_page_that_names_what_to_use(
    windows: Windows, console: Console, lacking: str
) -> None:
    page = windows()
    page.add_init_script(TAKEN_AWAY[lacking])
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(["请换用较新的浏览器", "Please use a newer browser"])
    for named in ("Chrome", "Edge", "360", "奇安信", "统信", "Firefox 85", "Safari 15.4"):
        expect(page.locator("#too-old")).to_contain_text(named)
    expect(page.locator("#app")).to_be_hidden()


def test_a_browser_that_will_do_is_not_told_of_others(desktop: Page) -> None:
    desktop.goto("/", wait_until="networkidle")
    expect(desktop.locator("#app")).to_be_visible()
    expect(desktop.locator("#too-old")).to_be_hidden()


def test_the_script_that_tells_an_older_browser_can_be_read_by_it() -> None:
    newer = r"=>|`|\?\.|\?\?|\*\*|\.\.\.|\b(?:const|let|class|async|await|import|export)\b"
    assert re.findall(newer, OLD_PAGE.read_text("utf-8")) == []
