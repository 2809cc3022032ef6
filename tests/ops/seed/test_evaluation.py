"""A local season's evaluation: played to where it stands, in one whole chain, and once."""

from typing import Any

import pytest

from chalicelib.domain.evaluation.draw import hash_times, is_code_of
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.rules import mark_of
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import juries, sheets
from chalicelib.storage.engine.reads import fetch
from ops.accounts.creation import create_account
from ops.seed import evaluation
from ops.seed.cities import SeasonStage
from ops.seed.clock_and_people import SeedContext, SettableClock, open_context, signed_in
from ops.seed.season_file import SeasonFile
from tests.conftest import Place
from tests.factories import CALL, CITY, TRACK, World, evaluated, world

ID = JuryId(CALL, TRACK, "written")


def context(here: World, season: SeasonFile) -> SeedContext:
    """Two entries that are nominated, and everybody who evaluates."""
    entries = [here.pushed(name, CITY) for name in ("智慧供热", "智慧停车")]
    for entry in entries:
        here.take(here.recommender(CITY), entry, "recommend", rank=1, opinion="好")
    here.report(CITY)
    submissions = {f"{CALL}/s{n}": entry for n, entry in enumerate(entries)}
    made = open_context(here.wiring, CALL, submissions)
    wanted = [p for p in season.people.values() if p.role in {"organiser", "agency", "expert", "observer"}]
    call = here.tools.calls.latest(CALL)
    made.people = signed_in({p.key: create_account(made.tools, call, p.account(season.password)) for p in wanted})
    return made


def played(table: Place, stage: SeasonStage, **rules: Any) -> World:
    here, season = world(table, **evaluated(**rules)), SeasonFile("shandong-2021", stage)
    known = context(here, season)
    assert isinstance(known.clock, SettableClock)
    for _ in range(2):
        evaluation.play(known, season, here.tools.calls.latest(CALL))
    return here


@pytest.mark.parametrize("rules", [{}, {"numbers": []}])
def test_in_the_middle_of_marking_some_sheets_are_in(table_moto: Place, rules: dict[str, Any]) -> None:
    here = played(table_moto, "evaluation", **rules)
    assert fetch(here.tools.table, juries.jury(ID)).state is JuryState.OPEN
    reviews = [one for a in fetch(here.tools.table, juries.assignments(ID)) for one in a.reviews]
    assert len(reviews) == 4
    assert is_whole(fetch(here.tools.table, juries.seals(CALL)))


def test_after_the_tally_all_sheets_are_in_and_sealed(table_moto: Place) -> None:
    here = played(table_moto, "tallied")
    jury = fetch(here.tools.table, juries.jury(ID))
    assert (jury.state, jury.run, jury.roll) == (JuryState.TALLIED, 1, 2)
    assigned = fetch(here.tools.table, juries.assignments(ID))
    assert all(one.seal and not review.is_open for one in assigned for review in one.reviews)
    written = [sheet for one in assigned for sheet in fetch(here.tools.table, sheets.sheets(one.id))]
    assert len(written) == 4
    assert all(0 <= mark_of(mark) <= 10 for sheet in written for mark in sheet.current.marks.values())
    assert [seal.what for seal in fetch(here.tools.table, juries.seals(CALL))] == [
        *("roll", "rules", "pool", "draw", "assignment", "marks", "tally")
    ]


def test_the_draw_follows_from_its_commitment(table_moto: Place) -> None:
    here = played(table_moto, "evaluation")
    draw = fetch(here.tools.table, juries.draw(ID))
    assert draw
    assert draw.drawn
    assert len(draw.drawn.labels) == 30
    assert is_code_of(bytes.fromhex(draw.code), bytes.fromhex(draw.commitment))
    assert hash_times(bytes.fromhex(draw.secret), 32).hex() == draw.commitment
