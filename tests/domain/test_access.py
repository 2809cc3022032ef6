"""Who is told what of a record."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.access import (
    Caller,
    Role,
    is_holder,
    is_owner,
    may_oversee,
    may_read,
    must_belong,
    must_own,
    must_read,
)
from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.history import ErasableText, Event, append
from chalicelib.domain.submission import ORGANISER, Card, Head, Hop, State
from chalicelib.domain.visibility import (
    as_linked,
    as_seen_by,
    is_recommended,
    readable_opinions,
    redacted,
    visible_events,
)
from tests.factories import CITY, COUNTY, OTHER_COUNTY, call

AT = datetime(2021, 10, 25, tzinfo=UTC)
LATER = datetime(2021, 10, 26, tzinfo=UTC)
OWNER = Caller("owner", Role.APPLICANT, "shandong")
STRANGER = Caller("stranger", Role.APPLICANT, "shandong")
COUNTY_DESK = Caller("county", Role.RECOMMENDER, "shandong", COUNTY)
CITY_DESK = Caller("city", Role.RECOMMENDER, "shandong", CITY)
BESIDE = Caller("beside", Role.RECOMMENDER, "shandong", OTHER_COUNTY)
ORG = Caller("org", Role.ORGANISER, "shandong")
CARD = Card("智慧供热", "热力公司", "uscc", {"served": "1"}, 80, 2)
LYING = Head(
    "c.t.aaaa",
    "c",
    "t",
    "owner",
    State.PUSHED,
    COUNTY,
    CARD,
    revision=1,
    pushed_at=AT,
    updated_at=AT,
    v=3,
    events=1,
)


def event(step: str, facts: dict[str, object], **texts: str) -> Event:
    salted = {name: ErasableText(words, "salt") for name, words in texts.items()}
    return append("c.t.aaaa", (0, ""), step, "county", AT, facts, salted)


def test_a_call_is_unknown_to_another_authoritys_people() -> None:
    here = Call.from_dict(call())
    assert must_belong(OWNER, here) is here
    with pytest.raises(NotFound):
        must_belong(replace(ORG, authority="elsewhere"), here)


def test_what_was_never_pushed_is_its_owners_alone() -> None:
    draft = replace(LYING, state=State.DRAFT, revision=0)
    assert may_read(OWNER, draft)
    assert not any(may_read(who, draft) for who in (STRANGER, COUNTY_DESK, CITY_DESK, ORG))


def test_each_desk_on_its_way_reads_it_and_only_where_it_lies_it_is_held() -> None:
    above = replace(LYING, desk=CITY, came=(Hop(COUNTY, 1, 3),))
    assert [may_read(who, above) for who in (COUNTY_DESK, CITY_DESK, BESIDE, ORG)] == [
        True,
        True,
        False,
        True,
    ]
    assert [is_holder(who, above) for who in (COUNTY_DESK, CITY_DESK, BESIDE, ORG)] == [
        False,
        True,
        False,
        False,
    ]
    assert is_holder(ORG, replace(above, desk=ORGANISER, state=State.NOMINATED))


def test_what_may_not_be_read_is_as_absent_as_what_does_not_exist() -> None:
    with pytest.raises(NotFound):
        must_read(STRANGER, LYING)
    with pytest.raises(NotFound):
        must_read(STRANGER, None)
    with pytest.raises(NotFound):
        must_own(COUNTY_DESK, LYING)


ABOVE = replace(LYING, desk=CITY, came=(Hop(COUNTY, 1, 2),))


@pytest.mark.parametrize("state", [State.PUSHED, State.RECOMMENDED, State.DECLINED])
@pytest.mark.parametrize(
    ("lying", "below", "at_once"),
    [(LYING, (OWNER,), (COUNTY_DESK, ORG)), (ABOVE, (OWNER, COUNTY_DESK), (CITY_DESK, ORG))],
    ids=["at the county", "at the city"],
)
def test_nothing_that_a_desk_decides_shows_to_those_below_before_it_is_reported(
    state: State, lying: Head, below: tuple[Caller, ...], at_once: tuple[Caller, ...]
) -> None:
    decided = replace(lying, state=state, updated_at=LATER)
    for who in below:
        assert as_seen_by(who, decided) == as_seen_by(who, lying)
    for who in at_once:
        assert as_seen_by(who, decided).state is state


def test_a_decline_that_was_reported_stands_for_those_below_until_the_next_report() -> None:
    declined = replace(ABOVE, state=State.DECLINED, announced=True)
    again = replace(declined, state=State.RECOMMENDED, updated_at=LATER)
    for who in (OWNER, COUNTY_DESK):
        assert as_seen_by(who, declined).state is State.DECLINED
        assert as_seen_by(who, again) == as_seen_by(who, declined)


def test_that_an_entry_was_sent_back_is_for_the_desk_where_it_lies() -> None:
    lying = replace(LYING, desk=CITY, came=(Hop(COUNTY, 1, 2),))
    sent_back = replace(lying, sent_back_at=LATER, updated_at=LATER)
    for who in (CITY_DESK, ORG):
        assert as_seen_by(who, sent_back).sent_back_at == LATER
    for who in (OWNER, COUNTY_DESK):
        assert as_seen_by(who, sent_back) == as_seen_by(who, lying)
    assert as_seen_by(BESIDE, sent_back) == as_seen_by(BESIDE, lying)


def test_an_owner_sees_no_rank_but_a_desk_that_files_for_itself_does() -> None:
    above = replace(LYING, desk=CITY, came=(Hop(COUNTY, 2, 3),))
    assert as_seen_by(OWNER, above).came == ()
    own_filing = replace(above, owner="county")
    assert as_seen_by(COUNTY_DESK, own_filing).came == above.came


def test_others_see_a_returned_entry_as_it_was_pushed_while_its_owner_edits_on() -> None:
    edited = Card("改到一半", "", "", {"served": "x"}, 20, 6)
    returned = replace(LYING, state=State.RETURNED, card=edited, pushed_card=CARD)
    assert as_seen_by(OWNER, returned).card == edited
    assert as_seen_by(COUNTY_DESK, returned).card == replace(CARD, progress=20, missing=6)


@pytest.mark.parametrize("state", [State.RECOMMENDED, State.DECLINED])
def test_a_desk_of_the_area_does_not_see_what_another_desk_decides(state: State) -> None:
    elsewhere = replace(LYING, desk=OTHER_COUNTY, state=state, came=(Hop("x", 1, 1),), asked_back_at=AT)
    seen = as_seen_by(COUNTY_DESK, elsewhere)
    assert (seen.state, seen.card, seen.came, seen.asked_back_at) == (
        State.PUSHED,
        Card(progress=80, missing=2),
        (),
        None,
    )


UP = (Hop(COUNTY, 1, 2),)


@pytest.mark.parametrize(
    ("state", "desk", "came", "county", "city", "organiser"),
    [
        (State.PUSHED, COUNTY, (), False, None, False),
        (State.RECOMMENDED, COUNTY, (), True, None, False),
        (State.PUSHED, CITY, UP, True, False, False),
        (State.RECOMMENDED, CITY, UP, True, True, False),
        (State.DECLINED, CITY, UP, True, False, False),
        (State.NOMINATED, ORGANISER, (*UP, Hop(CITY, 1, 9)), True, True, True),
        (State.RETURNED, CITY, UP, False, False, False),
    ],
)
def test_an_entry_is_recommended_as_far_as_the_desk_that_asks_has_decided(
    state: State,
    desk: str,
    came: tuple[Hop, ...],
    county: bool | None,
    city: bool | None,
    organiser: bool | None,
) -> None:
    lying = replace(LYING, state=state, desk=desk, came=came)
    found = [is_recommended(who, lying) for who in (COUNTY_DESK, CITY_DESK, ORG, OWNER, BESIDE)]
    assert found == [county, city, organiser, None, None]


def test_what_a_desk_above_declined_stands_recommended_below_until_that_is_reported() -> None:
    declined = replace(LYING, state=State.DECLINED, desk=CITY, came=UP)
    assert [is_recommended(COUNTY_DESK, replace(declined, announced=known)) for known in (False, True)] == [
        True,
        False,
    ]


def test_the_opinion_of_the_desk_where_it_lies_is_for_itself_and_the_levels_above() -> None:
    readers = (OWNER, COUNTY_DESK, CITY_DESK, ORG)
    assert [readable_opinions(who, ABOVE) for who in readers] == [
        (),
        (COUNTY,),
        (COUNTY, CITY),
        (COUNTY, CITY),
    ]
    assert readable_opinions(COUNTY_DESK, LYING) == (COUNTY,)


def test_a_desk_of_the_area_sees_all_of_what_lies_with_it() -> None:
    assert as_seen_by(COUNTY_DESK, LYING) == LYING


def test_of_a_linked_entry_the_name_is_seen_that_was_pushed() -> None:
    returned = replace(LYING, state=State.RETURNED, card=Card("改到一半"), pushed_card=CARD)
    assert as_linked(STRANGER, returned, confirmed=True).name == "智慧供热"


def chain(*steps: tuple[str, str, dict[str, object]]) -> list[Event]:
    """A history of (step, desk, other facts)."""
    made: list[Event] = []
    for step, desk, facts in steps:
        last = (made[-1].n, made[-1].hash) if made else (0, "")
        made.append(append("c.t.aaaa", last, step, "x", AT, {"desk": desk, **facts}, {}))
    return made


THOUGHT_AGAIN = (
    ("recommend", CITY, {}),
    ("take_back", CITY, {}),
    ("decline", CITY, {}),
)


@pytest.mark.parametrize(
    ("then", "lying", "heard_below"),
    [
        ((), ABOVE, []),
        ((), replace(ABOVE, state=State.DECLINED, announced=True), ["decline"]),
        ((("ask_back", CITY, {}),), replace(ABOVE, announced=True), ["decline", "ask_back"]),
        ((("recommend", CITY, {}), ("report", CITY, {})), ABOVE, ["recommend", "report"]),
        ((("return", CITY, {}), ("push", CITY, {})), ABOVE, ["return", "push"]),
        ((("return", CITY, {"announced": True}),), ABOVE, ["decline", "return"]),
        ((("recommend", CITY, {"announced": True}),), ABOVE, ["decline"]),
    ],
    ids=[
        "nothing yet",
        "declined, reported",
        "declined after it was asked back, reported",
        "recommended, reported",
        "returned",
        "declined, reported, returned",
        "declined, reported, thought again",
    ],
)
def test_of_a_desks_decisions_those_below_hear_the_one_that_was_reported(
    then: tuple[tuple[str, str, dict[str, object]], ...], lying: Head, heard_below: list[str]
) -> None:
    events = chain(("recommend", COUNTY, {}), ("report", COUNTY, {}), *THOUGHT_AGAIN, *then)
    for who in (OWNER, COUNTY_DESK):
        assert [e.step for e in visible_events(who, lying, events)] == ["recommend", "report", *heard_below]
    for who in (CITY_DESK, ORG):
        assert [e.step for e in visible_events(who, lying, events)] == [e.step for e in events]


def test_a_desk_hears_its_own_decisions_at_once_and_those_above_it_all_that_it_decided() -> None:
    events = chain(*((step, COUNTY, {}) for step in ("recommend", "take_back", "recommend")))
    assert visible_events(COUNTY_DESK, LYING, events) == events
    assert visible_events(OWNER, LYING, events) == []
    assert visible_events(OWNER, LYING, []) == []
    assert visible_events(CITY_DESK, ABOVE, events) == events


def test_no_event_tells_an_owner_of_ranks_opinions_or_how_a_desk_came_to_it() -> None:
    facts = {"from": "declined", "to": "recommended", "desk": COUNTY, "rank": 2, "of": 9}
    recommended = event("recommend", facts, opinion="好")
    seen = redacted(recommended, OWNER, LYING)
    assert (seen.facts, seen.texts) == ({"to": "recommended", "desk": COUNTY}, {})
    assert redacted(recommended, COUNTY_DESK, LYING) == recommended
    asked = event("ask_back", {"from": "declined", "to": "declined", "desk": COUNTY})
    assert redacted(asked, OWNER, LYING).facts == {"desk": COUNTY}
    assert redacted(asked, COUNTY_DESK, LYING) == asked


def test_what_another_desk_had_written_or_ranked_is_not_told_to_a_desk_off_its_way() -> None:
    elsewhere = {"from": "recommended", "to": "returned", "desk": OTHER_COUNTY, "rank": 2}
    returned = event("return", elsewhere, reason="请补充")
    seen = redacted(returned, COUNTY_DESK, LYING)
    assert (seen.facts, seen.texts) == ({"to": "returned", "desk": OTHER_COUNTY}, {})
    assert redacted(returned, BESIDE, LYING) == returned
    assert redacted(returned, ORG, LYING) == returned
    assert redacted(returned, OWNER, LYING).texts == returned.texts
    raised = replace(LYING, desk=CITY, came=(Hop(OTHER_COUNTY, 1, 1),))
    assert redacted(returned, CITY_DESK, raised) == returned


def test_an_entry_is_held_where_it_lies_once_it_was_pushed() -> None:
    assert is_holder(COUNTY_DESK, LYING)
    assert not is_holder(COUNTY_DESK, replace(LYING, revision=0))
    assert not is_holder(STRANGER, replace(LYING, desk=None))


def test_the_owner_owns_and_reads_what_is_its_own() -> None:
    assert [is_owner(who, LYING) for who in (OWNER, STRANGER, COUNTY_DESK)] == [True, False, False]
    assert must_own(OWNER, LYING) is LYING
    assert must_read(COUNTY_DESK, LYING) is LYING
    with pytest.raises(NotFound):
        must_own(OWNER, None)


def test_nobody_without_a_desk_is_on_the_way_of_what_lies_at_none() -> None:
    assert not may_read(STRANGER, replace(LYING, desk=None))


@pytest.mark.parametrize(
    ("caller", "may"),
    [(COUNTY_DESK, True), (CITY_DESK, True), (ORG, True), (BESIDE, False), (OWNER, False)],
)
def test_a_desk_is_overseen_by_itself_those_above_it_and_the_organiser(caller: Caller, may: bool) -> None:
    assert may_oversee(caller, Call.from_dict(call()), COUNTY) is may


def test_a_caller_sits_at_its_desk_and_the_organiser_at_its_own() -> None:
    assert [who.seat for who in (COUNTY_DESK, ORG, OWNER)] == [COUNTY, ORGANISER, None]
