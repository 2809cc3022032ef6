"""`python -m ops pictures [ORIGIN]`: the pictures of manual and README, taken from a product that runs on this machine
with its demo season (`make run`; ORIGIN is http://127.0.0.1:8000 unless said). Needs Chromium and the packages of
requirements-dev.txt."""

import argparse
import base64
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from ops import indexed_png

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "static_site/src/features/public/pictures"
README = ROOT / "docs/pictures"
CALL = "shandong-2021"
LIMIT = 60 * 1024
"""For those of the manual, which readers fetch by the dozen."""
PLACES: dict[str, ViewportSize] = {
    "manual": {"width": 1120, "height": 680},
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}


@dataclass(frozen=True)
class View:
    """What is to be seen: whose page it is (none: a visitor's), its address, and what to bring into sight.

    In an address `{id}` is the account's first submission in `state`. `press` is a control to use before.
    """

    name: str
    login: str | None
    path: str
    state: str = ""
    at: str = ""
    press: str = ""
    place: str = "manual"


IN_MANUAL = (
    View("register", None, f"/calls/{CALL}/register"),
    View("dossier", "tsjiaoyu2021", "/dossier"),
    View("new", "tsjiaoyu2021", f"/calls/{CALL}/new"),
    View("form", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft"),
    View("attachments", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft", at=".drop"),
    View("push", "tsreli2021", "/submissions/{id}/push", state="returned"),
    View("returned", "tsreli2021", "/submissions/{id}/edit", state="returned"),
    View("inbox", "taishan01", f"/desk/{CALL}/scenario"),
    View("detail", "taishan01", f"/desk/{CALL}/scenario", press="main tbody a, main .entry a, main li a"),
    View("ranking", "taishan01", f"/desk/{CALL}/scenario/ranking"),
    View("report", "daiyue01", f"/desk/{CALL}/scenario/reports/1"),
)
IN_README = (
    View("home", None, f"/calls/{CALL}", place="desktop"),
    View("form", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft", place="desktop"),
    View("inbox", "taishan01", f"/desk/{CALL}/scenario", place="desktop"),
    View("review", "taishan01", f"/desk/{CALL}/scenario", press=IN_MANUAL[8].press, place="desktop"),
    View("ranking", "taishan01", f"/desk/{CALL}/scenario/ranking", place="desktop"),
    View("report", "daiyue01", f"/desk/{CALL}/scenario/reports/1", place="desktop"),
    View("organiser", "shengju01", f"/organiser/{CALL}", place="desktop"),
    View("phone", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft", place="phone"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("origin", metavar="ORIGIN", nargs="?", default="http://127.0.0.1:8000")


def run(options: argparse.Namespace) -> int:
    """Writes every picture; 1 where one of the manual's came out larger than allowed."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for target, size in _taken(browser, options.origin):
            print(f"{size / 1024:5.1f} KB  {target.relative_to(ROOT)}")
            too_large += [target] if size > LIMIT and target.parent == MANUAL else []
        browser.close()
    for target in too_large:
        print(f"larger than {LIMIT // 1024} KB: {target.relative_to(ROOT)}", file=sys.stderr)
    return 1 if too_large else 0


def _taken(browser: Browser, origin: str) -> Iterator[tuple[Path, int]]:
    for language in ("zh", "en"):
        for view in IN_MANUAL:
            yield _take(browser, origin, view, language, MANUAL / f"{view.name}-{language}.png")
    for view in IN_README:
        yield _take(browser, origin, view, "zh", README / f"{view.name}.png")


def _take(browser: Browser, origin: str, view: View, language: str, target: Path) -> tuple[Path, int]:
    context = browser.new_context(
        base_url=origin,
        viewport=PLACES[view.place],
        locale={"zh": "zh-CN", "en": "en-GB"}[language],
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.add_init_script(f"localStorage.setItem('laurel.language', '{language}')")
    page = context.new_page()
    _show(page, view)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_slim(page, page.screenshot()))
    context.close()
    return target, target.stat().st_size


def _show(page: Page, view: View) -> None:
    if view.login:
        _sign_in(page, view.login)
    page.goto(view.path.format(id=_submission(page, view.state) if view.state else ""))
    _settle(page)
    if view.press:
        page.locator(view.press).first.click()
        _settle(page)
    if view.at:
        page.locator(view.at).first.evaluate("element => element.scrollIntoView({ block: 'center' })")
        _settle(page)


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def _sign_in(page: Page, login: str) -> None:
    accounts = page.request.get("/api/demo-accounts").json()["items"]
    password = next(one["password"] for one in accounts if one["login"] == login)
    page.goto("/sign-in")
    page.locator("input[autocomplete=username]").fill(login)
    page.locator("input[type=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def _submission(page: Page, state: str) -> str:
    heads = page.request.get("/api/submissions").json()["items"]
    return next(str(head["id"]) for head in heads if head["state"] == state)


def _slim(page: Page, png: bytes) -> bytes:
    """The same picture in at most 256 colours: the browser reads its points, we write them."""
    page.goto("about:blank")
    width, height, points = page.evaluate(_READ, base64.b64encode(png).decode())
    return indexed_png.write(width, height, base64.b64decode(points))


_READ = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0))
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
  canvas.drawImage(picture, 0, 0)
  const points = canvas.getImageData(0, 0, picture.width, picture.height).data
  let text = ''
  for (let i = 0; i < points.length; i += 32768) text += String.fromCharCode(...points.subarray(i, i + 32768))
  return [picture.width, picture.height, btoa(text)]
}"""
