"""Two hands at one desk, and at two levels: a strict order and its quota, whoever else works at the same moment."""

from collections.abc import Sequence

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Busy, Closed, ListClosed, ListStale, QuotaFull, Stale, StepNotAllowed
from chalicelib.domain.ranking import Report
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import State
from chalicelib.domain.visibility import as_seen_by
from chalicelib.services.follow_ups import reports
from chalicelib.services.lists import ranking
from chalicelib.services.submissions import steps
from chalicelib.storage import lists, submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, TRACK, World, command, world
from tests.races.between import Act, at_every_step, at_once, cutting_in, is_refusal, outcome
from tests.races.sound import assert_sound, list_of

pytestmark = pytest.mark.engine
LOSES = (Busy, ListStale, ListClosed, QuotaFull, StepNotAllowed, Stale, Closed)


def taking(here: World, who: SignedIn, entry: str, step: str, **arguments: object) -> Act:
    repeat, wish = here.request(who), command(step, **arguments)
    return lambda: steps.apply(here.act(who, repeat), entry, wish)


def recommending(here: World, who: SignedIn, entry: str, rank: int = 1) -> Act:
    return taking(here, who, entry, "recommend", rank=rank, opinion="好")


def reordering(here: World, who: SignedIn, order: Sequence[str], desk: str = COUNTY) -> Act:
    repeat, seen = here.request(who), str(list_of(here, desk).v)
    place = ListId(CALL, desk, TRACK)
    return lambda: ranking.reorder(here.act(who, repeat), place, order, seen)


def reporting(here: World, who: SignedIn, desk: str = COUNTY) -> Act:
    repeat, seen = here.request(who), str(list_of(here, desk).v)
    return lambda: ranking.report(here.act(who, repeat), ListId(CALL, desk, TRACK), seen)


def reports_of(here: World, desk: str = COUNTY) -> list[Report]:
    return fetch(here.tools.table, lists.reports(CALL, desk, TRACK))


def emptied(here: World, desk: str, entries: Sequence[str]) -> None:
    """The desk's list, empty again."""
    clerk = here.recommender(desk)
    for entry in entries:
        if here.head(entry).state is State.RECOMMENDED:
            here.take(clerk, entry, "return", reason="下一轮")


def test_of_two_recommendations_of_the_last_place_one_gets_it(here: World) -> None:
    one, other, made = here.recommender(CITY), here.recommender(CITY, "mate"), []

    def begin() -> tuple[Act, Act]:
        emptied(here, CITY, made)
        here.take(one, made_of("先到"), "recommend", rank=1, opinion="好")
        return recommending(here, one, made_of("甲项目")), recommending(here, other, made_of("乙项目"))

    def made_of(name: str) -> str:
        made.append(here.pushed(name, CITY))
        return made[-1]

    for outcomes in at_every_step(here, begin):
        assert [is_refusal(o, ListStale, QuotaFull) for o in outcomes].count(True) == 1
        assert len(list_of(here, CITY).ids) == 2
    assert_sound(here, *made, desks=(CITY,))


def test_of_two_recommendations_both_stand_in_a_strict_order_when_tried_again(here: World) -> None:
    clerks = [here.recommender(COUNTY, f"clerk{n}") for n in range(4)]
    entries = [here.pushed(f"项目{n}") for n in range(4)]

    def until_done(clerk: SignedIn, entry: str) -> Act:
        def act() -> object:
            while True:
                done = outcome(recommending(here, clerk, entry))
                if not is_refusal(done, ListStale, Stale):
                    return done

        return act

    at_once(*(until_done(clerk, entry) for clerk, entry in zip(clerks, entries, strict=True)))
    assert len(list_of(here).ids) == 4
    assert_sound(here, *entries)


def test_a_reorder_at_the_moment_of_a_return_keeps_no_returned_entry_and_loses_no_other(here: World) -> None:
    clerk, mate, made = here.recommender(COUNTY), here.recommender(COUNTY, "mate"), []

    def begin() -> tuple[Act, Act]:
        emptied(here, COUNTY, made)
        entries = [here.recommended(name=f"项目{n}") for n in range(3)]
        made.extend(entries)
        return reordering(here, clerk, entries), taking(here, mate, entries[0], "return", reason="补充")

    def other_way() -> tuple[Act, Act]:
        reorder, give_back = begin()
        return give_back, reorder

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            assert [is_refusal(o, *LOSES) for o in outcomes].count(True) <= 1
            assert_sound(here, *made)


@pytest.mark.parametrize("step", ["recommend", "take_back", "return", "decline"])
def test_a_step_at_the_moment_of_a_report_is_in_it_or_refused(here: World, step: str) -> None:
    clerk, mate, made = here.recommender(COUNTY), here.recommender(COUNTY, "mate"), []
    arguments = {"recommend": {"rank": 1, "opinion": "好"}, "take_back": {}}.get(step, {"reason": "原因"})

    def begin() -> tuple[Act, Act]:
        if list_of(here).reported:
            reopen(here)
        made.append(here.recommended())
        listed = step in {"take_back", "return"}
        entry = made[-1] if listed else here.pushed("另一个")
        made.extend([] if listed else [entry])
        return taking(here, mate, entry, step, **arguments), and_follow(reporting(here, clerk))

    def and_follow(report: Act) -> Act:
        def act() -> None:
            report()
            reports.advance(here.tools, reports_of(here)[-1])

        return act

    def other_way() -> tuple[Act, Act]:
        taken, report = begin()
        return report, taken

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            refused = [is_refusal(o, *LOSES) for o in outcomes].count(True)
            assert refused == 1 or (refused == 0 and step == "decline")
            assert_sound(here, *made)
            told_of_declines(here, made)


def reopen(here: World) -> None:
    city = here.recommender(CITY)
    ranking.reopen(here.change(city), ListId(CALL, COUNTY, TRACK), "可补报")


def told_of_declines(here: World, entries: Sequence[str]) -> None:
    """After a report whoever was declined before it is told so."""
    if list_of(here).reported:
        owner = here.applicant().caller
        heads = fetch(here.tools.table, submissions.heads(entries)).values()
        seen = {as_seen_by(owner, head).state for head in heads if head.state is State.DECLINED}
        assert seen <= {State.DECLINED}


@pytest.fixture
def leaving(table_local: Place, bucket_moto: Place) -> World:
    """A season whose call lets applicants withdraw what they pushed."""
    return world(table_local, bucket_moto, withdrawal=True)


@pytest.mark.parametrize("step", ["report", "take_back", "return"])
def test_what_is_withdrawn_at_the_moment_of_a_step_of_its_desk_is_gone_from_the_list_or_still_there(
    leaving: World, step: str
) -> None:
    here, owner, clerk = leaving, leaving.applicant(), leaving.recommender(COUNTY)
    made: list[str] = []

    def begin() -> tuple[Act, Act]:
        if list_of(here).reported:
            reopen(here)
        made.append(here.recommended())
        of_desk = reporting(here, clerk) if step == "report" else taking(here, clerk, made[-1], step, reason="原因")
        return taking(here, owner, made[-1], "withdraw", reason="不报了"), of_desk

    def other_way() -> tuple[Act, Act]:
        withdrawn, of_desk = begin()
        return of_desk, withdrawn

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            assert [is_refusal(o, *LOSES) for o in outcomes].count(True) <= 1
            if step == "report" and list_of(here).reported:
                reports.advance(here.tools, reports_of(here)[-1])
            assert_sound(here, *made)


def test_an_owner_who_comes_too_late_is_not_told_what_the_desk_decided(here: World) -> None:
    owner, clerk, entry = here.applicant(), here.recommender(COUNTY), here.pushed()
    with cutting_in(here, 1, recommending(here, clerk, entry)):
        refused = outcome(taking(here, owner, entry, "ask_back", reason="写错了"))
    assert here.head(entry).state is State.RECOMMENDED
    assert isinstance(refused, StepNotAllowed)
    assert refused.details == {"step": "ask_back", "state": "pushed"}


def test_two_reports_of_one_list_at_once_are_one(here: World) -> None:
    clerk, mate, made = here.recommender(COUNTY), here.recommender(COUNTY, "mate"), []

    def begin() -> tuple[Act, Act]:
        if list_of(here).reported:
            reopen(here)
        made.append(len(reports_of(here)))
        here.recommended()
        return reporting(here, clerk), reporting(here, mate)

    for outcomes in at_every_step(here, begin):
        assert [is_refusal(o, ListStale, ListClosed) for o in outcomes].count(True) == 1
        assert len(reports_of(here)) == made[-1] + 1


def reported(here: World, size: int) -> list[str]:
    """A list that has been reported, nothing of which has followed yet."""
    entries = [here.recommended(name=f"项目{n}") for n in range(size)]
    reporting(here, here.recommender(COUNTY))()
    return entries


def test_two_jobs_that_follow_one_report_take_each_entry_up_once(here: World) -> None:
    entries = reported(here, 11)
    [report] = reports_of(here)
    for n in (2, 0, 1):
        with cutting_in(here, n, lambda: reports.advance(here.tools, report)):
            reports.advance(here.tools, report)
    at_once(*[lambda: reports.advance(here.tools, report)] * 3)
    assert {here.head(e).desk for e in entries} == {CITY}
    assert [here.head(e).events for e in entries] == [3] * 11
    assert [here.head(e).came[0].rank for e in reversed(entries)] == list(range(1, 12))
    assert_sound(here, *entries)


def test_two_jobs_at_once_that_follow_a_fresh_report_take_each_entry_up_once(here: World) -> None:
    entries = reported(here, 11)
    [report] = reports_of(here)
    at_once(*[lambda: reports.advance(here.tools, report)] * 3)
    assert {(h.desk, h.events) for h in map(here.head, entries)} == {(CITY, 3)}
    assert_sound(here, *entries)


def test_an_entry_sent_back_while_the_others_still_follow_stays_where_it_was_sent(here: World) -> None:
    entries = reported(here, 11)
    [report] = reports_of(here)
    city, first = here.recommender(CITY), entries[-1]
    send_back = taking(here, city, first, "send_back", reason="核实", desk=COUNTY)
    came: list[object] = []
    with cutting_in(here, 2, lambda: came.append(send_back())):
        reports.advance(here.tools, report)
    reports.advance(here.tools, report)
    assert came
    assert (here.head(first).desk, here.head(first).state) == (COUNTY, State.PUSHED)
    assert {here.head(e).desk for e in entries[:-1]} == {CITY}
    assert_sound(here, *entries)


def test_a_followed_entry_taken_again_below_is_not_taken_up_by_the_old_report(here: World) -> None:
    entries = reported(here, 2)
    [report] = reports_of(here)
    reports.advance(here.tools, report)
    here.take(here.recommender(CITY), entries[0], "send_back", reason="核实", desk=COUNTY)
    here.take(here.recommender(COUNTY), entries[0], "recommend", rank=1, opinion="好")
    reports.advance(here.tools, report)
    assert (here.head(entries[0]).desk, here.head(entries[0]).state) == (COUNTY, State.RECOMMENDED)
    assert_sound(here, *entries)


@pytest.mark.parametrize("step", ["recommend", "reorder", "report"])
def test_the_same_request_of_a_desk_sent_twice_at_once_happens_once(here: World, step: str) -> None:
    clerk, made = here.recommender(COUNTY), []

    def begin() -> tuple[Act, Act]:
        if list_of(here).reported:
            reopen(here)
        made.append(here.recommended())
        act = {
            "recommend": lambda: recommending(here, clerk, another(here, made)),
            "reorder": lambda: reordering(here, clerk, [f"{CALL}.{TRACK}.{i}" for i in list_of(here).ids]),
            "report": lambda: reporting(here, clerk),
        }[step]()
        return act, act

    for outcomes in at_every_step(here, begin):
        before = list_of(here)
        assert [is_refusal(o) for o in outcomes] == [False, False]
        assert list_of(here) == before
        assert_sound(here, *made)


def another(here: World, made: list[str]) -> str:
    made.append(here.pushed("另一个"))
    return made[-1]
