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
