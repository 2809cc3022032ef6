"""What each step writes, all of it: the fields that change, the events, and whatever stands beside them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.access import Caller
from chalicelib.domain.calendar import Dates, Extension, Extensions
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Busy, ListClosed, OrderNotOfList, QuotaFull, StepNotAllowed
from chalicelib.domain.evaluation.roll import RollGate
from chalicelib.domain.ranking import Report, Row, version_code
from chalicelib.domain.states import ORGANISER, Outcome, State
from chalicelib.domain.subjects import JuryId, ListId
from chalicelib.domain.submission import (
    Answers,
    Card,
    DeclineNotice,
    File,
    Head,
    Hop,
    Opinion,
    ReturnNotice,
    Revision,
)
from chalicelib.domain.workflow import effects
from chalicelib.domain.workflow.commands import (
    Admit,
    AskBack,
    AskCorrection,
    AttachScan,
    Command,
    Correct,
    Decline,
    DeleteDraft,
    Exclude,
    GoUp,
    GrantLatePass,
    NotAdmit,
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
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import (
    Change,
    ClaimedNumber,
    ClosedAnswers,
    ClosedDraft,
    CorrectedDraft,
    DeletedDraft,
    EntryRoll,
    FrozenReport,
    NewExtensions,
    OpenedAnswers,
    OpenRoll,
    SealedScan,
    SearchableEntry,
    UnmovedDates,
    UnmovedList,
)
from tests.domain.situation import (
    AT_CITY,
    AT_COUNTY,
    AT_DEPARTMENT,
    CARD,
    CHECKED,
    EARLIER,
    ENTRY,
    HERE,
    LIST,
    NOW,
    ORGANISING,
    OWNER,
    PROOF,
    PUSHED,
    changes,
    event,
    facts,
    later,
)
from tests.factories import CALL, CITY, CLOSES, COUNTY, DEPARTMENT, TRACK, call, evaluated

BLANK_DRAFT = {"state": State.DRAFT, "desk": None, "filing_no": None, "revision": 0, "since": 0, "pushed_at": None}
DRAFT = replace(PUSHED, **BLANK_DRAFT, asked_back_at=None, sent_back_at=None)
RECOMMENDED = replace(PUSHED, state=State.RECOMMENDED)
DECLINED = replace(PUSHED, state=State.DECLINED)
RETURNED = replace(
    PUSHED,
    state=State.RETURNED,
    announced=True,
    pushed_card=Card("旧名"),
    resubmit_until=later(days=1),
    late_until=later(days=2),
    asked_back_at=None,
    sent_back_at=None,
)
AT_THE_CITY = replace(PUSHED, desk=CITY, came=(Hop("village", 6, 7), Hop("town", 4, 9), Hop(COUNTY, 2, 3)))
NOMINATED = replace(PUSHED, state=State.NOMINATED, desk=ORGANISER, came=(Hop(COUNTY, 2, 3), Hop(CITY, 1, 5)))
REPORTED = replace(LIST, reported=True, reported_at=EARLIER)

SCAN = File("f2", "scan-2", "盖章.pdf", 10, "pdf", "application/pdf", "22", "kept/f2", NOW)
OLD_SCAN = File("f1", "scan-2", "旧.pdf", 9, "pdf", "application/pdf", "11", "kept/f1", EARLIER)
OLD_EXTENSION = Extension("filing", None, later(days=40), "暴雨", "zhao", EARLIER)
EXTENSIONS = Extensions((OLD_EXTENSION,), 5)


def frozen(n: int, desk: str) -> Revision:
    """The revision that a push of `CHECKED` freezes."""
    return Revision(ENTRY, n, 7, {"name": "新名"}, (PROOF,), "C0DE", NOW, desk, {"effect": "写数字"})


def test_a_draft_goes_with_its_answers_and_leaves_no_event() -> None:
    answers = Answers(ENTRY, "owner", {}, 6)
    change = decide(DeleteDraft(), DRAFT, facts(OWNER, answers=answers))
    assert change == Change("delete", DRAFT, None, None, (), (DeletedDraft(DRAFT, answers),))


def test_a_first_push_freezes_the_draft_and_takes_its_number() -> None:
    change = decide(Push(COUNTY), DRAFT, facts(OWNER, draft=CHECKED, filing_no="SD-7"))
    said = {"from": "draft", "to": "pushed", "to_desk": COUNTY, "revision": 1, "code": "C0DE"}
    assert change.events == (event(DRAFT, "push", "owner", said),)
    assert changes(DRAFT, change.head) == {
        "state": "pushed",
        "desk": COUNTY,
        "card": CHECKED.card,
        "lacking": 0,
        "place": "370911",
        "parent_body": "卫健委",
        "filing_no": "SD-7",
        "revision": 1,
        "since": 1,
        "pushed_at": NOW,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    closed, revision, searchable, number = change.beside
    assert closed == ClosedDraft(CHECKED.answers, CHECKED.files)
    assert revision == frozen(1, COUNTY)
    assert isinstance(searchable, SearchableEntry)
    assert changes(searchable.head, change.head).keys() == {"updated_at", "v", "events", "last_hash"}
    assert number == ClaimedNumber("SD-7", ENTRY)
    assert (change.step, change.before, change.ranked) == ("push", DRAFT, None)


def test_a_push_after_a_return_goes_on_its_way_with_its_number() -> None:
    change = decide(Push(COUNTY), RETURNED, facts(OWNER, draft=CHECKED, filing_no="SD-7"))
    said = {"from": "returned", "to": "pushed", "desk": COUNTY, "revision": 3, "code": "C0DE"}
    assert change.events == (event(RETURNED, "push", "owner", said),)
    assert changes(RETURNED, change.head) == {
        "state": "pushed",
        "card": CHECKED.card,
        "lacking": 0,
        "place": "370911",
        "parent_body": "卫健委",
        "revision": 3,
        "announced": False,
        "pushed_card": None,
        "resubmit_until": None,
        "pushed_at": NOW,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert [type(value) for value in change.beside] == [ClosedDraft, Revision, SearchableEntry]
    assert change.beside[1] == frozen(3, COUNTY)


def test_a_push_to_another_desk_begins_a_new_way() -> None:
    change = decide(Push(CITY), RETURNED, facts(OWNER, draft=CHECKED, filing_no="SD-7"))
    said = {"from": "returned", "to": "pushed", "desk": COUNTY, "to_desk": CITY, "revision": 3, "code": "C0DE"}
    assert change.events == (event(RETURNED, "push", "owner", said),)
    assert change.head is not None
    assert (change.head.desk, change.head.since, change.head.came, change.head.filing_no) == (CITY, 3, (), "SD-1")


def test_what_a_level_above_returned_comes_to_it_again_by_the_same_desks() -> None:
    returned = replace(NOMINATED, state=State.RETURNED)
    change = decide(Push(ORGANISER), returned, facts(OWNER, draft=CHECKED))
    said = {"from": "returned", "to": "nominated", "desk": ORGANISER, "revision": 3, "code": "C0DE"}
    assert change.events == (event(returned, "push", "owner", said),)
    assert change.head is not None
    assert (change.head.state, change.head.desk, change.head.since) == ("nominated", ORGANISER, 1)
    assert change.head.came == (Hop(COUNTY, 2, 3), Hop(CITY, 1, 5))
    assert change.beside[1] == frozen(3, ORGANISER)


def test_a_new_way_forgets_the_desks_of_the_old_one() -> None:
    """No condition lets this through; the effect alone stands for it."""
    returned = replace(AT_THE_CITY, state=State.RETURNED)
    outcome = effects.push(returned, facts(OWNER, draft=CHECKED), Push(COUNTY))
    assert outcome.head is not None
    assert (outcome.head.came, outcome.head.since) == ((), 3)


def test_what_a_desk_pushes_is_its_own() -> None:
    change = decide(Push(COUNTY), replace(DRAFT, owner="wang"), facts(AT_COUNTY, draft=CHECKED, filing_no="SD-7"))
    assert change.head is not None
    assert change.head.own is True


def test_an_entry_that_is_asked_back_stays_where_it_is() -> None:
    before = replace(PUSHED, asked_back_at=None)
    change = decide(AskBack(" 写错了\n"), before, facts(OWNER))
    said = {"from": "pushed", "to": "pushed", "desk": COUNTY}
    assert change.events == (event(before, "ask_back", "owner", said, {"reason": "写错了"}),)
    assert changes(before, change.head) == {
        "asked_back_at": NOW,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.ranked, change.beside) == ("ask_back", None, ())


def test_what_is_withdrawn_is_over() -> None:
    change = decide(Withdraw(" 不报了\n"), PUSHED, facts(OWNER))
    said = {"from": "pushed", "to": "withdrawn", "desk": COUNTY}
    assert change.events == (event(PUSHED, "withdraw", "owner", said, {"reason": "不报了"}),)
    assert changes(PUSHED, change.head) == {
        "state": "withdrawn",
        "asked_back_at": None,
        "sent_back_at": None,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.ranked, change.beside) == ("withdraw", None, ())


def test_the_answers_of_a_returned_entry_close_when_it_is_withdrawn() -> None:
    change = decide(Withdraw("不报了"), RETURNED, facts(OWNER))
    assert change.beside == (ClosedAnswers(ENTRY),)
    assert change.ranked is None


def test_what_is_withdrawn_while_it_is_recommended_leaves_the_list() -> None:
    change = decide(Withdraw("不报了"), RECOMMENDED, facts(OWNER, ranked=LIST))
    said = {"from": "recommended", "to": "withdrawn", "desk": COUNTY}
    assert change.events == (
        event(RECOMMENDED, "withdraw", "owner", said, {"reason": "不报了"}),
        event(LIST, "withdraw", "owner", {"submission": ENTRY, "rank": None}),
    )
    assert changes(LIST, change.ranked) == {
        "ids": ("zero", "two"),
        "v": 4,
        "events": 9,
        "last_hash": change.events[1].hash,
    }
    assert change.beside == ()


def test_a_recommended_entry_takes_its_rank_in_the_list() -> None:
    others = replace(LIST, ids=("zero", "two"))
    change = decide(Recommend(2, " 很好\n"), PUSHED, facts(AT_COUNTY, ranked=others, quota=Quota(3, "refuse")))
    said = {"from": "pushed", "to": "recommended", "desk": COUNTY, "rank": 2}
    assert change.events == (
        event(PUSHED, "recommend", "wang", said, {"opinion": "很好"}),
        event(others, "recommend", "wang", {"submission": ENTRY, "rank": 2}),
    )
    assert changes(PUSHED, change.head) == {
        "state": "recommended",
        "decided_after": 1,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert changes(others, change.ranked) == {
        "ids": ("zero", "one", "two"),
        "v": 4,
        "events": 9,
        "last_hash": change.events[1].hash,
    }
    assert change.beside == (Opinion(COUNTY, "很好", NOW, "wang"),)
    assert (change.step, change.before) == ("recommend", PUSHED)


def test_a_decline_that_was_announced_stands_for_others_until_the_next_report() -> None:
    before = replace(DECLINED, announced=True)
    change = decide(Recommend(1, "很好"), before, facts(AT_COUNTY, ranked=replace(LIST, ids=())))
    said = {"from": "declined", "to": "recommended", "desk": COUNTY, "announced": True, "rank": 1}
    assert change.events[0] == event(before, "recommend", "wang", said, {"opinion": "很好"})
    assert change.head is not None
    assert change.head.announced is True


def test_a_list_beyond_its_quota_takes_nothing_more() -> None:
    others = replace(LIST, ids=("zero", "two"))
    with pytest.raises(QuotaFull):
        decide(Recommend(1, "好"), PUSHED, facts(AT_COUNTY, ranked=others, quota=Quota(2, "refuse")))


def test_what_is_taken_back_is_undecided_again_and_off_the_list() -> None:
    before = replace(RECOMMENDED, announced=True)
    change = decide(TakeBack(), before, facts(AT_COUNTY, ranked=LIST))
    said = {"from": "recommended", "to": "pushed", "desk": COUNTY}
    assert change.events == (
        event(before, "take_back", "wang", said),
        event(LIST, "take_back", "wang", {"submission": ENTRY, "rank": None}),
    )
    assert changes(before, change.head) == {
        "state": "pushed",
        "announced": False,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert changes(LIST, change.ranked) == {
        "ids": ("zero", "two"),
        "v": 4,
        "events": 9,
        "last_hash": change.events[1].hash,
    }
    assert (change.step, change.beside) == ("take_back", ())


def test_what_is_declined_waits_for_the_report_to_be_announced() -> None:
    change = decide(Decline(" 重复\n"), PUSHED, facts(AT_COUNTY, ranked=LIST))
    said = {"from": "pushed", "to": "declined", "desk": COUNTY}
    assert change.events == (event(PUSHED, "decline", "wang", said, {"reason": "重复"}),)
    assert changes(PUSHED, change.head) == {
        "state": "declined",
        "decided_after": 1,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert change.beside == (DeclineNotice("重复", {}, COUNTY, NOW), UnmovedList(LIST))
    assert (change.step, change.ranked) == ("decline", None)


def test_what_is_declined_after_the_report_is_announced_at_once() -> None:
    change = decide(Decline("重复"), PUSHED, facts(AT_COUNTY, ranked=REPORTED))
    assert change.head is not None
    assert change.head.announced is True
    assert change.beside == (DeclineNotice("重复", {}, COUNTY, NOW), UnmovedList(REPORTED))


def test_a_returned_entry_is_its_owners_for_some_days_and_keeps_the_pushed_card() -> None:
    change = decide(Return(" 请补充\n", {"effect": " 写数字 "}), PUSHED, facts(AT_COUNTY, ranked=LIST))
    said = {"from": "pushed", "to": "returned", "desk": COUNTY}
    assert change.events == (event(PUSHED, "return", "wang", said, {"reason": "请补充", "asks.effect": "写数字"}),)
    assert changes(PUSHED, change.head) == {
        "state": "returned",
        "asked_back_at": None,
        "sent_back_at": None,
        "resubmit_until": datetime(2021, 10, 28, tzinfo=UTC),
        "pushed_card": CARD,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert change.beside == (
        OpenedAnswers(ENTRY),
        ReturnNotice("请补充", {"effect": " 写数字 "}, COUNTY, NOW),
    )
    assert (change.step, change.ranked) == ("return", None)


def test_what_is_returned_late_is_to_come_again_within_the_desks_own_time() -> None:
    more = Dates(HERE, (Extension("recommending", CITY, later(days=1), "", "zhao", EARLIER),))
    at_city = replace(PUSHED, desk=CITY)
    change = decide(Return("请补充"), at_city, facts(AT_CITY, dates=more))
    assert change.head is not None
    assert change.head.resubmit_until == later(days=1)


def test_what_is_returned_from_the_list_leaves_it() -> None:
    change = decide(Return("请补充"), RECOMMENDED, facts(AT_COUNTY, ranked=LIST))
    said = {"from": "recommended", "to": "returned", "desk": COUNTY}
    assert change.events == (
        event(RECOMMENDED, "return", "wang", said, {"reason": "请补充"}),
        event(LIST, "return", "wang", {"submission": ENTRY, "rank": None}),
    )
    assert changes(LIST, change.ranked) == {
        "ids": ("zero", "two"),
        "v": 4,
        "events": 9,
        "last_hash": change.events[1].hash,
    }
    assert change.beside == (OpenedAnswers(ENTRY), ReturnNotice("请补充", {}, COUNTY, NOW))


def test_a_return_after_an_announced_decline_says_so() -> None:
    before = replace(DECLINED, announced=True)
    change = decide(Return("请补充"), before, facts(AT_COUNTY, ranked=LIST))
    said = {"from": "declined", "to": "returned", "desk": COUNTY, "announced": True}
    assert change.events == (event(before, "return", "wang", said, {"reason": "请补充"}),)


def test_the_organiser_gives_the_calls_days_with_a_return() -> None:
    change = decide(Return("请补充"), NOMINATED, facts(ORGANISING))
    said = {"from": "nominated", "to": "returned", "desk": ORGANISER}
    assert change.events == (event(NOMINATED, "return", "zhao", said, {"reason": "请补充"}),)
    assert change.head is not None
    assert (change.head.resubmit_until, change.head.came) == (datetime(2021, 10, 28, tzinfo=UTC), NOMINATED.came)
    assert change.beside == (OpenedAnswers(ENTRY), ReturnNotice("请补充", {}, ORGANISER, NOW))


def test_what_is_sent_back_lies_at_the_desk_below_whose_list_is_open_without_it() -> None:
    change = decide(SendBack(COUNTY, " 请核实\n"), AT_THE_CITY, facts(AT_CITY, ranked=REPORTED))
    said = {"from": "pushed", "to": "pushed", "desk": CITY, "to_desk": COUNTY}
    assert change.events == (
        event(AT_THE_CITY, "send_back", "li", said, {"reason": "请核实"}),
        event(REPORTED, "send_back", "li", {"submission": ENTRY, "rank": None}),
    )
    assert changes(AT_THE_CITY, change.head) == {
        "desk": COUNTY,
        "came": (Hop("village", 6, 7), Hop("town", 4, 9)),
        "sent_back_at": NOW,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert changes(REPORTED, change.ranked) == {
        "ids": ("zero", "two"),
        "reported": False,
        "v": 4,
        "events": 9,
        "last_hash": change.events[1].hash,
    }
    assert (change.step, change.before, change.beside) == ("send_back", AT_THE_CITY, ())


def test_a_desk_below_gets_more_time_with_what_is_sent_back() -> None:
    """The extension has no reason, since everybody may read it."""
    until, too_late = CLOSES.replace(month=12), CLOSES + timedelta(days=5)
    at_city = replace(REPORTED, desk=CITY)
    change = decide(
        SendBack(CITY, "请核实", until),
        NOMINATED,
        facts(ORGANISING, now=too_late, ranked=at_city, extensions=EXTENSIONS),
    )
    said = {
        "from": "nominated",
        "to": "pushed",
        "desk": ORGANISER,
        "to_desk": CITY,
        "until": "2021-12-15T15:59:00+00:00",
    }
    assert change.events[0] == event(NOMINATED, "send_back", "zhao", said, {"reason": "请核实"}, too_late)
    assert change.head is not None
    assert (change.head.state, change.head.desk, change.head.came) == ("pushed", CITY, (Hop(COUNTY, 2, 3),))
    extension = Extension("recommending", CITY, until, "", "zhao", too_late)
    assert change.beside == (NewExtensions(CALL, Extensions((OLD_EXTENSION, extension), 6), extension),)


def test_a_late_pass_stands_on_the_entry_and_moves_nothing() -> None:
    until = later(days=30)
    change = decide(GrantLatePass(until, " 停电\n"), RETURNED, facts(ORGANISING))
    said = {"until": "2021-11-24T00:00:00+00:00"}
    assert change.events == (event(RETURNED, "late_pass", "zhao", said, {"reason": "停电"}),)
    assert changes(RETURNED, change.head) == {
        "late_until": until,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.ranked, change.beside) == ("late_pass", None, ())


@pytest.mark.parametrize(("desk", "to", "state"), [(COUNTY, CITY, "pushed"), (CITY, ORGANISER, "nominated")])
def test_a_reported_entry_goes_up_with_its_rank(desk: str, to: str, state: str) -> None:
    before = replace(RECOMMENDED, desk=desk, came=(Hop("town", 4, 9),), announced=True)
    holder = AT_COUNTY if desk == COUNTY else AT_CITY
    change = decide(GoUp(to, 2, 3, 5), before, facts(holder))
    said = {"from": "recommended", "to": state, "desk": desk, "to_desk": to, "rank": 2, "of": 3, "n": 5}
    assert change.events == (event(before, "report", holder.account, said),)
    assert changes(before, change.head) == {
        "state": state,
        "desk": to,
        "came": (Hop("town", 4, 9), Hop(desk, 2, 3, 5)),
        "asked_back_at": None,
        "sent_back_at": None,
        "announced": False,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.ranked, change.beside) == ("report", None, ())


def test_a_new_order_is_written_beside_the_old_one() -> None:
    change = decide(ReorderList(("two", "zero", "one")), LIST, facts(AT_COUNTY, seen="3"))
    said = {"before": ["zero", "one", "two"], "after": ["two", "zero", "one"]}
    assert change.events == (event(LIST, "reorder", "wang", said),)
    assert changes(LIST, change.ranked) == {
        "ids": ("two", "zero", "one"),
        "v": 4,
        "events": 9,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.before, change.head, change.beside) == ("reorder", LIST, None, ())


def test_an_order_of_other_members_is_refused() -> None:
    with pytest.raises(OrderNotOfList):
        decide(ReorderList(("two", "zero")), LIST, facts(AT_COUNTY))


ROWS = (Row(1, "zero", "SD-0", "零", "甲", {"served": 1}, (), "好"), Row(2, "one", "SD-1", "一", "乙", {}, (), "行"))


@pytest.mark.parametrize("automatic", [False, True])
def test_a_report_freezes_the_order_for_the_level_above(automatic: bool) -> None:
    quota = Quota(5, "refuse")
    now = CLOSES + timedelta(days=3) if automatic else NOW
    change = decide(ReportList(automatic), LIST, facts(AT_COUNTY, now=now, rows=ROWS, quota=quota))
    code = version_code(replace(LIST, reported=True, reports=2, reported_at=now), ROWS, "salt")
    said = {"n": 2, "code": code, "order": ["zero", "one", "two"], "to": CITY}
    said |= {"automatic": True} if automatic else {}
    assert change.events == (event(LIST, "report", "wang", said, at=now),)
    assert changes(LIST, change.ranked) == {
        "reported": True,
        "reports": 2,
        "reported_at": now,
        "v": 4,
        "events": 9,
        "last_hash": change.events[0].hash,
    }
    version = Report(
        CALL,
        COUNTY,
        TRACK,
        2,
        now,
        "wang",
        ("zero", "one", "two"),
        code,
        CITY,
        salt="salt",
        places=5,
        moved=0,
        automatic=automatic,
    )
    dates = (UnmovedDates(CALL, Extensions(), DeskSettings(CITY)),) if automatic else ()
    assert change.beside == (FrozenReport(version, ROWS), *dates)
    assert (change.step, change.before, change.head) == ("report", LIST, None)


def test_a_report_by_itself_holds_the_dates_that_it_was_decided_on() -> None:
    now, above = CLOSES + timedelta(days=3), DeskSettings(CITY, v=4)
    known = facts(AT_COUNTY, now=now, settings={CITY: above}, extensions=EXTENSIONS)
    assert decide(ReportList(automatic=True), LIST, known).beside[1] == UnmovedDates(CALL, EXTENSIONS, above)
    top = replace(LIST, desk=DEPARTMENT)
    change = decide(ReportList(automatic=True), top, facts(AT_DEPARTMENT, now=now))
    assert change.beside[1] == UnmovedDates(CALL, Extensions(), None)


def test_a_top_desk_reports_to_the_organiser_and_needs_no_quota() -> None:
    change = decide(ReportList(), replace(LIST, desk=DEPARTMENT), facts(AT_DEPARTMENT))
    [written] = change.beside
    assert isinstance(written, FrozenReport)
    assert (written.report.to, written.report.places, written.rows) == (ORGANISER, None, ())
    assert change.events[0].facts["to"] == ORGANISER


def test_a_scan_is_kept_with_its_version_and_the_list_stays_as_it_is() -> None:
    change = decide(AttachScan(1, SCAN), REPORTED, facts(AT_COUNTY))
    said = {"n": 1, "sha256": "22"}
    assert change.events == (event(REPORTED, "attach_scan", "wang", said, {"file": "盖章.pdf"}),)
    assert changes(REPORTED, change.ranked) == {"v": 4, "events": 9, "last_hash": change.events[0].hash}
    assert change.beside == (SealedScan(ListId(CALL, COUNTY, TRACK), 1, SCAN, "wang", None),)
    assert (change.step, change.before, change.head) == ("attach_scan", REPORTED, None)


def test_a_scan_names_the_one_in_whose_place_it_comes() -> None:
    change = decide(AttachScan(1, SCAN, OLD_SCAN), LIST, facts(AT_COUNTY))
    said = {"n": 1, "sha256": "22", "replaces": "11"}
    assert change.events == (event(LIST, "attach_scan", "wang", said, {"file": "盖章.pdf"}),)
    assert change.beside == (SealedScan(ListId(CALL, COUNTY, TRACK), 1, SCAN, "wang", OLD_SCAN),)


def test_a_reopened_list_is_open_and_moves_nothing_else() -> None:
    change = decide(ReopenList(" 漏报\n"), REPORTED, facts(AT_CITY))
    assert change.events == (event(REPORTED, "reopen", "li", {}, {"reason": "漏报"}),)
    assert changes(REPORTED, change.ranked) == {
        "reported": False,
        "v": 4,
        "events": 9,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.before, change.head, change.beside) == ("reopen", REPORTED, None, ())


def test_a_desk_gets_more_time_with_its_list() -> None:
    until, too_late = CLOSES.replace(month=12), CLOSES + timedelta(days=5)
    at_city = replace(REPORTED, desk=CITY)
    change = decide(ReopenList("漏报", until), at_city, facts(ORGANISING, now=too_late, extensions=EXTENSIONS))
    said = {"until": "2021-12-15T15:59:00+00:00"}
    assert change.events == (event(at_city, "reopen", "zhao", said, {"reason": "漏报"}, too_late),)
    extension = Extension("recommending", CITY, until, "", "zhao", too_late)
    assert change.beside == (NewExtensions(CALL, Extensions((OLD_EXTENSION, extension), 6), extension),)


@pytest.mark.parametrize(
    ("command", "who"), [(TakeBack(), AT_COUNTY), (Return("请补充"), AT_COUNTY), (Withdraw("不报了"), OWNER)]
)
def test_a_list_that_was_read_at_another_moment_than_its_entry_is_busy(command: Command[Any], who: Caller) -> None:
    with pytest.raises(Busy):
        decide(command, RECOMMENDED, facts(who, ranked=replace(LIST, ids=("zero", "two"))))


@pytest.mark.parametrize(
    ("command", "who"), [(TakeBack(), AT_COUNTY), (Return("请补充"), AT_COUNTY), (Withdraw("不报了"), OWNER)]
)
def test_a_reported_list_lets_nothing_go(command: Command[Any], who: Caller) -> None:
    with pytest.raises(ListClosed):
        decide(command, RECOMMENDED, facts(who, ranked=REPORTED))


def test_what_was_not_loaded_is_named() -> None:
    with pytest.raises(RuntimeError, match=r"^a draft is deleted with its answers$"):
        decide(DeleteDraft(), DRAFT, facts(OWNER))
    with pytest.raises(RuntimeError, match=r"^this step freezes a draft that was not loaded$"):
        effects.push(DRAFT, facts(OWNER), Push(COUNTY))
    with pytest.raises(RuntimeError, match=r"^this step concerns a ranked list that was not loaded$"):
        decide(Decline("重复"), PUSHED, facts(AT_COUNTY))
    with pytest.raises(RuntimeError, match=r"^nothing to send back to$"):
        effects.send_back(PUSHED, facts(AT_CITY), SendBack(COUNTY, "请核实"))


def test_a_change_finds_what_stands_beside_it_by_its_kind() -> None:
    change = decide(Decline("重复"), PUSHED, facts(AT_COUNTY, ranked=LIST))
    assert change.find_beside(UnmovedList) == UnmovedList(LIST)
    assert change.find_beside(DeclineNotice) == DeclineNotice("重复", {}, COUNTY, NOW)
    assert change.find_beside(Opinion) is None


def test_words_are_those_that_the_command_brings() -> None:
    assert Return("请补充", {"effect": "写数字"}).words == {"reason": "请补充", "asks.effect": "写数字"}
    assert Recommend(1, "好").words == {"opinion": "好"}
    assert AttachScan(1, SCAN).words == {"file": "盖章.pdf"}
    assert DeleteDraft().words == {}


EVALUATED = Dates(Call.from_dict(call(**evaluated())))
JURY = JuryId(CALL, TRACK, "written")
OPEN_ROLL, FROZEN_ROLL = (EntryRoll(JURY, RollGate(frozen=frozen), None) for frozen in (False, True))
CORRECTING = replace(NOMINATED, correcting_until=later(hours=48), correctable=("served", "name"))


def test_a_correction_that_is_asked_for_opens_fields_and_moves_nothing() -> None:
    change = decide(
        AskCorrection(" 数字不一致\n", {"served": " 口径 "}),
        NOMINATED,
        facts(ORGANISING, dates=EVALUATED, roll=OPEN_ROLL, fields=frozenset({"served"})),
    )
    said = {"from": "nominated", "to": "nominated", "desk": ORGANISER, "fields": ["served"]}
    said |= {"until": "2021-10-27T00:00:00+00:00"}
    words = {"reason": "数字不一致", "asks.served": "口径"}
    assert change.events == (event(NOMINATED, "ask_correction", "zhao", said, words),)
    assert changes(NOMINATED, change.head) == {
        "correcting_until": later(hours=48),
        "correctable": ("served",),
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    notice = ReturnNotice("数字不一致", {"served": " 口径 "}, ORGANISER, NOW)
    assert change.beside == (notice, OpenRoll(JURY, NOW, "ask_correction"))
    assert (change.step, change.ranked) == ("ask_correction", None)


def test_a_correction_is_one_revision_more_at_the_same_place() -> None:
    change = decide(Correct(("served",)), CORRECTING, facts(OWNER, dates=EVALUATED, draft=CHECKED, roll=OPEN_ROLL))
    said = {"from": "nominated", "to": "nominated", "desk": ORGANISER, "revision": 3}
    assert change.events == (event(CORRECTING, "correct", "owner", {**said, "code": "C0DE", "fields": ["served"]}),)
    assert changes(CORRECTING, change.head) == {
        "card": CHECKED.card,
        "revision": 3,
        "correcting_until": None,
        "correctable": (),
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    answers, revision, searchable, roll = change.beside
    assert answers == CorrectedDraft(CHECKED.answers, CHECKED.files)
    assert revision == frozen(3, ORGANISER)
    assert isinstance(searchable, SearchableEntry)
    assert searchable.head.card == CHECKED.card
    assert roll == OpenRoll(JURY, NOW, "correct")
    assert (change.step, change.ranked) == ("correct", None)


def test_an_entry_on_the_frozen_roll_is_admitted_and_nothing_stays_open() -> None:
    change = decide(Admit(), CORRECTING, facts(ORGANISING, dates=EVALUATED, roll=FROZEN_ROLL))
    said = {"from": "nominated", "to": "nominated", "desk": ORGANISER, "outcome": "admitted"}
    assert change.events == (event(CORRECTING, "admit", "zhao", said),)
    assert changes(CORRECTING, change.head) == {
        "outcome": Outcome.ADMITTED,
        "correcting_until": None,
        "correctable": (),
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.ranked, change.beside) == ("admit", None, ())


@pytest.mark.parametrize(
    ("command", "before", "outcome"),
    [
        (NotAdmit(" 附件不符\n"), NOMINATED, Outcome.NOT_ADMITTED),
        (Exclude(" 附件不符\n"), replace(NOMINATED, outcome=Outcome.ADMITTED), Outcome.EXCLUDED),
    ],
    ids=["not_admit", "exclude"],
)
def test_an_entry_that_is_out_has_the_reason_beside_it(
    command: NotAdmit | Exclude, before: Head, outcome: Outcome
) -> None:
    change = decide(command, before, facts(ORGANISING, dates=EVALUATED, roll=FROZEN_ROLL))
    said = {"from": "nominated", "to": "nominated", "desk": ORGANISER, "outcome": outcome.value}
    assert change.events == (event(before, change.step, "zhao", said, {"reason": "附件不符"}),)
    assert changes(before, change.head) == {
        "outcome": outcome,
        "updated_at": NOW,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.ranked, change.beside) == (None, (DeclineNotice("附件不符", {}, ORGANISER, NOW),))


def test_what_a_frozen_roll_holds_is_corrected_no_more() -> None:
    with pytest.raises(StepNotAllowed):
        decide(Correct(("served",)), CORRECTING, facts(OWNER, dates=EVALUATED, draft=CHECKED, roll=FROZEN_ROLL))
    with pytest.raises(StepNotAllowed):
        decide(Admit(), CORRECTING, facts(ORGANISING, dates=EVALUATED, roll=OPEN_ROLL))
