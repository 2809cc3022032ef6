"""Who may take a step from where, what a refusal says, and what every event holds."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Forbidden, Incomplete, ListClosed, ListStale, StepNotAllowed
from chalicelib.domain.history import broken
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.states import ORGANISER, State
from chalicelib.domain.submission import Head, Hop
from chalicelib.domain.workflow.commands import (
    AskBack,
    Command,
    Decline,
    DeleteDraft,
    GoUp,
    GrantLatePass,
    Push,
    Recommend,
    ReopenList,
    ReorderList,
    ReportList,
    Return,
    SendBack,
    TakeBack,
    Withdraw,
)
from chalicelib.domain.workflow.conditions import check_complete, check_first_request, may_receive
from chalicelib.domain.workflow.deciding import allowed, decide
from tests.domain.situation import (
    AT_CITY,
    AT_COUNTY,
    AT_DEPARTMENT,
    CHECKED,
    ENTRY,
    HERE,
    LIST,
    NOW,
    ORGANISING,
    OWNER,
    PUSHED,
    event,
    facts,
    later,
)
from tests.factories import AUTHORITY, CITY, COUNTY, DEPARTMENT, OTHER_COUNTY, call

NO_WITHDRAWAL = Call.from_dict(call())
STRANGER = Caller("stranger", Role.APPLICANT, AUTHORITY)
BESIDE = Caller("sun", Role.RECOMMENDER, AUTHORITY, OTHER_COUNTY)
DRAFT = replace(PUSHED, state=State.DRAFT, desk=None, filing_no=None, revision=0, since=0, pushed_at=None)
UP = replace(PUSHED, desk=CITY, came=(Hop(COUNTY, 2, 3),))
REPORTED = replace(LIST, reported=True)


def at(state: State, **more: Any) -> Head:
    return replace(PUSHED, state=state, **more)


NOMINATED = at(State.NOMINATED, desk=ORGANISER)
FROM_CITY = replace(NOMINATED, came=(Hop(CITY, 1, 5),))


@pytest.mark.parametrize(
    ("head", "who", "steps"),
    [
        (DRAFT, OWNER, ("delete", "push")),
        (replace(DRAFT, events=7), OWNER, ("delete", "push")),
        (replace(DRAFT, events=8), OWNER, ("push",)),
        (replace(DRAFT, revision=1), OWNER, ("push",)),
        (PUSHED, OWNER, ("ask_back", "withdraw")),
        (at(State.RECOMMENDED), OWNER, ("ask_back", "withdraw")),
        (at(State.DECLINED), OWNER, ("ask_back", "withdraw")),
        (at(State.DECLINED, announced=True), OWNER, ()),
        (at(State.RETURNED), OWNER, ("push", "withdraw")),
        (at(State.WITHDRAWN), OWNER, ()),
        (NOMINATED, OWNER, ()),
        (PUSHED, AT_COUNTY, ("recommend", "decline", "return")),
        (at(State.RECOMMENDED), AT_COUNTY, ("take_back", "return")),
        (at(State.DECLINED), AT_COUNTY, ("recommend", "return")),
        (at(State.RETURNED), AT_COUNTY, ()),
        (at(State.WITHDRAWN), AT_COUNTY, ()),
        (UP, AT_CITY, ("recommend", "decline", "return", "send_back")),
        (UP, AT_COUNTY, ()),
        (NOMINATED, ORGANISING, ("return",)),
        (FROM_CITY, ORGANISING, ("return", "send_back")),
        (FROM_CITY, AT_CITY, ()),
        (PUSHED, ORGANISING, ()),
        (at(State.RECOMMENDED), ORGANISING, ()),
        (DRAFT, ORGANISING, ()),
        (PUSHED, AT_DEPARTMENT, ()),
        (PUSHED, BESIDE, ()),
        (PUSHED, STRANGER, ()),
        (DRAFT, STRANGER, ()),
    ],
)
def test_a_page_offers_the_steps_that_are_open(head: Head, who: Caller, steps: tuple[str, ...]) -> None:
    assert allowed(head, who, HERE) == steps


def test_a_page_offers_withdrawal_only_where_the_call_allows_it() -> None:
    assert allowed(PUSHED, OWNER, NO_WITHDRAWAL) == ("ask_back",)


@pytest.mark.parametrize(
    ("command", "head", "who", "step", "state"),
    [
        (DeleteDraft(), PUSHED, OWNER, "delete", "pushed"),
        (DeleteDraft(), replace(DRAFT, revision=1), OWNER, "delete", "draft"),
        (DeleteDraft(), DRAFT, STRANGER, "delete", "draft"),
        (Push(COUNTY), at(State.RECOMMENDED), OWNER, "push", "pushed"),
        (Push(COUNTY), at(State.DECLINED, announced=True), OWNER, "push", "declined"),
        (AskBack("x"), DRAFT, OWNER, "ask_back", "draft"),
        (AskBack("x"), PUSHED, AT_COUNTY, "ask_back", "pushed"),
        (Withdraw("x"), at(State.WITHDRAWN), OWNER, "withdraw", "withdrawn"),
        (Recommend(1, "x"), at(State.RECOMMENDED), AT_COUNTY, "recommend", "recommended"),
        (Recommend(1, "x"), PUSHED, OWNER, "recommend", "pushed"),
        (TakeBack(), PUSHED, AT_COUNTY, "take_back", "pushed"),
        (Decline("x"), at(State.DECLINED), BESIDE, "decline", "pushed"),
        (Return("x"), at(State.RETURNED), AT_COUNTY, "return", "returned"),
        (SendBack(COUNTY, "x"), PUSHED, AT_COUNTY, "send_back", "pushed"),
        (GrantLatePass(later(days=1), "x"), at(State.RECOMMENDED), AT_COUNTY, "late_pass", "recommended"),
        (GoUp(CITY, 1, 1, 1), PUSHED, AT_COUNTY, "report", "pushed"),
    ],
)
def test_a_step_that_is_not_open_is_refused_by_what_its_caller_sees(
    command: Command[Head], head: Head, who: Caller, step: str, state: str
) -> None:
    with pytest.raises(StepNotAllowed) as refused:
        decide(command, head, facts(who))
    assert refused.value.details == {"step": step, "state": state}


def test_withdrawing_is_refused_where_the_call_does_not_allow_it() -> None:
    with pytest.raises(StepNotAllowed) as refused:
        decide(Withdraw("x"), PUSHED, facts(OWNER, dates=Dates(NO_WITHDRAWAL)))
    assert refused.value.details == {"step": "withdraw", "state": "pushed"}


@pytest.mark.parametrize(
    ("command", "ranked", "who", "seen", "refusal", "details"),
    [
        (ReorderList(LIST.ids), LIST, AT_CITY, "3", Forbidden, {}),
        (ReorderList(LIST.ids), LIST, OWNER, "3", Forbidden, {}),
        (ReorderList(LIST.ids), LIST, ORGANISING, "3", Forbidden, {}),
        (ReportList(), LIST, BESIDE, "3", Forbidden, {}),
        (ReopenList("x"), REPORTED, AT_COUNTY, "3", Forbidden, {}),
        (ReopenList("x"), REPORTED, ORGANISING, "3", Forbidden, {}),
        (ReopenList("x"), REPORTED, AT_DEPARTMENT, "3", Forbidden, {}),
        (ReopenList("x"), replace(REPORTED, desk=CITY), AT_CITY, "3", Forbidden, {}),
        (ReorderList(LIST.ids), LIST, AT_COUNTY, "2", ListStale, {"etag": "3"}),
        (ReorderList(LIST.ids), REPORTED, AT_COUNTY, "2", ListStale, {"etag": "3"}),
        (ReorderList(LIST.ids), REPORTED, AT_COUNTY, "3", ListClosed, {"desk": COUNTY, "track": "scenario"}),
        (ReportList(), REPORTED, AT_COUNTY, None, ListClosed, {"desk": COUNTY, "track": "scenario"}),
        (ReopenList("x"), LIST, AT_CITY, None, StepNotAllowed, {"step": "reopen", "state": "open"}),
    ],
)
def test_a_list_refuses_whoever_is_neither_then_what_was_moved_then_the_other_state(
    command: Command[RankedList],
    ranked: RankedList,
    who: Caller,
    seen: str | None,
    refusal: type[Exception],
    details: dict[str, Any],
) -> None:
    with pytest.raises(refusal) as refused:
        decide(command, ranked, facts(who, seen=seen))
    assert vars(refused.value)["details"] == details


@pytest.mark.parametrize("seen", ["3", None])
def test_a_list_that_is_as_its_caller_saw_it_takes_the_step(seen: str | None) -> None:
    change = decide(ReorderList(("two", "one", "zero")), LIST, facts(AT_COUNTY, seen=seen))
    assert change.ranked is not None
    assert change.ranked.ids == ("two", "one", "zero")


def test_only_the_organiser_opens_the_list_of_a_top_desk() -> None:
    top = replace(REPORTED, desk=DEPARTMENT)
    assert decide(ReopenList("x"), top, facts(ORGANISING)).step == "reopen"
    with pytest.raises(Forbidden):
        decide(ReopenList("x"), top, facts(AT_CITY))


def test_conditions_are_asked_in_their_order_and_about_this_very_step() -> None:
    refused = replace(CHECKED, problems=({"level": "warn", "code": "a"}, {"level": "refuse", "code": "b"}))
    with pytest.raises(Incomplete) as incomplete:
        decide(Push(COUNTY), DRAFT, facts(OWNER, draft=refused))
    assert incomplete.value.details == {"errors": [{"level": "warn", "code": "a"}, {"level": "refuse", "code": "b"}]}


def test_words_are_kept_without_blanks_around_them_and_blank_ones_not_at_all() -> None:
    command = Return(" 请补充\n", {"effect": " \n", "name": "\t写全称 "})
    [said] = decide(command, PUSHED, facts(AT_COUNTY, salt="other")).events
    assert {name: (text.value, text.salt) for name, text in said.texts.items()} == {
        "reason": ("请补充", "other"),
        "asks.name": ("写全称", "other"),
    }


def test_events_of_several_steps_make_one_chain() -> None:
    fresh, open_list = (
        replace(PUSHED, events=0, last_hash="", asked_back_at=None),
        replace(LIST, ids=(), events=0, last_hash=""),
    )
    asked = decide(AskBack("x"), fresh, facts(OWNER))
    assert asked.head is not None
    taken = decide(Recommend(1, "好"), asked.head, facts(AT_COUNTY, ranked=open_list, now=later(hours=1)))
    assert taken.head is not None
    assert taken.ranked is not None
    assert broken([*asked.events, taken.events[0]], (2, taken.head.last_hash)) is None
    assert broken([taken.events[1]], (1, taken.ranked.last_hash)) is None
    assert [(e.subject, e.n, e.at) for e in (*asked.events, *taken.events)] == [
        (ENTRY, 1, NOW),
        (ENTRY, 2, later(hours=1)),
        ("test-2021/370902/scenario", 1, later(hours=1)),
    ]
    assert (taken.head.updated_at, taken.head.v) == (later(hours=1), 9)


def test_a_step_of_what_was_recommended_unseen_keeps_its_true_state_in_the_history() -> None:
    before = at(State.RECOMMENDED, asked_back_at=None)
    change = decide(AskBack("写错了"), before, facts(OWNER))
    said = {"from": "recommended", "to": "recommended", "desk": COUNTY}
    assert change.events == (event(before, "ask_back", "owner", said, {"reason": "写错了"}),)
    assert change.head is not None
    assert change.head.state == "recommended"


def test_a_decline_that_is_announced_later_says_so_in_the_step_after_it() -> None:
    for announced, said in ((True, {"announced": True}), (False, {})):
        before = at(State.DECLINED, announced=announced)
        [happened] = decide(Return("x"), before, facts(AT_COUNTY, ranked=LIST)).events
        assert happened.facts == {"from": "declined", "to": "returned", "desk": COUNTY, **said}


def test_an_entry_that_is_asked_back_is_not_asked_back_again() -> None:
    with pytest.raises(StepNotAllowed) as refused:
        check_first_request(PUSHED, facts(OWNER), AskBack("x"))
    assert refused.value.details == {"step": "ask_back", "state": "pushed"}
    check_first_request(replace(PUSHED, asked_back_at=None), facts(OWNER), AskBack("x"))


def test_warnings_alone_stop_no_push() -> None:
    check_complete(DRAFT, facts(OWNER, draft=CHECKED), Push(COUNTY))


@pytest.mark.parametrize(
    ("head", "desk", "may"),
    [
        (DRAFT, COUNTY, True),
        (DRAFT, CITY, False),
        (DRAFT, None, False),
        (at(State.RETURNED), COUNTY, True),
        (at(State.RETURNED), CITY, False),
        (at(State.RETURNED, desk=CITY), COUNTY, True),
        (at(State.RETURNED, desk=CITY, came=(Hop(COUNTY, 1, 1),)), CITY, True),
        (at(State.RETURNED, desk=CITY, came=(Hop(COUNTY, 1, 1),)), COUNTY, False),
        (at(State.RETURNED, desk=ORGANISER), ORGANISER, True),
        (at(State.RETURNED, desk=ORGANISER), COUNTY, False),
    ],
)
def test_a_push_goes_to_a_receiving_desk_or_where_it_was_returned_from(head: Head, desk: str | None, may: bool) -> None:
    assert may_receive(head, desk, frozenset({COUNTY})) is may
