"""Reminders of desks, and of the clock: to whoever has something left to push, and to nobody twice."""

from datetime import timedelta

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.messages import Kind, Message
from chalicelib.jobs import messages as job
from chalicelib.services import calls
from chalicelib.services.messages import deadline_reminders, reminders
from chalicelib.services.messages.reminders import ReminderRequest
from tests.conftest import Place
from tests.factories import CALL, CITY, CLOSES, COUNTY, OTHER_COUNTY, World, world
from tests.services.telling import Stream, enlisted, told


@pytest.fixture
def here(table_moto: Place) -> World:
    made = world(table_moto)
    enlisted(made, made.applicant(), made.applicant("idle"), made.applicant("other"))
    return made


@pytest.fixture
def stream(here: World, table_moto: Place) -> Stream:
    return Stream(here, table_moto)


def remind(here: World, who: SignedIn, *people: SignedIn) -> ReminderRequest:
    ids = tuple(p.account.id for p in people)
    return reminders.remind(here.change(who), CALL, COUNTY, ids)


def of_kind(here: World, who: SignedIn, kind: Kind) -> list[Message]:
    return [message for message in told(here, who) if message.kind is kind]


def test_a_reminder_says_what_is_left_to_push(here: World, stream: Stream) -> None:
    drafter, idle, returned = here.applicant(), here.applicant("idle"), here.applicant("other")
    draft = here.draft(drafter, "草稿项目")
    here.take(here.recommender(COUNTY), here.pushed("退回项目", who=returned), "return", reason="请补充")
    stream.flow()
    asked = remind(here, here.recommender(COUNTY), drafter, idle, returned)
    assert (len(asked.reminded), asked.before) == (3, ())
    stream.flow()
    [of_draft] = of_kind(here, drafter, Kind.REMINDER)
    assert (of_draft.standing, of_draft.submission, of_draft.name) == ("draft", draft, "草稿项目")
    [of_nothing] = of_kind(here, idle, Kind.REMINDER)
    assert (of_nothing.standing, of_nothing.submission, of_nothing.desk) == ("nothing", "", COUNTY)
    [of_return] = of_kind(here, returned, Kind.REMINDER)
    assert (of_return.standing, of_return.name) == ("returned", "退回项目")


def test_nobody_is_reminded_twice_in_a_day_whoever_asks(here: World, stream: Stream) -> None:
    idle = here.applicant("idle")
    remind(here, here.recommender(COUNTY), idle)
    remind(here, here.recommender(CITY), idle)
    stream.flow()
    assert len(of_kind(here, idle, Kind.REMINDER)) == 1
    again = remind(here, here.organiser(), idle, here.applicant("other"))
    assert (again.reminded, again.before) == (("a-other",), ("a-idle",))
    here.clock.move(days=1)
    assert remind(here, here.recommender(COUNTY), idle).reminded == ("a-idle",)
    stream.flow()
    stream.hand_over(stream.handed)
    assert len(of_kind(here, idle, Kind.REMINDER)) == 2


def test_whoever_pushed_meanwhile_is_not_reminded(here: World, stream: Stream) -> None:
    owner = here.applicant()
    draft = here.draft(owner)
    remind(here, here.recommender(COUNTY), owner)
    here.take(owner, draft, "push", desk=COUNTY)
    stream.flow()
    assert of_kind(here, owner, Kind.REMINDER) == []


def test_the_same_request_again_gets_the_first_answer(here: World, stream: Stream) -> None:
    who, repeat = here.recommender(COUNTY), here.request(here.recommender(COUNTY))
    first = reminders.remind(here.act(who, repeat), CALL, COUNTY, ("a-idle",))
    stream.flow()
    assert reminders.remind(here.act(who, repeat), CALL, COUNTY, ("a-idle",)) == first


def test_only_a_desks_own_applicants_are_reminded_and_only_by_those_over_them(here: World) -> None:
    with pytest.raises(NotFound):
        remind(here, here.recommender(COUNTY), here.recommender(CITY))
    enlisted(here, here.applicant("far"))
    with pytest.raises(Forbidden):
        remind(here, here.recommender(OTHER_COUNTY), here.applicant("idle"))


def closings(here: World, who: SignedIn) -> list[tuple[str | None, timedelta | None]]:
    return [(m.standing, m.until and m.until - CLOSES) for m in of_kind(here, who, Kind.CLOSING)]


def test_an_unfinished_draft_is_told_of_three_days_before_and_on_the_last_day(here: World) -> None:
    owner = here.applicant()
    here.draft(owner)
    walks = []
    for before in (
        timedelta(days=4),
        timedelta(days=2),
        timedelta(days=1.5),
        timedelta(hours=5),
        -timedelta(hours=1),
    ):
        here.clock.now = CLOSES - before
        job.tick(here.wiring, here.clock())
        job.tick(here.wiring, here.clock())
        walks.append(len(closings(here, owner)))
    assert walks == [0, 1, 1, 2, 2]
    assert closings(here, owner) == [("draft", timedelta()), ("draft", timedelta())]


def test_who_has_pushed_or_begun_nothing_is_not_told_of_a_deadline(here: World) -> None:
    here.pushed()
    here.clock.now = CLOSES - timedelta(hours=5)
    job.tick(here.wiring, here.clock())
    assert closings(here, here.applicant()) == closings(here, here.applicant("idle")) == []


def test_a_walk_goes_on_where_it_stopped(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline_reminders, "MOST_PAGES", 1)
    people = [here.applicant(f"p{n:03}") for n in range(55)]
    enlisted(here, *people)
    here.draft(people[-1])
    here.clock.now = CLOSES - timedelta(hours=5)
    job.tick(here.wiring, here.clock())
    assert closings(here, people[-1]) == []
    job.tick(here.wiring, here.clock())
    assert len(closings(here, people[-1])) == 1


def test_the_owner_of_a_draft_is_told_once_two_weeks_before_it_is_erased(
    table_moto: Place,
) -> None:
    here = world(table_moto, retention={"drafts_days": 180})
    owner = here.applicant()
    enlisted(here, owner)
    draft = here.draft(owner, "没有推送的")
    here.pushed("推送过的", who=owner)
    ends = CLOSES + timedelta(days=2 + 180)
    assert calls.season(here.tools, CALL).drafts_until == ends
    for before, number in ((15, 0), (14, 1), (13, 1)):
        here.clock.now = ends - timedelta(days=before)
        deadline_reminders.scan(here.tools, CALL, here.clock.now)
        assert len(of_kind(here, owner, Kind.DRAFT_ENDS)) == number
    [told_of] = of_kind(here, owner, Kind.DRAFT_ENDS)
    assert (told_of.submission, told_of.until) == (draft, ends)
