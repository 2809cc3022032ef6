"""Regions by their codes."""

import pytest

from chalicelib.forms.regions import Regions, under

NAMED = {
    "37": ("山东省", None),
    "370100": ("济南市", "37"),
    "370102": ("历下区", "370100"),
    "370102001": ("解放路街道", "370102"),
}


@pytest.mark.parametrize(
    ("code", "ancestor", "lies"),
    [
        ("370102", None, True),
        ("", None, False),
        ("", "37", False),
        ("370102", "370100", True),
        ("370102", "370000", True),
        ("371002", "370000", True),
        ("370102", "37", True),
        ("370102", "370102", True),
        ("370100", "370102", False),
        ("371002", "370100", False),
        ("370102", "00", False),
    ],
)
def test_a_region_lies_under_what_its_code_begins_with(code: str, ancestor: str | None, lies: bool) -> None:
    assert under(code, ancestor) is lies


def test_a_region_has_a_name_a_parent_a_path_and_a_level() -> None:
    regions = Regions(NAMED)
    assert [regions.name(code) for code in ("37", "370102")] == ["山东省", "历下区"]
    assert [regions.parent(code) for code in ("37", "370102")] == [None, "370100"]
    assert regions.path("37") == ["37"]
    assert regions.path("370102") == ["37", "370100", "370102"]
    levels = [regions.level(code) for code in ("37", "370100", "370102", "370102001")]
    assert levels == ["province", "city", "county", "county"]


def test_an_unknown_region_is_named_by_its_code_and_lies_nowhere() -> None:
    regions, unknown = Regions(NAMED), "999999"
    assert (regions.known(unknown), regions.name(unknown)) == (False, "999999")
    assert (regions.parent(unknown), regions.path(unknown), regions.level(unknown)) == (None, [], None)
    assert regions.known("370102")
