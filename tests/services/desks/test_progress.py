"""What those who oversee desks are told: how each list stands now, and where an entry is."""

from datetime import datetime

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import ORGANISER, State
from chalicelib.services import search
from chalicelib.services.desks import inbox
from chalicelib.services.desks import progress as desk_progress
from chalicelib.services.lists import ranking
from chalicelib.storage import counters
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, TRACK, World, complete, tracks, world


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def standing(here: World, desk: str) -> tuple[bool, int, datetime | None]:
    """Whether the desk's list is reported now, how often it was, and when last, as the organiser is told."""
    rows = desk_progress.read(here.act(here.organiser()), CALL, None)
    ranked = {row.desk: row for row in rows}[desk].lists[TRACK]
    return ranked.reported, ranked.reports, ranked.reported_at


def test_progress_says_of_a_list_that_it_is_open_reported_when_or_open_again(here: World) -> None:
    here.recommended(DEPARTMENT)
    assert standing(here, DEPARTMENT) == (False, 0, None)
    reported_at = here.clock.now
    here.report(DEPARTMENT)
    assert standing(here, DEPARTMENT) == (True, 1, reported_at)
    here.clock.move(hours=2)
    organiser = here.organiser()
    place = ListId(CALL, DEPARTMENT, TRACK)
    ranking.reopen(here.change(organiser), place, "可补报")
    assert standing(here, DEPARTMENT) == (False, 1, reported_at)
    again = here.clock.now
    here.report(DEPARTMENT)
    assert standing(here, DEPARTMENT) == (True, 2, again)


def counted(here: World, *entries: str) -> None:
    """The counters as the stream keeps them."""
    for entry in entries:
        head = here.head(entry)
        none = counters.contributions(None)
        counters.count(here.tools.table, CALL, entry, none, counters.contributions(head), here.clock.now)


def test_a_desks_list_says_of_each_track_how_many_wait(table_moto: Place) -> None:
    here = world(table_moto, tracks=tracks(TRACK, "unit"))
    counted(here, here.pushed(), here.pushed(), here.recommended(), here.pushed(track="unit"))
    county = here.recommender(COUNTY)
    listed = inbox.read_page(here.act(county), ListId(CALL, COUNTY, TRACK), State.PUSHED, None, 1)
    assert listed.waiting == {TRACK: 2, "unit": 1}
    assert listed.counts == {"pushed": 2, "recommended": 1}


def stretch(here: World, text: str, cursor: str | None, most: int) -> search.SearchResult:
    return search.search(here.act(here.organiser()), CALL, text, cursor, most)


def sought(here: World, text: str, most: int = 1000) -> list[search.SearchResult]:
    """Every stretch of a search, one after the other."""
    found = [stretch(here, text, None, most)]
    while cursor := found[-1].cursor:
        found.append(stretch(here, text, cursor, most))
    return found


def names(found: list[search.SearchResult]) -> list[str]:
    return [head.card.name for one in found for head in one.heads]


def test_the_organiser_finds_an_entry_by_name_unit_or_number_wherever_it_lies(here: World) -> None:
    lying, ranked = here.pushed("智慧供热一张网", COUNTY), here.recommended(CITY, "ＡＩ辅助诊断")
    up, draft = here.recommended(DEPARTMENT, "医保基金监管"), here.draft(here.applicant(), "智慧供热草稿")
    here.report(DEPARTMENT)
    counted(here, lying, ranked, up, draft)
    assert here.head(up).desk == ORGANISER
    assert names(sought(here, "供热")) == ["智慧供热一张网"]
    assert names(sought(here, "ai辅助")) == ["ＡＩ辅助诊断"]
    number = here.head(up).filing_no or ""
    assert names(sought(here, number.lower()[2:8])) == ["医保基金监管"]
    assert names(sought(here, "没有这一条")) == []


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_a_search_in_stretches_finds_each_entry_once_and_says_how_far_it_has_looked(here: World, most: int) -> None:
    entries = [here.pushed(f"项目{n}", desk) for n, desk in enumerate((COUNTY, COUNTY, COUNTY, CITY, DEPARTMENT))]
    counted(here, *entries)
    found = sought(here, "项目", most)
    assert sorted(names(found)) == [f"项目{n}" for n in range(5)]
    assert (sum(one.looked for one in found), {one.total for one in found}) == (5, {5})
    assert all(one.looked <= most for one in found)


def test_a_search_finds_what_was_pushed_last_and_once(here: World) -> None:
    """Its name and its credit code changed between two pushes."""
    owner = here.applicant()
    entry = here.draft(owner, "原来的名称", uscc="91370900MA3C0AAA03")
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(here.recommender(COUNTY), entry, "return", reason="请改名称")
    here.save(owner, entry, {**complete("后来的名称"), "uscc": "91370900MA3C0AAB17"})
    assert names(sought(here, "原来的")) == ["后来的名称"]
    here.take(owner, entry, "push", desk=COUNTY)
    assert names(sought(here, "后来的")) == ["后来的名称"]
    assert names(sought(here, "原来的")) == []


def test_a_search_for_nothing_or_from_nowhere_is_refused(here: World) -> None:
    counted(here, here.pushed())
    with pytest.raises(Invalid):
        stretch(here, "　 ", None, 50)
    for cursor in ("x", '["a"]'):
        with pytest.raises(Invalid):
            stretch(here, "项目", cursor, 50)
