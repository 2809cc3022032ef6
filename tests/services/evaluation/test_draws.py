"""The draw of a jury: what is fixed before, who types, what comes out, and what nobody learns."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from chalicelib.domain.errors import Forbidden, Invalid, NotFound, StepNotAllowed
from chalicelib.domain.evaluation import draw as drawing
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.published_draw import draw_digest, pool_digest, run_again
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.services.evaluation import draws
from chalicelib.storage.items import pack
from tests.conftest import Place
from tests.factories import evaluated
from tests.services.evaluation.ruled import ID, ISSUES, TYPED, Season, add_expert, ruled


@pytest.fixture
def season(table_moto: Place) -> Season:
    return ruled(table_moto)


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in refusal.value.details["errors"]}


def test_a_commitment_fixes_pool_seats_and_numbers_before_they_are_known(season: Season) -> None:
    view = season.commit(unavailable=[season.members[2].account.id])
    draw, public = season.draw(), view.public
    assert [one.label for one in public.pool] == [f"E{n:03}" for n in range(1, 7)]
    assert public.unavailable == (draw.label_of(season.members[2].account.id),)
    assert (public.issues, public.numbers_on) == (ISSUES, "2021-10-28")
    assert bytes.fromhex(public.commitment) == drawing.hash_times(bytes.fromhex(draw.secret), drawing.ROUNDS)
    assert not public.revealed
    assert season.jury().state is JuryState.RULED
    (seal,) = season.seals()
    assert (seal.what, seal.about, seal.leaves) == ("pool", "scenario/written", (pool_digest(public),))


def test_labels_follow_the_digests_of_salted_names_so_that_nobody_chooses_them(season: Season) -> None:
    season.commit()
    digests = [one.digest for one in season.draw().pool]
    assert digests == sorted(digests)
    season.commit(reason="开奖日改期")
    assert digests != [one.digest for one in season.draw().pool]


def test_who_is_not_available_or_has_no_profile_is_not_in_the_pool(season: Season) -> None:
    out = add_expert(season, 7, available=False)
    season.commit()
    assert season.draw().label_of(out.account.id) is None


@pytest.mark.parametrize(
    ("terms", "pointer", "code"),
    [
        ({"numbers_on": "2021-10-25"}, "/numbers_on", "not_in_future"),
        ({"numbers_on": "28 October"}, "/numbers_on", "not_a_date"),
        ({"numbers_on": "2021-02-30"}, "/numbers_on", "not_a_date"),
        ({"issues": {"3d": "2021317"}}, "/issues/qlc", "required"),
        ({"issues": {**ISSUES, "3d": "1/2"}}, "/issues/3d", "not_an_issue"),
        ({"issues": {**ISSUES, "ssq": "1"}}, "/issues/ssq", "unknown_field"),
        ({"unavailable": ["a-nobody"]}, "/unavailable/0", "not_in_pool"),
        ({"seats": {"": 7}}, "/seats/", "too_many_seats"),
        ({"seats": {"": 1}}, "/seats", "too_few_seats"),
        ({"seats": {"": 4, "x": 0}}, "/seats/x", "too_small"),
    ],
)
def test_what_cannot_be_drawn_from_is_refused_at_its_place(
    season: Season, terms: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        season.commit(**terms)
    assert codes(refused) == {pointer: code}


def test_a_commitment_is_given_up_in_public_alone(season: Season) -> None:
    first = season.commit().public.commitment
    with pytest.raises(Invalid) as refused:
        season.commit()
    assert codes(refused) == {"/reason": "required"}
    public = season.commit(reason="当日停售").public
    assert [(one.commitment, one.reason) for one in public.earlier] == [(first, "当日停售")]
    assert [seal.what for seal in season.seals()] == ["pool", "pool"]
    assert is_whole(season.seals())


def test_two_people_type_and_the_draw_comes_out_as_anybody_can_compute_it(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=3)
    waiting = draws.reveal(season.world.change(season.world.organiser()), ID, TYPED)
    assert waiting.waiting
    assert waiting.waiting.mine
    assert not waiting.public.revealed
    public = draws.reveal(season.world.change(season.colleague()), ID, TYPED).public
    assert public.randomness == "3d:2021317/0.4.7./qlc:2021135/2.8.11.15.21.27.30./"
    assert len(public.seated) == 4
    assert run_again(public) == []
    assert season.jury().state is JuryState.DRAWN
    assert season.seals()[-1].leaves == (draw_digest(public),)


def test_what_the_first_typed_is_not_shown_to_the_second(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=3)
    draws.reveal(season.world.change(season.world.organiser()), ID, {**TYPED, "3d": [9, 8, 6]})
    view = draws.read(season.world.act(season.colleague()), ID, lambda: season.colleague().caller)
    assert view.waiting
    assert not view.waiting.mine
    assert "9.8.6" not in json.dumps(asdict(view.public), default=str)
    assert view.public.numbers == ()


def test_numbers_that_differ_are_refused_at_their_source(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=3)
    draws.reveal(season.world.change(season.world.organiser()), ID, TYPED)
    other = {**TYPED, "3d": [0, 7, 4]}
    with pytest.raises(Invalid) as refused:
        draws.reveal(season.world.change(season.colleague()), ID, other)
    assert codes(refused) == {"/numbers/3d": "differs"}
    assert "0.4.7" not in json.dumps(refused.value.details)
    draws.reveal(season.world.change(season.colleague()), ID, other, anew=True)
    assert season.jury().state is JuryState.RULED
    draws.reveal(season.world.change(season.world.organiser()), ID, other)
    assert season.jury().state is JuryState.DRAWN


def test_one_person_alone_never_draws(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=3)
    for _ in range(3):
        draws.reveal(season.world.change(season.world.organiser()), ID, TYPED)
    assert season.jury().state is JuryState.RULED


def test_numbers_typed_for_an_earlier_commitment_are_void(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=3)
    draws.reveal(season.world.change(season.world.organiser()), ID, TYPED)
    season.commit(reason="期号有误", numbers_on="2021-10-30")
    season.world.clock.move(days=3)
    view = draws.reveal(season.world.change(season.colleague()), ID, TYPED)
    assert view.waiting
    assert view.waiting.mine
    assert not view.public.revealed


@pytest.mark.parametrize(
    ("typed", "pointer", "code"),
    [
        ({**TYPED, "3d": [0, 4]}, "/numbers/3d", "number_count"),
        ({"3d": [0, 4, 7]}, "/numbers/qlc", "number_count"),
        ({**TYPED, "3d": [0, 4, 1000000]}, "/numbers/3d", "number_outside"),
        ({**TYPED, "3d": [0, 4, -1]}, "/numbers/3d", "number_outside"),
        ({**TYPED, "qlc": [30, 8, 2, 11, 15, 27, 27]}, "/numbers/qlc", "number_twice"),
        ({**TYPED, "ssq": [1]}, "/numbers/ssq", "unknown_field"),
    ],
)
def test_numbers_that_no_drawing_gives_are_refused_at_their_source(
    season: Season, typed: dict[str, list[int]], pointer: str, code: str
) -> None:
    season.commit()
    season.world.clock.move(days=3)
    with pytest.raises(Invalid) as refused:
        draws.reveal(season.world.change(season.world.organiser()), ID, typed)
    assert codes(refused) == {pointer: code}


def test_nothing_is_drawn_before_its_day_in_the_calls_own_zone(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=2, hours=15, minutes=59)
    with pytest.raises(Invalid) as refused:
        draws.reveal(season.world.change(season.world.organiser()), ID, TYPED)
    assert codes(refused) == {"/numbers": "not_yet"}
    season.world.clock.move(minutes=1)
    assert draws.reveal(season.world.change(season.world.organiser()), ID, TYPED).waiting


def test_one_person_draws_where_the_call_asks_for_no_second(table_moto: Place) -> None:
    season = ruled(table_moto, **evaluated(second_person=[]))
    season.commit()
    season.world.clock.move(days=3)
    assert draws.reveal(season.world.change(season.world.organiser()), ID, TYPED).public.revealed


def test_nothing_is_drawn_twice(season: Season) -> None:
    season.drawn()
    with pytest.raises(StepNotAllowed):
        draws.reveal(season.world.change(season.world.organiser()), ID, TYPED)
    with pytest.raises(StepNotAllowed):
        season.commit(reason="再来一次")


def test_who_does_not_run_the_evaluation_draws_nothing(season: Season) -> None:
    season.commit()
    season.world.clock.move(days=3)
    for who in (season.world.observer(), season.world.expert("expert0"), season.world.applicant()):
        with pytest.raises(Forbidden):
            draws.reveal(season.world.change(who), ID, TYPED)
    with pytest.raises(NotFound):
        draws.reveal(season.world.change(season.world.organiser(authority="elsewhere")), ID, TYPED)


def test_the_secret_leaves_the_server_with_the_end_alone(season: Season) -> None:
    view = season.drawn()
    secret = season.draw().secret
    assert len(secret) == 64
    assert secret not in json.dumps(asdict(view.public), default=str) + repr(season.draw()) + pack(season.jury())
    ended = replace(season.jury(), state=JuryState.SELECTED)
    public = draws.view(season.world.act(season.world.organiser()), ended, season.draw()).public
    assert public.secret == secret
    assert run_again(public) == []
    assert "secret" in run_again(replace(public, secret="00" * 32))


def test_anybody_reads_codes_and_the_organiser_and_agencies_their_people(season: Season) -> None:
    season.commit()
    here = season.world

    def people(who: Any) -> set[str]:
        return {one.name for one in draws.read(here.act(who), ID, lambda: who and who.caller).people.values()}

    assert people(here.organiser()) == {f"expert{n}" for n in range(6)}
    assert people(here.agency()) == {"expert0", "expert2", "expert4"}
    assert people(here.agency("another")) == set()
    assert people(here.observer()) == people(here.organiser(authority="elsewhere")) == set()
    told = json.dumps(asdict(draws.read(here.act(here.observer()), ID).public), default=str, ensure_ascii=False)
    assert not [word for word in ("expert1", "a-expert1", "大学") if word in told]
    assert season.draw().pool[0].salt not in told


def test_there_is_nothing_to_read_before_a_commitment(season: Season) -> None:
    with pytest.raises(NotFound):
        draws.read(season.world.act(season.world.observer()), ID)


def test_an_observer_witnesses_once(season: Season) -> None:
    observer = season.world.observer()
    season.commit()
    with pytest.raises(StepNotAllowed):
        draws.witness(season.world.change(observer), ID)
    season.reveal()
    for _ in range(2):
        assert draws.witness(season.world.change(observer), ID).public.witnesses == 1
    assert season.draw().witnessed_by == (observer.account.id,)
    with pytest.raises(Forbidden):
        draws.witness(season.world.change(season.world.organiser()), ID)


def test_a_jury_is_named_where_nothing_is_drawn_and_its_list_is_public(table_moto: Place) -> None:
    season = ruled(table_moto, **evaluated(numbers=[]))
    members = [one.account.id for one in season.members[:3]]
    with pytest.raises(StepNotAllowed):
        season.commit()
    view = draws.name_jury(season.world.change(season.world.organiser()), ID, members)
    assert view.public.named
    assert season.jury().state is JuryState.DRAWN
    shown = draws.read(season.world.act(season.world.observer()), ID)
    assert {one.name for one in shown.people.values()} == {"expert0", "expert1", "expert2"}
    assert run_again(shown.public) == []


def test_a_jury_is_not_named_where_one_is_drawn(season: Season) -> None:
    with pytest.raises(StepNotAllowed):
        draws.name_jury(season.world.change(season.world.organiser()), ID, [one.account.id for one in season.members])


def test_a_named_jury_is_of_experts_and_large_enough(table_moto: Place) -> None:
    season = ruled(table_moto, **evaluated(numbers=[]))
    with pytest.raises(Invalid) as refused:
        draws.name_jury(season.world.change(season.world.organiser()), ID, ["a-nobody"])
    assert codes(refused) == {"/members/0": "not_an_expert", "/members": "too_few_seats"}
    with pytest.raises(Forbidden):
        draws.name_jury(season.world.change(season.world.agency()), ID, [])
