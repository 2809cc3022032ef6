"""Replacing an expert after the draw: the order decides, everybody else stays."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Forbidden, Invalid, StepNotAllowed
from chalicelib.domain.evaluation.jury import take
from chalicelib.domain.evaluation.panel import Assignment, Recusal, Recusals
from chalicelib.domain.evaluation.published_draw import draw_digest, run_again
from chalicelib.domain.history import Event, broken
from chalicelib.services.evaluation import assignments, draws
from chalicelib.services.evaluation.assignments import HandChange, readers_of
from chalicelib.services.evaluation.replacements import Departure, ReplacementView, replace_expert
from chalicelib.storage import experts, juries, submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, TRACK, evaluated
from tests.races.between import cutting_in
from tests.services.evaluation.ruled import ID, Season, add_expert, ruled
from tests.services.evaluation.test_draws import codes


@pytest.fixture
def season(table_moto: Place) -> Season:
    made = ruled(table_moto)
    made.drawn()
    return made


def leave(season: Season, label: str, **how: Any) -> ReplacementView:
    departure = Departure(label, **{"why": "declined", **how})
    return replace_expert(season.world.change(season.world.organiser()), ID, departure)


def test_the_next_of_the_order_takes_the_seat_and_everybody_else_stays(season: Season) -> None:
    before = season.public()
    out = before.seated[1]
    view = leave(season, out, why="unavailable")
    public = season.public()
    stay = [label for label in before.seated if label != out]
    (takes,) = view.takes
    assert public.seated == (*stay, takes)
    order = [one.label for one in public.order]
    assert takes == next(label for label in order if label not in before.seated)
    assert [(one.leaves, one.why, one.takes) for one in public.replacements] == [(out, "unavailable", (takes,))]
    assert public.drawn == before.drawn
    assert run_again(public) == []
    assert season.seals()[-1].leaves == (draw_digest(public),)


def test_who_is_not_drawn_or_has_left_cannot_leave(season: Season) -> None:
    out = season.public().seated[0]
    leave(season, out)
    for label in (out, "E999"):
        with pytest.raises(Invalid) as refused:
            leave(season, label)
        assert codes(refused) == {"/label": "not_drawn"}


def test_nobody_is_left_after_the_last(season: Season) -> None:
    for _ in range(2):
        leave(season, season.public().seated[0])
    view = leave(season, season.public().seated[0])
    assert view.takes == ()
    assert [(one.field, one.places) for one in view.draw.public.empty] == [("", 1)]
    assert run_again(season.public()) == []


def test_an_agency_replaces_its_own_experts_alone(season: Season) -> None:
    draw = season.draw()
    assert draw.drawn
    own = next(label for label in draw.drawn.labels if draw.member(label).agency)
    other = next(label for label in draw.drawn.labels if not draw.member(label).agency)
    agency = season.world.agency()
    with pytest.raises(Forbidden):
        replace_expert(season.world.change(agency), ID, Departure(other, "declined"))
    assert replace_expert(season.world.change(agency), ID, Departure(own, "declined")).takes


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize(
    "marked", [{"state": "submitted"}, {"state": "assigned", "round": 2}], ids=["marked", "reconsidered"]
)
def test_the_new_one_takes_over_what_is_not_marked(season: Season, opened: bool, marked: dict[str, Any]) -> None:
    season.assign()
    if opened:
        season.open()
    out = season.public().seated[0]
    mine = season.assignments()[out]
    done = mine.with_review(replace(mine.reviews[0], **marked))
    season.world.tools.table.write([juries.put_assignment(replace(done, v=mine.v + 1))])
    view = leave(season, out)
    rest = [one.entry for one in mine.reviews[1:]]
    assert (sorted(view.moved), view.by_hand) == (sorted(rest), ())
    after = season.assignments()
    assert [one.entry for one in after[view.takes[0]].reviews] == rest
    assert [(one.entry, one.state) for one in after[out].reviews] == [(mine.reviews[0].entry, marked["state"])]
    assert all(len(row) == 2 for row in readers_of(tuple(after.values())).values())
    cards = fetch(season.world.tools.table, juries.cards(ID, after[view.takes[0]].expert))
    assert [card.entry for card in cards] == rest


def test_what_the_new_one_is_kept_from_is_left_to_be_given_by_hand(season: Season) -> None:
    season.assign()
    season.open()
    public = season.public()
    out = public.seated[0]
    takes = next(one.label for one in public.order if one.label not in public.seated)
    entry = season.assignments()[out].reviews[0].entry
    one = Recusal("declared", "a", season.world.clock.now, entry=f"{TRACK}.{entry}")
    account = season.draw().member(takes).account
    season.world.tools.table.write([experts.put_recusals(Recusals(account, CALL, (one,), v=1))])
    view = leave(season, out)
    assert view.by_hand == (entry,)
    assert entry not in view.moved
    review = season.assignments()[out].review(entry)
    assert review
    assert review.state == "declined"
    third = next(
        label for label in season.public().seated if label != takes and not season.assignments()[label].review(entry)
    )
    change = HandChange(entry, out, third, "由他人评")
    assignments.reassign(season.world.change(season.world.organiser()), ID, change)
    assert len(readers_of(tuple(season.assignments().values()))[entry]) == 2


def test_a_replacement_meets_a_running_assignment_and_is_reckoned_in(season: Season) -> None:
    assignments.begin(season.world.change(season.world.organiser()), ID)
    assignments.carry_out(season.world.tools, ID)
    out = season.public().seated[0]
    leave(season, out)
    while assignments.carry_out(season.world.tools, ID):
        pass
    after = season.assignments()
    assert not after[out].reviews if out in after else True
    assert all(len(row) == 2 for row in readers_of(tuple(after.values())).values())


def test_the_same_request_sent_twice_replaces_once(season: Season) -> None:
    out, request = season.public().seated[0], season.world.request(season.world.organiser())
    act = lambda: season.world.act(season.world.organiser(), request)  # noqa: E731
    first = replace_expert(act(), ID, Departure(out, "declined"))
    assert replace_expert(act(), ID, Departure(out, "declined")).takes == first.takes
    assert len(season.public().replacements) == 1


def test_a_named_jury_gets_a_named_successor(table_moto: Place) -> None:
    season = ruled(table_moto, people=3, **evaluated(numbers=[]))
    members = [one.account.id for one in season.members]
    draws.name_jury(season.world.change(season.world.organiser()), ID, members)
    new = add_expert(season, 8).account.id
    for successor, code in ((None, "required"), ("a-nobody", "not_an_expert"), (members[0], "in_jury_already")):
        with pytest.raises(Invalid) as refused:
            leave(season, "E002", successor=successor)
        assert codes(refused) == {"/successor": code}
    assert leave(season, "E002", successor=new).takes == ("E004",)
    public = season.public()
    assert public.seated == ("E001", "E003", "E004")
    assert [(one.leaves, one.takes) for one in public.replacements] == [("E002", ("E004",))]


def test_nobody_is_replaced_before_the_draw_or_after_marks_are_sealed(table_moto: Place) -> None:
    season = ruled(table_moto)
    season.commit()
    with pytest.raises(StepNotAllowed):
        leave(season, "E001")


def give_back(season: Season, label: str) -> None:
    """What the expert's own decline does: its step and its review, in one transaction."""
    mine, jury = season.assignments()[label], season.jury()
    caller = next(one for one in season.members if one.account.id == mine.expert).caller
    after, event = take(jury, "decline", caller, season.world.clock.now, {"entry": mine.reviews[0].entry})
    back = mine.with_review(replace(mine.reviews[0], state="declined"))
    writes = [*juries.put_step(after, event), juries.put_assignment(replace(back, v=mine.v + 1))]
    season.world.tools.table.write(writes)


def sound(season: Season) -> bool:
    """The chain is whole, the draw comes out again, and no entry has more experts than it needs."""
    jury, events = season.jury(), fetch(season.world.tools.table, submissions.history(ID.subject))
    every: tuple[Assignment, ...] = tuple(season.assignments().values())
    return (
        broken(events, (jury.events, jury.last_hash)) is None
        and run_again(season.public()) == []
        and all(len(row) <= 2 for row in readers_of(every).values())
    )


def opened(table_local: Place) -> Season:
    season = ruled(table_local)
    season.drawn()
    season.assign()
    season.open()
    return season


REQUESTS = range(6)
"""Requests of a replacement, reads and the one write."""


@pytest.mark.parametrize("request_n", REQUESTS)
def test_an_expert_declines_while_it_is_replaced(table_local: Place, request_n: int) -> None:
    season = opened(table_local)
    out = season.public().seated[0]
    mine = season.assignments()[out]
    with cutting_in(season.world, request_n, lambda: give_back(season, out)) as came:
        view = leave(season, out)
    steps = [one.step for one in history(season)]
    if came and steps.index("decline") < steps.index("replace"):
        assert mine.reviews[0].entry not in view.moved
    assert sound(season)
    assert not [one for one in season.assignments()[out].reviews if one.is_open]


@pytest.mark.parametrize("request_n", REQUESTS)
def test_two_experts_are_replaced_at_once(table_local: Place, request_n: int) -> None:
    season = opened(table_local)
    first, second = season.public().seated[:2]
    with cutting_in(season.world, request_n, lambda: leave(season, second)):
        leave(season, first)
    assert sound(season)
    public = season.public()
    assert not {first, second} & set(public.seated)
    takes = [label for one in public.replacements for label in one.takes]
    assert len(takes) == len(set(takes)) == 2


@pytest.mark.parametrize("request_n", REQUESTS)
def test_one_expert_is_replaced_by_two_people_at_once(table_local: Place, request_n: int) -> None:
    season = opened(table_local)
    out = season.public().seated[0]
    refusals: list[Exception] = []
    with cutting_in(season.world, request_n, lambda: leave(season, out)) as came:
        try:
            leave(season, out)
        except Invalid as refused:
            refusals.append(refused)
    assert len(refusals) == (1 if came else 0)
    assert sound(season)
    assert len(season.public().replacements) == 1


def history(season: Season) -> list[Event]:
    return fetch(season.world.tools.table, submissions.history(ID.subject))
