"""What an expert reads of an entry, and what is kept from it where the call is blind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.blinding import blinded, hidden_from_experts
from chalicelib.domain.evaluation.rules import Blind
from chalicelib.domain.submission import File
from chalicelib.forms.fields import read_field
from chalicelib.forms.schema import Form
from ops.calls import compile_call
from tests.forms.sample import ROOT

READERS = ["owner", "desk", "organiser"]


def field(type: str = "text", **keys: Any) -> dict[str, Any]:
    required: dict[str, Any] = {"attachments": {"max": 2, "size": 9, "kinds": ["pdf", "jpg"]}}
    return {"id": "f", "type": type} | required.get(type, {}) | keys


@pytest.mark.parametrize(
    ("keys", "blind", "hidden"),
    [
        ({}, "unit", False),
        ({"personal": True}, "unit", True),
        ({"personal": True}, "none", False),
        ({"dossier": "unit_name"}, "unit", True),
        ({"dossier": "unit_name"}, "none", False),
        ({"seen_by": READERS}, "none", True),
        ({"seen_by": READERS}, "unit", True),
        ({"seen_by": [*READERS, "expert"], "dossier": "region"}, "unit", False),
        ({"type": "attachments"}, "unit", True),
        ({"type": "attachments"}, "none", False),
        ({"type": "attachments", "blind": "hide"}, "unit", True),
        ({"type": "attachments", "blind": "hide"}, "none", False),
        ({"type": "attachments", "blind": "as_is"}, "unit", False),
    ],
)
def test_a_field_is_hidden_by_its_own_word_or_else_by_the_call(
    keys: dict[str, Any], blind: Blind, hidden: bool
) -> None:
    assert hidden_from_experts(read_field(field(**keys)), blind) == hidden


FORM = Form.parse(
    {
        "sections": [
            {
                "id": "s",
                "title": {},
                "fields": [
                    field(id="title"),
                    field(id="unit", dossier="unit_name"),
                    field(id="inner", seen_by=READERS),
                    {
                        "id": "cases",
                        "type": "table",
                        "max_rows": 3,
                        "columns": [{"id": "what", "type": "text"}, {"id": "who", "type": "text", "personal": True}],
                    },
                    {
                        "id": "team",
                        "type": "table",
                        "personal": True,
                        "max_rows": 3,
                        "columns": [{"id": "name", "type": "text"}],
                    },
                    field("attachments", id="proof", blind="hide"),
                    field("attachments", id="media", blind="as_is"),
                ],
            }
        ]
    }
)
ANSWERS = {
    "title": "用药提醒",
    "unit": "泰山区教育局",
    "inner": "内部说明",
    "cases": [{"_id": "aaaaaaaa", "what": "试点", "who": "张三"}],
    "team": [{"_id": "aaaaaaab", "name": "李四"}],
    "gone": "旧版的回答",
}


def file(id: str, of: str, name: str, kind: str) -> File:
    at = datetime(2021, 11, 1, tzinfo=UTC)
    return File(id, of, name, 9, kind, "application/pdf", "00", f"k/{id}", at)


FILES = [
    file("1", "proof", "泰山区教育局证明.pdf", "pdf"),
    file("2", "media", "泰山区教育局大屏.JPEG", "jpg"),
    file("3", "media", "流程.pdf", "pdf"),
]


def test_of_a_blind_call_an_expert_reads_neither_who_filed_nor_the_names_of_files() -> None:
    answers, files = blinded(FORM, ANSWERS, FILES, "unit", "zh")
    assert answers == {"title": "用药提醒", "cases": [{"_id": "aaaaaaaa", "what": "试点"}]}
    assert [(one.id, one.name) for one in files] == [("2", "附件 1.jpg"), ("3", "附件 2.pdf")]
    assert [one.name for one in blinded(FORM, {}, FILES, "unit", "en")[1]] == ["File 1.jpg", "File 2.pdf"]


def test_of_an_open_call_it_reads_all_but_what_a_field_keeps_from_it() -> None:
    answers, files = blinded(FORM, ANSWERS, FILES, "none", "zh")
    assert answers == {id: ANSWERS[id] for id in ("title", "unit", "cases", "team")}
    assert list(files) == FILES


@pytest.mark.parametrize("track", ["unit", "scenario", "solution"])
def test_the_2021_call_keeps_from_its_experts_whatever_names_a_unit_or_a_person(track: str) -> None:
    form = Call.from_dict(compile_call(ROOT / "calls/shandong-2021")).track(track).parsed
    hidden = {one.id for one in form.fields if hidden_from_experts(one, "unit")}
    assert {"unit_name", "uscc", "contact_name", "contact_mobile", "pledge", "proof"} <= hidden
    assert {one.id for one in form.fields} & {"team", "website", "partners", "landing", "licence"} <= hidden
    assert not hidden & {"effects", "security", "category", "basis"}
