"""Pictures of pages for manual and README.

They come from a running product with its demo season.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from ops.bootstrap import ROOT
from ops.png import indexed_png

MANUAL = ROOT / "static_site/src/features/public/pictures"
README = ROOT / "docs/pictures"
CALL = "shandong-2021"
LIMIT = 60 * 1024
"""Most bytes of a picture of the manual.

Its readers download a dozen.
"""
PLACES: dict[str, ViewportSize] = {
    "manual": {"width": 1120, "height": 680},
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}


@dataclass(frozen=True)
class PictureView:
    """A page to take a picture of.

    `login` is None for a visitor; `at` is the element to scroll to. In an address (`path`) `{id}` is the
    account's first submission in `state`. `press` is a control to click before.
    """

    name: str
    login: str | None
    path: str
    state: str = ""
    at: str = ""
    press: str = ""
    place: str = "manual"


IN_MANUAL = (
    PictureView("register", None, f"/calls/{CALL}/register"),
    PictureView("dossier", "tsjiaoyu2021", "/dossier"),
    PictureView("new", "tsjiaoyu2021", f"/calls/{CALL}/new"),
    PictureView("form", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft"),
    PictureView("attachments", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft", at=".drop"),
    PictureView("push", "tsreli2021", "/submissions/{id}/push", state="returned"),
    PictureView("returned", "tsreli2021", "/submissions/{id}/edit", state="returned"),
    PictureView("inbox", "taishan01", f"/desk/{CALL}/scenario"),
    PictureView("detail", "taishan01", f"/desk/{CALL}/scenario", press="main tbody a, main .entry a, main li a"),
    PictureView("ranking", "taishan01", f"/desk/{CALL}/scenario/ranking"),
    PictureView("report", "daiyue01", f"/desk/{CALL}/scenario/reports/1"),
)
IN_README = (
    PictureView("home", None, f"/calls/{CALL}", place="desktop"),
    PictureView("form", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft", place="desktop"),
    PictureView("inbox", "taishan01", f"/desk/{CALL}/scenario", place="desktop"),
    PictureView("review", "taishan01", f"/desk/{CALL}/scenario", press=IN_MANUAL[8].press, place="desktop"),
    PictureView("ranking", "taishan01", f"/desk/{CALL}/scenario/ranking", place="desktop"),
    PictureView("report", "daiyue01", f"/desk/{CALL}/scenario/reports/1", place="desktop"),
    PictureView("organiser", "shengju01", f"/organiser/{CALL}", place="desktop"),
    PictureView("phone", "tsjiaoyu2021", "/submissions/{id}/edit", state="draft", place="phone"),
)


def take_all(browser: Browser, origin: str) -> Iterator[tuple[Path, int]]:
    """Take every picture; yield each file with its size in bytes."""
    for language in ("zh", "en"):
        for view in IN_MANUAL:
            yield _take(browser, origin, view, language, MANUAL / f"{view.name}-{language}.png")
    for view in IN_README:
        yield _take(browser, origin, view, "zh", README / f"{view.name}.png")


def _take(browser: Browser, origin: str, view: PictureView, language: str, target: Path) -> tuple[Path, int]:
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


def _show(page: Page, view: PictureView) -> None:
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
    """Return the same picture with a palette.

    The browser decodes it, and we encode it.
    """
    page.goto("about:blank")
    width, height, points = page.evaluate(_READ, base64.b64encode(png).decode())
    return indexed_png(width, height, base64.b64decode(points))


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
