"""Which desks may receive, how many places they have, who stands above whom."""

import pytest

from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings, chain, children, place_of, quota, receivers
from tests.factories import CITY, COUNTY, DEPARTMENT, OTHER_COUNTY, TRACK, call

HERE = Call.from_dict(call())


def codes(place: str, **settings: DeskSettings) -> list[tuple[str, str | None]]:
    return [(r.desk.code, r.refused) for r in receivers(HERE, place, {s.desk: s for s in settings.values()})]


def test_a_unit_of_a_county_may_go_to_its_county_its_city_and_any_department() -> None:
    assert codes(COUNTY) == [(COUNTY, None), (CITY, None), (DEPARTMENT, None)]


def test_a_unit_of_a_place_without_a_desk_goes_to_its_city() -> None:
    assert codes("370971") == [(CITY, None), (DEPARTMENT, None)]


def test_a_unit_from_elsewhere_finds_departments_only() -> None:
    assert codes("110105") == [(DEPARTMENT, None)]


def test_a_city_that_takes_nothing_directly_refuses_whoever_has_a_county_desk_and_nobody_else() -> None:
    through = DeskSettings(CITY, direct=False)
    assert codes(COUNTY, city=through) == [(COUNTY, None), (CITY, "only_through_lower"), (DEPARTMENT, None)]
    assert codes("370971", city=through) == [(CITY, None), (DEPARTMENT, None)]


def test_a_firm_from_elsewhere_belongs_where_its_solution_landed() -> None:
    track = call()["tracks"][0] | {"landing": "where"}
    landed = Call.from_dict(call(tracks=[track]))
    answers = {"where": COUNTY}
    assert place_of(landed, landed.track(TRACK), "110105", answers) == COUNTY
    assert place_of(landed, landed.track(TRACK), OTHER_COUNTY, answers) == OTHER_COUNTY
    assert place_of(landed, landed.track(TRACK), "110105", {}) == "110105"


def test_places_are_those_the_parent_gives_else_those_of_the_level() -> None:
    given = DeskSettings(CITY, places={COUNTY: {TRACK: 7}})
    assert quota(HERE, TRACK, COUNTY, given) == Quota(7, "refuse", 0)
    assert quota(HERE, TRACK, COUNTY, None) is None
    assert quota(HERE, TRACK, CITY, None) == Quota(2, "refuse", 0)


@pytest.mark.parametrize(("places", "slack"), [(100, 10), (50, 5), (5, 1), (0, 0)])
def test_over_places_that_the_parent_gives_as_large_a_part_is_allowed_as_over_the_calls(
    places: int, slack: int
) -> None:
    track = {**call()["tracks"][0], "quotas": {"city": {"places": 100, "over": "warn", "slack": 10}}}
    here = Call.from_dict(call(tracks=[track]))
    given = DeskSettings(CITY, places={COUNTY: {TRACK: places}})
    assert quota(here, TRACK, COUNTY, given) == Quota(places, "warn", slack)


def test_no_place_at_all_is_a_quota_too() -> None:
    none = DeskSettings(CITY, places={COUNTY: {TRACK: 0}})
    assert quota(HERE, TRACK, COUNTY, none) == Quota(0, "refuse", 0)


def test_a_desk_stands_below_its_city_and_a_city_above_its_counties() -> None:
    assert chain(HERE, COUNTY) == (COUNTY, CITY)
    assert chain(HERE, "unknown") == ()
    assert children(HERE, CITY) == (COUNTY, OTHER_COUNTY)


def test_a_receiver_has_the_settings_of_its_desk_or_empty_ones() -> None:
    own = DeskSettings(CITY, contact="张三")
    found = receivers(HERE, COUNTY, {CITY: own})
    assert [r.settings for r in found] == [DeskSettings(COUNTY), own, DeskSettings(DEPARTMENT)]


def test_receivers_are_nearest_first_and_desks_of_one_distance_by_code() -> None:
    extra = [
        {"code": "sd-a", "names": {}, "level": "department", "parent": None, "region": None},
        {"code": "370000", "names": {}, "level": "city", "parent": None, "region": "370000"},
    ]
    more = Call.from_dict(call(desks=[*extra, *call()["desks"]]))
    assert [r.desk.code for r in receivers(more, COUNTY, {})] == [
        COUNTY,
        CITY,
        "370000",
        "sd-a",
        DEPARTMENT,
    ]


def test_a_call_of_no_region_looks_after_units_where_they_sit() -> None:
    track = call()["tracks"][0] | {"landing": "where"}
    anywhere = Call.from_dict(call(tracks=[track], region=None))
    assert place_of(anywhere, anywhere.track(TRACK), "110105", {"where": COUNTY}) == "110105"


def test_a_track_without_a_landing_leaves_a_unit_from_elsewhere_where_it_sits() -> None:
    assert place_of(HERE, HERE.track(TRACK), "110105", {"where": COUNTY, "None": COUNTY}) == "110105"


def test_where_the_call_gives_no_quota_at_all_places_of_a_parent_are_a_limit() -> None:
    track = {**call()["tracks"][0], "quotas": {}}
    here = Call.from_dict(call(tracks=[track]))
    places = DeskSettings(CITY, places={COUNTY: {TRACK: 7}})
    assert quota(here, TRACK, COUNTY, places) == Quota(7, "refuse", 0)
    assert quota(here, TRACK, OTHER_COUNTY, places) is None


def test_over_no_places_of_the_call_nothing_more_is_allowed() -> None:
    track = {**call()["tracks"][0], "quotas": {"city": {"places": 0, "over": "warn", "slack": 10}}}
    here = Call.from_dict(call(tracks=[track]))
    places = DeskSettings(CITY, places={COUNTY: {TRACK: 7}})
    assert quota(here, TRACK, COUNTY, places) == Quota(7, "warn", 0)


def test_a_levels_own_part_counts_before_that_of_another_level() -> None:
    quotas = {
        "city": {"places": 10, "over": "warn", "slack": 1},
        "county": {"places": 10, "over": "warn", "slack": 5},
    }
    here = Call.from_dict(call(tracks=[{**call()["tracks"][0], "quotas": quotas}]))
    places = DeskSettings(CITY, places={COUNTY: {TRACK: 20}})
    assert quota(here, TRACK, COUNTY, places) == Quota(20, "warn", 10)
