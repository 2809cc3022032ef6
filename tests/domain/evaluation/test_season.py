"""A season's line of acts: what is done, what is to be done now, and whom that waits for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.draw import Drawn, Seats
from chalicelib.domain.evaluation.jury import STEPS, Jury, JuryState, take
from chalicelib.domain.evaluation.long_acts import LongAct
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, Review
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.evaluation.season import JuryFacts, SeasonAct, Waiting, line_of
from tests import factories
from tests.factories import CALL, CLOSES, TRACK, evaluated

BEFORE = CLOSES
AFTER = CLOSES + timedelta(days=3)
ORGANISER = Caller("a-organiser", Role.ORGANISER, "shandong")
DRAWN = ["roll", "rules", "pool", "draw", "assignment", "opening", "marks", "seal", "tally", "reconsider", "selection"]


def facts(
    jury: Jury | None = None, evaluation: Mapping[str, Any] | None = None, stage: Any = None, **more: Any
) -> JuryFacts:
    """What is known of the test call's jury; by itself nothing was done."""
    call = Call.from_dict(factories.call(**evaluated(**(evaluation or {}))))
    assert call.evaluation
    track = call.track(TRACK)
    known = replace(track.stages[0], **(stage or {}))
    return JuryFacts(call, track, known, call.evaluation, jury or Jury(CALL, TRACK, "written"), **more)


def at(state: JuryState, **more: Any) -> Jury:
    """A jury that has come to a state by itself."""
    far = list(JuryState).index(state)
    known = {"roll": 8, "followed": 8} | ({"ruled_at": AFTER} if far else {})
    known |= ({"marks_seal": 5} if far >= 5 else {}) | ({"run": 1} if far > 5 else {})
    return Jury(CALL, TRACK, "written", state, **{**known, **more})


def standings(acts: Sequence[SeasonAct]) -> dict[str, str]:
    return {act.name: act.standing for act in acts}


def now_of(acts: Sequence[SeasonAct]) -> SeasonAct:
    return next(act for act in acts if act.standing == "now")


def waits(known: JuryFacts, now: datetime = AFTER) -> tuple[str, list[str]]:
    act = now_of(line_of(known, now))
    return act.name, [one.whom for one in act.waits]


def test_before_the_desks_have_ended_the_roll_waits_for_that_day() -> None:
    act = now_of(line_of(facts(), BEFORE))
    assert (act.name, act.waits) == ("roll", (Waiting("date", until=CLOSES + timedelta(days=2)),))


@pytest.mark.parametrize(
    ("jury", "name", "whom"),
    [
        (Jury(CALL, TRACK, "written"), "roll", "organiser"),
        (at(JuryState.PREPARING), "rules", "organiser"),
        (at(JuryState.RULED), "pool", "runners"),
        (at(JuryState.DRAWN), "assignment", "runners"),
        (at(JuryState.ASSIGNED), "opening", "organiser"),
        (at(JuryState.SEALED), "tally", "organiser"),
        (at(JuryState.TALLIED), "selection", "organiser"),
    ],
)
def test_each_state_has_one_act_to_be_done_and_says_by_whom(jury: Jury, name: str, whom: str) -> None:
    assert waits(facts(jury)) == (name, [whom])


def test_a_drawn_jury_has_all_acts_and_those_before_the_present_one_are_done() -> None:
    acts = line_of(facts(at(JuryState.DRAWN)), AFTER)
    assert [act.name for act in acts] == DRAWN
    assert [act.standing for act in acts] == ["done"] * 4 + ["now"] + ["later"] * 6


def test_a_named_jury_is_named_and_not_drawn() -> None:
    acts = line_of(facts(at(JuryState.RULED), {"numbers": []}), AFTER)
    assert "draw" not in standings(acts)
    assert now_of(acts).waits == (Waiting("organiser"),)


def test_once_the_pool_is_published_the_draw_waits_for_the_day_of_its_numbers() -> None:
    pool = (PoolExpert("E001", "a-1", "gov", "甲", "370100", 60),)
    draw = Draw(CALL, TRACK, "written", pool, Seats({"gov": 1}, 2), commitment="ab", numbers_on=f"{AFTER:%Y-%m-%d}")
    known = facts(at(JuryState.RULED), draw=draw)
    assert waits(known, AFTER - timedelta(days=1)) == ("draw", ["date"])
    assert waits(known, AFTER + timedelta(days=1)) == ("draw", ["runners"])


def test_the_pool_and_who_was_drawn_are_told_as_figures_alone() -> None:
    pool = tuple(PoolExpert(f"E00{n}", f"a-{n}", "gov", "甲", "370100", 60) for n in range(3))
    drawn = Drawn(("E000", "E002"), (), {})
    draw = Draw(CALL, TRACK, "written", pool, Seats({"gov": 2}, 2), commitment="ab", drawn=drawn, left={"E000": "ill"})
    acts = {act.name: act for act in line_of(facts(at(JuryState.DRAWN), draw=draw), AFTER)}
    assert (acts["pool"].figures, acts["draw"].figures) == ({"experts": 3}, {"experts": 2, "left": 1})


def test_what_is_proposed_waits_for_somebody_else_than_who_proposed_it() -> None:
    proposal = Proposal(CALL, "seal_marks", f"{TRACK}/written", "d", "a-1", AFTER)
    known = facts(at(JuryState.OPEN), proposals={"seal_marks": proposal})
    act = now_of(line_of(known, known.stage.closes + timedelta(days=1)))
    assert (act.name, act.two, act.waits) == ("seal", True, (Waiting("second", by="a-1", at=AFTER),))


def test_rules_and_pool_stand_public_before_marks_open() -> None:
    known = facts(at(JuryState.ASSIGNED), {"rules_public_days": 3})
    assert waits(known, AFTER + timedelta(days=2)) == ("opening", ["date"])
    assert waits(known, AFTER + timedelta(days=3)) == ("opening", ["organiser"])


def reading(*states: str) -> Assignment:
    """An expert with reviews in these states."""
    return Assignment(CALL, TRACK, "written", "a", "E001", tuple(Review(f"e{n}", 1, s) for n, s in enumerate(states)))  # type: ignore[arg-type]


def test_marks_wait_for_the_experts_that_have_not_handed_everything_in_and_for_the_closing() -> None:
    read = [reading("submitted", "declined"), reading("submitted", "started"), reading("assigned", "assigned")]
    act = now_of(line_of(facts(at(JuryState.OPEN), assignments=read), AFTER))
    assert act.name == "marks"
    assert [(one.whom, one.done, one.of) for one in act.waits] == [("experts", 1, 3), ("date", 0, 0)]
    assert [(one.what, one.count) for one in act.missing] == [("sheets", 3)]


def test_when_all_sheets_are_in_or_time_is_over_the_seal_is_next_and_what_is_missing_is_told() -> None:
    read = [reading("submitted"), reading("started")]
    late = facts(at(JuryState.OPEN), assignments=read)
    act = now_of(line_of(late, late.stage.closes + timedelta(hours=1)))
    assert (act.name, [one.count for one in act.missing]) == ("seal", [1])
    assert waits(facts(at(JuryState.OPEN), assignments=[reading("submitted")])) == ("seal", ["organiser"])


def test_after_the_first_tally_reconsidering_may_come_and_may_be_left_out() -> None:
    acts = line_of(facts(at(JuryState.TALLIED)), AFTER)
    assert (standings(acts)["reconsider"], now_of(acts).name) == ("open", "selection")
    assert "reconsider" not in standings(line_of(facts(at(JuryState.SELECTED)), AFTER))


def test_while_experts_reconsider_nothing_that_was_done_is_undone() -> None:
    again = [
        (at(JuryState.OPEN, round=2, run=1), [reading("started")], ("reconsider", ["experts", "date"])),
        (at(JuryState.OPEN, round=2, run=1), [reading("submitted")], ("reconsider", ["organiser"])),
        (at(JuryState.SEALED, round=2, run=1), [], ("reconsider", ["organiser"])),
        (at(JuryState.TALLIED, round=2, run=2), [], ("selection", ["organiser"])),
    ]
    for jury, read, expected in again:
        known = facts(jury, assignments=read)
        assert waits(known) == expected
        assert [act.standing for act in line_of(known, AFTER)][:9] == ["done"] * 9


def test_where_the_stage_says_nothing_of_spread_nobody_reconsiders() -> None:
    assert "reconsider" not in standings(line_of(facts(stage={"spread": None}), AFTER))


def test_a_second_stage_waits_for_the_first_and_alone_has_the_selection() -> None:
    known = facts()
    first = known.stage
    track = replace(known.track, stages=(first, replace(first, id="meeting")))
    second = replace(known, track=track, stage=track.stages[1], jury=Jury(CALL, TRACK, "meeting"))
    assert "selection" not in standings(line_of(replace(known, track=track), AFTER))
    ruled = replace(second, jury=replace(second.jury, state=JuryState.RULED))
    waiting = now_of(line_of(replace(ruled, before=at(JuryState.SEALED)), AFTER))
    assert waiting.waits == (Waiting("stage", stage="written"),)
    assert waits(replace(ruled, before=at(JuryState.TALLIED))) == ("roll", ["organiser"])


def test_the_rules_of_a_later_stage_are_fixed_before_its_roll_since_they_stand_public_for_days() -> None:
    known = facts(before=at(JuryState.OPEN))
    assert [act.name for act in line_of(known, AFTER)][:2] == ["rules", "roll"]
    assert waits(known) == ("rules", ["organiser"])


def test_what_was_sealed_says_when_by_whom_and_under_which_number() -> None:
    seals = [
        Seal(CALL, 1, "roll", f"{TRACK}/written", BEFORE, "a-1", ()),
        Seal(CALL, 2, "roll", f"{TRACK}/other", AFTER, "a-2", ()),
    ]
    roll = line_of(facts(at(JuryState.PREPARING), seals=seals), AFTER)[0]
    assert (roll.at, roll.by, roll.seal, roll.figures) == (BEFORE, "a-1", 1, {"entries": 8})


def test_marks_are_sealed_only_when_every_experts_sheets_are_in_the_seal() -> None:
    sealing = at(JuryState.SEALED, marks_seal=0, sealed_at=AFTER, sealed_by="a-1")
    act = now_of(line_of(facts(sealing), AFTER))
    assert (act.name, act.waits) == ("seal", (Waiting("system", by="a-1", at=AFTER),))
    running = LongAct(CALL, TRACK, "written", "sealing", "a-1", AFTER, AFTER, left=4)
    act = now_of(line_of(facts(sealing, long_acts={"sealing": running}), AFTER))
    assert (act.name, act.waits) == ("seal", (Waiting("system", by="a-1", at=AFTER, left=4),))


def test_entries_that_have_not_been_told_of_the_roll_are_counted() -> None:
    roll = line_of(facts(at(JuryState.PREPARING, followed=3)), AFTER)[0]
    assert [(one.what, one.count) for one in roll.missing] == [("untold", 5)]


def test_a_long_act_under_way_is_what_is_waited_for_and_its_refusal_is_told() -> None:
    running = LongAct(CALL, TRACK, "written", "tally", "a-1", AFTER, AFTER, left=4)
    known = facts(at(JuryState.SEALED), long_acts={"tally": running})
    assert now_of(line_of(known, AFTER)).waits == (Waiting("system", by="a-1", at=AFTER, left=4),)
    refused = replace(known, long_acts={"tally": running.ended_by("too_few_sheets", AFTER)})
    act = now_of(line_of(refused, AFTER))
    assert [(one.what, one.code) for one in act.missing] == [("refused", "too_few_sheets")]
    assert [one.whom for one in act.waits] == ["organiser"]


STARTED = st.lists(st.sampled_from([*STEPS]), max_size=60)


@given(STARTED, st.booleans(), st.booleans())
@example(steps=["fix_rules", "reveal_draw", "assign", "begin_assignment"], draws=False, spread=False)
def test_whatever_is_done_stays_done_and_one_act_at_most_is_to_be_done(
    steps: list[str], draws: bool, spread: bool
) -> None:
    jury, done = Jury(CALL, TRACK, "written"), set[str]()
    known = facts(jury, None if draws else {"numbers": []}, None if spread else {"spread": None})
    for step in steps:
        row = STEPS[step]
        if jury.state not in row.sources or (step == "tally" and not jury.marks_seal):
            continue
        caller = replace(ORGANISER, role=min(row.roles, default=Role.ORGANISER))
        jury, _ = take(jury, step, caller, AFTER, {}, **changes(jury, step))
        acts = line_of(replace(known, jury=jury), AFTER)
        now = {act.name for act in acts if act.standing == "done"}
        again = {"strike": {"tally"}, "begin_assignment": {"assignment"}}.get(step, set()) | {"reconsider"}
        assert done - again <= now
        assert sum(act.standing == "now" for act in acts) == (jury.state is not JuryState.SELECTED)
        assert all(bool(act.waits) == (act.standing == "now") for act in acts)
        done = now


def changes(jury: Jury, step: str) -> dict[str, Any]:
    """What a step changes of a jury besides its state."""
    more: dict[str, dict[str, Any]] = {
        "freeze_roll": {"roll": 8, "followed": 8},
        "fix_rules": {"ruled_at": AFTER, "roll": jury.roll or 8},
        "seal_marks": {"marks_seal": 0},
        "finish_seal": {"marks_seal": 1},
        "tally": {"run": jury.run + 1},
        "reconsider": {"round": jury.round + 1},
    }
    return more.get(step, {})
