"""What is typed of an expert, and the profile that it makes."""

from typing import Any

import pytest

from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.panel import Profile
from chalicelib.domain.evaluation.profiles import TypedProfile, options_of, read_profile
from chalicelib.storage import regions
from tests.factories import call

USCC = "91370900MA3C0AAA03"
OPTIONS = [
    {"value": "government", "label": {"zh": "数字政府", "en": "Digital government"}},
    {"value": "farm", "label": {"zh": "农业；林业", "en": "Farms; woods"}},
]


def sorted_by_category(**changes: Any) -> Call:
    """The test call, whose entries have a category."""
    data = call(**changes)
    track = data["tracks"][0]
    field = {"id": "category", "type": "choice", "label": {"zh": "类别"}, "required": True, "options": OPTIONS}
    track["form"]["sections"][0]["fields"].append(field)
    track["category_field"] = "category"
    return Call.from_dict(data)


CATEGORIES = sorted_by_category()


def read(of: Call = CATEGORIES, **typed: Any) -> tuple[Profile, list[tuple[str, str]]]:
    profile, faults = read_profile("e", TypedProfile(**{"body": "山东大学", **typed}), of, regions.load())
    return profile, [(one["pointer"], one["code"]) for one in faults]


def test_a_field_is_named_by_its_value_or_by_its_label_in_any_language() -> None:
    for text in ("government;farm", "数字政府；farm", "Digital government | farm"):
        assert read(fields=text)[0].fields == ("government", "farm")
    # A label that has the very sign between labels is one as a whole.
    assert read(fields="农业；林业")[0].fields == ("farm",)
    assert read(fields="government; government;")[0].fields == ("government",)


def test_fields_are_those_of_the_tracks_and_no_others() -> None:
    assert list(options_of(CATEGORIES)) == ["government", "farm"]
    assert options_of(Call.from_dict(call())) == {}
    assert read(fields="government;shoes")[1] == [("/fields", "unknown_category")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("370900", "370900"),
        ("370902", "370900"),
        ("泰安市", "370900"),
        ("泰安", "370900"),
        ("北京市", "11"),
        ("110105", "11"),
        ("", ""),
    ],
)
def test_a_city_is_named_by_a_code_or_its_name_and_a_county_stands_for_its_city(typed: str, code: str) -> None:
    assert read(city=typed) == (Profile("e", body="山东大学", city=code), [])


@pytest.mark.parametrize("typed", ["37", "山东省", "桃花源", "999999"])
def test_what_is_no_city_is_refused(typed: str) -> None:
    assert read(city=typed)[1] == [("/city", "unknown_city")]


def test_a_call_without_regions_takes_a_city_as_it_is_typed() -> None:
    assert read(sorted_by_category(region=None), city=" Port Averil ")[0].city == "Port Averil"


def test_all_faults_are_told_at_once() -> None:
    typed = {"body": "", "uscc": "9137", "title": "教" * 51, "most": "0", "city": "桃花源"}
    assert read(**typed)[1] == [
        ("/body", "required"),
        ("/title", "too_long"),
        ("/uscc", "bad_uscc"),
        ("/city", "unknown_city"),
        ("/most", "bad_most"),
    ]
    assert read(most="501")[1] == read(most="-1")[1] == read(most="六十")[1] == [("/most", "bad_most")]


def test_what_is_right_is_kept_in_order() -> None:
    typed = {"uscc": USCC.lower(), "parent_body": "教育部", "title": " 教授 ", "most": "40", "available": False}
    profile, faults = read(**typed)
    assert not faults
    assert (profile.uscc, profile.parent_body, profile.title) == (USCC, "教育部", "教授")
    assert (profile.most, profile.available) == (40, False)
    assert read()[0].most == Profile("").most
