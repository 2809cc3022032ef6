"""What anybody sees who opens the site."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE, Windows
from tests.journeys.console import Console

WIDTHS = {"desktop": DESKTOP, "phone": PHONE}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_first_page_opens_without_a_complaint_and_fits(windows: Windows, width: str, language: str) -> None:
    page = windows(WIDTHS[width], language)
    page.goto("/", wait_until="networkidle")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_script_from_elsewhere_is_not_run(desktop: Page, console: Console) -> None:
    desktop.goto("/")
    console.allow("Content Security Policy")
    ran = desktop.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", () => done("refused"))
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.head.append(script)
            setTimeout(() => done(window.ran ? "run" : "nothing"), 500)
        })"""
    )
    assert ran == "refused"
