"""A ranked list is an order, and its length is the quota's count."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.call import Quota
from chalicelib.domain.errors import ListClosed, NotFound, OrderNotOfList, QuotaFull, RankOutOfRange
from chalicelib.domain.ranking import UNLIMITED, RankedList, Report, Row, ceiling, version_code
from chalicelib.domain.submission import Hop

REFUSES, WARNS = Quota(3, "refuse", 2), Quota(3, "warn", 2)
NOW = datetime(2021, 11, 10, tzinfo=UTC)
IDS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


def listed(*ids: str, reported: bool = False) -> RankedList:
    return RankedList("c", "d", "t", ids, reported)


@given(IDS, st.integers(-2, 9))
def test_what_is_inserted_stands_at_its_rank_and_all_others_keep_their_order(ids: list[str], rank: int) -> None:
    before = listed(*ids)
    if not 1 <= rank <= len(ids) + 1:
        with pytest.raises(RankOutOfRange) as refused:
            before.inserted("new", rank, None)
        assert refused.value.details == {"highest": len(ids) + 1}
        return
    after = before.inserted("new", rank, None)
    assert after.rank("new") == rank
    assert after.without("new") == before


@given(IDS)
def test_what_is_taken_out_leaves_no_gap(ids: list[str]) -> None:
    for gone in ids:
        after = listed(*ids).without(gone)
        assert [after.rank(i) for i in after.ids] == list(range(1, len(ids)))
        assert after.rank(gone) is None


@given(st.permutations("abcd"))
def test_any_order_of_the_very_members_is_taken(order: list[str]) -> None:
    assert listed(*"abcd").reordered(order).ids == tuple(order)


@pytest.mark.parametrize("order", ["abc", "abcde", "aabc", "abcx", ""])
def test_an_order_that_is_not_of_the_members_is_refused(order: str) -> None:
    with pytest.raises(OrderNotOfList):
        listed(*"abcd").reordered(list(order))


@pytest.mark.parametrize(("quota", "most"), [(REFUSES, 3), (WARNS, 5), (None, UNLIMITED)])
def test_a_list_takes_as_many_as_its_quota_and_slack_allow(quota: Quota | None, most: int) -> None:
    assert ceiling(quota) == most
    full = listed(*map(str, range(most)))
    assert len(listed(*full.ids[1:]).inserted("new", 1, quota).ids) == most
    with pytest.raises(QuotaFull) as refused:
        full.inserted("new", 1, quota)
    assert refused.value.details["used"] == most


def test_what_is_listed_already_takes_no_second_place() -> None:
    assert listed("a", "b", "c").inserted("c", 1, REFUSES).ids == ("c", "a", "b")


def test_a_reported_list_moves_in_no_way() -> None:
    frozen = listed("a", "b").frozen(NOW)
    assert (frozen.reported, frozen.reports, frozen.reported_at) == (True, 1, NOW)
    moves = (
        lambda: frozen.inserted("c", 1, None),
        lambda: frozen.without("a"),
        lambda: frozen.reordered(["b", "a"]),
        lambda: frozen.frozen(NOW),
    )
    for move in moves:
        with pytest.raises(ListClosed):
            move()


def test_a_reopened_list_moves_and_is_reported_as_the_next_version() -> None:
    again = listed("a").frozen(NOW).reopened().inserted("b", 1, None).frozen(NOW)
    assert (again.ids, again.reports) == (("b", "a"), 2)


def test_what_is_not_listed_cannot_be_taken_out() -> None:
    with pytest.raises(NotFound):
        listed("a").without("b")


def test_a_version_is_numbered_as_on_paper() -> None:
    report = Report("shandong-2021", "370900", "scenario", 1, NOW, "a", ("x",), "5E71A09C3D", "organiser")
    assert report.number == "SHANDONG-2021-370900-SCENARIO-01"


def test_a_full_list_says_its_places_its_slack_and_how_many_are_used() -> None:
    for quota, said in (
        (REFUSES, {"places": 3, "slack": 2, "used": 3}),
        (WARNS, {"places": 3, "slack": 2, "used": 5}),
        (None, {"places": None, "slack": 0, "used": UNLIMITED}),
    ):
        full = listed(*map(str, range(said["used"] or 0)))
        with pytest.raises(QuotaFull) as refused:
            full.inserted("new", 1, quota)
        assert refused.value.details == said


def test_a_closed_list_says_which_it_is() -> None:
    with pytest.raises(ListClosed) as refused:
        listed("a", reported=True).must_be_open()
    assert refused.value.details == {"desk": "d", "track": "t"}
    listed("a").must_be_open()


def test_a_list_is_named_in_its_history_by_call_desk_and_track() -> None:
    assert listed().subject == "c/d/t"


HOPS = (Hop("county", 1, 2),)
ROW = Row(1, "a", "N1", "甲", "单位", {"served": "7"}, HOPS, "好")


def test_the_code_of_a_version_is_ten_signs_that_never_change() -> None:
    ranked = RankedList("c", "d", "t", ("a",), True, 1, NOW, 3, 2, "hash")
    assert version_code(ranked, [ROW], "salt") == "A06EED72B8"


@pytest.mark.parametrize(
    ("ranked", "rows", "salt"),
    [
        (listed("a"), [ROW], "other"),
        (listed("a"), [], "salt"),
        (listed("a"), [replace(ROW, opinion="很好")], "salt"),
        (listed("a"), [replace(ROW, came=())], "salt"),
        (replace(listed("a"), reports=2), [ROW], "salt"),
        (replace(listed("a"), last_hash="x"), [ROW], "salt"),
        (replace(listed("a"), track="u"), [ROW], "salt"),
    ],
    ids=["salt", "rows", "opinion", "came", "reports", "chain", "list"],
)
def test_whatever_a_version_shows_changes_its_code(ranked: RankedList, rows: list[Row], salt: str) -> None:
    assert version_code(ranked, rows, salt) != version_code(listed("a"), [ROW], "salt")


@pytest.mark.parametrize("rank", [-1, 0, 4, 5])
def test_a_rank_beyond_the_next_free_one_is_refused_with_that_one(rank: int) -> None:
    with pytest.raises(RankOutOfRange) as refused:
        listed("a", "b").inserted("c", rank, None)
    assert refused.value.details == {"highest": 3}
    assert listed("a", "b").inserted("c", 3, None).ids == ("a", "b", "c")


def test_a_reopened_list_is_what_it_was_before_but_open() -> None:
    frozen = listed("a").frozen(NOW)
    assert frozen.reopened() == replace(frozen, reported=False)
