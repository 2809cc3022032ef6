"""docs/calls.md says which keys must be there, as the models have it."""

import re

import pytest
from pydantic import BaseModel

from chalicelib.forms.fields import TYPES
from ops.calls.field_models import _field
from ops.calls.models import CallSpec, TrackSpec
from tests.forms.sample import ROOT

PAGE = (ROOT / "docs/calls.md").read_text()


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0].split("\n### ")[0]


def needed(model: type[BaseModel]) -> set[str]:
    return {name for name, field in model.model_fields.items() if field.is_required()}


@pytest.mark.parametrize(("heading", "model"), [("call.yaml", CallSpec), ("tracks/\\<track\\>.yaml", TrackSpec)])
def test_a_key_is_optional_where_the_page_says_so(heading: str, model: type[BaseModel]) -> None:
    rows = [row.split("|") for row in section(heading).splitlines() if row.startswith("| `")]
    keys = {name.partition(".")[0]: words for _, names, words, *_ in rows for name in re.findall("`([a-z_.]+)`", names)}
    optional = {key for key, words in keys.items() if re.search("optional;|; optional|[Ll]eft out", words)}
    assert keys.keys() == model.model_fields.keys()
    assert keys.keys() - optional == needed(model)


def test_the_page_names_what_a_field_of_each_type_must_have() -> None:
    sentence = section("Fields").strip().splitlines()[0]
    named = set(re.findall("`([a-z_]+)`", sentence))
    assert named == {key for cls in TYPES.values() for key in needed(_field(cls))}
