"""Where a call's evaluation stands: who reads it, in how many reads, and that nothing unannounced is in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.panel import Assignment, Review
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.evaluation.season import Waiting
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.record.checkpoints import SignedCheckpoint
from chalicelib.domain.subjects import JuryId
from chalicelib.services.evaluation import long_acts as service
from chalicelib.services.evaluation import season
from chalicelib.storage import checkpoints, juries, keys, long_acts, sheets
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import packed
from tests.conftest import Place
from tests.factories import CALL, CLOSES, MARKS_CLOSE, TRACK, World, evaluated, world

ID = JuryId(CALL, TRACK, "written")


@pytest.fixture
def here(table_moto: Place) -> World:
    made = world(table_moto, **evaluated())
    made.clock.now = CLOSES + timedelta(days=5)
    return made


def stands(here: World, state: JuryState, **more: object) -> Jury:
    jury = replace(Jury(*ID, roll=2, followed=2, v=1), state=state, **more)  # type: ignore[arg-type]
    here.tools.table.write([Put(packed(keys.jury(*ID), jury, v=jury.v))])
    return jury


def line(here: World, who: SignedIn | None = None) -> season.JuryLine:
    [line] = season.read(here.act(who or here.organiser()), CALL).lines
    return line


def test_a_season_that_has_not_begun_waits_for_its_roll(here: World) -> None:
    assert [(act.name, act.standing) for act in line(here).acts][:2] == [("roll", "now"), ("rules", "later")]


def test_organiser_agency_and_observer_see_the_same(here: World) -> None:
    stands(here, JuryState.RULED)
    told = [line(here, who).acts for who in (here.organiser(), here.agency(), here.observer())]
    assert told[0] == told[1] == told[2]


def test_people_of_another_authority_see_nothing(here: World) -> None:
    stranger = here.organiser(authority="elsewhere")
    with pytest.raises(NotFound):
        season.read(here.act(stranger), CALL)


def test_a_call_that_nobody_evaluates_has_no_season(table_moto: Place) -> None:
    here = world(table_moto)
    with pytest.raises(NotFound):
        season.read(here.act(here.organiser()), CALL)


def test_seals_and_proposals_are_told(here: World) -> None:
    stands(here, JuryState.OPEN)
    about = f"{TRACK}/written"
    here.tools.table.write([juries.put_seal(Seal(CALL, 1, "roll", about, here.clock.now, "a-x", ()))])
    here.tools.table.write([juries.put_proposal(Proposal(CALL, "seal_marks", about, "d", "a-x", here.clock.now), None)])
    here.clock.now = MARKS_CLOSE + timedelta(hours=1)
    known = season.read(here.act(here.organiser()), CALL)
    acts = {act.name: act for act in known.lines[0].acts}
    assert (known.seals, acts["roll"].seal) == (1, 1)
    assert [(one.whom, one.by) for one in acts["seal"].waits] == [("second", "a-x")]


def test_the_last_checkpoint_of_the_record_is_told(here: World) -> None:
    assert season.read(here.act(here.organiser()), CALL).checkpoint is None
    signed = [SignedCheckpoint(CALL, n, n, f"{n}" * 64, here.clock.now, "", ()) for n in (1, 2)]
    here.tools.table.write([checkpoints.put_checkpoint(one) for one in signed])
    last = season.read(here.act(here.organiser()), CALL).checkpoint
    assert last
    assert (last.n, last.code) == (2, "2" * 16)


def test_while_marks_are_open_it_says_how_many_experts_are_done(here: World) -> None:
    stands(here, JuryState.OPEN)
    for expert, state in (("a-1", "submitted"), ("a-2", "started")):
        given = Assignment(*ID, expert, expert, (Review("e1", 1, state),))  # type: ignore[arg-type]
        here.tools.table.write([juries.put_assignment(given)])
    marks = next(act for act in line(here).acts if act.standing == "now")
    assert marks.waits == (Waiting("experts", done=1, of=2), Waiting("date", until=MARKS_CLOSE))


def test_two_seasons_that_differ_only_in_marks_are_told_alike(here: World) -> None:
    stands(here, JuryState.OPEN)
    given = Assignment(*ID, "a-1", "E001", (Review("e1", 1, "submitted"),))
    here.tools.table.write([juries.put_assignment(given)])
    before = line(here)
    sheet = Sheet("e1", "a-1", Marks({"effect": "9"}, comment="很好"), "submitted", v=1)
    here.tools.table.write([sheets.put_sheet(given.id, sheet)])
    assert line(here) == before


def test_an_act_that_is_carried_out_is_told_with_what_is_left(here: World) -> None:
    stands(here, JuryState.SEALED, marks_seal=1)
    act = here.change(here.organiser())
    begun, writes = service.begin(act, ID, "tally", act.read(long_acts.long_act(ID, "tally")))
    act.commit(writes)
    service.go_on(here.tools, ID, "tally", begun.n, lambda tools, id: 7)
    now = next(act for act in line(here).acts if act.standing == "now")
    assert [(one.whom, one.left) for one in now.waits] == [("system", 7)]


def test_it_is_read_in_one_round_trip_and_in_two_while_marks_are_open(here: World) -> None:
    calls: list[str] = []
    here.tools.table._client.meta.events.register(
        "before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="count"
    )
    stands(here, JuryState.OPEN)
    line(here)
    calls.clear()
    line(here)
    assert sorted(calls) == ["BatchGetItem", *["Query"] * 4]
    assert fetch(here.tools.table, juries.jury(ID)).state is JuryState.OPEN
