"""The cases that server and browser share: what the complete check finds, what is missing, visible and kept."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.forms.answers import clean, missing, problems
from chalicelib.forms.check_context import CheckContext, FileFact
from chalicelib.forms.regions import Regions
from chalicelib.forms.schema import Form
from tests.forms.sample import visible

TABLES = sorted((Path(__file__).parent.parent / "parity").glob("*.json"))


def cases() -> list[Any]:
    tables = [(path.stem, json.loads(path.read_text())) for path in TABLES]
    return [
        pytest.param(Form.parse(table["form"]), Regions(table["regions"]), case, id=f"{name}: {case['name']}")
        for name, table in tables
        for case in table["cases"]
    ]


def given(case: dict[str, Any], regions: Regions) -> CheckContext:
    files = [FileFact(**file) for file in case["files"]]
    return CheckContext(date.fromisoformat(case["today"]), regions, files, case["links"])


@pytest.mark.parametrize(("form", "regions", "case"), cases())
def test_the_case_is_found_as_the_table_says(form: Form, regions: Regions, case: dict[str, Any]) -> None:
    found = problems(form, case["answers"], given(case, regions))
    lack = missing(form, found)
    assert [problem.as_json() for problem in found] == case["problems"]
    assert {"total": lack.total, "sections": lack.sections} == case["missing"]
    assert visible(form, case["answers"]) == case["visible"]


@pytest.mark.parametrize(("form", "regions", "case"), [case for case in cases() if "clean" in case.values[2]])
def test_the_answers_are_kept_as_the_table_says(form: Form, regions: Regions, case: dict[str, Any]) -> None:
    assert clean(form, case["answers"]) == case["clean"]
