"""Objections: written with evidence, filed in time, taken or refused, answered, ruled by two, and shielded."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Closed, Invalid, LaurelError, NotFound, SamePerson, StepNotAllowed, UploadWrong
from chalicelib.domain.publication.objections import ObjectionState, Objector
from chalicelib.domain.states import Outcome
from chalicelib.jobs import season
from chalicelib.services.publication import objections, pages, rulings
from chalicelib.services.publication.objections import DeclaredEvidence, TypedObjection
from chalicelib.services.sign_in import proof_of_work
from chalicelib.services.sign_in.sessions import Visitor
from chalicelib.storage import notices as stored
from chalicelib.storage import objections as stored_objections
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, World
from tests.services.accounts.people import solved
from tests.services.publication.season import NOTICE, files, follow, give, second, selected

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
GROUNDS = [
    {"id": "untrue", "names": {"zh": "材料不实"}, "answers": "organiser", "corrects": False},
    {"id": "persons", "names": {"zh": "完成单位及排序"}, "answers": "desk", "corrects": False},
    {"id": "spelling", "names": {"zh": "名称更正"}, "answers": "organiser", "corrects": True},
]
OBJECTIONS = {
    "by": ["person", "organisation"],
    "grounds": GROUNDS,
    "evidence": {"min": 1, "max": 2, "megabytes": 1, "kinds": ["pdf", "png"]},
    "answer_days": 5,
    "rule_days": 15,
}
VISITOR = Visitor("192.0.2.7")
WHO = Objector("赵秘名", "13900007777", "", "某市某路七号")
STATEMENT = "该项目所列成效与公开年报不符，年报所载数字仅为其三分之一。"
SEEDED = ("赵秘名", "13900007777", "某市某路七号", "年报所载数字", "证据七号")
"""What tells who objects, or was said by whoever does."""


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    made = selected(table_moto, bucket_moto, {**NOTICE, "objections": OBJECTIONS})
    give(made)
    follow(made)
    return made


def typed(**changes: Any) -> TypedObjection:
    files = [DeclaredEvidence("证据七号.pdf", len(PDF))]
    return replace(TypedObjection(1, "person", "untrue", STATEMENT, WHO, files, {}), **changes)


def proof(here: World) -> str:
    return solved(proof_of_work.challenge(here.tools, "", "object", 0))


def begin(here: World, **changes: Any) -> objections.Begun:
    return objections.begin(here.tools, CALL, 1, typed(**changes), proof(here), VISITOR)


def file(here: World, bucket: Place, **changes: Any) -> tuple[str, str]:
    """File an objection; its code and its id."""
    begun = begin(here, **changes)
    for ticket in begun.tickets:
        bucket.client.put_object(Bucket=bucket.name, Key=ticket.fields["key"], Body=PDF)
    own = objections.complete(here.tools, CALL, begun.code)
    assert own.objection.state is ObjectionState.FILED
    return begun.code, own.objection.id


def rule(here: World, id: str, consequence: Any, reason: str = "经核实属实。") -> rulings.ObjectionView:
    view = rulings.rule(here.change(here.organiser()), CALL, id, consequence != "none", consequence, reason)
    assert view.proposal
    return rulings.confirm(here.change(second(here)), CALL, id, view.proposal.digest)


def answered(here: World, bucket: Place, **changes: Any) -> str:
    """An objection that was taken and answered."""
    _, id = file(here, bucket, **changes)
    rulings.take(here.change(here.organiser()), CALL, id, "对成效数据的异议")
    rulings.answer(here.change(here.organiser()), CALL, id, "已核对台账。")
    return id


def noticed(here: World, row: int = 1) -> str:
    notice = fetch(here.tools.table, stored.notice(CALL, 1))
    assert notice
    rows = fetch(here.tools.table, stored.rows(notice))
    (entry,) = [f"{CALL}.{one.track}.{one.entry}" for one in rows if one.n == row]
    return entry


def test_an_objection_is_filed_once_its_evidence_is_there(here: World, bucket_moto: Place) -> None:
    begun = begin(here)
    with pytest.raises(UploadWrong) as refused:
        objections.complete(here.tools, CALL, begun.code)
    assert [one["pointer"] for one in refused.value.details["errors"]] == ["/files/0"]
    assert rulings.read_all(here.act(here.organiser()), CALL) == []
    (again,) = objections.renew_tickets(here.tools, CALL, begun.code)
    bucket_moto.client.put_object(Bucket=bucket_moto.name, Key=again.fields["key"], Body=PDF)
    own = objections.complete(here.tools, CALL, begun.code)
    assert (own.objection.state, len(own.objection.files)) == (ObjectionState.FILED, 1)
    assert objections.complete(here.tools, CALL, begun.code) == own
    (view,) = rulings.read_all(here.act(here.organiser()), CALL)
    assert view.objector == WHO


def test_evidence_is_checked_like_any_upload(here: World, bucket_moto: Place) -> None:
    begun = begin(here)
    (ticket,) = begun.tickets
    bucket_moto.client.put_object(Bucket=bucket_moto.name, Key=ticket.fields["key"], Body=b"MZ" + PDF[2:])
    with pytest.raises(UploadWrong):
        objections.complete(here.tools, CALL, begun.code)
    assert objections.follow(here.tools, CALL, begun.code).objection.state is ObjectionState.BEGUN


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"objector": Objector("", "", "")}, {"/name", "/phone"}),
        ({"by": "organisation"}, {"/organisation"}),
        ({"ground": "merit"}, {"/ground"}),
        ({"statement": "不对"}, {"/statement"}),
        ({"files": []}, {"/files"}),
        ({"files": [DeclaredEvidence("病毒.exe", 10)]}, {"/files/0"}),
        ({"files": [DeclaredEvidence("大.pdf", 2_000_000)]}, {"/files/0"}),
        ({"files": [DeclaredEvidence("甲.pdf", 9)] * 3}, {"/files"}),
        ({"row": 99}, {"/row"}),
        ({"ground": "spelling", "corrections": {}}, {"/corrections/name"}),
        ({"corrections": {"name": "别名"}}, {"/corrections"}),
    ],
)
def test_every_fault_is_said_at_its_field(here: World, changes: dict[str, Any], pointers: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        begin(here, **changes)
    assert {one["pointer"] for one in refused.value.details["errors"]} == pointers


def test_nobody_objects_a_second_after_the_last(here: World, bucket_moto: Place) -> None:
    begun = begin(here)
    bucket_moto.client.put_object(Bucket=bucket_moto.name, Key=begun.tickets[0].fields["key"], Body=PDF)
    notice = fetch(here.tools.table, stored.notice(CALL, 1))
    assert notice
    here.clock.now = notice.closes_at + timedelta(seconds=1)
    with pytest.raises(Closed):
        begin(here)
    with pytest.raises((Closed, NotFound)):
        objections.complete(here.tools, CALL, begun.code)


def test_what_the_clock_has_closed_takes_nothing_in_between(here: World, bucket_moto: Place) -> None:
    """The writer's clock may be behind: the notice itself says that it is closed."""
    notice = fetch(here.tools.table, stored.notice(CALL, 1))
    assert notice
    here.clock.now = notice.closes_at
    begun = begin(here)
    bucket_moto.client.put_object(Bucket=bucket_moto.name, Key=begun.tickets[0].fields["key"], Body=PDF)
    here.clock.now = notice.closes_at + timedelta(seconds=1)
    season.tick(here.wiring, here.clock.now)
    here.clock.now = notice.closes_at
    with pytest.raises(Closed):
        objections.complete(here.tools, CALL, begun.code)
    assert rulings.read_all(here.act(here.organiser()), CALL) == []


def test_a_code_is_found_however_it_is_typed_and_nothing_else_is(here: World, bucket_moto: Place) -> None:
    code, id = file(here, bucket_moto)
    shown = "-".join(code[at : at + 4] for at in range(0, len(code), 4)).upper()
    assert objections.follow(here.tools, CALL, f" {shown} ").objection.id == id
    with pytest.raises(NotFound):
        objections.follow(here.tools, CALL, id)


def test_an_objection_that_is_taken_holds_its_entry_and_one_refused_does_not(here: World, bucket_moto: Place) -> None:
    code, id = file(here, bucket_moto)
    _, other = file(here, bucket_moto)
    rulings.refuse(here.change(here.organiser()), CALL, other, "merit", "")
    assert here.head(noticed(here)).objections == 0
    rulings.take(here.change(here.organiser()), CALL, id, "对成效数据的异议")
    assert here.head(noticed(here)).objections == 1
    assert objections.follow(here.tools, CALL, code).objection.state is ObjectionState.TAKEN


def test_it_is_ruled_on_by_two_and_once_it_is_answered(here: World, bucket_moto: Place) -> None:
    _, id = file(here, bucket_moto)
    rulings.take(here.change(here.organiser()), CALL, id, "对成效数据的异议")
    with pytest.raises(StepNotAllowed):
        rule(here, id, "none")
    rulings.answer(here.change(here.organiser()), CALL, id, "已核对台账。")
    view = rulings.rule(here.change(here.organiser()), CALL, id, False, "none", "与台账相符。")
    assert view.proposal
    with pytest.raises(SamePerson):
        rulings.confirm(here.change(here.organiser()), CALL, id, view.proposal.digest)
    after = rulings.confirm(here.change(second(here)), CALL, id, view.proposal.digest)
    assert (after.objection.state, here.head(noticed(here)).objections) == (ObjectionState.DISMISSED, 0)
    with pytest.raises(LaurelError):
        rulings.confirm(here.change(second(here)), CALL, id, view.proposal.digest)
    assert here.head(noticed(here)).objections == 0


def test_what_is_upheld_excludes_the_entry(here: World, bucket_moto: Place) -> None:
    rule(here, answered(here, bucket_moto), "exclude")
    head = here.head(noticed(here))
    assert (head.outcome, head.objections) == (Outcome.EXCLUDED, 0)


def test_an_objection_without_a_consequence_is_not_upheld(here: World, bucket_moto: Place) -> None:
    id = answered(here, bucket_moto)
    for upheld, consequence in ((True, "none"), (False, "exclude"), (True, "correct")):
        with pytest.raises(Invalid):
            rulings.rule(here.change(here.organiser()), CALL, id, upheld, consequence, "理由")  # type: ignore[arg-type]


def test_a_misspelt_name_is_put_right_in_public(here: World, bucket_moto: Place) -> None:
    notice = fetch(here.tools.table, stored.notice(CALL, 1))
    assert notice
    old = fetch(here.tools.table, stored.rows(notice))[0].name
    id = answered(here, bucket_moto, ground="spelling", corrections={"name": "智慧供热（更正）"})
    rule(here, id, "correct")
    assert here.head(noticed(here)).card.name == "智慧供热（更正）"
    pages.publish(here.tools, here.tools.calls.latest(CALL))
    page = files(here, bucket_moto)[f"open/{CALL}/notice-1.html"]
    assert old in page
    assert "智慧供热（更正）" in page


def test_no_public_file_message_or_desk_tells_who_objected(here: World, bucket_moto: Place) -> None:
    id = answered(here, bucket_moto)
    rule(here, id, "none", "与台账相符。")
    pages.publish(here.tools, here.tools.calls.latest(CALL))
    text = json.dumps(files(here, bucket_moto), ensure_ascii=False)
    assert "1 件" in text
    assert not [seed for seed in SEEDED if seed in text]


def test_evidence_that_never_came_is_gone_in_a_day(here: World) -> None:
    code = begin(here).code
    here.clock.now += stored_objections.BEGUN_KEPT + timedelta(seconds=1)
    with pytest.raises(NotFound):
        objections.follow(here.tools, CALL, code)
