"""The summary table of a reported list: what was reported, as it was then."""

from dataclasses import replace

import pytest

from chalicelib.domain.ranking import Row, version_code
from chalicelib.services.desks import ranking
from chalicelib.storage import keys, lists
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, TRACK, World, complete, world

PLACE = (CALL, COUNTY, TRACK)


@pytest.fixture
def here(any_table: Place) -> World:
    return world(any_table)


def rows(here: World, n: int) -> list[Row]:
    """What version `n` of the county's list shows to its city."""
    _, shown, _ = ranking.reports(here.tools, here.recommender(CITY).caller, PLACE, n)
    return shown


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


def test_the_code_of_a_version_is_of_everything_that_it_shows(here: World) -> None:
    here.recommended()
    reported = here.report(COUNTY)
    frozen = here.tools.table.read([keys.report(*PLACE, 1)])[keys.report(*PLACE, 1)]
    report, [row] = lists.report_of(frozen), rows(here, 1)
    chain = replace(
        reported.ranked,
        last_hash=ranking.history(here.tools, here.recommender(COUNTY).caller, PLACE)[1][-2].hash,
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
    puts = lists.new_rows(report, many)
    here.tools.table.write(list(puts))
    assert len(puts) == 3
    assert lists.rows_in(here.tools.table.read(lists.rows_keys(report)), report) == many


def _report(here: World) -> ranking.Report:
    return ranking.must_be_reported(here.tools, here.recommender(COUNTY).caller, PLACE, 1)
