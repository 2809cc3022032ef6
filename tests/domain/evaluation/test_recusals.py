"""Who may not read what, and that nobody who is kept apart comes out as free."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.evaluation.panel import Profile, Recusal, Recusals
from chalicelib.domain.evaluation.recusals import (
    MOST_REQUESTED,
    NOBODY,
    ExpertFacts,
    Insiders,
    PersonFacts,
    Requested,
    TypedRecusal,
    declare,
    derived,
    grant,
    is_same_name,
    kept_from,
    plain_name,
    recusal_problems,
    request_problems,
    rule,
    stored_reasons,
)
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import ExpertRules

AT = datetime(2021, 11, 20, tzinfo=UTC)
RULES = ExpertRules(keep_apart=("body", "city", "parent_body"), named=True)
LAX = ExpertRules()
USCC = "91370900MA3C0AAA03"
ENTRY = RollEntry(
    "one",
    1,
    "code",
    "a-owner",
    "智慧供热",
    "泰山区热力公司",
    uscc=USCC,
    place="370902",
    parent_body="泰山区住房和城乡建设局",
    people=("张三", "李四"),
)
PROFILE = Profile("e", body="山东大学", parent_body="教育部", city="370100")


def expert(name: str = "周教授", phone: str = "", agency: tuple[str, ...] = (), **profile: Any) -> ExpertFacts:
    return ExpertFacts(PersonFacts("e", name, phone), replace(PROFILE, **profile), (), agency)


def test_an_expert_who_has_nothing_in_common_with_an_entry_is_free() -> None:
    assert derived(expert(), ENTRY, NOBODY, RULES) == ()


@pytest.mark.parametrize(
    ("who", "reasons"),
    [
        (expert(body="泰山区热力公司"), ("body",)),
        (expert(body="泰山区 热力公司 "), ("body",)),
        (expert(body="泰山区（热力）公司"), ("body",)),
        (expert(uscc=USCC.lower()), ("body",)),
        (expert(city="370900"), ("city",)),
        (expert(parent_body="泰山区住房和城乡建设局"), ("parent_body",)),
        (expert(body="泰山区住房和城乡建设局"), ("parent_body",)),
        (expert(parent_body="泰山区热力公司"), ("parent_body",)),
        (expert("张 三"), ("named",)),
        (expert(agency=("齐鲁评估中心", "泰山区热力公司")), ("agency",)),
        (expert("李四", body="泰山区热力公司", city="370900"), ("body", "city", "named")),
    ],
)
def test_what_is_in_common_keeps_apart(who: ExpertFacts, reasons: tuple[str, ...]) -> None:
    assert derived(who, ENTRY, NOBODY, RULES) == reasons


def test_only_what_the_call_declares_keeps_apart() -> None:
    close = expert("张三", body="泰山区热力公司", city="370900", parent_body="泰山区住房和城乡建设局")
    assert derived(close, ENTRY, NOBODY, LAX) == ()
    for one in ("body", "city", "parent_body"):
        only = ExpertRules(keep_apart=(one,))  # type: ignore[arg-type]
        assert derived(close, ENTRY, NOBODY, only) in {(one,), ()}
    assert derived(close, ENTRY, NOBODY, ExpertRules(named=True)) == ("named",)


def test_what_is_not_known_is_in_common_with_nothing() -> None:
    bare = expert("", body="", parent_body="", city="")
    empty = RollEntry("one", 1, "code", "a-owner", "", "", people=("",))
    insiders = Insiders(PersonFacts("a-owner"), (PersonFacts("d"),))
    assert derived(bare, empty, insiders, RULES) == ()


@pytest.mark.parametrize(
    ("person", "is_one"),
    [
        (PersonFacts("e"), True),
        (PersonFacts("d", phone="138 0013 8000"), True),
        (PersonFacts("d", "周教授", body="山东大学"), True),
        (PersonFacts("d", "周教授", body="济南大学"), False),
        (PersonFacts("d", "王五", body="山东大学"), False),
    ],
)
def test_who_owns_an_entry_or_works_at_a_desk_on_its_way_never_reads_it(person: PersonFacts, is_one: bool) -> None:
    me = expert(phone="13800138000")
    assert derived(me, ENTRY, Insiders(owner=person), LAX) == (("owner",) if is_one else ())
    assert derived(me, ENTRY, Insiders(desks=(PersonFacts("x", "某人"), person)), LAX) == (("desk",) if is_one else ())
    assert derived(expert(), replace(ENTRY, owner="e"), NOBODY, LAX) == ("owner",)


@pytest.mark.parametrize(
    ("recusal", "concerns"),
    [
        ({"entry": "scenario.one"}, True),
        ({"entry": "scenario.two"}, False),
        ({"entry": "unit.one"}, False),
        ({"body": "泰山区（热力）公司"}, True),
        ({"body": "泰山区住房和城乡建设局"}, True),
        ({"body": USCC}, True),
        ({"body": "别家公司"}, False),
        ({"body": ""}, False),
        ({"body": "泰山区热力公司", "lifted_at": AT}, False),
    ],
)
def test_a_recusal_concerns_an_entry_or_everything_of_a_body(recusal: dict[str, Any], concerns: bool) -> None:
    known = [Recusal("declared", "e", AT, **recusal)]
    assert stored_reasons(known, "scenario", ENTRY) == (("declared",) if concerns else ())


NAMES = st.sampled_from(["", "甲公司", "乙公司", "甲 公司", "张三", "ＡＢ", "ab"])
PLACES = st.sampled_from(["", "370900", "370902", "370100", "11", "110101"])
PEOPLE = st.builds(
    PersonFacts, st.sampled_from(["e", "a", "d"]), NAMES, st.sampled_from(["", "13800138000", "138-0013-8000"]), NAMES
)
ENTRIES = st.builds(
    RollEntry,
    st.sampled_from(["one", "two", "three"]),
    st.just(1),
    st.just("c"),
    st.sampled_from(["a", "e"]),
    st.just("n"),
    NAMES,
    place=PLACES,
    parent_body=NAMES,
    people=st.lists(NAMES, max_size=2).map(tuple),
)
RECUSALS = st.lists(
    st.builds(
        Recusal,
        st.sampled_from(["declared", "requested", "ruled"]),
        st.just("x"),
        st.just(AT),
        st.sampled_from(["", "scenario.one", "scenario.two", "unit.three"]),
        NAMES,
        lifted_at=st.sampled_from([None, None, AT]),
    ),
    max_size=3,
).map(tuple)
EXPERTS = st.builds(
    ExpertFacts,
    PEOPLE.map(lambda one: replace(one, account="e")),
    st.builds(Profile, st.just("e"), body=NAMES, parent_body=NAMES, city=st.sampled_from(["", "370900", "11"])),
    RECUSALS,
    st.lists(NAMES, max_size=1).map(tuple),
)
INSIDERS = st.builds(Insiders, st.none() | PEOPLE, st.lists(PEOPLE, max_size=2).map(tuple))
ANY_RULES = st.builds(
    ExpertRules,
    st.sets(st.sampled_from(["body", "city", "parent_body"])).map(lambda s: tuple(sorted(s))),
    named=st.booleans(),
)


@given(EXPERTS, st.lists(ENTRIES, max_size=3, unique_by=lambda e: e.entry), INSIDERS, ANY_RULES)
def test_nobody_who_is_kept_apart_comes_out_as_free(
    who: ExpertFacts, roll: list[RollEntry], insiders: Insiders, rules: ExpertRules
) -> None:
    behind = {entry.entry: insiders for entry in roll}
    kept = kept_from(who, "scenario", roll, behind, rules)
    for entry in roll:
        reasons = {*derived(who, entry, insiders, rules), *stored_reasons(who.recusals, "scenario", entry)}
        assert set(kept.get(entry.entry, ())) == reasons
        if entry.entry not in kept:
            assert entry.owner != "e"
            assert not ("body" in rules.keep_apart and is_same_name(who.profile.body, entry.unit_name))
            assert not ("city" in rules.keep_apart and who.profile.city and entry.place[:4] == who.profile.city[:4])
            assert not any(r.entry == f"scenario.{entry.entry}" for r in who.recusals if r.lifted_at is None)
    assert set(kept) <= {entry.entry for entry in roll}


@given(st.text())
def test_a_plain_name_is_plain(text: str) -> None:
    assert plain_name(plain_name(text)) == plain_name(text)


@given(st.text(), st.text())
def test_names_are_alike_both_ways_round(one: str, other: str) -> None:
    assert is_same_name(one, other) == is_same_name(other, one)


def test_an_expert_takes_nothing_back_that_it_declared() -> None:
    first = declare(Recusals("e", "c"), [TypedRecusal(body="甲公司")], AT)
    second = declare(first, [TypedRecusal("scenario.one"), TypedRecusal(body="甲 公司")], AT)
    assert [(one.source, one.by, one.entry, one.body) for one in second.items] == [
        ("declared", "e", "", "甲公司"),
        ("declared", "e", "scenario.one", ""),
    ]
    assert second.v == 2


def test_the_organiser_lifts_what_it_leaves_out_and_it_stays_on_record() -> None:
    before = declare(Recusals("e", "c"), [TypedRecusal(body="甲公司"), TypedRecusal("scenario.one")], AT)
    after = rule(before, [TypedRecusal("scenario.one"), TypedRecusal(body="乙公司", reason="同事")], "o", AT)
    assert [(one.source, one.body or one.entry, one.lifted_by) for one in after.items] == [
        ("declared", "甲公司", "o"),
        ("declared", "scenario.one", ""),
        ("ruled", "乙公司", ""),
    ]
    assert [one.body or one.entry for one in after.standing] == ["scenario.one", "乙公司"]
    again = rule(after, [TypedRecusal(body="甲公司")], "o", AT)
    assert [one.source for one in again.standing] == ["ruled"]


def test_what_is_granted_is_a_recusal_of_that_entry() -> None:
    after = grant(Recusals("e", "c"), "scenario.one", "同行竞争", "o", AT)
    assert after.items == (Recusal("requested", "o", AT, "scenario.one", "", "同行竞争"),)
    assert after.keeps_from("scenario", "one")
    assert not after.keeps_from("scenario", "two")
    assert replace(after, kept=("scenario.two",)).keeps_from("scenario", "two")
    assert not replace(after, items=(replace(after.items[0], lifted_at=AT),)).keeps_from("scenario", "one")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (TypedRecusal(), ("/items/0/body", "required")),
        (TypedRecusal(body="（）"), ("/items/0/body", "required")),
        (TypedRecusal("scenario.one", "甲公司"), ("/items/0/body", "not_empty")),
        (TypedRecusal(body="甲" * 101), ("/items/0/body", "too_long")),
        (TypedRecusal(body="甲", reason="x" * 1001), ("/items/0/reason", "too_long")),
    ],
)
def test_a_recusal_names_one_entry_or_one_body(typed: TypedRecusal, fault: tuple[str, str]) -> None:
    assert [(one["pointer"], one["code"]) for one in recusal_problems([typed])] == [fault]
    assert recusal_problems([TypedRecusal(body="甲公司"), TypedRecusal("scenario.one")]) == []


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([], ("/items", "required")),
        ([Requested("周", reason="x")] * (MOST_REQUESTED + 1), ("/items", "too_many")),
        ([Requested(reason="x")], ("/items/0/name", "required")),
        ([Requested("周")], ("/items/0/reason", "required")),
        ([Requested("周" * 51, reason="x")], ("/items/0/name", "too_long")),
        ([Requested(body="甲" * 101, reason="x")], ("/items/0/body", "too_long")),
        ([Requested("周", reason="x" * 1001)], ("/items/0/reason", "too_long")),
    ],
)
def test_an_owner_asks_for_three_at_most_each_with_a_reason(items: list[Requested], fault: tuple[str, str]) -> None:
    assert [(one["pointer"], one["code"]) for one in request_problems(items)] == [fault]
    assert request_problems([Requested("周", reason="x"), Requested(body="甲公司", reason="x")]) == []
