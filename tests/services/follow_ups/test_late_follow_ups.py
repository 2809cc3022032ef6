"""What follows a report late, twice, or after its list was reopened is what the report saw, and nothing since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.calendar import Extension, Extensions
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Invalid, QuotaFull
from chalicelib.domain.ranking import Report
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import ORGANISER, State
from chalicelib.jobs import clock
from chalicelib.services import deadlines
from chalicelib.services.deadlines import MoreTime
from chalicelib.services.desks import settings
from chalicelib.services.follow_ups import reports
from chalicelib.services.lists import ranking
from chalicelib.services.submissions import drafts
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, CITY, CLOSES, COUNTY, OTHER_COUNTY, TRACK, World, call, complete, world
from tests.services.telling import Stream

PLACE = ListId(CALL, COUNTY, TRACK)


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def report(here: World, desk: str = COUNTY) -> Report:
    """A desk's report, which nothing has followed yet."""
    seen = str(here.board(desk).ranked.v)
    done = ranking.report(here.change(here.recommender(desk)), ListId(CALL, desk, TRACK), seen)
    assert done.last_report is not None
    return done.last_report


def reopen(here: World, desk: str = COUNTY) -> None:
    above = here.recommender(CITY) if desk == COUNTY else here.organiser()
    ranking.reopen(here.change(above), ListId(CALL, desk, TRACK), "漏报")


def decline(here: World, entry: str) -> None:
    here.take(here.recommender(COUNTY), entry, "decline", reason="数据不实")


def hops(here: World, entry: str) -> list[tuple[str, int, int]]:
    return [(hop.desk, hop.rank, hop.of) for hop in here.head(entry).came]


def test_a_decline_after_the_reopening_is_not_told_by_the_report_before(here: World) -> None:
    here.recommended()
    entry = here.pushed("另一个")
    first = report(here)
    reopen(here)
    decline(here, entry)
    for _ in range(2):
        reports.advance(here.tools, first)
    assert not here.head(entry).announced
    reports.advance(here.tools, report(here))
    assert here.head(entry).announced


def test_a_decline_that_the_index_brings_late_is_told_all_the_same(here: World, table_moto: Place) -> None:
    """Told by its own record, where the report was followed before the index had the decline."""
    here.recommended()
    entry = here.pushed("另一个")
    stream = Stream(here, table_moto)
    stream.records()
    decline(here, entry)
    late = stream.records()
    report(here)
    stream.hand_over(late)
    assert here.head(entry).announced


def test_an_entry_recommended_anew_since_does_not_go_up_with_the_report_before(here: World) -> None:
    entry = here.recommended()
    first = report(here)
    reopen(here)
    clerk = here.recommender(COUNTY)
    here.take(clerk, entry, "take_back")
    here.take(clerk, entry, "recommend", rank=1, opinion="补充核实")
    reports.advance(here.tools, first)
    assert (here.head(entry).desk, hops(here, entry)) == (COUNTY, [])
    reports.advance(here.tools, report(here))
    assert (here.head(entry).desk, hops(here, entry)) == (CITY, [(COUNTY, 1, 1)])


def test_an_entry_that_nobody_touched_goes_up_though_its_list_is_open_again(here: World) -> None:
    entry = here.recommended()
    first = report(here)
    reopen(here)
    reports.advance(here.tools, first)
    assert here.head(entry).desk == CITY


@pytest.mark.parametrize("was_followed", [True, False])
def test_a_report_followed_late_writes_nothing_over_the_one_after_it(here: World, was_followed: bool) -> None:
    entries = [here.recommended(name=f"项目{n}") for n in range(3)]
    first = report(here)
    if was_followed:
        reports.advance(here.tools, first)
    reopen(here)
    clerk = here.recommender(COUNTY)
    ranking.reorder(here.change(clerk), PLACE, entries, str(here.board(COUNTY).ranked.v))
    reports.advance(here.tools, report(here))
    after = [here.head(entry) for entry in entries]
    assert [hops(here, entry)[0][1] for entry in entries] == [1, 2, 3]
    reports.advance(here.tools, first)
    assert [here.head(entry) for entry in entries] == after


def test_the_ranks_of_a_new_version_reach_entries_two_levels_up(here: World) -> None:
    one, other = (here.recommended(name=f"项目{n}") for n in range(2))
    reports.advance(here.tools, report(here))
    city = here.recommender(CITY)
    for rank, entry in enumerate((one, other), start=1):
        here.take(city, entry, "recommend", rank=rank, opinion="同意")
    reports.advance(here.tools, report(here, CITY))
    assert here.head(one).desk == ORGANISER
    reopen(here)
    here.recommended(name="补报的项目")
    ranking.reorder(
        here.change(here.recommender(COUNTY)),
        PLACE,
        [one, other, *(h.id for h in here.board(COUNTY).heads if h.id not in {one, other})],
        str(here.board(COUNTY).ranked.v),
    )
    reports.advance(here.tools, report(here))
    assert hops(here, one) == [(COUNTY, 1, 3), (CITY, 1, 2)]
    assert hops(here, other) == [(COUNTY, 2, 3), (CITY, 2, 2)]


def returned_above(here: World, owner: SignedIn) -> str:
    """A reported entry that the city returned, and the county's list open again."""
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    here.recommended(name="另一个")
    reports.advance(here.tools, report(here))
    here.take(here.recommender(CITY), entry, "return", reason="缺少盖章页")
    reopen(here)
    return entry


def test_a_follower_leaves_the_name_that_its_owner_saved_meanwhile(here: World, table_moto: Place) -> None:
    owner = here.applicant("owner")
    entry = returned_above(here, owner)
    board = here.board(COUNTY)
    order = [h.id for h in reversed(board.heads)]
    ranking.reorder(here.change(here.recommender(COUNTY)), PLACE, order, str(board.ranked.v))
    version = report(here)

    saved = drafts.save
    client, seen = here.tools.table._client, list[str]()

    def meanwhile(**_: object) -> None:
        if not seen:
            seen.append("saved")
            saved(here.act(owner), entry, complete("改过的名称"), 1, here.etag(entry))

    client.meta.events.register_first("before-call.dynamodb.TransactWriteItems", meanwhile)
    reports.advance(here.tools, version)
    client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", meanwhile)
    assert seen
    assert here.head(entry).card.name == "改过的名称"


def test_a_withdrawal_keeps_the_name_that_was_saved_meanwhile(table_moto: Place) -> None:
    here = world(table_moto, withdrawal=True)
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "return", reason="缺少盖章页")
    client, seen = here.tools.table._client, list[str]()

    def meanwhile(**_: object) -> None:
        if not seen:
            seen.append("saved")
            here.save(owner, entry, complete("改过的名称"))

    client.meta.events.register_first("before-call.dynamodb.TransactWriteItems", meanwhile)
    here.take(owner, entry, "withdraw", reason="不再申报")
    client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", meanwhile)
    assert seen
    assert (here.head(entry).state, here.head(entry).card.name) == (State.WITHDRAWN, "改过的名称")


def test_a_desk_that_is_given_time_at_the_last_moment_is_not_reported(here: World) -> None:
    """The organiser's extension comes after the tick has looked, and again right before it writes."""
    here.recommended()
    entry = here.pushed(desk=OTHER_COUNTY, who=here.applicant("other", region=OTHER_COUNTY))
    here.take(here.recommender(OTHER_COUNTY), entry, "recommend", rank=1, opinion="好")
    here.clock.now = CLOSES + timedelta(days=2, minutes=16)
    client, seen = here.tools.table._client, list[str]()

    def more_time(**_: object) -> None:
        if not seen:
            seen.append("given")
            until = here.clock.now + timedelta(days=3)
            more = MoreTime("recommending", OTHER_COUNTY, until, "系统故障")
            deadlines.extend(here.change(here.organiser()), CALL, more)

    client.meta.events.register_first("before-call.dynamodb.TransactWriteItems", more_time)
    clock.tick(here.wiring, here.clock())
    client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", more_time)
    assert seen
    assert (here.board(COUNTY).ranked.reports, here.board(OTHER_COUNTY).ranked.reports) == (1, 0)


def test_a_list_over_places_that_were_lowered_since_is_not_reported(table_moto: Place) -> None:
    here = world(table_moto)
    for n in range(2):
        here.recommended(CITY, f"项目{n}")
    tracks = [{**call()["tracks"][0], "quotas": {"city": {"places": 1, "over": "refuse", "slack": 0}}}]
    here.tools.calls.publish(call(tracks=tracks))
    here.clock.move(minutes=2)
    board = here.board(CITY)
    with pytest.raises(QuotaFull) as refused:
        ranking.report(here.change(here.recommender(CITY)), ListId(CALL, CITY, TRACK), str(board.ranked.v))
    assert refused.value.details == {"places": 1, "slack": 0, "used": 2}
    here.clock.now = CLOSES + timedelta(days=2, minutes=16)
    clock.tick(here.wiring, here.clock())
    assert here.board(CITY).ranked.reports == 1


def test_places_below_what_a_desk_has_listed_are_refused_by_its_name(here: World) -> None:
    for n in range(2):
        here.recommended(name=f"项目{n}")
    city = here.recommender(CITY)
    few = DeskSettings(CITY, places={COUNTY: {TRACK: 1}})
    with pytest.raises(Invalid) as refused:
        settings.save(here.change(city), CALL, few, "0")
    [error] = refused.value.details["errors"]
    assert error == {
        "pointer": f"/places/{COUNTY}/{TRACK}",
        "code": "below_listed",
        "params": {"desk": COUNTY, "listed": 2, "places": 1},
    }
    settings.save(here.change(city), CALL, DeskSettings(CITY, places={COUNTY: {TRACK: 2}}), "0")


def test_a_superseded_extension_leaves_the_item_that_every_step_reads() -> None:
    at = CLOSES
    first, later, other = (
        Extension("filing", desk, at + timedelta(days=n), "系统故障", "a-organiser", at)
        for desk, n in ((COUNTY, 1), (COUNTY, 3), (None, 2))
    )
    plain = [replace(e, reason="") for e in (later, other)]
    assert Extensions().having(first).having(later).having(other) == Extensions(tuple(plain), 3)
    assert Extensions().having(later).having(first).items == (plain[0],)


def test_extensions_of_a_whole_season_stay_small(here: World) -> None:
    for n in range(1, 60):
        more = MoreTime("filing", COUNTY, CLOSES + timedelta(hours=n), "系统故障" * 50)
        deadlines.extend(here.change(here.organiser()), CALL, more)
    assert len(fetch(here.tools.table, lists.extensions(CALL)).items) == 1
    assert len(deadlines.read_extensions(here.act(here.organiser()), CALL)) == 59
