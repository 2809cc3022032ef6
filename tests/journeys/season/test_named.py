"""A season of a named jury, in English: everybody reads everything, and who differs widely reconsiders."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import ENGLISH_DEMO
from tests.journeys.season.conftest import Look
from tests.journeys.season.people import Call, Office, Reader, hand_out

CALL = Call("open-data-prize-2026", "story", ENGLISH_DEMO, language=1)
JURORS = [
    ("juror01", "Maren Okafor-Lind", "", "Averil City Library", "", "Librarian"),
    ("juror02", "Tobias Quill", "", "Port Averil University", "", "Editor"),
    ("juror03", "Ada Wrenfield", "", "The Tidewater Gazette", "", "Editor"),
    ("juror04", "Jun Castellane", "", "Society of Map Makers", "", "Engineer"),
]
SEATED = 3


@dataclass
class Named:
    """The people of the season."""

    one: Office
    two: Office
    readers: dict[str, Reader] = field(default_factory=dict)


@pytest.fixture
def season(windows: Windows) -> Named:
    one, two = (Office(windows(locale="en-GB"), CALL, login) for login in ("prizeoffice", "prizeoffice2"))
    readers = {name: Reader(windows(locale="en-GB"), CALL, login) for login, name, *_ in JURORS}
    return Named(one, two, readers)


def the_roll(season: Named, look: Look) -> None:
    """The formal check, several at once; one entry is not admitted."""
    one = season.one
    one.opens(CALL.roll)
    for n, desk in enumerate(one.page.locator("table.roll-lists tbody th button").all_inner_texts()):
        one.press(desk)
        rows = one.page.locator(".roll-row")
        expect(rows.first).to_be_visible()
        if n == 0:
            one.press("Do not admit", rows.last)
            one.gives_reason("Do not admit", "Handed in after the closing day.")
            one.told("1 entry checked")
        for row in rows.all():
            if row.get_by_role("button", name="Admit", exact=True).count() and "Not admitted" not in row.inner_text():
                row.get_by_role("checkbox").check()
        one.press("Admit", one.page.locator(".bulk"))
        one.told("checked")
    look(one.page, "named-roll-checked")
    one.does("Freeze the roll")
    one.reads("All filers and desks have been told")
    one.does("Fix the rules")
    one.reads(re.compile("The rules were fixed"))


def the_jury(season: Named, look: Look) -> None:
    """Jurors are handed out, named and assigned; marking opens."""
    one = season.one
    for name, password in zip(season.readers, hand_out(one, JURORS).values(), strict=True):
        season.readers[name].password = password
    one.opens(CALL.page("jury", "draw"))
    for _, name, *_ in JURORS[:SEATED]:
        one.page.get_by_label(re.compile(name)).check()
    look(one.page, "named-jury-plan")
    one.press("Publish the jury")
    one.agree("Publish")
    one.told("The jury is published")
    one.press("Assign")
    one.reads("Entries each")
    look(one.page, "named-assigned")
    one.opens(CALL.page("jury", "progress"))
    one.does("Open marking")
    one.told("Marking is open")


def a_replacement(season: Named, leaves: str, takes: str, look: Look) -> None:
    """A juror falls ill; another expert, chosen by the office, takes over."""
    one = season.one
    one.opens(CALL.page("jury", "draw"))
    one.chooses("leaves", leaves)
    one.control("why").select_option("unavailable")
    one.chooses("successor", takes)
    look(one.page, "named-replacing")
    one.press("Replace", one.page.locator("#replace"))
    one.agree("Replace")
    one.told("came and took over")
    look(one.page, "named-replaced")


def seal_and_count(season: Named, look: Look, name: str) -> list[str]:
    """Marks are sealed and counted; the entries that the jurors differ on."""
    one = season.one
    one.opens(CALL.page("jury", "progress"))
    look(one.page, f"named-{name}-progress")
    if (reason := one.control("seal-reason")).count():
        reason.fill("One juror gave an entry back; two have read it.")
    one.press("Seal", one.page.locator(".seal"))
    one.agree("Seal")
    one.reads(re.compile("Seal no"))
    one.opens(CALL.page("jury", "tally"))
    one.page.locator(".actbar .btn.primary").click()
    one.told("Counted")
    look(one.page, f"named-{name}-tally")
    return one.page.locator(".score-flags button").all_inner_texts()


def test_a_named_season(season: Named, look: Look, console: Console) -> None:
    console.allow("status of 404")  # what is not published yet
    for office in (season.one, season.two):
        office.comes_in()
    the_roll(season, look)
    the_jury(season, look)
    readers = [season.readers[name] for _, name, *_ in JURORS]
    for reader in readers[:2]:
        reader.comes_first(reader.password)
    a_replacement(season, JURORS[2][1], JURORS[3][1], look)
    readers = [readers[0], readers[1], readers[3].comes_first(readers[3].password)]
    readers[0].opens_list()
    look(readers[0].page, "named-reading")
    wide, given_back = readers[0].left()[:2]
    readers[0].opens_entry(given_back)
    look(readers[0].page, "named-entry")
    readers[0].gives_back("I took part in the project")
    for reader, extreme in zip(readers, ("5", "1", "4"), strict=True):
        marks = {wide: extreme}
        reader.marks_all(lambda name, known=marks: known.get(name, "4"), "Figures can be followed.")  # type: ignore[misc]
    assert seal_and_count(season, look, "round-1") == [wide]
    one = season.one
    one.press("Reconsider", one.page.locator(".actbar"))
    one.agree("Reconsider")
    one.told("It has begun")
    for n, reader in enumerate(readers):
        reader.opens_list()
        assert reader.left() == [wide]
        if n == 1:
            look(reader.page, "named-reading-round-2")
            reader.opens_entry(wide)
            expect(reader.page.locator(".others table")).to_be_visible()
            look(reader.page, "named-entry-round-2")
        reader.marks_all(lambda _: "4", "The others are right: the source is named.")
    assert seal_and_count(season, look, "round-2") == []
    the_selection(season, look)
    readers[0].opens_list()
    readers[0].page.locator(".read-list a").first.click()
    expect(readers[0].page.locator("#sheet .crit").first).to_be_visible()
    look(readers[0].page, "named-entry-sealed")


def the_selection(season: Named, look: Look) -> None:
    """An entry is put in by exception, with a reason; the call asks for one person here."""
    one, two = season.one, season.two
    one.opens(CALL.selection)
    one.page.locator(".score-order .name").first.click()
    one.dialog().get_by_label("Reason").fill("It has won the prize before.")
    one.agree("Leave it out")
    one.told("Saved")
    look(one.page, "named-selection")
    one.press("Confirm the selection", one.page.locator(".actbar"))
    one.agree("Confirm")
    one.told("The selection is confirmed")
    two.opens(CALL.season)
    expect(two.page.locator("ol.act-line li.done")).to_have_count(10)
    look(two.page, "named-season-last")
