"""The country's regions, packaged as data beside the code.

Built from GB/T 2260 by `python -m ops regions`.
"""

import json
from functools import cache
from pathlib import Path

from chalicelib.domain.regions import Regions

DATA = Path(__file__).parent.parent / "data" / "regions.json"


@cache
def load() -> Regions:
    """Return all regions by code; read once per process."""
    return Regions(json.loads(DATA.read_text("utf-8")))
