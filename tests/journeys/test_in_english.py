"""The example call in English: one entry from its start until it is withdrawn, one until it is nominated."""

import os
import re

from playwright.sync_api import expect

from tests.journeys.answers import fitting, form_of
from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import ENGLISH_DEMO, PASSWORD
from tests.journeys.filling import fill
from tests.journeys.pages import Applicant, Person, Recommender

CALL = "open-data-prize-2026"
DESK = "Harbour Library"
CONTACT = {"email": "hello@tidal.example"}
LANTERN, BELLS = "Lantern Walks", "When the harbour bells fell silent"


def in_english(person: Person) -> None:
    """Chooses English."""
    person.page.goto("/")
    person.page.get_by_role("button", name="English").click()
    expect(person.page.locator("html")).to_have_attribute("lang", re.compile("^en"))


def reader(person: Person, login: str) -> None:
    """Chooses English, then signs in."""
    in_english(person)
    person.sign_in(login, ENGLISH_DEMO)


def files(entrant: Applicant, track: str, kind: str, own: dict[str, str]) -> str:
    """Begins, fills and pushes an entry; its filing number."""
    entrant.begin(kind)
    form = form_of(CALL, track)
    fill(entrant.page, form, fitting(form, own, language="en"))
    return entrant.push(DESK)


def newcomer(login: str, **facts: str) -> dict[str, str]:
    """What the call asks of those who register."""
    known = {
        "name": "Ada Quayle",
        "phone": "+44 20 7946 0105",
        "area": "harbour",
        "organisation": "Quayside Makers",
    }
    return {**known, "login": login, "password": PASSWORD, "password_again": PASSWORD, **facts}


def test_somebody_registers_for_the_call_in_its_own_terms_and_hands_an_entry_in(windows: Windows) -> None:
    entrant = Applicant(windows(), 1)
    login = f"quayside{int.from_bytes(os.urandom(4))}"
    in_english(entrant)
    entrant.join(CALL, newcomer(login))
    entrant.told("Registered and signed in")
    expect(entrant.page).to_have_url(re.compile(f"/calls/{CALL}/submissions$"))
    entrant.begin("Stories")
    expect(entrant.field("author")).to_have_value("Quayside Makers")
    form = form_of(CALL, "story")
    own = {"title": "Low water", "form": "map", "school": "no", "author": "Quayside Makers", **CONTACT}
    fill(entrant.page, form, fitting(form, own, language="en"))
    entrant.push(DESK)
    entrant.reads(f"With {DESK}, awaiting a recommendation")
    desk = Recommender(windows(), 1)
    reader(desk, "harbourdesk")
    desk.inbox("Stories")
    desk.open("Low water")
    desk.recommend(1, "Clear and checked against the tide gauge.")
    desk.told("no. 1")


def test_whoever_registers_is_told_all_that_is_wrong_in_one_round_and_at_the_field(
    windows: Windows, console: Console
) -> None:
    console.allow("status of 422")
    entrant = Applicant(windows(), 1)
    common = {"password": "password1", "password_again": "password2"}
    in_english(entrant)
    entrant.join(CALL, newcomer("tidalgroup", phone="ring me", area="", organisation="", **common))
    summary = entrant.page.locator("main form .note.bad li")
    expect(summary).to_have_count(6)
    for field in ("phone", "area", "organisation", "login", "password", "password_again"):
        expect(entrant.page.locator(f"#{field}-error")).to_be_visible()
    for asked in ("#region", "#parent_body", "#nickname"):
        expect(entrant.page.locator(f"main {asked}")).to_have_count(0)


def test_another_call_is_chosen_where_one_registers_and_what_was_typed_stays(windows: Windows) -> None:
    visitor = Applicant(windows())
    visitor.page.goto("/register")
    visitor.page.get_by_label("用户姓名", exact=True).fill("江映雪")
    visitor.page.get_by_label("参加的评选", exact=True).select_option(CALL)
    expect(visitor.page.get_by_label("Library branch", exact=True)).to_be_visible()
    expect(visitor.page.get_by_role("heading", level=1, name="Register")).to_be_visible()
    expect(visitor.page.get_by_label("手机号码", exact=True)).to_have_count(0)
    expect(visitor.page.locator("#name")).to_have_value("江映雪")


def test_the_dossier_of_an_entrant_holds_what_its_calls_forms_ask(windows: Windows) -> None:
    entrant = Applicant(windows(), 1)
    reader(entrant, "tidalgroup")
    entrant.page.goto("/dossier")
    expect(entrant.page.locator("main form label")).to_have_count(4)
    expect(entrant.page.locator("#unit_name")).to_have_value("Tidal Group")
    expect(entrant.page.locator("#contact_email")).to_have_value("hello@tidal.example")


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
    expect(entrant.page.locator("#history .time > li").first).to_contain_text("We found an error in the data.")
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
