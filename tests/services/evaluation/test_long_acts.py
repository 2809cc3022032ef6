"""Long acts: begun once, carried out in steps, ended by a refusal, begun again when lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Busy, NotProposed
from chalicelib.domain.evaluation.long_acts import LONGEST_NAME, LOST_AFTER, LongAct
from chalicelib.domain.subjects import JuryId
from chalicelib.services.context import Tools
from chalicelib.services.evaluation import long_acts as service
from chalicelib.services.evaluation.long_acts import StepResult
from chalicelib.storage import long_acts
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, OPENS, TRACK, World, evaluated, world

ID = JuryId(CALL, TRACK, "written")


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated())


def begun(here: World) -> LongAct:
    act = here.change(here.organiser())
    made, writes = service.begin(act, ID, "tally", act.read(long_acts.long_act(ID, "tally")))
    act.commit(writes)
    return made


def known(here: World) -> LongAct:
    act = fetch(here.tools.table, long_acts.long_act(ID, "tally"))
    assert act
    return act


class Work:
    """Work in so many steps, counted."""

    def __init__(self, steps: int) -> None:
        self.left, self.done = steps, 0

    def __call__(self, tools: Tools, id: JuryId) -> int:
        self.left, self.done = self.left - 1, self.done + 1
        return self.left


def test_it_goes_on_until_nothing_is_left_and_then_does_nothing_more(here: World) -> None:
    act, work = begun(here), Work(2)
    told = [service.go_on(here.tools, ID, "tally", act.n, work) for _ in range(4)]
    assert [one.left for one in told] == [1, 0, 0, 0]
    assert (work.done, known(here).ended_at) == (2, here.clock.now)


def test_begun_twice_it_runs_once(here: World) -> None:
    assert begun(here) == begun(here)


def test_begun_anew_after_its_end_its_run_has_another_name(here: World) -> None:
    first = begun(here)
    service.go_on(here.tools, ID, "tally", first.n, Work(1))
    second = begun(here)
    assert (second.under_way, second.left) == (True, None)
    assert (first.run, second.run) == (f"tally-{CALL}-{TRACK}-written-1", f"tally-{CALL}-{TRACK}-written-2")


def test_what_is_not_under_way_is_not_carried_out(here: World) -> None:
    work = Work(3)
    assert service.go_on(here.tools, ID, "tally", 1, work) == StepResult(0)
    assert work.done == 0


def test_a_refusal_ends_it_and_is_written_down(here: World) -> None:
    def refused(tools: Tools, id: JuryId) -> int:
        raise NotProposed()

    act = begun(here)
    assert service.go_on(here.tools, ID, "tally", act.n, refused) == StepResult(0, "refused", "not_proposed")
    assert (known(here).refused, known(here).under_way) == ("not_proposed", False)
    assert begun(here).refused == ""


@pytest.mark.parametrize("error", [Busy(), RuntimeError("x")])
def test_what_is_no_refusal_leaves_it_under_way(here: World, error: Exception) -> None:
    def failing(tools: Tools, id: JuryId) -> int:
        raise error

    act = begun(here)
    with pytest.raises(type(error)):
        service.go_on(here.tools, ID, "tally", act.n, failing)
    assert known(here) == act


def test_a_silent_run_is_lost_after_a_while_and_only_the_new_run_goes_on(here: World) -> None:
    first, work = begun(here), Work(5)
    here.clock.now += LOST_AFTER - timedelta(seconds=1)
    assert service.lost(here.tools, CALL) == []
    here.clock.now += timedelta(seconds=1)
    [again] = service.lost(here.tools, CALL)
    assert (again.n, again.run) == (2, f"tally-{CALL}-{TRACK}-written-2")
    assert service.lost(here.tools, CALL) == []
    service.go_on(here.tools, ID, "tally", first.n, work)
    assert work.done == 0
    service.go_on(here.tools, ID, "tally", again.n, work)
    assert work.done == 1


def test_a_run_that_comes_further_is_not_lost(here: World) -> None:
    act = begun(here)
    here.clock.now += LOST_AFTER
    service.go_on(here.tools, ID, "tally", act.n, Work(3))
    assert service.lost(here.tools, CALL) == []


def test_a_run_has_a_name_that_the_engine_takes_however_long_ids_are() -> None:
    act = LongAct("c" * 40, "t" * 40, "s" * 40, "tally", "a", OPENS, OPENS)
    names = {act.run, replace(act, n=2).run, replace(act, stage="s" * 39).run, replace(act, act="sealing").run}
    assert len(names) == 4
    assert all(len(name) <= LONGEST_NAME for name in names)
