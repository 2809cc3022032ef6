"""County to city to province, and back."""

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import ListClosed, NotFound, QuotaFull, StepNotAllowed
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import ORGANISER, State, short_id
from chalicelib.services.desks import settings
from chalicelib.services.lists import ranking
from chalicelib.services.submissions import drafts, reading
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, TRACK, World, world


@pytest.fixture
def here(any_table: Place) -> World:
    return world(any_table)


def can(act: Callable[[], object]) -> bool:
    """Whether there is anything for whoever asks."""
    try:
        act()
    except NotFound:
        return False
    return True


def test_a_recommended_entry_goes_from_county_to_city_to_the_organiser(here: World) -> None:
    entry = here.pushed()
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="数据来源清楚")
    here.report(COUNTY)
    assert (here.head(entry).state, here.head(entry).desk) == (State.PUSHED, CITY)

    here.take(here.recommender(CITY), entry, "recommend", rank=1, opinion="同意")
    here.report(CITY)

    head = here.head(entry)
    assert (head.state, head.desk) == (State.NOMINATED, ORGANISER)
    assert [(c.desk, c.rank, c.of) for c in head.came] == [(COUNTY, 1, 1), (CITY, 1, 1)]
    history, whole = reading.read_history(here.act(here.organiser()), entry)
    assert [h.event.step for h in history] == ["push", "recommend", "report", "recommend", "report"]
    assert whole


def test_what_was_pushed_can_be_neither_saved_nor_deleted(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    with pytest.raises(StepNotAllowed):
        here.save(owner, entry, {"name": "改了"})
    with pytest.raises(StepNotAllowed):
        here.take(owner, entry, "delete")


def test_a_returned_entry_can_be_edited_and_pushed_again_under_its_number(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    number = here.head(entry).filing_no
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充口径", asks={"served": "写明时间段"})
    shown = reading.show(here.act(owner), entry)
    assert shown.returned is not None
    assert shown.returned.asks == {"served": "写明时间段"}

    here.save(owner, entry, {**shown.answers, "served": "130000"})
    here.take(owner, entry, "push", desk=COUNTY)

    head = here.head(entry)
    assert (head.state, head.revision, head.filing_no) == (State.PUSHED, 2, number)
    changed = reading.differences(here.act(here.recommender(COUNTY)), entry, 1, 2)
    assert [(c.change.field, c.change.old, c.change.new, c.request) for c in changed] == [
        ("served", "128000", "130000", "写明时间段")
    ]


def test_a_desk_reads_what_was_pushed_while_its_applicant_edits_on(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    here.save(owner, entry, {"name": "还没改完"})
    assert reading.show(here.act(here.recommender(COUNTY)), entry).answers["name"] == "智慧供热"


def test_a_rank_pushes_those_behind_it_down(here: World) -> None:
    first, second, third = (here.pushed(name) for name in ("甲项目", "乙项目", "丙项目"))
    desk = here.recommender(COUNTY)
    for entry in (first, second, third):
        here.take(desk, entry, "recommend", rank=1, opinion="好")
    assert [h.id for h in here.board(COUNTY).heads] == [third, second, first]


def test_a_hard_quota_is_never_exceeded(here: World) -> None:
    desk = here.recommender(CITY)
    entries = [here.pushed(f"项目{n}", CITY) for n in range(3)]
    for entry in entries[:2]:
        here.take(desk, entry, "recommend", rank=1, opinion="好")
    with pytest.raises(QuotaFull):
        here.take(desk, entries[2], "recommend", rank=1, opinion="好")


def test_a_reported_list_cannot_move_at_its_own_desk(here: World) -> None:
    entry, other = here.pushed(), here.pushed("另一个")
    desk = here.recommender(COUNTY)
    here.take(desk, entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    with pytest.raises(ListClosed):
        here.take(desk, other, "recommend", rank=1, opinion="好")
    place, seen = ListId(CALL, COUNTY, TRACK), str(here.board(COUNTY).ranked.v)
    with pytest.raises(ListClosed):
        ranking.reorder(here.change(desk), place, [entry], seen)


def test_an_entry_sent_back_leaves_the_list_below_which_is_open_again(here: World) -> None:
    entry = here.pushed()
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "send_back", reason="请核实", desk=COUNTY)
    head = here.head(entry)
    assert (head.state, head.desk, head.came) == (State.PUSHED, COUNTY, ())
    assert here.board(COUNTY).ranked.ids == ()
    assert not here.board(COUNTY).ranked.reported


def test_an_entry_is_marked_as_sent_back_until_it_goes_up_again(here: World) -> None:
    entry, county = here.recommended(), here.recommender(COUNTY)
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "send_back", reason="请核实", desk=COUNTY)
    assert here.head(entry).sent_back_at == here.tools.clock()

    here.take(county, entry, "recommend", rank=1, opinion="已核实")
    here.report(COUNTY)
    assert here.head(entry).sent_back_at is None


def test_why_an_entry_was_sent_back_is_between_the_desks(here: World) -> None:
    owner, entry = here.applicant(), here.recommended()
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "send_back", reason="县里核实不严", desk=COUNTY)

    told, read = (reading.read_history(here.act(who), entry)[0][-1].event for who in (owner, here.recommender(COUNTY)))
    assert (told.step, told.facts["to_desk"], told.texts) == ("send_back", COUNTY, {})
    assert read.texts["reason"].value == "县里核实不严"


def test_a_desk_reads_what_was_pushed_to_it_and_not_what_another_desk_had(here: World) -> None:
    owner, first, second = here.applicant(), here.recommender(COUNTY), here.recommender(DEPARTMENT)
    entry = here.pushed(who=owner)
    here.take(first, entry, "return", reason="应报厅局")
    here.take(owner, entry, "push", desk=DEPARTMENT)

    def readable(who: SignedIn) -> list[int]:
        return [n for n in (1, 2) if can(partial(reading.read_revision, here.act(who), entry, n))]

    assert (readable(owner), readable(here.organiser())) == ([1, 2], [1, 2])
    assert (readable(first), readable(second)) == ([], [2])
    assert not can(lambda: reading.differences(here.act(second), entry, 1, 2))

    here.take(second, entry, "return", reason="还是报县里")
    here.take(owner, entry, "push", desk=COUNTY)
    assert (readable(first), here.head(entry).since) == ([1], 3)


def test_a_desk_above_reads_all_that_was_pushed_on_the_way_to_it(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "return", reason="请再补充")
    here.take(owner, entry, "push", desk=CITY)
    for who in (here.recommender(COUNTY), here.recommender(CITY)):
        assert [reading.read_revision(here.act(who), entry, n).desk for n in (1, 2, 3)] == [
            COUNTY,
            COUNTY,
            CITY,
        ]


def test_an_applicant_hears_of_a_decline_once_the_list_is_reported(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "decline", reason="与上年重复")
    assert reading.show(here.act(owner), entry).head.state is State.PUSHED
    here.report(COUNTY)
    shown = reading.show(here.act(owner), entry)
    assert (shown.head.state, shown.declined) == (State.DECLINED, "与上年重复")


def test_what_its_owner_withdraws_while_it_is_recommended_leaves_the_list(any_table: Place) -> None:
    here = world(any_table, withdrawal=True)
    entry, other = here.recommended(name="甲项目"), here.recommended(name="乙项目")
    here.take(here.applicant(), entry, "withdraw", reason="不报了")
    assert (here.head(entry).state, here.board(COUNTY).ranked.ids) == (State.WITHDRAWN, (short_id(other),))
    history, whole = ranking.read_history(here.act(here.recommender(COUNTY)), ListId(CALL, COUNTY, TRACK))
    assert ([h.event.step for h in history], whole) == (["recommend", "recommend", "withdraw"], True)


def test_what_was_returned_and_withdrawn_can_be_saved_no_more(any_table: Place) -> None:
    here = world(any_table, withdrawal=True)
    owner, entry = here.applicant(), here.pushed()
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    here.take(owner, entry, "withdraw", reason="不报了")
    with pytest.raises(StepNotAllowed):
        here.save(owner, entry, {"name": "又改了"})


def test_the_same_request_twice_gives_the_first_answer(here: World) -> None:
    owner = here.applicant()
    repeat = here.request(owner)
    first = drafts.start(here.act(owner, repeat), CALL, TRACK, None)
    assert drafts.start(here.act(owner, repeat), CALL, TRACK, None) == first


def test_a_stranger_knows_of_nothing(here: World) -> None:
    entry = here.pushed()
    with pytest.raises(NotFound):
        reading.show(here.act(here.applicant("stranger")), entry)
    with pytest.raises(NotFound):
        reading.show(here.act(here.recommender(CITY)), entry)


def test_what_a_level_above_returned_has_that_level_as_its_one_receiver(here: World) -> None:
    owner = here.applicant()
    entry = here.recommended()
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "recommend", rank=1, opinion="好")
    here.report(CITY)
    here.take(here.organiser(), entry, "return", reason="缺少盖章页")
    [receiver] = drafts.read_receiving(here.act(owner), entry).receivers
    assert (receiver.desk.code, receiver.desk.names, receiver.refused) == (ORGANISER, {"zh": "山东省大数据局"}, None)
    assert here.take(owner, entry, "push", desk=receiver.desk.code).state is State.NOMINATED


def test_a_city_that_takes_nothing_directly_still_gets_back_what_it_returned(here: World) -> None:
    city = here.recommender(CITY)
    settings.save(here.change(city), CALL, DeskSettings(CITY, direct=False), "0")
    entry = here.recommended()
    here.report(COUNTY)
    here.take(city, entry, "return", reason="缺少盖章页")
    owner = here.applicant()
    [receiver] = drafts.read_receiving(here.act(owner), entry).receivers
    assert (receiver.desk.code, receiver.refused, receiver.settings.direct) == (CITY, None, False)
    assert here.take(owner, entry, "push", desk=CITY).desk == CITY
