"""The assignment of a jury: planned, carried out in steps, and changed by hand."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Forbidden, Invalid, NotFound, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.panel import Recusal, Recusals
from chalicelib.services.context import Act
from chalicelib.services.evaluation import assignments, draws, long_acts
from chalicelib.services.evaluation.assignments import HandChange, readers_of
from chalicelib.storage import experts, juries
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict
from tests.conftest import Place
from tests.factories import CALL, CITY, TRACK, evaluated
from tests.services.evaluation.ruled import ID, Season, add_expert, entry_of, ruled
from tests.services.evaluation.test_draws import codes

ENTRY = entry_of(0).entry


@pytest.fixture
def season(table_moto: Place) -> Season:
    return ruled(table_moto)


def recuse(season: Season, label: str, **what: str) -> None:
    account = season.draw().member(label).account
    one = Recusal("ruled", "a-organiser", season.world.clock.now, **what)
    season.world.tools.table.write([experts.put_recusals(Recusals(account, CALL, (one,), v=1))])


def hand(season: Season, entry: str, leaves: str, takes: str, reason: str = "回避") -> Any:
    change = HandChange(entry, leaves, takes, reason)
    return assignments.reassign(season.world.change(season.world.organiser()), ID, change)


def others(season: Season, entry: str) -> list[str]:
    """Labels of those drawn who do not read an entry."""
    drawn = season.draw().drawn
    assert drawn
    return [label for label in drawn.labels if not season.assignments()[label].review(entry)]


def test_every_entry_gets_its_experts_of_as_many_bodies_and_loads_are_even(season: Season) -> None:
    season.drawn()
    view = season.assign()
    readers = readers_of(view.assignments)
    assert len(readers) == 6
    assert all(len(set(row)) == 2 for row in readers.values())
    assert sorted(len(one.reviews) for one in view.assignments) == [3, 3, 3, 3]
    assert season.jury().state is JuryState.ASSIGNED
    assert view.run
    assert view.run.report
    assert season.seals()[-1].leaves == (view.run.report.output,)
    assert view.names[ENTRY] == "作品 0"


def test_cards_show_what_is_assigned_and_nothing_that_names_who_filed(season: Season) -> None:
    season.drawn()
    for one in season.assign().assignments:
        cards = fetch(season.world.tools.table, juries.cards(ID, one.expert))
        assert [card.entry for card in cards] == [review.entry for review in one.reviews]
        assert all(card.name.startswith("作品") for card in cards)


def test_the_same_draw_gives_the_same_assignment(season: Season) -> None:
    season.drawn()
    first, second = season.assign(), season.assign()
    assert first.run
    assert second.run
    assert first.run.report
    assert second.run.report
    assert first.run.report.output == second.run.report.output
    assert readers_of(first.assignments) == readers_of(second.assignments)
    assert [seal.what for seal in season.seals()] == ["pool", "draw", "assignment", "assignment"]


def test_nobody_is_assigned_what_they_are_kept_from(season: Season) -> None:
    season.drawn()
    label = season.public().seated[0]
    recuse(season, label, entry=f"{TRACK}.{ENTRY}")
    view = season.assign()
    assert label not in readers_of(view.assignments)[ENTRY]
    assert view.run
    assert view.run.report
    assert view.run.report.kept == {"ruled": 1}


def test_what_cannot_be_assigned_names_the_entry_and_the_rule(season: Season) -> None:
    season.drawn({"": 2})
    recuse(season, season.public().seated[0], entry=f"{TRACK}.{ENTRY}")
    view = season.assign()
    assert view.run
    assert view.run.unserved
    assert view.run.state == "refused"
    assert (view.run.unserved.entry, view.run.unserved.experts) == (ENTRY, 1)
    assert view.run.unserved.rules == {"ruled": 1}
    assert season.jury().state is JuryState.DRAWN
    assert season.assignments() == {}


def test_experts_who_cannot_read_so_many_are_said_to_be_full(table_moto: Place) -> None:
    season = ruled(table_moto, people=0)
    for n in range(3):
        add_expert(season, n, most=3)
    season.drawn({"": 3})
    view = season.assign()
    assert view.run
    assert view.run.unserved
    assert view.run.unserved.full


@pytest.fixture
def left_to_season(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests begin assignments and carry none out, as those of large juries."""
    monkeypatch.setattr(long_acts, "AT_ONCE", 0)


@pytest.mark.usefixtures("left_to_season")
def test_a_stopped_job_goes_on_where_it_was(table_moto: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    season = ruled(table_moto, entries=20, people=12)
    season.drawn({"": 12})
    monkeypatch.setattr(assignments, "AT_A_TIME", 3)
    monkeypatch.setattr(assignments, "TURNS", 1)
    assignments.begin(season.world.change(season.world.organiser()), ID)
    left = []
    while n := assignments.carry_out(season.world.tools, ID):
        left.append(n)
        assert season.jury().state is JuryState.DRAWN
    assert left == [13, 10, 7, 4, 1]
    assert season.jury().state is JuryState.ASSIGNED
    assert assignments.carry_out(season.world.tools, ID) == 0


@pytest.mark.usefixtures("left_to_season")
def test_a_part_that_is_not_as_computed_is_written_again(season: Season) -> None:
    season.drawn()
    assignments.begin(season.world.change(season.world.organiser()), ID)
    assignments.carry_out(season.world.tools, ID)
    run = fetch(season.world.tools.table, juries.assignment_run(ID))
    jury, draw = season.jury(), season.draw()
    assert run
    act = Act(season.world.tools, run.caller)
    after = assignments._write_some(act, jury, draw, run)
    part = next(one for one in season.assignments().values() if one.reviews)
    season.world.tools.table.write([juries.put_assignment(replace(part, reviews=(), v=part.v + 1))])
    assert after.written == 6
    while assignments.carry_out(season.world.tools, ID):
        pass
    assert season.jury().state is JuryState.ASSIGNED
    assert season.assignments()[part.label].reviews


@pytest.mark.usefixtures("left_to_season")
def test_what_is_written_anew_cannot_be_opened_in_between(season: Season) -> None:
    season.drawn()
    season.assign()
    assignments.begin(season.world.change(season.world.organiser()), ID)
    with pytest.raises(StepNotAllowed):
        season.open()
    assert assignments.read(season.world.act(season.world.organiser()), ID).assignments == ()


@pytest.mark.usefixtures("left_to_season")
def test_two_jobs_at_once_write_nothing_twice(season: Season) -> None:
    season.drawn()
    assignments.begin(season.world.change(season.world.organiser()), ID)
    assignments.carry_out(season.world.tools, ID)
    run = fetch(season.world.tools.table, juries.assignment_run(ID))
    assert run
    act = Act(season.world.tools, run.caller)
    assignments._write_some(act, season.jury(), season.draw(), run)
    with pytest.raises(Conflict):
        assignments._write_some(act, season.jury(), season.draw(), run)


def test_a_plan_says_how_many_experts_are_needed_and_writes_nothing(table_moto: Place) -> None:
    season = ruled(table_moto, entries=6)
    view = assignments.plan(season.world.act(season.world.organiser()), ID)
    assert (view.plan.entries, view.plan.each, view.plan.reviews, view.plan.needed) == (6, 2, 12, 2)
    assert [(one.entries, one.experts, one.in_pool) for one in view.plan.fields] == [(6, 1, 6)]
    assert len(view.candidates) == 6
    assert len(assignments.plan(season.world.act(season.world.agency()), ID).candidates) == 3
    season.drawn()
    again = assignments.plan(season.world.act(season.world.organiser()), ID)
    assert (again.plan.experts, again.plan.load, again.candidates) == (4, (3, 3), ())
    assert season.jury().state is JuryState.DRAWN


def test_a_plan_names_entries_that_too_few_are_left_for(table_moto: Place) -> None:
    season = ruled(table_moto, people=0)
    for n in range(3):
        add_expert(season, n, city=CITY if n else "370100")
    view = assignments.plan(season.world.act(season.world.organiser()), ID)
    assert view.plan.kept == {"city": 12}
    assert (view.plan.unserved[0].experts, view.plan.unserved[0].rules) == (1, {"city": 2})


def test_nobody_assigns_or_plans_but_who_runs_the_evaluation(season: Season) -> None:
    season.drawn()
    for who in (season.world.observer(), season.world.expert("expert0"), season.world.applicant()):
        with pytest.raises(Forbidden):
            assignments.begin(season.world.change(who), ID)
    elsewhere = season.world.organiser(authority="elsewhere")
    with pytest.raises(NotFound):
        assignments.begin(season.world.change(elsewhere), ID)
    with pytest.raises(NotFound):
        assignments.plan(season.world.act(elsewhere), ID)
    with pytest.raises(NotFound):
        assignments.read(season.world.act(elsewhere), ID)


def test_an_agency_reads_codes_of_entries_and_its_own_experts(season: Season) -> None:
    season.drawn({"": 6})
    season.assign()
    view = assignments.read(season.world.act(season.world.agency()), ID)
    assert view.names == {}
    assert {one.name for one in view.people.values()} == {"expert0", "expert2", "expert4"}
    assert assignments.read(season.world.act(season.world.observer()), ID).people == {}


def test_a_review_is_handed_over_with_its_card(season: Season) -> None:
    season.drawn()
    season.assign()
    leaves = readers_of(tuple(season.assignments().values()))[ENTRY][0]
    takes = others(season, ENTRY)[0]
    view = hand(season, ENTRY, leaves, takes)
    readers = readers_of(view.assignments)[ENTRY]
    assert takes in readers
    assert leaves not in readers
    assert len(readers) == 2
    for label, there in ((leaves, False), (takes, True)):
        cards = fetch(season.world.tools.table, juries.cards(ID, season.draw().member(label).account))
        assert (ENTRY in {card.entry for card in cards}) == there
    assert view.run
    assert view.run.by_hand == 1


def test_a_hand_change_needs_a_reason(season: Season) -> None:
    season.drawn()
    season.assign()
    leaves = readers_of(tuple(season.assignments().values()))[ENTRY][0]
    with pytest.raises(Invalid) as refused:
        hand(season, ENTRY, leaves, others(season, ENTRY)[0], " ")
    assert codes(refused) == {"/reason": "required"}


def test_nothing_is_handed_to_somebody_who_is_kept_from_it(season: Season) -> None:
    season.drawn()
    season.assign()
    leaves, takes = readers_of(tuple(season.assignments().values()))[ENTRY][0], others(season, ENTRY)[0]
    recuse(season, takes, entry=f"{TRACK}.{ENTRY}")
    with pytest.raises(Invalid) as refused:
        hand(season, ENTRY, leaves, takes)
    assert codes(refused) == {"/to": "kept_apart"}
    assert refused.value.details["errors"][0]["params"] == {"rules": "ruled"}


def test_nothing_is_handed_to_somebody_who_reads_it(season: Season) -> None:
    season.drawn()
    season.assign()
    leaves, takes = readers_of(tuple(season.assignments().values()))[ENTRY]
    with pytest.raises(Invalid) as refused:
        hand(season, ENTRY, leaves, takes)
    assert codes(refused) == {"/to": "reads_already"}


def test_nothing_is_handed_to_a_second_expert_of_a_body(table_moto: Place) -> None:
    season = ruled(table_moto, people=0)
    for n in range(4):
        add_expert(season, n, body="甲大学" if n < 2 else f"大学 {n}")
    season.drawn()
    season.assign()
    alike = {label for label in season.public().seated if season.draw().member(label).body == "甲大学"}
    readers = readers_of(tuple(season.assignments().values()))
    entry, row = next((e, r) for e, r in readers.items() if len(alike & set(r)) == 1)
    leaves = next(label for label in row if label not in alike)
    with pytest.raises(Invalid) as refused:
        hand(season, entry, leaves, next(iter(alike - set(row))))
    assert codes(refused) == {"/to": "one_of_a_body"}


def test_nothing_is_handed_to_somebody_who_has_enough(table_moto: Place) -> None:
    season = ruled(table_moto, people=0)
    for n in range(4):
        add_expert(season, n, most=3)
    season.drawn()
    season.assign()
    leaves, takes = readers_of(tuple(season.assignments().values()))[ENTRY][0], others(season, ENTRY)[0]
    with pytest.raises(Invalid) as refused:
        hand(season, ENTRY, leaves, takes)
    assert codes(refused) == {"/to": "full"}


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"entry": "e-nothing"}, "/entry", "not_in_roll"),
        ({"leaves": "E999"}, "/from", "not_reading"),
        ({"takes": "E999"}, "/to", "not_drawn"),
    ],
)
def test_what_is_not_there_is_refused_at_its_place(
    season: Season, change: dict[str, str], pointer: str, code: str
) -> None:
    season.drawn()
    season.assign()
    known = {"entry": ENTRY, "leaves": readers_of(tuple(season.assignments().values()))[ENTRY][0]}
    known["takes"] = others(season, ENTRY)[0]
    with pytest.raises(Invalid) as refused:
        hand(season, **{**known, **change})
    assert codes(refused) == {pointer: code}


@pytest.mark.parametrize(
    "marked", [{"state": "submitted"}, {"state": "assigned", "round": 2}], ids=["marked", "reconsidered"]
)
def test_once_marks_are_open_what_is_marked_stays_with_its_expert(season: Season, marked: dict[str, Any]) -> None:
    season.drawn()
    season.assign()
    season.open()
    leaves, takes = readers_of(tuple(season.assignments().values()))[ENTRY][0], others(season, ENTRY)[0]
    mine = season.assignments()[leaves]
    review = mine.review(ENTRY)
    assert review
    done = mine.with_review(replace(review, **marked))
    season.world.tools.table.write([juries.put_assignment(replace(done, v=mine.v + 1))])
    with pytest.raises(Invalid) as refused:
        hand(season, ENTRY, leaves, takes)
    assert codes(refused) == {"/from": "already_marked"}
    other = next(one.entry for one in mine.reviews if one.entry != ENTRY)
    assert hand(season, other, leaves, others(season, other)[0])


def test_what_was_given_back_goes_to_one_expert_and_not_to_two(season: Season) -> None:
    season.drawn()
    season.assign()
    season.open()
    leaves = readers_of(tuple(season.assignments().values()))[ENTRY][0]
    mine = season.assignments()[leaves]
    review = mine.review(ENTRY)
    assert review
    back = mine.with_review(replace(review, state="declined"))
    season.world.tools.table.write([juries.put_assignment(replace(back, v=mine.v + 1))])
    hand(season, ENTRY, leaves, others(season, ENTRY)[0])
    assert len(readers_of(tuple(season.assignments().values()))[ENTRY]) == 2
    assert season.assignments()[leaves].review(ENTRY) is None


def test_a_panel_reads_everything_it_is_not_kept_from(table_moto: Place) -> None:
    changes = evaluated(numbers=[])
    changes["tracks"][0]["stages"][0] |= {"design": "panel", "experts": 3, "most": 2}
    season = ruled(table_moto, people=3, **changes)
    members = [one.account.id for one in season.members]
    draws.name_jury(season.world.change(season.world.organiser()), ID, members)
    recuse(season, "E001", entry=f"{TRACK}.{ENTRY}")
    view = season.assign()
    readers = readers_of(view.assignments)
    assert sorted(readers[ENTRY]) == ["E002", "E003"]
    assert all(len(row) == 3 for entry, row in readers.items() if entry != ENTRY)
