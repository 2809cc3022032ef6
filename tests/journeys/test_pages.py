"""Every page of the site, for whom it is, in both languages and at each width: whole, named, and open to everybody."""

import re

import pytest
from playwright.sync_api import expect

from ops.bootstrap import ROOT
from tests.journeys.looking import LANGUAGES, faults
from tests.journeys.seats import CALL, Seats, entries

SOURCES = ROOT / "static_site/src"
PAGES: dict[str, list[tuple[str, str]]] = {
    "/": [("visitor", "/")],
    "/calls/:call": [("visitor", f"/calls/{CALL}"), ("applicant", f"/calls/{CALL}")],
    "/calls/:call/notice": [("visitor", f"/calls/{CALL}/notice")],
    "/calls/:call/rules": [("visitor", f"/calls/{CALL}/rules")],
    "/calls/:call/help": [("visitor", f"/calls/{CALL}/help")],
    "/calls/:call/files/:name": [("visitor", f"/calls/{CALL}/files/{{file}}")],
    "/notice": [("visitor", "/notice")],
    "/help": [("visitor", "/help")],
    "/privacy": [("visitor", "/privacy")],
    "/accessibility": [("visitor", "/accessibility")],
    "/sign-in": [("visitor", "/sign-in")],
    "/calls/:call/register": [("visitor", f"/calls/{CALL}/register")],
    "/register": [("visitor", "/register")],
    "/account": [("applicant", "/account"), ("city", "/account")],
    "/account/password": [("applicant", "/account/password")],
    "/dossier": [("applicant", "/dossier")],
    "/messages": [("applicant", "/messages"), ("newcomer", "/messages"), ("city", "/messages?only=all")],
    "/calls/:call/submissions": [
        ("applicant", f"/calls/{CALL}/submissions"),
        ("newcomer", f"/calls/{CALL}/submissions"),
    ],
    "/calls/:call/new": [("applicant", f"/calls/{CALL}/new")],
    "/calls/:call/submissions/new": [("applicant", f"/calls/{CALL}/submissions/new")],
    "/calls/:call/forms/:track": [("visitor", f"/calls/{CALL}/forms/scenario")],
    "/submissions/:id": [
        ("applicant", "/submissions/{pushed}"),
        ("applicant", "/submissions/{returned}"),
    ],
    "/submissions/:id/edit": [
        ("applicant", "/submissions/{returned}/edit"),
        ("applicant", "/submissions/{pushed}/edit"),
    ],
    "/submissions/:id/push": [("applicant", "/submissions/{returned}/push")],
    "/submissions/:id/print": [
        ("applicant", "/submissions/{pushed}/print"),
        ("applicant", "/submissions/{returned}/print"),
    ],
    "/submissions/:id/files/:name": [("applicant", "/submissions/{returned}/files/{file}")],
    "/desk/:call": [("county", f"/desk/{CALL}")],
    "/desk/:call/:track": [
        ("county", f"/desk/{CALL}/scenario"),
        ("city", f"/desk/{CALL}/scenario"),
        ("city", f"/desk/{CALL}/scenario?state=recommended"),
        ("organiser", f"/desk/{CALL}/scenario"),
    ],
    "/desk/:call/ranking": [("county", f"/desk/{CALL}/ranking")],
    "/desk/:call/:track/ranking": [
        ("county", f"/desk/{CALL}/scenario/ranking"),
        ("reported", f"/desk/{CALL}/scenario/ranking"),
    ],
    "/desk/:call/reports": [("reported", f"/desk/{CALL}/reports"), ("county", f"/desk/{CALL}/reports")],
    "/desk/:call/:track/reports/:n": [("reported", f"/desk/{CALL}/scenario/reports/1")],
    "/desk/:call/progress": [("city", f"/desk/{CALL}/progress"), ("county", f"/desk/{CALL}/progress")],
    "/desk/:call/area": [("city", f"/desk/{CALL}/area")],
    "/desk/:call/settings": [("city", f"/desk/{CALL}/settings")],
    "/desk/:call/:track/lists": [("city", f"/desk/{CALL}/scenario/lists")],
    "/desk/:call/:track/:id": [
        ("county", f"/desk/{CALL}/scenario/{{pushed}}"),
        ("organiser", f"/desk/{CALL}/scenario/{{nominated}}"),
    ],
    "/organiser/:call": [("organiser", f"/organiser/{CALL}")],
    "/organiser/:call/search": [
        ("organiser", f"/organiser/{CALL}/search?q=医保"),
        ("organiser", f"/organiser/{CALL}/search?q=没有这一条"),
    ],
    "/organiser/:call/desks/:desk": [("organiser", f"/organiser/{CALL}/desks/370900")],
    "/organiser/:call/lists": [("organiser", f"/organiser/{CALL}/lists")],
    "/organiser/:call/lists/:track": [("organiser", f"/organiser/{CALL}/lists/scenario")],
    "/organiser/:call/accounts": [("organiser", f"/organiser/{CALL}/accounts")],
    "/organiser/:call/deadlines": [("organiser", f"/organiser/{CALL}/deadlines")],
    "/:rest(.*)*": [("visitor", "/nowhere"), ("applicant", "/forbidden")],
}
"""Addresses of each route, and who looks; `{…}` is an entry of that state or the call's first file."""

VISITS = [visit for visits in PAGES.values() for visit in visits]


def test_every_route_of_the_site_is_looked_at() -> None:
    files = [*SOURCES.glob("features/*/routes.ts"), SOURCES / "shell/router.ts"]
    declared = {path for file in files for path in re.findall(r'\bpath: "(/[^"]*)"', file.read_text())}
    assert set(PAGES) == declared


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "address"), VISITS, ids=lambda part: part.replace("/", "-"))
def test_a_page_opens_without_complaint_fits_and_is_open_to_everybody(
    seats: Seats, who: str, address: str, language: str
) -> None:
    page, console = seats.window(who, language)
    console.faults.clear()
    page.goto(address.format(**entries(page)) if "{" in address else address, wait_until="networkidle")
    expect(page.locator("main .loading")).to_have_count(0)
    assert [*faults(page, language), *console.faults] == []


def test_what_is_wrong_with_a_page_is_seen(seats: Seats) -> None:
    page, _ = seats.window("visitor", "zh")
    page.goto("/privacy")
    page.evaluate("""() => {
        const main = document.querySelector("main")
        main.innerHTML = "<img src=/mark.svg>"
        main.style.width = "200vw"
    }""")
    found = "\n".join(faults(page, "en"))
    for fault in ("lang is zh-CN", "headings: []", "phone: scrolls sideways", "phone: image-alt"):
        assert fault in found
