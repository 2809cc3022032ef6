"""Two organisers who start a tally at once make one run of it."""

import pytest

from chalicelib.services.evaluation import tallies
from chalicelib.services.evaluation.tallies import TallyView
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import World, evaluated, world
from tests.races.between import Act, at_every_step
from tests.services.evaluation.marked import ID, jury_of, sealed

pytestmark = pytest.mark.engine
BY = {"aa": {"E001": ("9", "9"), "E002": ("8", "8")}, "bb": {"E001": ("8", "9"), "E002": ("7", "7")}}


@pytest.fixture
def here(table_local: Place) -> World:
    made = world(table_local, **evaluated())
    sealed(made, BY)
    return made


def test_two_who_start_a_run_at_whichever_moment_make_one(here: World) -> None:
    seen = [0]
    people = (here.organiser(), here.organiser(id="a-mate", login="mate"))

    def begin() -> tuple[Act, Act]:
        seen[0] = jury_of(here).run
        one, other = (lambda who=who: tallies.start(here.change(who), ID, seen[0]) for who in people)
        return one, other

    for views in at_every_step(here, begin):
        assert all(isinstance(view, TallyView) for view in views)
        assert jury_of(here).run == seen[0] + 1
    assert len(fetch(here.tools.table, juries.seals(ID.call))) == jury_of(here).run
