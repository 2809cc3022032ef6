"""Cities that are at work by rule, and the people who evaluate in a later season."""

import csv
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.evaluation.rules import Scale
from ops.bootstrap import ROOT
from ops.seed.cities import SeasonStage
from ops.seed.evaluators import experts, mark
from ops.seed.season_file import SeasonFile, demo_people

CALL, PRIZE = "shandong-2021", "open-data-prize-2026"
LATER: list[SeasonStage] = ["evaluation", "tallied"]
TENTHS, FIVE = Scale("0", "10", "0.5"), Scale("1", "5", "1")


@cache
def desks() -> dict[str, dict[str, str]]:
    rows = csv.DictReader((ROOT / "calls/shandong-2021/desks.csv").open(encoding="utf-8"))
    return {row["code"]: row for row in rows}


def city_of(desk: str) -> str:
    return desks()[desk]["parent"] or desk


def test_every_city_has_a_desk_people_and_entries_in_several_states() -> None:
    season = SeasonFile(CALL)
    cities = {code for code, row in desks().items() if row["level"] == "city"}
    assert cities <= {person.desk for person in season.people.values()}
    ways = Counter(city_of(sample.to) for sample in season.samples if sample.to in desks())
    assert cities <= set(ways)
    assert min(ways[city] for city in cities) >= 3
    assert {city_of(one["desk"]) for one in season.lists} > {"370900", "371100"}


def test_desks_of_the_file_are_those_of_the_call() -> None:
    season = SeasonFile(CALL)
    assert {person.desk for person in season.people.values() if person.desk} <= set(desks())
    for code, words in season._cities.areas.items():
        assert words["area"] in desks()[code]["name.zh"], code


def test_it_is_the_same_at_each_start() -> None:
    one, other = SeasonFile(CALL), SeasonFile(CALL)
    assert (one.people, one.samples, one.lists) == (other.people, other.samples, other.lists)


def test_logins_are_names_of_their_own() -> None:
    for stage in ("filing", *LATER):
        logins = [person.login for name in (CALL, PRIZE) for person in SeasonFile(name, stage).people.values()]
        assert len(logins) == len(set(logins))


@pytest.mark.parametrize("stage", LATER)
def test_in_a_later_season_every_city_reports_some_hundred_entries(stage: SeasonStage) -> None:
    season = SeasonFile(CALL, stage)
    scenarios = [s for s in season.samples if s.track == "scenario" and s.path == ("recommend",) and s.to]
    assert len(scenarios) >= 100
    assert len({one["desk"] for one in season.lists if one["track"] == "scenario"}) >= 16


def test_thirty_experts_and_more_are_to_be_drawn_from() -> None:
    season = SeasonFile(CALL, "evaluation")
    known = experts(season.evaluation)
    seats = season.evaluation["seats"]["scenario"]
    held = Counter(field for one in known for field in one.fields)
    assert sum(seats.values()) == 30
    assert all(held[field] >= n for field, n in seats.items())
    assert len({one.name for one in known}) == len(known) == 36
    assert max(Counter(one.body for one in known).values()) == 2


def test_the_jury_of_the_prize_are_nine() -> None:
    assert len(experts(SeasonFile(PRIZE, "evaluation").evaluation)) == 9


@pytest.mark.parametrize("stage", LATER)
def test_later_seasons_offer_agency_expert_and_observer(stage: SeasonStage) -> None:
    roles = {person.role for person, _ in demo_people([SeasonFile(CALL, stage)])}
    assert roles == {"organiser", "recommender", "applicant", "agency", "expert", "observer"}


@given(st.integers(1, 36), st.text("abc2", min_size=1, max_size=8), st.sampled_from([TENTHS, FIVE]))
def test_every_mark_is_on_the_scale_and_the_same_again(n: int, entry: str, scale: Scale) -> None:
    expert = experts(SeasonFile(CALL, "evaluation").evaluation)[n - 1]
    given_mark = mark(expert, entry, "effect", scale)
    assert scale.has(given_mark)
    assert mark(expert, entry, "effect", scale) == given_mark


def test_strict_experts_mark_lower_than_mild_ones() -> None:
    known = sorted(experts(SeasonFile(CALL, "evaluation").evaluation), key=lambda one: one.strictness)

    def mean(n: int) -> float:
        return sum(float(mark(known[n], f"e{m}", "effect", TENTHS)) for m in range(60)) / 60

    assert mean(-1) + 0.5 < mean(0)


@pytest.mark.parametrize("stage", ["filing", *LATER])
def test_no_title_names_a_place_or_a_unit_and_none_comes_twice_in_a_city(stage: SeasonStage) -> None:
    season = SeasonFile(CALL, stage)
    areas = {words["area"] for words in season.lines["areas"].values()} - {"全省"}
    names = {*areas, *(area[:-1] for area in areas), *(person.unit for person in season.people.values())} - {""}
    titles = [sample.name for sample in season.samples if sample.name]
    assert [title for title in titles if any(name in title for name in names)] == []
    made = [sample.name for sample in season.samples if sample.unit in {one["key"] for one in season._cities.people}]
    named = [title for title in made if title]
    assert len(named) == len(set(named)) > 100
