"""Each field type answers everything: it is documented, shared with the browser as cases, and described losslessly."""

import json
import re
from dataclasses import fields
from typing import Any

import pytest

from chalicelib.forms.checks import KINDS
from chalicelib.forms.describe import describe
from chalicelib.forms.fields import TYPES, Field
from chalicelib.forms.problem import CODES
from chalicelib.forms.schema import Form
from tests.forms.sample import PARITY, ROOT, call_forms, parity_forms

REFERENCE = (ROOT / "docs/calls.md").read_text()


def headings() -> set[str]:
    return set(re.findall(r"^#{2,4} `([a-z_]+)`", REFERENCE, re.MULTILINE))


@pytest.mark.parametrize("type", TYPES)
def test_the_type_has_a_section_of_its_own_in_the_reference(type: str) -> None:
    assert type in headings()


@pytest.mark.parametrize("type", TYPES)
def test_every_option_of_the_type_is_named_in_its_section(type: str) -> None:
    section = re.split(r"^#{2,4} ", REFERENCE.split(f"### `{type}`")[1], flags=re.MULTILINE)[0]
    common = {option.name for option in fields(Field)}
    own = {option.name for option in fields(TYPES[type])} - common
    assert {option for option in own if f"`{option}" not in section} == set()


@pytest.mark.parametrize("type", TYPES)
def test_the_type_stands_in_the_shared_cases(type: str) -> None:
    assert any(field.type == type for form in parity_forms().values() for field in form.fields)


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_check_has_a_section_of_its_own_in_the_reference(kind: str) -> None:
    assert kind in headings()


def test_the_shared_cases_show_every_code_and_no_other() -> None:
    tables = [json.loads(path.read_text()) for path in PARITY]
    shown = {problem["code"] for table in tables for case in table["cases"] for problem in case["problems"]}
    assert shown == set(CODES)


@pytest.mark.parametrize("code", [*CODES, "wrong_shape", "unknown_field"])
def test_every_code_is_explained_in_the_reference(code: str) -> None:
    assert f"| `{code}` |" in REFERENCE


@pytest.mark.parametrize(
    "form", [*parity_forms().values(), *call_forms().values()], ids=[*parity_forms(), *call_forms()]
)
def test_a_description_is_read_back_to_the_same_form(form: Form) -> None:
    described: dict[str, Any] = json.loads(json.dumps(describe(form)))
    assert describe(Form.parse(described)) == described
