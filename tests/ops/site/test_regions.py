"""The country's regions, as the package has them and as the rules want them."""

import json
from pathlib import Path

import pytest

from chalicelib.forms.regions import Regions
from ops.site.regions import build, write

LISTS = {
    "provinces": [{"code": "37", "name": "山东省"}],
    "cities": [{"code": "3701", "name": "济南市", "provinceCode": "37"}],
    "areas": [{"code": "370176", "name": "济南高新技术产业开发区", "cityCode": "3701", "provinceCode": "37"}],
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "dist").mkdir()
    for name, rows in LISTS.items():
        (tmp_path / f"dist/{name}.json").write_text(json.dumps(rows))
    return tmp_path


def test_cities_and_counties_have_six_digits_and_know_what_they_lie_under(package: Path) -> None:
    assert build(package) == {
        "37": ("山东省", None),
        "370100": ("济南市", "37"),
        "370176": ("济南高新技术产业开发区", "370100"),
        "71": ("台湾省", None),
        "81": ("香港特别行政区", None),
        "82": ("澳门特别行政区", None),
    }


def test_server_and_site_get_the_same_list_and_the_rules_can_read_it(package: Path, tmp_path: Path) -> None:
    targets = [tmp_path / "server/regions.json", tmp_path / "site/regions.json"]
    write(package, targets)
    regions = Regions(json.loads(targets[0].read_text()))
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert regions.path("370176") == ["37", "370100", "370176"]
    assert [regions.level(code) for code in ("37", "370100", "370176", "370177")] == [
        "province",
        "city",
        "county",
        None,
    ]
