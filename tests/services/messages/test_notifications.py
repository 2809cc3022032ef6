"""Who is told of what, behind the change that it tells of: once, whatever comes twice, late or in another order."""

import random
from datetime import timedelta

import pytest

from chalicelib import telemetry
from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.messages import Kind
from chalicelib.domain.submission import ORGANISER
from chalicelib.jobs import clock
from chalicelib.services import deadlines
from chalicelib.services.accounts import issued_accounts, own
from chalicelib.services.messages import notifications, reading
from chalicelib.storage import messages as stored
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place, repeated
from tests.factories import CALL, CITY, CLOSES, COUNTY, PASSWORD, TRACK, World, world
from tests.services.accounts.people import caller_of, register
from tests.services.telling import Stream, enlisted, told

REASON = {"reason": "与上年重复"}


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


@pytest.fixture
def stream(here: World, table_moto: Place) -> Stream:
    enlisted(here, here.recommender(COUNTY), here.recommender(COUNTY, "mate"), here.recommender(CITY))
    enlisted(here, here.organiser(), here.applicant())
    made = Stream(here, table_moto)
    made.flow()
    return made


def kinds(here: World, who: SignedIn) -> list[str]:
    return [message.kind.value for message in told(here, who)]


def test_a_push_is_confirmed_to_its_applicant_and_announced_at_its_desk(here: World, stream: Stream) -> None:
    entry = here.pushed("智慧供热")
    stream.flow()
    [mine] = told(here, here.applicant())
    [theirs] = told(here, here.recommender(COUNTY))
    assert (mine.kind, mine.submission, mine.name, mine.desk) == (Kind.PUSHED, entry, "智慧供热", COUNTY)
    assert (theirs.kind, theirs.track, theirs.n) == (Kind.ARRIVED, TRACK, 1)
    assert kinds(here, here.recommender(CITY)) == kinds(here, here.organiser()) == []


def test_what_arrives_within_a_day_is_one_message_that_counts(here: World, stream: Stream) -> None:
    for name in ("甲项目", "乙项目", "丙项目"):
        here.pushed(name)
        stream.flow()
    assert [m.n for m in told(here, here.recommender(COUNTY))] == [3]
    assert [m.n for m in told(here, here.recommender(COUNTY, "mate"))] == [3]
    here.clock.move(days=1)
    here.pushed("丁项目")
    stream.flow()
    assert [m.n for m in told(here, here.recommender(COUNTY))] == [1, 3]


def test_what_would_be_over_before_it_is_read_is_not_told(here: World, stream: Stream) -> None:
    here.pushed("甲项目")
    here.pushed("乙项目")
    here.clock.move(days=400)
    stream.flow()
    assert kinds(here, here.recommender(COUNTY)) == kinds(here, here.applicant()) == []


def test_what_arrives_after_the_days_message_was_read_makes_it_unread_again(here: World, stream: Stream) -> None:
    desk = here.recommender(COUNTY)
    here.pushed()
    stream.flow()
    reading.mark_all_read(here.act(desk))
    assert reading.count_unread(here.act(desk)) == 0
    here.pushed()
    stream.flow()
    assert reading.count_unread(here.act(desk)) == 1


def test_a_return_is_told_with_its_deadline_and_without_its_words(here: World, stream: Stream) -> None:
    entry = here.pushed()
    here.clock.now = CLOSES
    head = here.take(here.recommender(COUNTY), entry, "return", reason="请补充", asks={"served": "口径"})
    stream.flow()
    newest = told(here, here.applicant())[0]
    assert (newest.kind, newest.desk, newest.until) == (Kind.RETURNED, COUNTY, head.resubmit_until)
    assert "请补充" not in str(newest)


def test_a_return_is_told_without_a_deadline_while_filing_goes_on_beyond_it(here: World, stream: Stream) -> None:
    head = here.take(here.recommender(COUNTY), here.pushed(), "return", reason="请补充")
    stream.flow()
    assert head.resubmit_until
    assert head.resubmit_until < CLOSES
    assert told(here, here.applicant())[0].until is None


def test_a_late_pass_is_told_with_until_when_and_without_its_words(here: World, stream: Stream) -> None:
    entry, who, until = here.draft(here.applicant()), here.organiser(), CLOSES + timedelta(days=2)
    deadlines.grant_late_pass(here.change(who), entry, until, "机房停电")
    stream.flow()
    [message] = told(here, here.applicant())
    assert (message.kind, message.submission, message.until) == (Kind.LATE_PASS, entry, until)
    assert "机房停电" not in str(message)


def test_asking_back_is_told_at_the_desk(here: World, stream: Stream) -> None:
    entry = here.pushed()
    here.clock.move(minutes=5)
    here.take(here.applicant(), entry, "ask_back", reason="写错了")
    stream.flow()
    assert kinds(here, here.recommender(COUNTY)) == ["asked_back", "arrived"]
    assert kinds(here, here.applicant()) == ["pushed"]


def test_a_recommendation_is_told_with_the_report_and_without_rank_and_opinion(here: World, stream: Stream) -> None:
    here.recommended()
    stream.flow()
    assert kinds(here, here.applicant()) == ["pushed"]
    here.clock.move(hours=1)
    here.report(COUNTY)
    stream.flow()
    newest = told(here, here.applicant())[0]
    assert (newest.kind, newest.desk, newest.at) == (Kind.RECOMMENDED, COUNTY, here.clock())
    assert kinds(here, here.applicant()) == ["recommended", "pushed"]
    assert "好" not in str(told(here, here.applicant()))


def test_a_decline_is_told_with_the_report_and_not_before(here: World, stream: Stream) -> None:
    entry = here.pushed()
    here.recommended(name="另一项目")
    here.take(here.recommender(COUNTY), entry, "decline", **REASON)
    stream.flow()
    assert "declined" not in kinds(here, here.applicant())
    here.clock.move(hours=1)
    here.report(COUNTY)
    stream.flow()
    [declined] = [m for m in told(here, here.applicant()) if m.kind is Kind.DECLINED]
    assert (declined.submission, declined.at) == (entry, here.clock())


def test_a_decline_after_the_report_is_told_at_once(here: World, stream: Stream) -> None:
    entry = here.pushed()
    here.recommended(name="另一项目")
    here.report(COUNTY)
    stream.flow()
    here.clock.move(hours=1)
    here.take(here.recommender(COUNTY), entry, "decline", **REASON)
    stream.flow()
    assert kinds(here, here.applicant()).count("declined") == 1


def test_a_report_is_told_to_the_level_above_and_to_colleagues(here: World, stream: Stream) -> None:
    here.recommended()
    here.report(COUNTY)
    stream.flow()
    [above] = told(here, here.recommender(CITY))
    assert (above.kind, above.desk, above.track, above.n) == (Kind.REPORTED, COUNTY, TRACK, 1)
    assert "reported" in kinds(here, here.recommender(COUNTY, "mate"))
    assert "reported" not in kinds(here, here.recommender(COUNTY))


def test_a_list_that_time_reported_is_told_as_such_to_the_whole_desk_and_above(here: World, stream: Stream) -> None:
    here.recommended()
    here.clock.now = CLOSES + timedelta(days=3)
    clock.tick(here.wiring, here.clock.now)
    stream.flow()
    for who in (here.recommender(COUNTY), here.recommender(CITY)):
        assert "reported_at_close" in kinds(here, who)
        assert "reported" not in kinds(here, who)


def test_a_top_desks_report_is_told_to_the_organiser(here: World, stream: Stream) -> None:
    here.recommended(CITY)
    here.report(CITY)
    stream.flow()
    assert kinds(here, here.organiser()) == ["reported"]


def test_reopening_and_sending_back_are_told_below(here: World, stream: Stream) -> None:
    entry = here.recommended()
    here.report(COUNTY)
    stream.flow()
    here.clock.move(hours=1)
    here.take(here.recommender(CITY), entry, "send_back", reason="请核实", desk=COUNTY)
    stream.flow()
    newest = told(here, here.recommender(COUNTY))[0]
    assert (newest.kind, newest.submission, newest.desk) == (Kind.SENT_BACK, entry, CITY)


def test_an_account_that_was_handed_out_is_welcomed_and_a_registered_one_is_not(here: World, stream: Stream) -> None:
    new = here.recommender(CITY, "new", must_change=True)
    enlisted(here, new, here.applicant("self-made"))
    stream.flow()
    assert kinds(here, new) == ["handed_out"]
    assert kinds(here, here.applicant("self-made")) == []


def test_an_owner_is_told_of_what_an_office_did_to_the_account_and_not_of_what_it_did_itself(
    here: World, stream: Stream
) -> None:
    opened, organiser = register(here.tools), here.organiser()
    account = opened.account.id
    own.change_own(here.change(caller_of(here.tools, opened)), {"name": "李四"}, PASSWORD)
    stream.flow()
    assert received(here, account) == []
    here.clock.move(seconds=1)
    issued_accounts.issue_one_time_password(here.change(here.recommender(COUNTY)), account)
    for disabled in (True, False):
        here.clock.move(seconds=1)
        issued_accounts.set_disabled(here.change(organiser), account, disabled)
    stream.flow()
    stream.hand_over(stream.handed)
    assert sorted(received(here, account)) == [
        ("disabled", ORGANISER),
        ("enabled", ORGANISER),
        ("password_reset", COUNTY),
    ]


def test_an_organiser_is_told_of_another_as_anybody_is(here: World, stream: Stream) -> None:
    chief = here.organiser(id="a-chief", login="chief")
    here.cookie(chief)
    stream.flow()
    here.clock.move(seconds=1)
    issued_accounts.issue_one_time_password(here.change(here.organiser()), chief.account.id)
    stream.flow()
    assert received(here, chief.account.id)[0] == ("password_reset", ORGANISER)


def received(here: World, account: str) -> list[tuple[str, str]]:
    page = fetch(here.tools.table, stored.page(account, False, None))
    return [(message.kind.value, message.desk) for message, _ in page.items]


def test_nobody_who_is_shut_out_is_told(here: World, stream: Stream) -> None:
    out = here.recommender(COUNTY, "shut", disabled=True)
    enlisted(here, out)
    here.pushed()
    stream.flow()
    assert kinds(here, out) == []


@pytest.mark.parametrize("seed", repeated(4))
def test_records_that_come_twice_late_or_in_another_order_change_nothing(
    here: World, stream: Stream, seed: int
) -> None:
    county = here.recommender(COUNTY)
    for name in ("甲项目", "乙项目", "丙项目"):
        here.pushed(name)
    declined, returned = here.pushed("丁项目"), here.pushed("戊项目")
    here.take(county, declined, "decline", **REASON)
    here.take(county, returned, "return", reason="请补充")
    here.recommended(name="己项目")
    here.report(COUNTY)
    records = stream.records()
    random.Random(seed).shuffle(records)
    stream.hand_over(records)
    everybody = [here.applicant(), county, here.recommender(COUNTY, "mate"), here.recommender(CITY)]
    before = {who.account.id: told(here, who) for who in everybody}
    again = [*records, *records]
    random.Random(seed + 1).shuffle(again)
    stream.hand_over(again)
    assert {who.account.id: told(here, who) for who in everybody} == before
    assert [m.n for m in before["a-mate-370902"] if m.kind is Kind.ARRIVED] == [6]
    assert [m.kind for m in before["a-applicant"]].count(Kind.DECLINED) == 1


def test_reading_one_leaves_the_others_unread_and_again_changes_nothing(here: World, stream: Stream) -> None:
    owner = here.applicant()
    for name in ("甲项目", "乙项目"):
        here.clock.move(minutes=1)
        here.pushed(name)
    stream.flow()
    newest, older = told(here, owner)
    for _ in range(2):
        reading.mark_read(here.act(owner), newest.id)
    assert [m.id for m, _ in reading.read_page(here.act(owner), True, None).items] == [older.id]
    assert [unread for _, unread in reading.read_page(here.act(owner), False, None).items] == [False, True]
    assert reading.mark_all_read(here.act(owner)) is False
    assert reading.count_unread(here.act(owner)) == 0


def test_what_was_read_stays_read_when_its_record_comes_again(here: World, stream: Stream) -> None:
    owner = here.applicant()
    here.pushed()
    stream.flow()
    reading.mark_all_read(here.act(owner))
    stream.hand_over(stream.handed)
    assert reading.count_unread(here.act(owner)) == 0


def test_a_push_does_not_wait_for_its_messages(here: World, table_moto: Place) -> None:
    entry = here.pushed()
    assert here.head(entry).call == CALL
    assert told(here, here.applicant()) == []


def test_a_step_that_nobody_hears_of_asks_the_table_nothing(here: World) -> None:
    entry = here.pushed("智慧供热")
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="同意推荐。")
    steps = {event.step: event for event in fetch(here.tools.table, submissions.history(entry))}
    for step, calls in (("recommend", False), ("push", True)):
        with telemetry.span("a record") as line:
            notifications.tell_event(here.tools, steps[step])
        assert (line.calls > 0) is calls, step
