"""A save keeps all that a draft may hold, and names the rest; nothing else of it is lost."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.services.submissions import drafts
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import World, call, complete, world

LONG = {"type": "long", "min": 0, "max": 40_000, "required": False, "label": {"zh": "x"}}
TABLE = {
    "id": "gains",
    "type": "table",
    "required": False,
    "label": {"zh": "效益"},
    "max_rows": 3,
    "columns": [
        {"id": "what", "type": "text", "max": 10, "label": {"zh": "指标"}},
        {"id": "much", "type": "decimal", "label": {"zh": "数值"}},
    ],
}


def tracks() -> list[dict[str, Any]]:
    """The test call's, with a table and two texts that are heavy together."""
    found = copy.deepcopy(call()["tracks"])
    found[0]["form"]["sections"][0]["fields"] += [TABLE, {"id": "past", **LONG}, {"id": "plan", **LONG}]
    return found


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, tracks=tracks())


@pytest.fixture
def entry(here: World) -> str:
    return here.draft(here.applicant())


def save(here: World, entry: str, **changes: Any) -> list[tuple[str, str]]:
    """Save changes of the stored answers; what was refused, by place."""
    saved = here.save(here.applicant(), entry, {**stored(here, entry), **changes})
    assert saved.etag == here.etag(entry)
    return [(problem.pointer, problem.code) for problem in saved.refused]


def stored(here: World, entry: str) -> Mapping[str, Any]:
    return fetch(here.tools.table, submissions.answers(entry)).values


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("effect", "长" * 2201, "too_long"),
        ("name", "名" * 101, "too_long"),
        ("served", "1" * 41, "too_long"),
        ("served", 7, "wrong_shape"),
        ("related", ["x"] * 99, "too_many"),
        ("gains", [{"_id": f"aaaaaaa{x}"} for x in "abcdefg"], "too_many"),
    ],
)
def test_one_value_over_its_cap_holds_up_no_other(
    here: World, entry: str, field: str, value: object, code: str
) -> None:
    before = stored(here, entry).get(field)
    assert save(here, entry, **{field: value, "unit_name": "改过的单位"}) == [(f"/{field}", code)]
    assert stored(here, entry).get(field) == before
    assert stored(here, entry)["unit_name"] == "改过的单位"


def test_a_field_of_another_form_is_left_out(here: World, entry: str) -> None:
    assert save(here, entry, nothing="x", unit_name="改过的单位") == [("/nothing", "unknown_field")]
    assert stored(here, entry) == {**complete(), "unit_name": "改过的单位"}


def test_a_cell_over_its_cap_holds_up_neither_its_row_nor_the_others(here: World, entry: str) -> None:
    first, second = {"_id": "aaaaaaaa", "what": "时间", "much": "26"}, {"_id": "bbbbbbbb", "what": "人次"}
    assert save(here, entry, gains=[first]) == []
    changed = [{**first, "what": "长" * 41, "much": "4"}, {**second, "much": "1" * 41}]
    assert save(here, entry, gains=changed) == [("/gains/0/what", "too_long"), ("/gains/1/much", "too_long")]
    assert stored(here, entry)["gains"] == [{**first, "much": "4"}, second]


def test_a_table_with_too_many_rows_and_a_cell_over_its_cap_goes_back_whole(here: World, entry: str) -> None:
    rows = [{"_id": f"aaaaaaa{x}", "what": "长" * 41} for x in "abcdefg"]
    refused = save(here, entry, gains=rows)
    assert refused[0] == ("/gains", "too_many")
    assert "gains" not in stored(here, entry)


def test_of_too_much_together_the_heaviest_that_changed_goes_back(here: World, entry: str) -> None:
    assert save(here, entry, past="字" * 40_000) == []
    assert save(here, entry, plan="字" * 39_000, unit_name="改过的单位") == [("/plan", "too_heavy")]
    kept = stored(here, entry)
    assert (len(kept["past"]), "plan" in kept, kept["unit_name"]) == (40_000, False, "改过的单位")


def test_the_same_save_sent_again_is_refused_the_same(here: World, entry: str) -> None:
    who, etag = here.applicant(), here.etag(entry)
    answers = {**complete(), "name": "名" * 101}
    first, again = (drafts.save(here.act(who), entry, answers, 1, etag) for _ in range(2))
    assert (again.etag, again.refused) == (first.etag, first.refused)
