"""Of a closed account nothing is left but what belongs to the call, and that names no person."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Invalid, NotFound, WrongCredentials
from chalicelib.domain.history import broken
from chalicelib.domain.submission import File, Files
from chalicelib.services.accounts import closing, dossiers, issued_accounts
from chalicelib.services.follow_ups import erasure
from chalicelib.services.sign_in import proof_of_work
from chalicelib.services.submissions import reading
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict
from tests.conftest import Place
from tests.factories import CALL, CITY, CLOSES, COUNTY, PASSWORD, TRACK, World, call, form, world
from tests.services.accounts.people import account_of, caller_of, register, sign_in, told

OVER = CLOSES + timedelta(days=3)
PERSONAL = ["王五", "13800138000", "泰山区大数据局", "张三丰", "13912345678", "李工", "请退回，我是王五", "身份证.pdf"]
"""What is typed of persons in this module."""


def with_persons() -> dict[str, Any]:
    """The test call, whose form asks for a contact, a team and a paper of a person."""
    asked = form()
    asked["sections"][0]["fields"] += [
        {"id": "contact", "type": "text", "min": 2, "max": 20, "list": True, "personal": True},
        {"id": "mobile", "type": "mobile", "personal": True},
        {
            "id": "team",
            "type": "table",
            "max_rows": 5,
            "columns": [
                {"id": "who", "type": "text", "max": 20, "personal": True, "label": {"zh": "姓名"}},
                {"id": "part", "type": "text", "max": 20, "label": {"zh": "分工"}},
            ],
        },
        {"id": "paper", "type": "attachments", "max": 1, "size": 1048576, "kinds": ["pdf"], "personal": True},
    ]
    for field in asked["sections"][0]["fields"]:
        field.setdefault("required", False)
        field.setdefault("label", {"zh": field["id"]})
    return call(tracks=[{**call()["tracks"][0], "form": asked}])


PERSONS = {
    "contact": "张三丰",
    "mobile": "13912345678",
    "team": [{"_id": "aaaaaaaa", "who": "李工", "part": "算法"}],
}


@pytest.fixture(autouse=True)
def quick_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_of_work, "COST", 1)


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return world(table_moto, bucket_moto, tracks=with_persons()["tracks"])


@pytest.fixture
def owner(here: World) -> SignedIn:
    return caller_of(here.tools, register(here.tools))


def attach(here: World, entry: str, field: str, name: str) -> str:
    """A kept file in two versions; its key."""
    there: Files = fetch(here.tools.table, submissions.files(entry))
    key = f"kept/{entry}/{field}/00"
    for body in (b"%PDF-old", b"%PDF"):
        here.tools.objects.put(key, body, "application/pdf")
    file = File(field, field, name, 4, "pdf", "application/pdf", "0" * 64, key, here.clock.now)
    here.tools.table.write([submissions.put_files(there.with_file(file))])
    return key


def entry_of(here: World, owner: SignedIn, name: str = "智慧供热") -> str:
    """A draft with persons in it, one paper of a person and one that is of none."""
    made = here.draft(owner, name, **PERSONS)
    attach(here, made, "paper", "身份证.pdf")
    attach(here, made, "proof", "证明.pdf")
    return made


def everything(table: Place) -> str:
    """The whole table as text."""
    pages = table.client.get_paginator("scan").paginate(TableName=table.name)
    return json.dumps([item for page in pages for item in page["Items"]], ensure_ascii=False, default=repr)


def versions(bucket: Place) -> list[str]:
    found = bucket.client.list_object_versions(Bucket=bucket.name, Prefix="kept/")
    return [one["Key"] for one in found.get("Versions", [])]


def close(here: World, owner: SignedIn) -> None:
    closing.close_own(here.change(owner), PASSWORD)
    erasure.carry_out(here.tools, owner.account.id)


def reported(here: World, owner: SignedIn) -> str:
    """An entry of the owner's that its county reported, with words of the owner's in its history."""
    entry = entry_of(here, owner)
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(owner, entry, "ask_back", reason="请退回，我是王五")
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    return entry


def test_nothing_of_a_person_is_left_in_table_or_bucket(
    here: World, owner: SignedIn, table_moto: Place, bucket_moto: Place
) -> None:
    dossiers.save(here.act(owner), {"contact_name": "张三丰"}, "0")
    entry, draft = reported(here, owner), entry_of(here, owner, "没有推送的")
    here.clock.now = OVER
    assert all(word in everything(table_moto) for word in PERSONAL)
    close(here, owner)
    left = everything(table_moto)
    assert [word for word in PERSONAL if word in left] == []
    assert keys.head(draft).pk not in left
    assert set(versions(bucket_moto)) == {f"kept/{entry}/proof/00"}
    assert here.tools.table.get(keys.dossier(owner.account.id)) is None


def test_what_belongs_to_the_call_stays_and_its_histories_are_whole(here: World, owner: SignedIn) -> None:
    entry = reported(here, owner)
    here.clock.now = OVER
    close(here, owner)
    revision = fetch(here.tools.table, submissions.revision(entry, 1))
    assert revision is not None
    assert revision.answers["team"] == [{"_id": "aaaaaaaa", "part": "算法"}]
    assert revision.answers["effect"]
    assert [file.name for file in revision.files] == ["证明.pdf"]
    report = fetch(here.tools.table, lists.report(CALL, COUNTY, TRACK, 1))
    assert report is not None
    rows = fetch(here.tools.table, lists.rows(report))
    assert [(row.name, dict(row.facts)) for row in rows] == [("智慧供热", {"name": "智慧供热", "served": "128000"})]
    ends = {entry: here.head(entry), owner.account.subject: account_of(here.tools, owner.account.id)}
    for subject, end in ends.items():
        chain = fetch(here.tools.table, submissions.history(subject))
        assert broken(chain, (end.events, end.last_hash)) is None


def test_a_desk_reads_the_entry_of_a_closed_account(here: World, owner: SignedIn) -> None:
    entry = reported(here, owner)
    here.clock.now = OVER
    close(here, owner)
    city = here.recommender(CITY)
    shown = reading.show(here.act(city), entry)
    assert "contact" not in shown.answers
    events = reading.read_history(here.act(city), entry)
    assert ("", "closed") in {(one.actor_name, one.actor_role) for one in events[0]}


def test_erasing_can_be_cut_off_anywhere_and_run_again(
    here: World, owner: SignedIn, table_moto: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(here, owner)
    entry_of(here, owner, "没有推送的")
    here.clock.now = OVER
    closing.close_own(here.change(owner), PASSWORD)
    write, left, cut_offs = type(here.tools.table).write, 0, 0

    class CutOff(Exception):
        pass

    def cut(table: Any, writes: Any) -> None:
        nonlocal left
        if left == 0:
            raise CutOff
        left -= 1
        write(table, writes)

    monkeypatch.setattr(type(here.tools.table), "write", cut)
    while True:
        left = 1
        try:
            erasure.carry_out(here.tools, owner.account.id)
            break
        except CutOff:
            cut_offs += 1
    assert cut_offs > 5
    assert [word for word in PERSONAL if word in everything(table_moto)] == []
    left = 0
    erasure.carry_out(here.tools, owner.account.id)


def test_a_closed_account_opens_no_more_and_its_name_is_given_to_nobody(here: World, owner: SignedIn) -> None:
    close(here, owner)
    with pytest.raises(WrongCredentials):
        sign_in(here.tools)
    with pytest.raises(Invalid) as refused:
        register(here.tools)
    assert told(refused.value) == [("/login", "login_taken")]
    assert account_of(here.tools, owner.account.id).login == ""


def test_nobody_enables_or_resets_a_closed_account(here: World, owner: SignedIn) -> None:
    close(here, owner)
    for act in (
        lambda: issued_accounts.set_disabled(here.change(here.organiser()), owner.account.id, False),
        lambda: issued_accounts.issue_one_time_password(here.change(here.organiser()), owner.account.id),
    ):
        with pytest.raises(NotFound):
            act()
    page = issued_accounts.read_page(here.act(here.organiser()), CALL, "applicant", None, None)
    assert page.accounts == []


def test_closing_takes_the_password_and_waits_for_what_is_on_its_way(here: World, owner: SignedIn) -> None:
    entry = entry_of(here, owner)
    with pytest.raises(Invalid) as refused:
        closing.close_own(here.change(owner), "wrong guess")
    assert told(refused.value) == [("/current_password", "wrong_password")]
    here.take(owner, entry, "push", desk=COUNTY)
    with pytest.raises(Invalid) as refused:
        closing.close_own(here.change(owner), PASSWORD)
    assert told(refused.value) == [("/entries", "entries_on_way")]
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充", asks={})
    close(here, owner)
    assert here.head(entry).card.facts == {"name": "智慧供热", "served": "128000"}


def test_an_open_account_is_never_erased(here: World, owner: SignedIn) -> None:
    draft = entry_of(here, owner)
    erasure.carry_out(here.tools, owner.account.id)
    assert here.head(draft).card.facts["contact"] == "张三丰"


def test_two_erased_in_one_list_lose_nothing_of_each_other(here: World, owner: SignedIn) -> None:
    reported(here, owner)
    report = fetch(here.tools.table, lists.report(CALL, COUNTY, TRACK, 1))
    assert report is not None
    (part,) = fetch(here.tools.table, lists.rows_parts(report))
    here.tools.table.write([lists.put_blanked_rows(part, ())])
    with pytest.raises(Conflict):
        here.tools.table.write([lists.put_blanked_rows(part, part.rows)])
