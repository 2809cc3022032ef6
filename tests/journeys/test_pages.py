"""Every page of the site, for whom it is, in both languages and at each width: whole, named, and open to everybody."""

import re

import pytest
from playwright.sync_api import expect

from ops.bootstrap import ROOT
from tests.journeys.facts import CALL
from tests.journeys.looking import LANGUAGES, faults
from tests.journeys.seats import JURIED, Seats, entries

WRITTEN = "scenario/written"
SOURCES = ROOT / "static_site/src"
PAGES: dict[str, list[tuple[str, str]]] = {
    "/": [("visitor", "/")],
    "/calls/:call": [("visitor", f"/calls/{CALL}"), ("applicant", f"/calls/{CALL}")],
    "/calls/:call/notice": [("visitor", f"/calls/{CALL}/notice")],
    "/calls/:call/rules": [("visitor", f"/calls/{CALL}/rules")],
    "/calls/:call/help": [("visitor", f"/calls/{CALL}/help")],
    "/calls/:call/help/:part(evaluation|experts)": [
        ("visitor", f"/calls/{CALL}/help/evaluation"),
        ("visitor", f"/calls/{CALL}/help/experts"),
    ],
    "/calls/:call/object/:n": [("visitor", f"/calls/{JURIED}/object/1")],
    "/calls/:call/objection": [("visitor", f"/calls/{CALL}/objection")],
    "/calls/:call/files/:name": [("visitor", f"/calls/{CALL}/files/{{file}}")],
    "/notice": [("visitor", "/notice")],
    "/help": [("visitor", "/help")],
    "/privacy": [("visitor", "/privacy")],
    "/accessibility": [("visitor", "/accessibility")],
    "/verify": [("visitor", "/verify")],
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
    "/submissions/:id/correct": [("applicant", "/submissions/{pushed}/correct")],
    "/submissions/:id/push": [("applicant", "/submissions/{returned}/push")],
    "/t/:number/:code": [("applicant", "/t/{number}/ABCDEFGH"), ("county", "/t/{number}/ABCDEFGH")],
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
    "/desk/:call/objections": [("county", f"/desk/{CALL}/objections")],
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
"""Addresses of each route, and who looks; `{…}` is an entry of that state, a filing number or the call's first file."""

EVALUATION: dict[str, list[tuple[str, str]]] = {
    "/calls/:call/draws/:track/:stage": [
        ("visitor", f"/calls/{CALL}/draws/{WRITTEN}"),
        ("visitor", f"/calls/{JURIED}/draws/tool/jury"),
    ],
    "/evaluation/:call": [(who, f"/evaluation/{CALL}") for who in ("organiser", "agency", "observer")],
    "/evaluation/:call/public-notices": [
        ("organiser", f"/evaluation/{CALL}/public-notices"),
        ("observer", f"/evaluation/{CALL}/public-notices"),
    ],
    "/evaluation/:call/results": [
        ("organiser", f"/evaluation/{CALL}/results"),
        ("observer", f"/evaluation/{CALL}/results"),
    ],
    "/evaluation/:call/objections": [
        ("organiser", f"/evaluation/{CALL}/objections"),
        ("observer", f"/evaluation/{CALL}/objections"),
    ],
    "/evaluation/:call/objections/:id": [("organiser", f"/evaluation/{CALL}/objections/none")],
    "/evaluation/:call/experts": [
        ("organiser", f"/evaluation/{CALL}/experts"),
        ("agency", f"/evaluation/{CALL}/experts"),
    ],
    "/evaluation/:call/:track/:stage/draw": [
        (who, f"/evaluation/{CALL}/{WRITTEN}/draw") for who in ("organiser", "agency", "observer")
    ],
    "/evaluation/:call/:track/:stage/assignment": [("agency", f"/evaluation/{CALL}/{WRITTEN}/assignment")],
    "/evaluation/:call/:track/:stage/experts": [("organiser", f"/evaluation/{CALL}/{WRITTEN}/experts")],
    "/evaluation/:call/:track/:stage/progress": [
        (who, f"/evaluation/{CALL}/{WRITTEN}/progress") for who in ("organiser", "agency", "observer")
    ],
    "/evaluation/:call/:track/:stage/tally": [
        (who, f"/evaluation/{CALL}/{WRITTEN}/tally") for who in ("organiser", "agency", "observer")
    ],
    "/evaluation/:call/:track/:stage/ballot": [
        ("organiser", f"/evaluation/{CALL}/scenario/meeting/ballot"),
        ("observer", f"/evaluation/{CALL}/scenario/meeting/ballot"),
    ],
    "/evaluation/:call/recompute": [("organiser", f"/evaluation/{CALL}/recompute")],
    "/evaluation/:call/selection/:track": [
        ("prize", f"/evaluation/{JURIED}/selection/tool"),
        ("prizewatch", f"/evaluation/{JURIED}/selection/tool"),
    ],
    "/organiser/:call/roll": [("organiser", f"/organiser/{CALL}/roll"), ("prize", f"/organiser/{JURIED}/roll")],
    "/reading/:call": [("expert", f"/reading/{CALL}"), ("juror", f"/reading/{JURIED}")],
    "/reading/:call/:track/:stage/:entry": [
        ("expert", f"/reading/{CALL}/{WRITTEN}/{{read}}"),
        ("juror", f"/reading/{JURIED}/tool/jury/{{read}}"),
    ],
    "/reading/:call/me": [("expert", f"/reading/{CALL}/me")],
}
"""The same of the evaluation, in the season whose marks are counted; `{read}` is an entry that this expert has read."""


def visits(pages: dict[str, list[tuple[str, str]]]) -> pytest.MarkDecorator:
    """Every page of a table, as who looks at it."""
    listed = [visit for each in pages.values() for visit in each]
    return pytest.mark.parametrize(("who", "address"), listed, ids=lambda part: part.replace("/", "-"))


def test_every_route_of_the_site_is_looked_at() -> None:
    sources = [file.read_text() for file in SOURCES.rglob("*.ts")]
    routes = [source for source in sources if "RouteRecordRaw" in source]
    declared = {path for source in routes for path in re.findall(r'\bpath: "(/[^"]*)"', source)}
    assert {*PAGES, *EVALUATION} == declared


@pytest.mark.parametrize("language", LANGUAGES)
@visits(PAGES)
def test_a_page_opens_without_complaint_fits_and_is_open_to_everybody(
    seats: Seats, who: str, address: str, language: str
) -> None:
    assert seen(seats, who, address, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@visits(EVALUATION)
def test_a_page_of_the_evaluation_does_too(seats_of_evaluation: Seats, who: str, address: str, language: str) -> None:
    assert seen(seats_of_evaluation, who, address, language) == []


def seen(seats: Seats, who: str, address: str, language: str) -> list[str]:
    """What is wrong with a page that somebody opens, and what the browser complains of."""
    page, console = seats.window(who, language)
    console.faults.clear()
    page.goto(address.format(**entries(page)) if "{" in address else address, wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main .loading")).to_have_count(0)
    return [*faults(page, language), *console.faults]


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
