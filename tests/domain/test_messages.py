"""Who gets which message of what happens: each one whole, from a plain event."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.calendar import Dates, Extension
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.history import Event, append
from chalicelib.domain.message_kinds import KINDS, Kind
from chalicelib.domain.messages import (
    Audience,
    Message,
    Outbox,
    Preferences,
    backoff,
    closing,
    day_of,
    messages_for_announcement,
    messages_for_list_step,
    messages_for_new_account,
    messages_for_step,
    reminder,
    standing,
)
from chalicelib.domain.states import ORGANISER, State
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import Card, Head, Hop
from tests.domain.situation import ENTRY, HERE, NOW, PUSHED, later
from tests.factories import AUTHORITY, CALL, CITY, CLOSES, COUNTY, DEPARTMENT, TRACK

AT = datetime(2021, 10, 25, 1, 2, 3, tzinfo=UTC)
MOMENT = "20211025T010203"
RETURNED = replace(PUSHED, state=State.RETURNED, events=5)
DRAFT = replace(PUSHED, state=State.DRAFT, desk=None, revision=0, events=0)
AFTER_CLOSES = CLOSES + timedelta(days=1)


def named(moment: str, *source: str) -> str:
    """The id of a message about `source`."""
    return f"{moment}-{hashlib.sha256(chr(10).join(source).encode()).hexdigest()[:16]}"


def happened(step: str, actor: str, **facts: Any) -> Event:
    """The fifth event of the entry."""
    return append(ENTRY, (4, "before"), step, actor, AT, facts, {})


def about(kind: Kind, desk: str, name: str = "智慧供热", **more: Any) -> Message:
    """The message of the entry's fifth event."""
    rest: dict[str, Any] = {"call": CALL, "at": AT, "track": TRACK, "submission": ENTRY, "name": name, "desk": desk}
    return Message(**{"id": named(MOMENT, ENTRY, "5"), "kind": kind, **rest, **more})


ARRIVED_AT_COUNTY = Message(
    named("20211024T160000", CALL, TRACK, COUNTY, "arrived"), Kind.ARRIVED, CALL, AT, track=TRACK, desk=COUNTY
)
"""The day in Shanghai began at 16:00 of the day before."""


def test_a_first_push_is_confirmed_to_its_owner_and_counted_for_the_desk() -> None:
    event = happened("push", "owner", **{"from": "draft", "to": "pushed", "to_desk": COUNTY, "revision": 1})
    assert messages_for_step(event, PUSHED, HERE) == [
        (Audience(account="owner"), about(Kind.PUSHED, COUNTY)),
        (Audience(desk=COUNTY, but="owner"), ARRIVED_AT_COUNTY),
    ]


def test_a_push_to_another_desk_is_that_desks() -> None:
    event = happened("push", "owner", desk=CITY, to_desk=COUNTY, revision=3)
    assert messages_for_step(event, PUSHED, HERE) == [
        (Audience(account="owner"), about(Kind.PUSHED, COUNTY)),
        (Audience(desk=COUNTY, but="owner"), ARRIVED_AT_COUNTY),
    ]


def test_a_push_to_the_same_desk_again_names_it() -> None:
    event = happened("push", "owner", desk=COUNTY, revision=3)
    assert messages_for_step(event, PUSHED, HERE) == [
        (Audience(account="owner"), about(Kind.PUSHED, COUNTY)),
        (Audience(desk=COUNTY, but="owner"), ARRIVED_AT_COUNTY),
    ]


def test_all_arrivals_of_a_day_make_one_message() -> None:
    earlier = replace(happened("push", "owner", to_desk=COUNTY), at=datetime(2021, 10, 24, 16, tzinfo=UTC))
    before = replace(earlier, at=datetime(2021, 10, 24, 15, 59, tzinfo=UTC), subject="other", n=2)
    [_, (_, first)], [_, (_, yesterday)] = (messages_for_step(e, PUSHED, HERE) for e in (earlier, before))
    assert first == replace(ARRIVED_AT_COUNTY, at=earlier.at)
    assert first.joined(ARRIVED_AT_COUNTY) == replace(ARRIVED_AT_COUNTY, n=2)
    assert yesterday.id == named("20211023T160000", CALL, TRACK, COUNTY, "arrived")


def test_what_is_asked_back_is_told_to_the_desk_it_lies_at() -> None:
    event = happened("ask_back", "owner", desk=COUNTY, to="pushed")
    assert messages_for_step(event, PUSHED, HERE) == [
        (Audience(desk=COUNTY, but="owner"), about(Kind.ASKED_BACK, COUNTY))
    ]


def test_a_desk_is_told_the_name_as_it_was_pushed_and_none_of_what_is_no_longer_on_its_way() -> None:
    event = happened("ask_back", "owner", desk=COUNTY)
    editing = replace(PUSHED, pushed_card=Card("旧名"))
    elsewhere = replace(PUSHED, desk=DEPARTMENT)
    for head, name in ((editing, "旧名"), (elsewhere, "")):
        assert messages_for_step(event, head, HERE) == [
            (Audience(desk=COUNTY, but="owner"), about(Kind.ASKED_BACK, COUNTY, name))
        ]


def test_a_return_is_told_to_the_owner_with_the_name_of_its_draft() -> None:
    event = happened("return", "wang", desk=COUNTY, to="returned")
    head = replace(RETURNED, pushed_card=Card("旧名"))
    assert messages_for_step(event, head, HERE) == [(Audience(account="owner"), about(Kind.RETURNED, COUNTY))]


@pytest.mark.parametrize(
    ("head", "until"),
    [
        (replace(RETURNED, resubmit_until=AFTER_CLOSES), AFTER_CLOSES),
        (replace(RETURNED, resubmit_until=CLOSES), None),
        (replace(RETURNED, resubmit_until=later(days=3)), None),
        (replace(RETURNED, resubmit_until=None), None),
        (replace(RETURNED, resubmit_until=AFTER_CLOSES, events=6), None),
    ],
    ids=["later than filing", "as long as filing", "within filing", "no days", "something came after it"],
)
def test_a_return_says_until_when_if_that_is_beyond_filing_and_still_so(head: Head, until: datetime | None) -> None:
    event = happened("return", "wang", desk=COUNTY)
    assert messages_for_step(event, head, HERE) == [
        (Audience(account="owner"), about(Kind.RETURNED, COUNTY, until=until))
    ]


def test_who_returns_an_entry_of_its_own_hears_nothing_of_it() -> None:
    assert messages_for_step(happened("return", "owner", desk=COUNTY), RETURNED, HERE) == []


def test_what_is_sent_back_is_told_to_the_desk_below_by_the_one_that_sent_it() -> None:
    event = happened("send_back", "li", desk=CITY, to_desk=COUNTY)
    assert messages_for_step(event, PUSHED, HERE) == [(Audience(desk=COUNTY, but="li"), about(Kind.SENT_BACK, CITY))]


def test_a_late_pass_is_told_to_the_owner_with_its_end() -> None:
    event = happened("late_pass", "zhao", until="2021-11-24T00:00:00+00:00")
    until = datetime(2021, 11, 24, tzinfo=UTC)
    assert messages_for_step(event, RETURNED, HERE) == [
        (Audience(account="owner"), about(Kind.LATE_PASS, ORGANISER, until=until))
    ]


def test_an_entry_that_goes_up_is_recommended_by_the_desk_it_comes_from() -> None:
    up = replace(PUSHED, desk=CITY, came=(Hop(COUNTY, 2, 3),), resubmit_until=AFTER_CLOSES, events=5)
    event = happened("report", "wang", desk=COUNTY, to_desk=CITY, rank=2, of=3, n=1)
    assert messages_for_step(event, up, HERE) == [(Audience(account="owner"), about(Kind.RECOMMENDED, COUNTY))]


def test_an_event_that_names_no_desk_makes_a_message_without_one() -> None:
    assert messages_for_step(happened("return", "wang"), RETURNED, HERE) == [
        (Audience(account="owner"), about(Kind.RETURNED, ""))
    ]


@pytest.mark.parametrize("step", ["delete", "withdraw", "recommend", "take_back", "decline", "reorder", "unknown"])
def test_of_other_steps_of_an_entry_nobody_is_told(step: str) -> None:
    assert messages_for_step(happened(step, "wang", desk=COUNTY), PUSHED, HERE) == []


def of_list(step: str, actor: str, **facts: Any) -> Event:
    return append(f"{CALL}/{COUNTY}/{TRACK}", (8, "before"), step, actor, AT, facts, {})


def about_list(kind: Kind, n: int, desk: str = COUNTY, subject: str = f"{CALL}/{COUNTY}/{TRACK}") -> Message:
    return Message(named(MOMENT, subject, "9"), kind, CALL, AT, track=TRACK, desk=desk, n=n)


@pytest.mark.parametrize(
    ("facts", "kind", "n"),
    [
        ({"order": ["zero", "one", "two"]}, Kind.REPORTED, 3),
        ({"order": ["zero", "one"], "automatic": True}, Kind.REPORTED_AT_CLOSE, 2),
        ({"order": []}, Kind.REPORTED, 1),
        ({}, Kind.REPORTED, 1),
    ],
)
def test_a_report_is_told_to_the_desk_and_to_the_one_above(facts: Mapping[str, Any], kind: Kind, n: int) -> None:
    event = of_list("report", "wang", **facts)
    assert messages_for_list_step(event, ListId(CALL, COUNTY, TRACK), HERE) == [
        (Audience(desk=COUNTY, but="wang"), about_list(kind, n)),
        (Audience(desk=CITY, but="wang"), about_list(kind, n)),
    ]


def test_the_report_of_a_top_desk_is_told_to_the_organiser() -> None:
    event = replace(of_list("report", "li", order=["one"]), subject=f"{CALL}/{CITY}/{TRACK}")
    message = about_list(Kind.REPORTED, 1, CITY, f"{CALL}/{CITY}/{TRACK}")
    assert messages_for_list_step(event, ListId(CALL, CITY, TRACK), HERE) == [
        (Audience(desk=CITY, but="li"), message),
        (Audience(desk=ORGANISER, but="li"), message),
    ]


def test_a_reopened_list_is_told_to_its_desk_alone() -> None:
    assert messages_for_list_step(of_list("reopen", "li"), ListId(CALL, COUNTY, TRACK), HERE) == [
        (Audience(desk=COUNTY, but="li"), about_list(Kind.REOPENED, 1))
    ]


def test_only_a_report_is_ever_one_at_the_close() -> None:
    [(_, message)] = messages_for_list_step(of_list("reopen", "li", automatic=True), ListId(CALL, COUNTY, TRACK), HERE)
    assert message.kind is Kind.REOPENED


@pytest.mark.parametrize(
    ("step", "desk"), [("reorder", COUNTY), ("attach_scan", COUNTY), ("recommend", COUNTY), ("report", "gone")]
)
def test_of_other_steps_of_a_list_and_of_desks_that_are_gone_nobody_is_told(step: str, desk: str) -> None:
    assert messages_for_list_step(of_list(step, "wang"), ListId(CALL, desk, TRACK), HERE) == []


DECLINED = replace(PUSHED, state=State.DECLINED, announced=True, v=9)


@pytest.mark.parametrize("before", [None, replace(DECLINED, announced=False)])
def test_a_decline_that_was_announced_just_now_is_told_to_the_owner(before: Head | None) -> None:
    message = about(Kind.DECLINED, COUNTY, id=named(MOMENT, ENTRY, "declined", "9"))
    assert messages_for_announcement(before, DECLINED, AT) == [(Audience(account="owner"), message)]


def test_a_message_of_a_decline_names_no_desk_where_there_is_none() -> None:
    [(_, message)] = messages_for_announcement(None, replace(DECLINED, desk=None), AT)
    assert message.desk == ""


def test_what_was_announced_before_or_is_not_yet_is_not_told() -> None:
    assert messages_for_announcement(DECLINED, DECLINED, AT) == []
    assert messages_for_announcement(replace(DECLINED, announced=False), replace(DECLINED, announced=False), AT) == []
    assert messages_for_announcement(None, replace(DECLINED, announced=False), AT) == []
    assert messages_for_announcement(DECLINED, replace(DECLINED, announced=False), AT) == []


ISSUED = Account("a1", "li", "李", Role.RECOMMENDER, AUTHORITY, CALL, AT, desk=CITY, must_change=True)


@pytest.mark.parametrize(
    ("account", "desk"),
    [
        (ISSUED, CITY),
        (replace(ISSUED, role=Role.ORGANISER, desk=None), ORGANISER),
        (replace(ISSUED, role=Role.APPLICANT, desk=None), ""),
    ],
)
def test_an_issued_account_is_greeted(account: Account, desk: str) -> None:
    message = Message(named(MOMENT, "a1", "handed_out"), Kind.HANDED_OUT, CALL, AT, desk=desk)
    assert messages_for_new_account(account) == [(Audience(account="a1"), message)]


@pytest.mark.parametrize(
    "account",
    [
        replace(ISSUED, must_change=False),
        replace(ISSUED, agreed_at=AT),
        replace(ISSUED, agreed_at=AT, must_change=False),
    ],
)
def test_an_account_that_registered_itself_is_not_greeted(account: Account) -> None:
    assert messages_for_new_account(account) == []


LAST_DAY, THREE_DAYS = timedelta(hours=24), timedelta(days=3)
NO_OWN_TIME = replace(RETURNED, resubmit_until=None, late_until=None)


def warned(head: Head, until: datetime, left: timedelta, **settings: DeskSettings) -> Message | None:
    """The warning when so much time is left until `until`."""
    return closing(head, Dates(HERE), {s.desk: s for s in settings.values()}, until - left)


@pytest.mark.parametrize(
    ("left", "moment", "lead"),
    [
        (THREE_DAYS, "20211112T155900", "3 days, 0:00:00"),
        (LAST_DAY + timedelta(seconds=1), "20211112T155900", "3 days, 0:00:00"),
        (LAST_DAY, "20211114T155900", "1 day, 0:00:00"),
        (timedelta(seconds=1), "20211114T155900", "1 day, 0:00:00"),
    ],
)
def test_the_owner_of_what_is_not_pushed_is_warned_three_days_before_and_on_the_last_day(
    left: timedelta, moment: str, lead: str
) -> None:
    until = "2021-11-15 15:59:00+00:00"
    assert warned(DRAFT, CLOSES, left) == Message(
        named(moment, ENTRY, "closing", until, lead),
        Kind.CLOSING,
        CALL,
        CLOSES - left,
        track=TRACK,
        submission=ENTRY,
        name="智慧供热",
        desk="",
        until=CLOSES,
        standing="draft",
    )


@pytest.mark.parametrize("left", [THREE_DAYS + timedelta(seconds=1), timedelta(), timedelta(days=-1)])
def test_nobody_is_warned_long_before_or_when_time_is_over(left: timedelta) -> None:
    assert warned(DRAFT, CLOSES, left) is None


@pytest.mark.parametrize("state", [state for state in State if state not in {"draft", "returned"}])
def test_nobody_is_warned_of_what_is_pushed(state: State) -> None:
    assert warned(replace(PUSHED, state=state), CLOSES, LAST_DAY) is None


def test_what_was_returned_is_warned_of_by_its_own_time_and_desk() -> None:
    until = CLOSES + timedelta(days=2)
    message = warned(replace(NO_OWN_TIME, resubmit_until=until), until, LAST_DAY)
    assert message == Message(
        named("20211116T155900", ENTRY, "closing", "2021-11-17 15:59:00+00:00", "1 day, 0:00:00"),
        Kind.CLOSING,
        CALL,
        CLOSES + timedelta(days=1),
        track=TRACK,
        submission=ENTRY,
        name="智慧供热",
        desk=COUNTY,
        until=until,
        standing="returned",
    )


@pytest.mark.parametrize(
    ("head", "until"),
    [
        (replace(NO_OWN_TIME, desk=COUNTY, area=DEPARTMENT), CLOSES - timedelta(days=5)),
        (replace(NO_OWN_TIME, desk=DEPARTMENT, area=COUNTY), CLOSES),
        (replace(DRAFT, area=COUNTY), CLOSES - timedelta(days=5)),
        (replace(DRAFT, area=DEPARTMENT), CLOSES),
    ],
)
def test_the_time_is_that_of_the_desk_it_lay_at_or_of_its_areas(head: Head, until: datetime) -> None:
    own = DeskSettings(COUNTY, filing_closes=CLOSES - timedelta(days=5))
    message = warned(head, until, LAST_DAY, county=own)
    assert message is not None
    assert message.until == until


def test_an_extension_moves_the_warning() -> None:
    until = CLOSES + timedelta(days=9)
    more = Dates(HERE, (Extension("filing", None, until, "", "zhao", NOW),))
    message = closing(DRAFT, more, {}, until - LAST_DAY)
    assert message is not None
    assert message.until == until
    assert closing(DRAFT, more, {}, CLOSES - LAST_DAY) is None


OTHER_DRAFT = replace(DRAFT, id=f"{CALL}.{TRACK}.two", card=Card("另一项"))


def reminded(n: int, state: Any, **more: str) -> Message:
    rest: dict[str, Any] = {"desk": CITY, "n": n, "standing": state, **more}
    return Message(named(MOMENT, "request"), Kind.REMINDER, CALL, AT, **rest)


ONLY = {"track": TRACK, "submission": ENTRY, "name": "智慧供热"}


@pytest.mark.parametrize(
    ("heads", "message"),
    [
        ([], reminded(0, "nothing")),
        ([DRAFT], reminded(1, "draft", **ONLY)),
        ([DRAFT, OTHER_DRAFT], reminded(2, "draft")),
        ([DRAFT, PUSHED], reminded(1, "draft", **ONLY)),
        ([RETURNED, OTHER_DRAFT], reminded(1, "returned", **ONLY)),
        ([OTHER_DRAFT, PUSHED, RETURNED, replace(RETURNED, id="x")], reminded(2, "returned")),
        ([PUSHED], None),
        ([PUSHED, DECLINED], None),
    ],
)
def test_a_reminder_counts_what_its_owner_still_has_to_push(heads: list[Head], message: Message | None) -> None:
    assert reminder("request", CITY, heads, HERE, AT) == message


@pytest.mark.parametrize(
    ("states", "left"),
    [
        ([], "nothing"),
        ([State.DRAFT], "draft"),
        ([State.DRAFT, State.PUSHED], "draft"),
        ([State.DRAFT, State.RETURNED], "returned"),
        ([State.RETURNED, State.PUSHED], "returned"),
        ([State.PUSHED, State.NOMINATED], None),
        ([State.WITHDRAWN], None),
    ],
)
def test_what_is_returned_counts_before_a_draft(states: list[State], left: str | None) -> None:
    assert standing([replace(PUSHED, state=state) for state in states]) == left


def test_a_day_begins_at_midnight_where_the_call_is() -> None:
    assert day_of(datetime(2021, 10, 25, 15, 59, 58, 7, tzinfo=UTC), HERE) == datetime(2021, 10, 24, 16, tzinfo=UTC)
    assert day_of(datetime(2021, 10, 25, 16, tzinfo=UTC), HERE) == datetime(2021, 10, 25, 16, tzinfo=UTC)
    assert day_of(AT, HERE).tzinfo is UTC


def test_an_id_names_its_moment_in_utc_wherever_the_machine_stands() -> None:
    local = replace(happened("ask_back", "owner", desk=COUNTY), at=AT.astimezone(timezone(timedelta(hours=8))))
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        [(_, message)] = messages_for_step(local, PUSHED, HERE)
    time.tzset()
    assert message.id == named(MOMENT, ENTRY, "5")


def test_two_messages_are_joined_to_one_that_counts_both_at_the_later_moment() -> None:
    one = about(Kind.ARRIVED, COUNTY, n=2)
    other = about(Kind.ARRIVED, COUNTY, n=3, at=later(days=1), id="other")
    assert one.joined(other) == about(Kind.ARRIVED, COUNTY, n=5, at=later(days=1))
    assert other.joined(one) == about(Kind.ARRIVED, COUNTY, n=5, at=later(days=1), id="other")


def test_a_message_is_kept_as_long_as_its_kind() -> None:
    assert about(Kind.ARRIVED, COUNTY).expires == AT + timedelta(days=30)
    assert about(Kind.PUSHED, COUNTY).expires == AT + timedelta(days=180)


def test_a_message_has_the_words_that_fit() -> None:
    returned, asked = KINDS[Kind.RETURNED].lines, KINDS[Kind.REMINDER].lines
    assert about(Kind.RETURNED, COUNTY).line == returned[""]
    assert about(Kind.RETURNED, COUNTY, until=AT).line == returned["until"]
    assert about(Kind.LATE_PASS, COUNTY, until=AT).line == KINDS[Kind.LATE_PASS].lines[""]
    assert about(Kind.REMINDER, COUNTY, standing="nothing").line == asked["nothing"]
    assert about(Kind.REMINDER, COUNTY).line == asked["draft"]


def test_mail_and_gateway_are_on_unless_switched_off() -> None:
    assert Preferences("a1") == Preferences("a1", "", "", ("mail", "webhook"), 0)


WAITING = Outbox("a1", "mail", ("one", "two"), AT, tries=3, confirms="x", v=4)


def test_a_message_waits_once_behind_the_others() -> None:
    assert WAITING.with_one("three") == replace(WAITING, waiting=("one", "two", "three"), v=5)
    assert WAITING.with_one("one") == replace(WAITING, v=5)


def test_beyond_a_hundred_the_oldest_are_left_to_the_site() -> None:
    full = replace(WAITING, waiting=tuple(map(str, range(100))))
    assert full.with_one("100").waiting == tuple(map(str, range(1, 101)))
    assert full.without(["99"]).with_one("100").waiting == (*map(str, range(99)), "100")


def test_what_was_sent_waits_no_more_and_tries_begin_anew() -> None:
    assert WAITING.without(["one", "three"]) == replace(WAITING, waiting=("two",), tries=0, v=5)
    assert WAITING.without([]) == replace(WAITING, tries=0, v=5)


def test_each_failed_try_doubles_the_wait() -> None:
    assert [backoff(tries) for tries in (1, 2, 3, 9)] == [timedelta(minutes=m) for m in (1, 2, 4, 256)]
