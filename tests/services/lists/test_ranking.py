"""The summary table of a reported list: what was reported, as it was then."""

from dataclasses import replace

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.ranking import Row, version_code
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import short_id
from chalicelib.services.lists import ranking
from chalicelib.storage import keys, lists
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, TRACK, World, complete, world

PLACE = ListId(CALL, COUNTY, TRACK)


@pytest.fixture
def here(any_table: Place) -> World:
    return world(any_table)


def rows(here: World, n: int) -> list[Row]:
    """What version `n` of the county's list shows to its city."""
    return ranking.read_report(here.act(here.recommender(CITY)), PLACE, n).rows


def test_an_old_version_shows_what_was_reported_and_not_what_came_after(here: World) -> None:
    owner, city = here.applicant(), here.recommender(CITY)
    entry = here.recommended()
    here.report(COUNTY)
    before = rows(here, 1)

    here.take(city, entry, "send_back", reason="请核实", desk=COUNTY)
    here.take(here.recommender(COUNTY), entry, "return", reason="改名")
    here.save(owner, entry, complete("智慧供热二期"))
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="改后更好")
    here.report(COUNTY)

    assert rows(here, 1) == before
    assert [(r.rank, r.name, r.opinion, r.came) for r in before] == [(1, "智慧供热", "好", ())]
    assert [(r.name, r.opinion) for r in rows(here, 2)] == [("智慧供热二期", "改后更好")]


def test_a_version_says_whether_its_list_is_open_again_and_which_version_is_the_last(here: World) -> None:
    city = here.recommender(CITY)

    def stands(n: int) -> tuple[int, bool]:
        ranked = ranking.read_report(here.act(city), PLACE, n).ranked
        return ranked.reports, ranked.reported

    here.recommended()
    here.report(COUNTY)
    assert stands(1) == (1, True)
    ranking.reopen(here.change(city), PLACE, "可补报")
    assert stands(1) == (1, False)
    here.report(COUNTY)
    assert [stands(n) for n in (1, 2)] == [(2, True), (2, True)]


def test_the_code_of_a_version_is_of_everything_that_it_shows(here: World) -> None:
    here.recommended()
    reported = here.report(COUNTY)
    frozen = here.tools.table.read([keys.report(*PLACE, 1)])[keys.report(*PLACE, 1)]
    report, [row] = lists.report_of(frozen), rows(here, 1)
    chain = replace(
        reported.ranked,
        last_hash=ranking.read_history(here.act(here.recommender(COUNTY)), PLACE)[0][-2].event.hash,
    )
    assert version_code(chain, [row], report.salt) == report.code
    for other in (
        replace(row, name="别的"),
        replace(row, opinion="别的"),
        replace(row, unit_name="别的"),
        replace(row, facts={**row.facts, "served": "1"}),
        replace(row, filing_no="别的"),
    ):
        assert version_code(chain, [other], report.salt) != report.code


def test_the_rows_of_a_long_list_stand_in_items_of_their_own(here: World) -> None:
    here.recommended()
    here.report(COUNTY)
    [row], n = rows(here, 1), lists.ROWS_AT_A_TIME
    many = [replace(row, rank=rank) for rank in range(1, 2 * n + 2)]
    report = replace(_report(here), n=2, ids=tuple(str(r.rank) for r in many))
    puts = lists.put_rows(report, many)
    here.tools.table.write(list(puts))
    assert len(puts) == 3
    assert fetch(here.tools.table, lists.rows(report)) == many


def heard(here: World, who: SignedIn) -> list[str]:
    """What somebody hears of the county's list; its chain is whole for everybody."""
    events, whole = ranking.read_history(here.act(who), PLACE)
    assert whole
    assert [e.event.n for e in events] == list(range(1, len(events) + 1))
    return [e.event.step for e in events]


def test_of_a_list_that_is_open_again_the_levels_above_hear_no_move_before_it_is_reported_again(
    here: World,
) -> None:
    county, city = here.recommender(COUNTY), here.recommender(CITY)
    first, second = here.recommended(name="甲项目"), here.recommended(name="乙项目")
    here.report(COUNTY)
    reported = ["recommend", "recommend", "report"]
    assert heard(here, city) == reported

    ranking.reopen(here.change(city), PLACE, "漏报")
    third = here.recommended(name="丙项目")
    seen, order = str(here.board(COUNTY).ranked.v), [first, second, third]
    ranking.reorder(here.change(county), PLACE, order, seen)
    here.take(city, second, "send_back", reason="请核实", desk=COUNTY)
    here.take(county, second, "recommend", rank=1, opinion="已核实")
    moved = [*reported, "reopen", "recommend", "reorder", "send_back", "recommend"]
    assert heard(here, county) == moved
    for above in (city, here.organiser()):
        assert heard(here, above) == [*reported, "reopen", "send_back"]

    here.report(COUNTY)
    for above in (city, here.organiser()):
        assert heard(here, above) == [*moved, "report"]


def test_a_list_that_is_open_again_is_to_the_levels_above_as_it_was_reported(here: World) -> None:
    county, city = here.recommender(COUNTY), here.recommender(CITY)
    second, first = here.recommended(name="乙项目"), here.recommended(name="甲项目")
    here.report(COUNTY)
    ranking.reopen(here.change(city), PLACE, "漏报")
    third = here.recommended(name="丙项目")
    seen = str(here.board(COUNTY).ranked.v)
    ranking.reorder(here.change(county), PLACE, [third, second, first], seen)
    for above in (city, here.organiser()):
        board = ranking.read(here.act(above), PLACE)
        assert [h.id for h in board.heads] == [first, second]
        assert board.ranked.ids == (short_id(first), short_id(second))

    here.take(city, first, "send_back", reason="请核实", desk=COUNTY)
    here.take(county, first, "recommend", rank=1, opinion="已核实")
    for above in (city, here.organiser()):
        assert [h.id for h in ranking.read(here.act(above), PLACE).heads] == [second]


def _report(here: World) -> ranking.Report:
    return ranking.read_report(here.act(here.recommender(COUNTY)), PLACE, 1).report
