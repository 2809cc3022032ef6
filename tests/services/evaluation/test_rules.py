"""Rules are fixed once, before or after the roll, and acts go by them whatever the call says since."""

import pytest

from chalicelib.domain.errors import Forbidden, NotFound, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.published_rules import rules_digest
from chalicelib.domain.subjects import JuryId
from chalicelib.services.evaluation import rules
from chalicelib.services.evaluation.juries import fixed_rules
from chalicelib.storage import accounts, juries
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, call, evaluated, world
from tests.services.evaluation.rolling import JURY, check, freeze, jury, nominated


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated())


def test_fixed_rules_are_sealed_and_outlive_the_call_that_said_them(here: World) -> None:
    fixed = rules.fix(here.change(here.organiser()), JURY).jury
    known = here.tools.calls.latest(CALL)
    assert (fixed.state, fixed.version, fixed.rules) == (JuryState.RULED, 1, rules_digest(known, known.track(TRACK)))
    assert fixed.ruled_at == here.clock.now
    (seal,) = fetch(here.tools.table, juries.seals(CALL))
    assert (seal.what, seal.leaves) == ("rules", (fixed.rules,))
    here.tools.calls.publish(call(**evaluated(blind="none"), version=2))
    assert fixed_rules(here.act(here.organiser()), fixed).evaluation.blind == "unit"


def test_rules_are_fixed_before_or_after_the_roll(here: World) -> None:
    check(here, nominated(here))
    rules.fix(here.change(here.organiser()), JURY)
    assert freeze(here).state is JuryState.RULED
    with pytest.raises(StepNotAllowed):
        rules.fix(here.change(here.organiser()), JURY)
    assert [s.what for s in fetch(here.tools.table, juries.seals(CALL))] == ["rules", "roll"]


def test_after_the_roll_too(here: World) -> None:
    check(here, nominated(here))
    freeze(here)
    rules.fix(here.change(here.organiser()), JURY)
    assert (jury(here).state, jury(here).roll) == (JuryState.RULED, 1)


def test_the_same_request_sent_again_fixes_once(here: World) -> None:
    request = here.request(here.organiser())
    first = rules.fix(here.act(here.organiser(), request), JURY)
    assert rules.fix(here.act(here.organiser(), request), JURY) == first


def test_that_a_second_person_is_lacking_is_said(here: World) -> None:
    def save(id: str, **more: object) -> None:
        here.tools.table.write([Put(accounts.account_item(here.organiser(id=id, login=id, **more).account))])

    save("a-one")
    assert rules.read(here.act(here.organiser()), JURY).lacks_second
    save("a-two", disabled=True)
    assert rules.read(here.act(here.organiser()), JURY).lacks_second
    save("a-three")
    assert not rules.read(here.act(here.organiser()), JURY).lacks_second


def test_where_no_second_person_is_asked_for_none_is_lacking(table_moto: Place) -> None:
    here = world(table_moto, **evaluated(second_person=[]))
    assert not rules.fix(here.change(here.organiser()), JURY).lacks_second


def test_others_fix_nothing(here: World) -> None:
    with pytest.raises(Forbidden):
        rules.fix(here.change(here.agency()), JURY)
    with pytest.raises(NotFound):
        rules.fix(here.change(here.organiser()), JuryId(CALL, TRACK, "none"))
    assert jury(here).v == 0
