"""The whole product as a person has it: started as `make run` starts it, seen through a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from ops.bootstrap import ROOT
from tests.journeys.console import Console
from tests.journeys.seats import EVALUATORS, PEOPLE, Seats
from tests.product import Product, start

PICTURES = ROOT / "build/journeys"
DESKTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

TIMEOUT = 20_000.0
"""Milliseconds that anything may take on a machine that is busy with other things."""
expect.set_options(timeout=TIMEOUT)

Windows = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this directory drives a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product | None]:
    """A freshly started product with its calls and demo data; None where JOURNEYS_AT names another."""
    if os.environ.get("JOURNEYS_AT"):
        yield None
        return
    started = start(tmp_path_factory.mktemp("product"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def product(run: Product | None) -> str:
    """The origin of the product."""
    return run.origin if run else os.environ["JOURNEYS_AT"]


@pytest.fixture
def log(run: Product | None) -> Path:
    """The functions' log, which says what would have left the site."""
    if run is None:
        pytest.skip("the product at JOURNEYS_AT has its log elsewhere")
    return run.home.root / "logs/functions.log"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.fail("Chromium is missing. On Debian: sudo apt install chromium fonts-noto-cjk; else set CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def console() -> Iterator[Console]:
    """Fails the test at its end if any of its pages complained."""
    watched = Console()
    yield watched
    if watched.left():
        pytest.fail("the browser complained:\n" + "\n".join(watched.left()))


@pytest.fixture
def windows(browser: Browser, product: str, console: Console, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """Opens windows of persons who know nothing of each other: `windows()`, `windows(PHONE, "en")`.

    What they show at the end is left as pictures in build/journeys.
    """
    opened: list[BrowserContext] = []

    def window(viewport: ViewportSize = DESKTOP, locale: str = "zh-CN") -> Page:
        context = browser.new_context(base_url=product, viewport=viewport, locale=locale, timezone_id="Asia/Shanghai")
        context.set_default_timeout(TIMEOUT)
        console.watch(context)
        opened.append(context)
        return context.new_page()

    yield window
    pages = [page for context in opened for page in context.pages]
    for number, page in enumerate(pages):
        page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png")
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def seats(browser: Browser, product: str) -> Iterator[Seats]:
    """Windows of the people who look at pages."""
    seats = Seats(browser, product, PEOPLE)
    yield seats
    seats.close()


@pytest.fixture(scope="session")
def tallied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a product whose season stands after the tally; TALLIED_AT names one that runs already."""
    if os.environ.get("TALLIED_AT"):
        yield os.environ["TALLIED_AT"]
        return
    started = start(tmp_path_factory.mktemp("tallied"), "ops", "local", "--season", "tallied")
    yield started.origin
    started.stop()


@pytest.fixture(scope="session")
def seats_of_evaluation(browser: Browser, tallied: str) -> Iterator[Seats]:
    """Windows of the people of the evaluation."""
    seats = Seats(browser, tallied, EVALUATORS)
    yield seats
    seats.close()


@pytest.fixture
def desktop(windows: Windows) -> Page:
    """A window as wide as an office's screen."""
    return windows()


@pytest.fixture
def phone(windows: Windows) -> Page:
    """A window as wide as a phone."""
    return windows(PHONE)
