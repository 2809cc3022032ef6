"""When things close, for whom, and what comes back all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.calendar import Closing, Which
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Closed, Invalid
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import State
from chalicelib.domain.workflow.commands import DeleteDraft
from chalicelib.jobs import clock
from chalicelib.services import calls, deadlines
from chalicelib.services.deadlines import MoreTime
from chalicelib.services.desks import settings as desk_settings
from chalicelib.services.lists import ranking
from chalicelib.services.messages import deadline_reminders
from chalicelib.services.submissions import drafts, reading, steps
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Query
from tests.conftest import Place
from tests.factories import CALL, CITY, CLOSES, COUNTY, OPENS, OTHER_COUNTY, TRACK, World, call, complete, world

GRACE = timedelta(minutes=15)
RECOMMENDING_CLOSES = CLOSES + timedelta(days=2)


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def push(here: World, who: SignedIn, entry: str, desk: str = COUNTY) -> State:
    return here.take(who, entry, "push", desk=desk).state


def extend(here: World, which: Which, desk: str | None) -> None:
    who = here.organiser()
    until = here.clock.now + timedelta(days=1)
    deadlines.extend(here.change(who), CALL, MoreTime(which, desk, until, "系统故障"))


def settle(here: World, desk: str, **decided: object) -> None:
    who = here.recommender(desk)
    new = DeskSettings(desk, **decided)  # type: ignore[arg-type]
    desk_settings.save(here.change(who), CALL, new, "0")


def test_filing_ends_after_a_grace_that_nobody_is_told_of(here: World) -> None:
    owner = here.applicant()
    first, second = here.draft(owner), here.draft(owner, "另一个")
    here.clock.now = CLOSES + GRACE
    assert push(here, owner, first) is State.PUSHED
    here.clock.move(seconds=1)
    with pytest.raises(Closed) as refused:
        push(here, owner, second)
    assert refused.value.details == {"which": "filing", "closed_at": CLOSES}


def test_a_draft_can_be_saved_after_filing_has_closed(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    here.clock.now = CLOSES + timedelta(days=1)
    assert here.save(owner, entry, {"name": "改后的名称"}).etag


def test_nothing_is_filed_before_it_opens(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    here.clock.move(days=-30)
    with pytest.raises(Closed):
        push(here, owner, entry)


def test_what_is_returned_late_may_come_again_within_the_days_given(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.clock.now = CLOSES + timedelta(hours=12)
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    here.clock.move(days=1)
    assert push(here, owner, entry) is State.PUSHED


def test_what_is_returned_never_comes_after_the_desks_own_time(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.clock.now = RECOMMENDING_CLOSES - timedelta(hours=1)
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    assert here.head(entry).resubmit_until == RECOMMENDING_CLOSES
    here.clock.move(hours=2)
    with pytest.raises(Closed):
        push(here, owner, entry)


def test_a_late_pass_opens_for_one_filer_alone(here: World) -> None:
    owner, organiser = here.applicant(), here.organiser()
    spared, other = here.draft(owner), here.draft(owner, "另一个")
    here.clock.now = CLOSES + timedelta(days=1)
    until = here.clock.now + timedelta(hours=1)
    deadlines.grant_late_pass(here.change(organiser), spared, until, "停电")
    assert push(here, owner, spared) is State.PUSHED
    with pytest.raises(Closed):
        push(here, owner, other)


def test_a_late_pass_stands_in_the_history_with_its_reason(here: World) -> None:
    owner, organiser, entry = here.applicant(), here.organiser(), here.draft(here.applicant())
    until = CLOSES + timedelta(days=2)
    deadlines.grant_late_pass(here.change(organiser), entry, until, "停电")
    [told], whole = reading.read_history(here.act(owner), entry)
    assert (told.event.step, told.event.actor, whole) == ("late_pass", organiser.caller.account, True)
    assert (told.event.facts["until"], told.event.texts["reason"].value) == (until.isoformat(), "停电")
    assert here.head(entry).late_until == until


def test_a_late_pass_leaves_what_is_saved_meanwhile(here: World) -> None:
    owner, organiser, entry = here.applicant(), here.organiser(), here.draft(here.applicant())
    drafts.save(here.act(owner), entry, complete("改过的名称"), 1, here.etag(entry))
    deadlines.grant_late_pass(here.change(organiser), entry, CLOSES + timedelta(days=2), "停电")
    assert here.head(entry).card.name == "改过的名称"
    assert push(here, owner, entry) is State.PUSHED


def test_a_draft_with_a_late_pass_is_deleted_with_its_history(here: World) -> None:
    owner, organiser, entry = here.applicant(), here.organiser(), here.draft(here.applicant())
    deadlines.grant_late_pass(here.change(organiser), entry, CLOSES + timedelta(days=2), "停电")
    steps.settle(here.change(owner), entry, DeleteDraft())
    assert here.tools.table.all(Query(keys.chain(entry))) == []


def test_where_it_may_go_says_until_when_with_its_late_pass(here: World) -> None:
    owner, organiser, entry = here.applicant(), here.organiser(), here.draft(here.applicant())
    settle(here, CITY, filing_closes=CLOSES - timedelta(days=5))

    def closes() -> object:
        return drafts.read_receiving(here.act(owner), entry).closes[COUNTY]

    assert closes() == CLOSES - timedelta(days=5)
    for until, counts in ((CLOSES - timedelta(days=6), CLOSES - timedelta(days=5)), (CLOSES, CLOSES)):
        deadlines.grant_late_pass(here.change(organiser), entry, until, "停电")
        assert closes() == counts


@pytest.mark.parametrize(("desk", "opened"), [(None, True), (COUNTY, True), (OTHER_COUNTY, False)])
def test_more_time_is_given_to_all_or_to_one_desk(here: World, desk: str | None, opened: bool) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    here.clock.now = CLOSES + timedelta(days=1)
    extend(here, "filing", desk)
    if opened:
        assert push(here, owner, entry) is State.PUSHED
    else:
        with pytest.raises(Closed):
            push(here, owner, entry)


def test_the_desks_of_a_call_say_when_pushing_to_them_ends_and_whose_date_that_is(here: World) -> None:
    settle(here, CITY, filing_closes=CLOSES - timedelta(days=5))
    extend(here, "filing", COUNTY)
    found = {seat.desk.code: seat.closing for seat in calls.desks(here.tools, CALL)}
    assert found[COUNTY] == Closing(here.clock.now + timedelta(days=1), extended=True)
    assert found[OTHER_COUNTY] == Closing(CLOSES - timedelta(days=5), earlier=CITY)
    assert found["sd-health"] == Closing(CLOSES)


def test_the_desks_of_a_call_say_until_when_they_recommend(here: World) -> None:
    earlier = RECOMMENDING_CLOSES - timedelta(days=1)
    settle(here, CITY, children_close=earlier)
    extend(here, "recommending", COUNTY)
    found = {seat.desk.code: seat.recommends_until for seat in calls.desks(here.tools, CALL)}
    assert found[COUNTY] == here.clock.now + timedelta(days=1)
    assert found[OTHER_COUNTY] == earlier


def test_a_citys_earlier_date_holds_for_its_counties(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    settle(here, CITY, filing_closes=CLOSES - timedelta(days=5))
    here.clock.now = CLOSES - timedelta(days=4)
    with pytest.raises(Closed):
        push(here, owner, entry)


def test_a_list_is_reopened_after_its_desks_time_only_with_more_time(here: World) -> None:
    city, place = here.recommender(CITY), ListId(CALL, COUNTY, TRACK)
    settle(here, CITY, children_close=here.clock.now + timedelta(hours=1))
    here.recommended()
    here.report(COUNTY)
    here.clock.now += timedelta(hours=2)
    with pytest.raises(Closed):
        ranking.reopen(here.change(city), place, "漏报")

    until = here.clock.now + timedelta(hours=1)
    ranking.reopen(here.change(city), place, "漏报", until)
    assert here.board(COUNTY).closes == until
    assert ranking.overdue(here.tools, here.tools.calls.latest(CALL), here.clock.now, timedelta(days=3)) == []
    here.recommended(name="补报的项目")
    assert here.report(COUNTY).ranked.reports == 2


def test_a_list_whose_desk_ends_months_before_the_others_reports_itself(table_moto: Place) -> None:
    far = (CLOSES + timedelta(days=120)).isoformat()
    levels = dict.fromkeys(("county", "city", "department"), far)
    here = world(table_moto, calendar={**call()["calendar"], "filing_closes": far, "recommending": levels})
    here.recommended()
    settle(here, CITY, children_close=here.clock.now + timedelta(hours=1))
    here.clock.now += timedelta(hours=1) + GRACE + timedelta(minutes=1)
    clock.tick(here.wiring, here.clock())
    assert here.board(COUNTY).ranked.reports == 1


def test_a_desk_that_is_out_of_time_recommends_no_more(here: World) -> None:
    entry = here.pushed()
    here.clock.now = RECOMMENDING_CLOSES + GRACE + timedelta(seconds=1)
    with pytest.raises(Closed) as refused:
        here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    assert refused.value.details["which"] == "recommending"


def test_a_list_still_open_is_reported_as_it_stands_when_time_ends(here: World) -> None:
    entry = here.pushed()
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    clock.tick(here.wiring, here.clock.now)
    assert not here.board(COUNTY).ranked.reported

    here.clock.now = RECOMMENDING_CLOSES + GRACE + timedelta(minutes=1)
    clock.tick(here.wiring, here.clock.now)
    clock.tick(here.wiring, here.clock.now)

    board = here.board(COUNTY)
    assert board.last_report is not None
    assert (board.ranked.reports, board.last_report.automatic) == (1, True)


def test_places_given_by_a_city_bind_its_county(here: World) -> None:
    settle(here, CITY, places={COUNTY: {"scenario": 1}})
    board = here.board(COUNTY)
    assert board.quota is not None
    assert (board.quota.places, board.quota.over) == (1, "refuse")


def test_a_city_may_take_units_only_through_their_counties(here: World) -> None:
    settle(here, CITY, direct=False)
    owner = here.applicant()
    entry = here.draft(owner)
    found = drafts.read_receiving(here.act(owner), entry).receivers
    assert {r.desk.code: r.refused for r in found} == {
        COUNTY: None,
        CITY: "only_through_lower",
        "sd-health": None,
    }


def test_time_may_be_given_together_with_a_send_back(here: World) -> None:
    entry, above, below = here.recommended(), here.recommender(CITY), here.recommender(COUNTY)
    here.report(COUNTY)
    settle(here, CITY, children_close=here.clock.now + timedelta(days=1))
    here.clock.move(days=2)

    def send_back(until: datetime | None) -> State:
        asked = {"reason": "请核实", "desk": COUNTY, "until": until}
        return here.take(above, entry, "send_back", **asked).state

    with pytest.raises(Closed):
        send_back(None)
    for wrong, code in ((here.clock.now, "too_early"), (RECOMMENDING_CLOSES + GRACE, "too_late")):
        with pytest.raises(Invalid) as refused:
            send_back(wrong)
        assert refused.value.details["errors"] == [{"pointer": "/until", "code": code, "params": {}}]

    until = here.clock.now + timedelta(days=1)
    assert send_back(until) is State.PUSHED
    assert reading.read_history(here.act(below), entry)[0][-1].event.facts["until"] == until.isoformat()
    [given] = deadlines.read_extensions(here.act(here.organiser()), CALL)
    assert (given.which, given.desk, given.until, given.reason) == ("recommending", COUNTY, until, "")
    assert here.take(below, entry, "recommend", rank=1, opinion="已核实").state is State.RECOMMENDED


@pytest.mark.parametrize("which", ["filing_closes", "children_close"])
def test_a_desk_closes_nothing_before_filing_opens_so_that_all_others_still_hear_of_deadlines(
    here: World, which: str
) -> None:
    here.clock.now = OPENS - timedelta(days=1)
    settle(here, CITY, **{which: OPENS})
    with pytest.raises(Invalid) as refused:
        settle(here, COUNTY, **{which: datetime(1, 1, 1, tzinfo=UTC)})
    assert [(e["pointer"], e["code"]) for e in refused.value.details["errors"]] == [(f"/{which}", "too_early")]
    deadline_reminders.scan(here.tools, CALL, here.clock.now)


@pytest.mark.parametrize("which", ["filing_closes", "children_close"])
def test_a_desk_sets_no_date_that_is_over_since_that_would_end_its_areas_time_without_a_warning(
    here: World, which: str
) -> None:
    at = here.clock.now + timedelta(minutes=1)
    settle(here, CITY, **{which: at})
    here.clock.move(minutes=2)
    who = here.recommender(CITY)

    def again(**decided: Any) -> DeskSettings:
        return desk_settings.save(here.change(who), CALL, DeskSettings(CITY, **decided), "1")

    with pytest.raises(Invalid) as refused:
        again(**{which: at - timedelta(seconds=1)})
    assert [(e["pointer"], e["code"]) for e in refused.value.details["errors"]] == [(f"/{which}", "over")]
    assert getattr(again(**{which: at}, hours="9:00"), which) == at


def test_no_deadline_is_put_off_by_more_than_a_year(here: World) -> None:
    who, entry = here.organiser(), here.pushed()
    year = here.clock.now + timedelta(days=366)
    for until in (year + timedelta(seconds=1), datetime.max.replace(tzinfo=UTC)):
        with pytest.raises(Invalid) as refused:
            deadlines.extend(here.change(who), CALL, MoreTime("filing", None, until, "系统故障"))
        assert [e["code"] for e in refused.value.details["errors"]] == ["too_late"]
        with pytest.raises(Invalid) as refused:
            deadlines.grant_late_pass(here.change(who), entry, until, "系统故障")
        assert [e["code"] for e in refused.value.details["errors"]] == ["too_late"]
    deadlines.extend(here.change(who), CALL, MoreTime("filing", None, year, "系统故障"))
    assert here.pushed()


def test_where_it_may_go_says_whose_list_has_gone_up(here: World) -> None:
    owner, entry = here.applicant(), here.draft(here.applicant())
    here.recommended()
    assert drafts.read_receiving(here.act(owner), entry).reported == frozenset()
    here.report(COUNTY)
    assert drafts.read_receiving(here.act(owner), entry).reported == {COUNTY}
