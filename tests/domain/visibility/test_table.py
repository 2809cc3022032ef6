"""The table of visibility: it is complete, and each column is what a reader sees."""

from dataclasses import fields, replace

import pytest

from chalicelib.domain.access import Caller, may_read
from chalicelib.domain.links import LinkedEntry
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import ORGANISER, Head, Hop, Outcome, Revision, State
from chalicelib.domain.visibility import (
    as_linked,
    as_seen_by,
    is_reopened_below,
    may_read_draft,
    may_read_revision,
    may_read_words,
    readable_opinions,
    redacted,
    state_for_area,
    visible_events,
    visible_list_events,
)
from chalicelib.domain.visibility.readers import ReaderKind, reader_of, reader_of_entry, reader_of_list
from chalicelib.domain.visibility.table import TABLE, Content, Disclosure, Linking, Revisions, Visibility, Words
from tests.domain.test_access import (
    ABOVE,
    AT,
    BESIDE,
    CITY_DESK,
    COUNTY_DESK,
    LATER,
    LYING,
    ORG,
    OWNER,
    STRANGER,
    chain,
    event,
)
from tests.factories import CITY, COUNTY, OTHER_COUNTY, TRACK

NOMINATED = replace(ABOVE, desk=ORGANISER, came=(Hop(COUNTY, 1, 2), Hop(CITY, 1, 9)))
OWN_FILING = replace(LYING, owner=COUNTY_DESK.account)


def test_each_kind_of_reader_has_a_row_and_no_column_a_default() -> None:
    assert list(TABLE) == list(ReaderKind)
    with pytest.raises(TypeError):
        Visibility()  # type: ignore[call-arg]
    assert {f.name for f in fields(Visibility)} == set(vars(TABLE[ReaderKind.OWNER]))


@pytest.mark.parametrize(
    ("caller", "head", "desk", "kind"),
    [
        (OWNER, LYING, COUNTY, ReaderKind.OWNER),
        (COUNTY_DESK, OWN_FILING, COUNTY, ReaderKind.OWN_DESK),
        (COUNTY_DESK, replace(OWN_FILING, desk=CITY, came=(Hop(COUNTY, 1, 2),)), CITY, ReaderKind.OWN_DESK_BELOW),
        (CITY_DESK, replace(ABOVE, owner=CITY_DESK.account), COUNTY, ReaderKind.OWN_DESK),
        (COUNTY_DESK, OWN_FILING, OTHER_COUNTY, ReaderKind.OWN_DESK_BELOW),
        (COUNTY_DESK, LYING, COUNTY, ReaderKind.DESK),
        (BESIDE, LYING, OTHER_COUNTY, ReaderKind.DESK),
        (CITY_DESK, ABOVE, COUNTY, ReaderKind.DESK_ABOVE),
        (COUNTY_DESK, ABOVE, CITY, ReaderKind.DESK_BELOW),
        (COUNTY_DESK, ABOVE, OTHER_COUNTY, ReaderKind.DESK_ELSEWHERE),
        (COUNTY_DESK, ABOVE, None, ReaderKind.DESK_ELSEWHERE),
        (ORG, NOMINATED, ORGANISER, ReaderKind.ORGANISER),
        (ORG, LYING, COUNTY, ReaderKind.ORGANISER),
        (STRANGER, LYING, COUNTY, ReaderKind.OUTSIDER),
        (STRANGER, LYING, None, ReaderKind.OUTSIDER),
        (BESIDE, LYING, COUNTY, ReaderKind.OUTSIDER),
    ],
)  # fmt: skip
def test_a_reader_is_of_the_kind_that_it_is_to_the_acting_desk(
    caller: Caller, head: Head, desk: str | None, kind: ReaderKind
) -> None:
    assert reader_of(caller, head, desk) is kind


def test_an_outsider_is_whoever_may_not_read_the_entry_even_where_it_would_lie() -> None:
    draft = replace(LYING, revision=0)
    for caller in (COUNTY_DESK, ORG, STRANGER):
        assert (may_read(caller, draft), reader_of_entry(caller, draft)) == (False, ReaderKind.OUTSIDER)
    assert reader_of_entry(OWNER, draft) is ReaderKind.OWNER


def test_an_outsider_sees_how_far_an_entry_is_and_nothing_else() -> None:
    assert TABLE[ReaderKind.OUTSIDER] == Visibility(
        decisions=Disclosure.NEVER,
        opinions=Disclosure.NEVER,
        ranks=False,
        words=Words.NONE,
        recommended=False,
        content=Content.PROGRESS,
        revisions=Revisions.NONE,
        linked=Linking.CONFIRMED,
        outcome=False,
        reopened_list=Disclosure.NEVER,
    )


def test_an_outcome_is_its_owners_its_ways_and_the_organisers() -> None:
    admitted = replace(NOMINATED, state=State.NOMINATED, outcome=Outcome.ADMITTED)
    correcting = replace(NOMINATED, correctable=("served",), correcting_until=LATER)
    objected = replace(NOMINATED, objections=1)
    for caller in (OWNER, COUNTY_DESK, CITY_DESK, ORG):
        assert as_seen_by(caller, admitted).outcome is Outcome.ADMITTED
        assert as_seen_by(caller, correcting).correctable == ("served",)
        assert as_seen_by(caller, objected).objections == 1
    for head in (admitted, correcting, objected):
        assert as_seen_by(BESIDE, head) == as_seen_by(BESIDE, replace(NOMINATED, state=head.state))


@pytest.mark.parametrize(
    ("caller", "kind"),
    [
        (COUNTY_DESK, ReaderKind.DESK),
        (CITY_DESK, ReaderKind.DESK_ABOVE),
        (ORG, ReaderKind.ORGANISER),
    ],
)
def test_a_list_is_read_by_its_desk_a_desk_above_or_the_organiser(caller: Caller, kind: ReaderKind) -> None:
    assert reader_of_list(caller, RankedList("c", COUNTY, TRACK)) is kind


def test_a_level_above_sees_of_a_reopened_list_its_last_report_and_what_is_of_that_level() -> None:
    steps = ("reorder", "report", "reopen", "reorder", "attach_scan", "send_back", "recommend")
    events = chain(*((step, COUNTY, {}) for step in steps))
    reopened = RankedList("c", COUNTY, TRACK)
    for caller in (CITY_DESK, ORG):
        assert is_reopened_below(caller, reopened)
        seen = [e.step for e in visible_list_events(caller, reopened, events)]
        assert seen == ["reorder", "report", "reopen", "attach_scan", "send_back"]
        frozen = replace(reopened, reported=True)
        assert visible_list_events(caller, frozen, events) == events
    assert not is_reopened_below(COUNTY_DESK, reopened)
    assert visible_list_events(COUNTY_DESK, reopened, events) == events


def test_a_level_above_sees_of_a_list_that_was_never_reported_no_move() -> None:
    never = RankedList("c", COUNTY, TRACK)
    events = chain(("recommend", COUNTY, {}), ("reorder", COUNTY, {}))
    assert visible_list_events(CITY_DESK, never, events) == []


@pytest.mark.parametrize(
    ("caller", "n", "desk", "may"),
    [
        (OWNER, 1, OTHER_COUNTY, True),
        (ORG, 1, OTHER_COUNTY, True),
        (COUNTY_DESK, 1, OTHER_COUNTY, False),
        (COUNTY_DESK, 1, COUNTY, True),
        (COUNTY_DESK, 2, OTHER_COUNTY, True),
        (BESIDE, 1, OTHER_COUNTY, False),
        (BESIDE, 2, COUNTY, False),
    ],
)
def test_a_desk_opens_what_was_pushed_on_the_present_way_or_to_itself(
    caller: Caller, n: int, desk: str, may: bool
) -> None:
    lying = replace(LYING, revision=3, since=2)
    frozen = Revision(lying.id, n, 1, {}, (), "", AT, desk)
    assert may_read_revision(caller, lying, frozen) is may


def test_the_live_answers_are_its_owners_while_it_may_be_edited() -> None:
    returned = replace(LYING, state=State.RETURNED)
    readers = (OWNER, COUNTY_DESK, ORG, STRANGER)
    assert [may_read_draft(who, returned) for who in readers] == [True, False, False, False]
    assert [may_read_draft(who, LYING) for who in readers] == [False, False, False, False]


@pytest.mark.parametrize(
    ("caller", "desks", "may"),
    [
        (OWNER, (OTHER_COUNTY,), True),
        (ORG, (OTHER_COUNTY,), True),
        (COUNTY_DESK, (), True),
        (COUNTY_DESK, (None,), True),
        (COUNTY_DESK, (OTHER_COUNTY,), False),
        (COUNTY_DESK, (OTHER_COUNTY, COUNTY), True),
        (COUNTY_DESK, (None, OTHER_COUNTY), False),
        (BESIDE, (), False),
    ],
)
def test_words_are_for_the_desks_between_which_they_passed(
    caller: Caller, desks: tuple[str | None, ...], may: bool
) -> None:
    assert may_read_words(caller, LYING, *desks) is may


def test_a_send_back_shows_its_owner_where_the_entry_lies_again_and_no_more() -> None:
    facts = {"desk": CITY, "to_desk": COUNTY, "rank": 1, "of": 2, "until": "2021-11-01"}
    sent_back = event("send_back", facts, reason="请核实", file="a.pdf")
    seen = redacted(sent_back, OWNER, LYING)
    assert (seen.facts, seen.texts) == ({"desk": CITY, "to_desk": COUNTY}, {})
    assert redacted(sent_back, COUNTY_DESK, LYING) == sent_back


def test_a_late_pass_shows_its_owner_until_when_and_why() -> None:
    late_pass = event("late_pass", {"until": "2021-11-01"}, reason="系统故障")
    for who in (OWNER, COUNTY_DESK, ORG):
        assert redacted(late_pass, who, LYING) == late_pass


def test_a_report_shows_below_what_was_recommended_without_ranks_for_its_owner() -> None:
    facts = {"from": "recommended", "to": "pushed", "desk": COUNTY, "to_desk": CITY, "rank": 1, "of": 2}
    report = event("report", facts)
    assert redacted(report, COUNTY_DESK, ABOVE) == report
    shown = {"from": "recommended", "to": "pushed", "desk": COUNTY, "to_desk": CITY}
    assert redacted(report, OWNER, ABOVE).facts == shown


def test_what_is_undecided_or_reported_was_last_changed_when_it_was_pushed_or_asked_back() -> None:
    pushed = replace(LYING, updated_at=LATER)
    asked = replace(LYING, updated_at=None, asked_back_at=LATER)
    sooner = replace(LYING, updated_at=None, asked_back_at=AT - (LATER - AT))
    assert [as_seen_by(OWNER, head).updated_at for head in (pushed, asked, sooner)] == [AT, LATER, AT]


def test_a_pushed_entry_is_not_declined_however_it_was_reported_before() -> None:
    assert as_seen_by(OWNER, replace(LYING, announced=True)).state is State.PUSHED


@pytest.mark.parametrize("state", [State.RETURNED, State.WITHDRAWN, State.NOMINATED])
def test_what_lies_at_no_desk_to_be_decided_shows_its_state_and_time_to_everybody(state: State) -> None:
    left = replace(NOMINATED, state=state, updated_at=LATER, sent_back_at=AT)
    for who in (OWNER, COUNTY_DESK, CITY_DESK, ORG, STRANGER):
        seen = as_seen_by(who, left)
        assert (seen.state, seen.updated_at, seen.sent_back_at) == (state, LATER, AT)


def test_what_was_never_pushed_shows_as_it_is() -> None:
    odd = replace(LYING, state=State.RECOMMENDED, pushed_at=None, updated_at=LATER)
    assert as_seen_by(OWNER, odd) == odd


def test_an_outsider_learns_of_no_decline_not_even_of_a_reported_one() -> None:
    declined = replace(LYING, state=State.DECLINED, announced=True, asked_back_at=LATER, updated_at=LATER)
    seen = as_seen_by(BESIDE, declined)
    assert (seen.state, seen.announced, seen.asked_back_at, seen.updated_at) == (
        State.PUSHED,
        False,
        None,
        AT,
    )


def test_the_desk_of_its_area_counts_an_entry_by_what_it_may_know() -> None:
    here = replace(LYING, area=COUNTY, state=State.DECLINED, announced=True)
    assert state_for_area(here) is State.DECLINED
    assert state_for_area(replace(here, desk=CITY)) is State.PUSHED
    above = replace(ABOVE, area=COUNTY, state=State.DECLINED)
    assert state_for_area(above) is State.PUSHED
    assert state_for_area(replace(above, announced=True)) is State.DECLINED
    assert state_for_area(replace(here, revision=0)) is State.PUSHED


def test_a_link_shows_a_reader_what_it_may_read_anyway() -> None:
    numbered = replace(LYING, filing_no="2345", state=State.RECOMMENDED)
    for confirmed in (False, True):
        at_desk = as_linked(COUNTY_DESK, numbered, confirmed)
        assert at_desk == LinkedEntry(LYING.id, LYING.track, LYING.card.name, State.RECOMMENDED, "2345", True)
        own = as_linked(OWNER, numbered, confirmed)
        assert own == LinkedEntry(LYING.id, LYING.track, LYING.card.name, State.PUSHED, "2345", None)


@pytest.mark.parametrize("stranger", [STRANGER, BESIDE])
def test_a_link_shows_a_stranger_that_an_entry_is_there_and_no_more_until_it_is_confirmed(stranger: Caller) -> None:
    for state in State:
        head = replace(NOMINATED if state is State.NOMINATED else LYING, state=state, filing_no="2345")
        assert as_linked(stranger, head, confirmed=False) == LinkedEntry(LYING.id, LYING.track)


def test_a_confirmed_link_shows_a_stranger_no_decision_of_a_desk() -> None:
    seen = {state: as_linked(STRANGER, replace(LYING, state=state), confirmed=True) for state in State}
    assert {state: entry.state for state, entry in seen.items()} == {
        State.DRAFT: State.DRAFT,
        State.PUSHED: State.PUSHED,
        State.RETURNED: State.RETURNED,
        State.WITHDRAWN: State.WITHDRAWN,
        State.RECOMMENDED: State.PUSHED,
        State.DECLINED: State.PUSHED,
        State.NOMINATED: State.PUSHED,
    }
    assert {(e.name, e.filing_no, e.recommended) for e in seen.values()} == {(LYING.card.name, None, None)}


def test_neither_rank_nor_number_of_entries_of_another_way_is_for_a_desk() -> None:
    elsewhere = event("recommend", {"desk": OTHER_COUNTY, "to": "recommended", "rank": 1, "of": 9}, opinion="好")
    seen = redacted(elsewhere, COUNTY_DESK, LYING)
    assert (seen.facts, seen.texts) == ({"desk": OTHER_COUNTY, "to": "recommended"}, {})


def test_an_owner_reads_why_an_entry_was_returned_and_what_is_asked_of_its_fields() -> None:
    returned = event("return", {"desk": COUNTY, "to": "returned"}, **{"reason": "请补充", "asks.name": "全称"})
    assert redacted(returned, OWNER, LYING) == returned


def test_an_event_that_no_desk_did_is_for_every_reader() -> None:
    pushed = event("push", {"from": "draft", "to": "pushed", "to_desk": COUNTY, "revision": 1})
    for who in (OWNER, COUNTY_DESK, ORG):
        assert visible_events(who, LYING, [pushed]) == [pushed]


def test_the_owner_of_an_own_filing_reads_all_of_its_own_desk_and_what_the_desk_above_has_reported() -> None:
    own = replace(OWN_FILING, desk=CITY, came=(Hop(COUNTY, 1, 2),), state=State.DECLINED)
    events = chain(("recommend", COUNTY, {"rank": 1}), ("report", COUNTY, {}), ("decline", CITY, {}))
    assert visible_events(COUNTY_DESK, own, events) == events[:2]
    assert visible_events(COUNTY_DESK, replace(own, announced=True), events) == events
    assert as_seen_by(COUNTY_DESK, own).state is State.PUSHED
    assert readable_opinions(COUNTY_DESK, own) == (COUNTY,)
    assert as_seen_by(COUNTY_DESK, replace(OWN_FILING, state=State.DECLINED)).state is State.DECLINED


def test_an_outsider_sees_no_decision_in_a_history_not_even_a_reported_one() -> None:
    events = chain(("recommend", COUNTY, {}), ("report", COUNTY, {}), ("decline", CITY, {}))
    seen = visible_events(BESIDE, replace(ABOVE, state=State.DECLINED, announced=True), events)
    assert [e.step for e in seen] == ["report"]
