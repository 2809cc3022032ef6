"""Looking at a page as it stands: does it fit, is it named, can everybody use it."""

from functools import cache
from typing import Any, cast

from playwright.sync_api import Page, ViewportSize

from ops.bootstrap import ROOT

AXE = ROOT / "static_site/node_modules/axe-core/axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The tags of WCAG 2.2 AA in axe."""
WIDTHS: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "office": {"width": 1366, "height": 768},
    "phone": {"width": 390, "height": 844},
}
AXE_AT = {"zh": ["desktop", "phone"], "en": ["phone"]}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
"""The page's `lang` by the reader's choice."""


@cache
def _axe() -> str:
    return AXE.read_text()


def faults(page: Page, language: str) -> list[str]:
    """Everything wrong with the open page, in words, at each width; empty when nothing is."""
    found = [*_head(page, language)]
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        found += [f"{width}: {fault}" for fault in _body(page, axe=width in AXE_AT[language])]
    return found


def _head(page: Page, language: str) -> list[str]:
    lang, title = page.locator("html").get_attribute("lang"), page.title()
    found = [] if lang == LANGUAGES[language] else [f"lang is {lang}"]
    headings = page.get_by_role("heading", level=1).all_inner_texts()
    found += [] if len(headings) == 1 and headings[0].strip() else [f"headings: {headings}"]
    return found + ([] if title.count(" · ") else [f"title is {title!r}"])


def _body(page: Page, *, axe: bool) -> list[str]:
    return [*sideways(page), *(violations(page) if axe else [])]


def sideways(page: Page) -> list[str]:
    """Whether the document is wider than the window."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [] if wide <= seen else [f"scrolls sideways: {wide} in {seen}, {_widest(page)}"]


def _widest(page: Page) -> Any:
    """The elements that stand out at the right."""
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 3).map((one) => `${one.tagName}.${one.className}`)"""
    )


def violations(page: Page) -> list[str]:
    """What axe finds. Its text is evaluated from outside, which the page's security policy does not forbid.

    The window is as high as the page meanwhile: what a bar covers until one scrolls is not small for that.
    """
    page.evaluate(_axe())
    size = cast(ViewportSize, page.viewport_size)
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": height})
    run = "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })"
    found = page.evaluate(run, STANDARD)["violations"]
    page.set_viewport_size(size)
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"]]
