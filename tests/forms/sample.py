"""Forms to test with: those of the shared table of cases, and those of the calls themselves."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from chalicelib.forms.answers import CleanAnswers
from chalicelib.forms.check_context import CheckContext
from chalicelib.forms.regions import Regions
from chalicelib.forms.schema import Form
from ops.calls import compile_call

ROOT = Path(__file__).parent.parent.parent
CALLS = sorted(path.parent for path in (ROOT / "calls").glob("*/call.yaml"))
PARITY = sorted((ROOT / "tests/parity").glob("*.json"))
REGIONS = Regions({"37": ("山东省", None), "370100": ("济南市", "37"), "370102": ("历下区", "370100")})
TODAY = CheckContext(date(2021, 11, 1), REGIONS)


@cache
def parity_forms() -> dict[str, Form]:
    """The form of each file of cases."""
    return {path.stem: Form.parse(json.loads(path.read_text())["form"]) for path in PARITY}


@cache
def call_forms() -> dict[str, Form]:
    """The form of each track of each call."""
    tracks = [track for folder in CALLS for track in compile_call(folder)["tracks"]]
    return {f"{track['form']['call']}.{track['id']}": Form.parse(track["form"]) for track in tracks}


def form(*fields: dict[str, object], **more: object) -> Form:
    """A form of one section."""
    return Form.parse({"sections": [{"id": "all", "title": {}, "fields": list(fields)}], **more})


def visible(form: Form, raw: object) -> list[str]:
    """The ids of the fields that are shown, in the order of the page."""
    scope = CleanAnswers(form, raw).scope
    return [field.id for field in form.fields if scope.shows(field.id)]
