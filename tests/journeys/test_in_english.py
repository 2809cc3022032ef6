"""The example call in English: one entry from its start until it is withdrawn, one until it is nominated."""

import re

from playwright.sync_api import expect

from tests.journeys.answers import fitting, form_of
from tests.journeys.conftest import Windows
from tests.journeys.facts import ENGLISH_DEMO
from tests.journeys.filling import fill
from tests.journeys.pages import Applicant, Person, Recommender

CALL = "open-data-prize-2026"
DESK = "Harbour Library"
CONTACT = {"email": "hello@tidal.example"}
LANTERN, BELLS = "Lantern Walks", "When the harbour bells fell silent"


def reader(person: Person, login: str) -> None:
    """Chooses English, then signs in."""
    person.page.goto("/")
    person.page.get_by_role("button", name="English").click()
    expect(person.page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    person.sign_in(login, ENGLISH_DEMO)


def files(entrant: Applicant, track: str, kind: str, own: dict[str, str]) -> str:
    """Begins, fills and pushes an entry; its filing number."""
    entrant.begin(kind)
    form = form_of(CALL, track)
    fill(entrant.page, form, fitting(form, own, language="en"))
    return entrant.push(DESK)


def test_an_entry_can_be_withdrawn_where_the_call_allows_it(windows: Windows) -> None:
    entrant = Applicant(windows(), 1)
    reader(entrant, "tidalgroup")
    files(
        entrant,
        "tool",
        "Tools",
        {"title": LANTERN, "maker": "Tidal Group", "contact": "Nia Fenwick", **CONTACT},
    )
    entrant.reads(f"With {DESK}, awaiting a recommendation")
    entrant.press("Withdraw")
    entrant.dialog().get_by_label("Reason", exact=True).fill("We found an error in the data.")
    entrant.agree("Send")
    entrant.reads("Withdrawn; takes no further part")
    expect(entrant.page.locator("#history .time > li").first).to_contain_text(
        "We found an error in the data."
    )
    entrant.go("My submissions")
    expect(entrant.row(LANTERN)).to_contain_text("Withdrawn")


def test_an_entry_reaches_the_organiser_with_its_rank(windows: Windows) -> None:
    entrant, desk, office = Applicant(windows(), 1), Recommender(windows(), 1), Recommender(windows(), 1)
    reader(entrant, "tidalgroup")
    own = {"title": BELLS, "form": "map", "school": "no", "author": "Tidal Group", **CONTACT}
    number = files(entrant, "story", "Stories", own)
    reader(desk, "harbourdesk")
    desk.inbox("Stories")
    desk.open(BELLS)
    desk.recommend(1, "True to the data, and a pleasure to read.")
    desk.told("no. 1")
    desk.ranking("Stories")
    assert desk.order()[0] == BELLS
    desk.report()
    desk.follow("See the summary table")
    first = desk.rows_of_table()[0]
    assert (first[0], first[1], first[-1]) == ("1", BELLS, number)
    reader(office, "prizeoffice")
    office.go("Inbox")
    office.choose_track("Stories")
    office.open(BELLS)
    office.reads("True to the data, and a pleasure to read.")
    entrant.page.reload()
    entrant.reads("With the organiser")


def test_a_field_is_read_out_with_a_pause_before_its_limits(windows: Windows) -> None:
    entrant = Applicant(windows(), 1)
    reader(entrant, "tidalgroup")
    entrant.begin("Tools")
    expect(entrant.field("title")).to_have_accessible_name("Name of the tool 2–60 characters")
