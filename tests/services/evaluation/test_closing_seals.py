"""What was filed and reported is sealed by the clock when its time is over, once."""

from datetime import timedelta

import pytest

from chalicelib.domain.evaluation.seals import Seal, is_whole
from chalicelib.domain.history import digest
from chalicelib.jobs import clock, season
from chalicelib.services.evaluation.closing_seals import WINDOW
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, COUNTY, DEPARTMENT, World, evaluated, world

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated())


def seals(here: World) -> list[Seal]:
    return fetch(here.tools.table, juries.seals(CALL))


def tick(here: World) -> list[str]:
    """The clock's tick: lists are reported first, then what is over is sealed."""
    clock.tick(here.wiring, here.clock.now)
    season.tick(here.wiring, here.clock.now)
    return [seal.what for seal in seals(here)]


def ends(here: World) -> tuple[timedelta, timedelta]:
    """How long until filing and recommending are over, grace included."""
    call = here.tools.calls.latest(CALL)
    last = max(call.calendar.recommending.values())
    now = here.clock.now - call.grace
    return call.calendar.filing_closes - now, last - now


def test_what_was_filed_is_sealed_once_when_filing_is_over(here: World) -> None:
    here.pushed(desk=DEPARTMENT)
    filing, _ = ends(here)
    assert tick(here) == []
    here.clock.now += filing
    assert tick(here) == []
    here.clock.now += A_MINUTE
    assert tick(here) == ["filing"]
    here.clock.now += A_MINUTE
    assert tick(here) == ["filing"]


def test_it_is_the_digest_of_the_ends_of_all_pushed_entries_histories(here: World) -> None:
    """A history's end covers the code of each revision; drafts are in it with nothing."""
    entries = [here.pushed(desk=desk) for desk in (DEPARTMENT, COUNTY)]
    here.draft(here.applicant("another"))
    filing, _ = ends(here)
    here.clock.now += filing + A_MINUTE
    tick(here)
    [seal] = seals(here)
    heads = [here.head(id) for id in sorted(entries)]
    assert seal.leaves == (digest([[one.id, one.events, one.last_hash] for one in heads]),)
    assert (seal.by, seal.about, bool(seal.salt)) == ("system", "", True)


def test_reported_lists_are_sealed_when_the_last_of_them_had_to_be(here: World) -> None:
    here.recommended(COUNTY)
    _, reporting = ends(here)
    here.clock.now += reporting + A_MINUTE
    told = tick(here)
    assert "reports" in told
    assert here.board(COUNTY).ranked.reported
    assert is_whole(seals(here))
    here.clock.now += A_MINUTE
    assert tick(here) == told


def test_what_ended_long_ago_is_not_sealed_as_if_it_were_new(here: World) -> None:
    _, reporting = ends(here)
    here.clock.now += reporting + WINDOW + A_MINUTE
    assert tick(here) == []


def test_a_call_that_nobody_judges_has_no_record(table_moto: Place) -> None:
    here = world(table_moto)
    filing, _ = ends(here)
    here.clock.now += filing + A_MINUTE
    assert tick(here) == []
