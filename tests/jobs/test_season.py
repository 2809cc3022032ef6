"""Long acts of a season: step by step, begun again when lost, in this process where there is no machine."""

import json
from collections.abc import Callable
from datetime import timedelta

import boto3
import pytest

from chalicelib.domain.errors import NotProposed
from chalicelib.domain.evaluation.long_acts import LOST_AFTER, LongAct
from chalicelib.domain.subjects import JuryId
from chalicelib.jobs import season
from chalicelib.services.context import Tools
from chalicelib.services.evaluation import long_acts as service
from chalicelib.services.evaluation.long_acts import StepResult
from chalicelib.storage import keys, long_acts
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Update
from chalicelib.storage.table_state import Closure
from chalicelib.wiring import Wiring
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, call, evaluated, world

ID = JuryId(CALL, TRACK, "written")
NAME = "counting"
ONE_STEP = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}


class Work:
    """An act of three steps."""

    def __init__(self) -> None:
        self.left, self.steps, self.refuses, self.fails = 3, 0, False, False

    def __call__(self, tools: Tools, id: JuryId) -> int:
        if self.refuses:
            raise NotProposed()
        if self.fails:
            raise RuntimeError("x")
        self.left, self.steps = max(0, self.left - 1), self.steps + 1
        return self.left


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setitem(season.ACTS, NAME, made)
    return made


@pytest.fixture
def here(table_moto: Place) -> World:
    made = world(table_moto, **evaluated())
    made.tools.calls.publish(call(id="plain-2021"))
    return made


def begun(here: World) -> LongAct:
    act = here.change(here.organiser())
    made, writes = service.begin(act, ID, NAME, act.read(long_acts.long_act(ID, NAME)))
    act.commit(writes)
    return made


def known(here: World) -> LongAct:
    act = fetch(here.tools.table, long_acts.long_act(ID, NAME))
    assert act
    return act


def with_machine(here: World) -> tuple[Wiring, Callable[[], list[str]]]:
    """The product where a state machine is deployed, and the names of what was started on it."""
    states = boto3.client("stepfunctions", region_name=here.wiring.settings.region)
    role = "arn:aws:iam::123456789012:role/season"
    made = states.create_state_machine(name="laurel-test-season", definition=json.dumps(ONE_STEP), roleArn=role)
    arn = made["stateMachineArn"]
    deployed = Wiring(here.wiring.settings.model_copy(update={"season": arn}), here.clock)
    return deployed, lambda: [one["name"] for one in states.list_executions(stateMachineArn=arn)["executions"]]


def test_the_machine_steps_until_nothing_is_left(here: World, work: Work) -> None:
    act = begun(here)
    assert [season.step(here.wiring, act.event).left for _ in range(3)] == [2, 1, 0]
    assert (work.steps, known(here).under_way) == (3, False)


def test_a_step_too_many_does_nothing(here: World, work: Work) -> None:
    act = begun(here)
    for _ in range(5):
        season.step(here.wiring, act.event)
    assert work.steps == 3


def test_a_refusal_is_told_and_ends_it(here: World, work: Work) -> None:
    work.refuses, act = True, begun(here)
    assert season.step(here.wiring, act.event) == StepResult(0, "refused", "not_proposed")
    assert known(here).refused == "not_proposed"


def test_an_act_that_nobody_has_is_refused(here: World) -> None:
    event = {"act": "none", "call": CALL, "track": TRACK, "stage": "written", "n": 1}
    assert season.step(here.wiring, event) == StepResult(0, "refused", "not_found")


def test_what_fails_is_raised_and_stays_under_way(here: World, work: Work) -> None:
    work.fails, act = True, begun(here)
    with pytest.raises(RuntimeError):
        season.step(here.wiring, act.event)
    assert known(here).under_way


def test_without_a_machine_the_tick_carries_it_out(here: World, work: Work) -> None:
    begun(here)
    season.tick(here.wiring, here.clock.now)
    assert (work.steps, known(here).under_way) == (3, False)
    season.tick(here.wiring, here.clock.now)
    assert work.steps == 3


def test_without_a_machine_what_fails_comes_again_with_the_next_tick(here: World, work: Work) -> None:
    begun(here)
    work.fails = True
    with pytest.raises(RuntimeError):
        season.tick(here.wiring, here.clock.now)
    work.fails = False
    season.tick(here.wiring, here.clock.now)
    assert not known(here).under_way


def test_with_a_machine_the_tick_only_begins_lost_acts_again(here: World, work: Work) -> None:
    wiring, started = with_machine(here)
    begun(here)
    season.tick(wiring, here.clock.now)
    assert (started(), work.steps) == ([], 0)
    here.clock.now += LOST_AFTER + timedelta(seconds=1)
    season.tick(wiring, here.clock.now)
    season.tick(wiring, here.clock.now)
    assert started() == [f"{NAME}-{CALL}-{TRACK}-written-2"]
    assert known(here).n == 2


def test_started_twice_it_runs_once(here: World) -> None:
    wiring, started = with_machine(here)
    for _ in range(2):
        wiring.season.start("a-1", {"n": 1})
    assert started() == ["a-1"]


def test_in_maintenance_nothing_is_carried_out(here: World, work: Work) -> None:
    act = begun(here)
    here.tools.table.without_gate().write(
        [Update(keys.table_state(), {"table": "t", "closing": str(Closure.OPERATOR)})]
    )
    here.tools.table._gate_seen = (float("-inf"), None)
    assert season.step(here.wiring, act.event) == StepResult(0)
    season.tick(here.wiring, here.clock.now)
    assert (work.steps, known(here)) == (0, act)
