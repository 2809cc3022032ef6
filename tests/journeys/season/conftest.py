"""A product of its own, whose days pass: two calls after filing, nothing yet judged."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ops.local.data_dir import DataDir
from tests.journeys.conftest import DESKTOP, PHONE, PICTURES
from tests.journeys.looking import faults
from tests.journeys.season.clock import AheadClock
from tests.product import Product, start

Look = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product of `python -m tests.journeys.season`, or one whose data SEASON_AT names."""
    if os.environ.get("SEASON_AT"):
        home = DataDir(Path(os.environ["SEASON_AT"]))
        port = int(home.running()["environment"]["LAUREL_SITE_ORIGIN"].rpartition(":")[2])
        yield Product(None, port, home)  # type: ignore[arg-type]
        return
    started = start(tmp_path_factory.mktemp("season"), "tests.journeys.season")
    yield started
    started.stop()


@pytest.fixture(scope="session")
def product(run: Product) -> str:
    """The origin of the product."""
    return run.origin


@pytest.fixture
def days(run: Product) -> AheadClock:
    """The product's clock, to be moved on."""
    return AheadClock(run.home.root)


@pytest.fixture
def look() -> Iterator[Look]:
    """Looks at a page in its language at every width, leaves pictures of it, and tells all faults at the end."""
    found: list[str] = []

    def at(page: Page, name: str) -> None:
        language = "en" if page.locator("html").get_attribute("lang") == "en-GB" else "zh"
        found.extend(f"{name}: {fault}" for fault in faults(page, language))
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            page.screenshot(path=PICTURES / f"season-{name}-{size['width']}.png", full_page=True)

    yield at
    assert not found, "\n".join(found)
