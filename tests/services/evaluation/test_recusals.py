"""Recusals: kept apart in every way that is known, closed at once, asked for and ruled."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Forbidden, Invalid, NotFound, PoolDrawn, Stale, StepNotAllowed
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.panel import Assignment, Profile, Recusals, Review
from chalicelib.domain.evaluation.profiles import TypedProfile
from chalicelib.domain.evaluation.recusals import Requested, TypedRecusal
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import experts, recusals
from chalicelib.services.evaluation.recusals import Ruling
from chalicelib.storage import accounts, juries
from chalicelib.storage import experts as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import CALL, COUNTY, DEPARTMENT, TRACK, World, evaluated, world
from tests.races.between import cutting_in
from tests.services.evaluation import seat

JURY = seat.JURY


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated(experts={"keep_apart": ["body", "city", "parent_body"], "named": True}))


def entry(here: World, name: str = "智慧供热", **changes: Any) -> RollEntry:
    """An entry that is nominated, as a roll has it."""
    head = here.head(here.recommended(DEPARTMENT, name))
    known = {"unit_name": "泰山区热力公司", "place": "370902", "desk": "organiser", "people": ("张三",)}
    return RollEntry(short_id(head.id), 1, "code", head.owner, name, **{**known, **changes})


def freeze(here: World, roll: list[RollEntry], state: JuryState = JuryState.OPEN) -> None:
    jury = Jury(*JURY, roll=len(roll), state=state, v=1)
    here.tools.table.write([seat.put_jury(jury), *juries.put_roll(JURY, roll)])


def assign(here: World, who: SignedIn, *entries: str, state: str = "assigned") -> None:
    reviews = tuple(Review(one, 1, state) for one in entries)  # type: ignore[arg-type]
    here.tools.table.write([juries.put_assignment(Assignment(*JURY, who.account.id, "E001", reviews))])


def add(here: World, who: SignedIn, **profile: Any) -> SignedIn:
    """An expert who is in the table."""
    known = {"body": "山东大学", "city": "370100", **profile}
    writes = [accounts.account_item(who.account), stored.new_profile_item(Profile(who.account.id, **known))]
    here.tools.table.write([Put(item) for item in writes])
    return who


def known(here: World, who: SignedIn) -> Recusals:
    return fetch(here.tools.table, stored.recusals(who.account.id, CALL))


def faults(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in refused.value.details["errors"]]


def test_an_expert_is_kept_from_an_entry_for_every_reason_there_is(here: World) -> None:
    one, other = entry(here), entry(here, "别家的", unit_name="别家公司", place="370200", people=())
    freeze(here, [one, other])
    near = add(here, here.expert("张三"), body="泰山区热力公司", city="370900")
    far = add(here, here.expert("far"))
    recusals.declare(here.change(near), CALL, [TypedRecusal(body="别家公司")])
    ids = [near.account.id, far.account.id]
    assert recusals.kept(here.act(here.organiser()), JURY, [one, other], ids) == {
        near.account.id: {one.entry: ("body", "city", "named"), other.entry: ("declared",)},
        far.account.id: {},
    }


def test_whoever_works_at_a_desk_on_an_entrys_way_or_owns_it_is_kept_from_it(here: World) -> None:
    one = entry(here, place="", people=())
    head = here.head(f"{CALL}.{TRACK}.{one.entry}")
    owner = here.applicant()
    desk = here.recommender(DEPARTMENT, "user")
    strangers = here.recommender(COUNTY, "user")
    with_phone = {"desk": "13800138000", "owner": "13900139000", "far": "13700137000"}
    for who, phone in ((desk, "desk"), (owner, "owner"), (strangers, "far")):
        here.tools.table.write([Put(accounts.account_item(replace(who.account, phone=with_phone[phone])))])
    experts_by_phone = {}
    for name, phone in with_phone.items():
        who = here.expert(f"expert-{name}")
        who = replace(who, account=replace(who.account, phone=phone))
        experts_by_phone[name] = add(here, who, body="", city="").account.id
    assert head.way
    freeze(here, [one])
    assert recusals.kept(here.act(here.organiser()), JURY, [one], experts_by_phone.values()) == {
        experts_by_phone["desk"]: {one.entry: ("desk",)},
        experts_by_phone["owner"]: {one.entry: ("owner",)},
        experts_by_phone["far"]: {},
    }


def test_what_is_declared_closes_the_entry_at_once_and_a_replacement_is_needed(here: World) -> None:
    one, other = entry(here), entry(here, "别家的", unit_name="别家公司")
    freeze(here, [one, other])
    who = add(here, here.expert())
    assign(here, who, one.entry, other.entry)
    assert recusals.read_clashes(here.act(here.organiser()), JURY) == []
    after = recusals.declare(here.change(who), CALL, [TypedRecusal(f"{TRACK}.{one.entry}", reason="亲属")])
    assert after.keeps_from(TRACK, one.entry)
    assert not after.keeps_from(TRACK, other.entry)
    recusals.declare(here.change(who), CALL, [TypedRecusal(body="别家公司")])
    assert known(here, who).keeps_from(TRACK, other.entry)
    clashes = recusals.read_clashes(here.act(here.organiser()), JURY)
    assert [(one.label, one.expert, one.review.entry) for one in clashes] == [
        ("E001", who.account.id, one.entry),
        ("E001", who.account.id, other.entry),
    ]


@pytest.mark.parametrize(("state", "clash"), [("submitted", True), ("declined", False), ("struck", False)])
def test_what_was_given_back_or_struck_needs_nothing_more(here: World, state: str, clash: bool) -> None:
    one = entry(here)
    freeze(here, [one], JuryState.SEALED)
    who = add(here, here.expert())
    assign(here, who, one.entry, state=state)
    recusals.declare(here.change(who), CALL, [TypedRecusal(f"{TRACK}.{one.entry}")])
    assert bool(recusals.read_clashes(here.act(here.observer()), JURY)) is clash


def test_an_expert_declares_entries_that_it_reads_and_no_others(here: World) -> None:
    one = entry(here)
    freeze(here, [one])
    who = add(here, here.expert())
    with pytest.raises(Invalid) as refused:
        recusals.declare(here.change(who), CALL, [TypedRecusal(f"{TRACK}.{one.entry}"), TypedRecusal("no.such")])
    assert faults(refused) == [("/items/0/entry", "not_an_option"), ("/items/1/entry", "not_an_option")]


def test_a_profile_that_turns_out_otherwise_closes_entries_at_once(here: World) -> None:
    one = entry(here)
    freeze(here, [one])
    who = add(here, here.expert())
    assign(here, who, one.entry)
    typed = TypedProfile(body="泰山区热力公司", city="济南市")
    after = experts.change_profile(here.change(here.agency()), who.account.id, CALL, typed, "1")
    assert (after.body, after.v) == ("泰山区热力公司", 2)
    assert known(here, who).keeps_from(TRACK, one.entry)
    experts.change_profile(here.change(here.organiser()), who.account.id, CALL, replace(typed, body="山大"), "2")
    assert not known(here, who).keeps_from(TRACK, one.entry)


def test_a_profile_is_changed_from_the_version_that_was_seen_and_by_whom_it_may(here: World) -> None:
    who = add(here, here.expert())
    typed = TypedProfile(body="山大")
    with pytest.raises(Stale):
        experts.change_profile(here.change(here.organiser()), who.account.id, CALL, typed, "9")
    with pytest.raises(Invalid):
        experts.change_profile(here.change(here.organiser()), who.account.id, CALL, TypedProfile(), "1")
    stranger = add(here, here.expert("other", agency=None))
    with pytest.raises(NotFound):
        experts.change_profile(here.change(here.agency()), stranger.account.id, CALL, typed, "1")
    here.tools.table.write([Put(accounts.account_item(here.recommender(COUNTY).account))])
    with pytest.raises(NotFound):
        experts.change_profile(here.change(here.organiser()), here.recommender(COUNTY).account.id, CALL, typed, "0")


def test_the_organiser_rules_and_what_it_lifts_opens_again(here: World) -> None:
    one = entry(here)
    freeze(here, [one])
    who = add(here, here.expert())
    name = f"{TRACK}.{one.entry}"
    recusals.rule(here.change(here.organiser()), who.account.id, CALL, [TypedRecusal(name, reason="同学")], "0")
    assert known(here, who).keeps_from(TRACK, one.entry)
    with pytest.raises(Stale):
        recusals.rule(here.change(here.organiser()), who.account.id, CALL, [], "0")
    recusals.rule(here.change(here.organiser()), who.account.id, CALL, [], "1")
    assert not known(here, who).keeps_from(TRACK, one.entry)
    assert [one.lifted_by for one in known(here, who).items] == [here.organiser().account.id]
    with pytest.raises(NotFound):
        recusals.rule(here.change(here.organiser()), here.organiser().account.id, CALL, [], "0")


def test_the_experts_are_seen_by_each_as_far_as_may_be(here: World) -> None:
    ours, agencys = add(here, here.expert("ours", agency=None)), add(here, here.expert("theirs"))

    def seen(who: SignedIn) -> list[tuple[str | None, str, bool]]:
        page = experts.read_page(here.act(who), CALL, None, None)
        return sorted(
            (one.account.id if one.account else "", one.profile.body, one.recusals is not None) for one in page.experts
        )

    assert seen(here.organiser()) == [
        (ours.account.id, "山东大学", True),
        (agencys.account.id, "山东大学", True),
    ]
    assert seen(here.agency()) == [(agencys.account.id, "山东大学", True)]
    assert seen(here.observer()) == [("", "", False)] * 2
    profile, own = experts.read_own(here.act(ours), CALL)
    assert (profile.body, own.items) == ("山东大学", ())


WANTED = [Requested("周教授", reason="曾是竞争对手"), Requested(body="山东大学", reason="合作中止")]


def test_an_owner_asks_the_desk_says_its_word_and_the_organiser_rules(here: World) -> None:
    owner, county, who = here.applicant(), here.recommender(COUNTY), add(here, here.expert())
    made = here.pushed("智慧供热", COUNTY, owner)
    recusals.ask(here.change(owner), made, WANTED[:1])
    request = recusals.ask(here.change(owner), made, WANTED)
    assert (request.items, request.v) == (tuple(WANTED), 2)
    assert recusals.add_word(here.change(county), made, "属实").word == "属实"
    ruling = Ruling(True, (who.account.id,), "同意")
    decided = recusals.rule_request(here.change(here.organiser()), made, ruling)
    assert (decided.granted, decided.experts) == (True, (who.account.id,))
    assert [(one.source, one.entry) for one in known(here, who).standing] == [
        ("requested", f"{TRACK}.{short_id(made)}")
    ]
    for late in (
        lambda: recusals.rule_request(here.change(here.organiser()), made, Ruling(False, (), "不")),
        lambda: recusals.add_word(here.change(county), made, "再说"),
    ):
        with pytest.raises(StepNotAllowed):
            late()
    with pytest.raises(PoolDrawn):
        recusals.ask(here.change(owner), made, WANTED)


def test_requests_are_listed_with_their_entries(here: World) -> None:
    made = here.pushed("智慧供热")
    recusals.ask(here.change(here.applicant()), made, WANTED)
    for who in (here.organiser(), here.agency(), here.observer()):
        listed, cursor = recusals.read_requests(here.act(who), CALL, None)
        assert [(one.entry, head.id) for one, head in listed] == [(made, made)]
        assert cursor is None


def test_nobody_else_reads_a_request_or_has_a_say(here: World) -> None:
    made = here.pushed("智慧供热")
    for who in (here.applicant("neighbour"), here.recommender(DEPARTMENT)):
        with pytest.raises(NotFound):
            recusals.read_standing(here.act(who), made)
    assert recusals.read_standing(here.act(here.applicant()), made) == recusals.RequestStanding(None, True, False)
    assert recusals.read_standing(here.act(here.recommender(COUNTY)), made) == recusals.RequestStanding(
        None, False, False
    )
    recusals.ask(here.change(here.applicant()), made, WANTED)
    for who in (here.applicant(), here.recommender(COUNTY), here.organiser()):
        standing = recusals.read_standing(here.act(who), made)
        assert standing.request is not None
        assert standing.request.items == tuple(WANTED)
        assert (standing.may_ask, standing.may_add) == (who == here.applicant(), who == here.recommender(COUNTY))
    with pytest.raises(NotFound):
        recusals.ask(here.change(here.applicant("neighbour")), made, WANTED)
    with pytest.raises(NotFound):
        recusals.add_word(here.change(here.recommender(DEPARTMENT)), made, "x")
    up = here.recommended(COUNTY, "上报了的")
    recusals.ask(here.change(here.applicant()), up, WANTED)
    here.report(COUNTY)
    with pytest.raises(Forbidden):
        recusals.add_word(here.change(here.recommender(COUNTY)), up, "x")


def test_a_draft_asks_for_nothing_and_after_the_draw_nobody_does(here: World) -> None:
    owner = here.applicant()
    with pytest.raises(StepNotAllowed):
        recusals.ask(here.change(owner), here.draft(owner), WANTED)
    made = here.pushed("智慧供热", COUNTY, owner)
    with pytest.raises(Invalid):
        recusals.ask(here.change(owner), made, [])
    freeze(here, [], JuryState.DRAWN)
    with pytest.raises(PoolDrawn):
        recusals.ask(here.change(owner), made, WANTED)


def test_a_call_without_evaluation_has_no_recusals(table_moto: Place) -> None:
    plain = world(table_moto)
    with pytest.raises(NotFound):
        recusals.ask(plain.change(plain.applicant()), plain.pushed(), WANTED)
    with pytest.raises(NotFound):
        recusals.read_standing(plain.act(plain.applicant()), plain.pushed("又一个"))


def test_a_ruling_names_experts_or_says_why_not(here: World) -> None:
    made = here.pushed("智慧供热")
    recusals.ask(here.change(here.applicant()), made, WANTED)
    for ruling, wrong in (
        (Ruling(True), ("/experts", "required")),
        (Ruling(False), ("/reason", "required")),
        (Ruling(True, tuple(map(str, range(16)))), ("/experts", "too_many")),
    ):
        with pytest.raises(Invalid) as refused:
            recusals.rule_request(here.change(here.organiser()), made, ruling)
        assert faults(refused) == [wrong]
    with pytest.raises(NotFound):
        recusals.rule_request(here.change(here.organiser()), made, Ruling(True, ("nobody",)))
    unasked = here.pushed("别的")
    with pytest.raises(NotFound):
        recusals.rule_request(here.change(here.organiser()), unasked, Ruling(False, (), "不"))


@pytest.mark.engine
@pytest.mark.parametrize("before", range(6))
def test_who_has_declared_reads_nothing_afterwards_whichever_comes_first(table_local: Place, before: int) -> None:
    there = world(table_local, **evaluated())
    one = entry(there)
    freeze(there, [one])
    who = add(there, there.expert())
    assign(there, who, one.entry)

    def may_open() -> bool:
        known, _ = there.act(who).read(stored.recusals(who.account.id, CALL), juries.assignment(JURY, who.account.id))
        return not known.keeps_from(TRACK, one.entry)

    with cutting_in(there, before, may_open) as opened:
        recusals.declare(there.change(who), CALL, [TypedRecusal(body="泰山区热力公司")])
    assert opened in ([], [True])
    assert not may_open()


@pytest.mark.engine
@pytest.mark.parametrize("before", range(6))
def test_two_who_add_recusals_at_once_lose_neither(table_local: Place, before: int) -> None:
    there = world(table_local, **evaluated())
    who = add(there, there.expert())
    made = there.pushed("智慧供热")
    recusals.ask(there.change(there.applicant()), made, WANTED)

    def grant() -> None:
        recusals.rule_request(there.change(there.organiser()), made, Ruling(True, (who.account.id,)))

    with cutting_in(there, before, grant) as came:
        recusals.declare(there.change(who), CALL, [TypedRecusal(body="甲公司")])
    if not came:
        grant()
    assert {one.source for one in known(there, who).standing} == {"declared", "requested"}
