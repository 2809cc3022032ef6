"""An objection as a browser files and follows it: no account, no code in an address, no fault of what is no number."""

from typing import Any

import pytest

from tests.conftest import Place
from tests.factories import CALL, World
from tests.services.accounts.people import solved
from tests.services.publication.season import NOTICE, follow, give, selected
from tests.services.publication.test_objections import OBJECTIONS, PDF, STATEMENT
from tests.web.conftest import serve
from tests.web.people import Browser, Reply

TYPED = {
    "row": 1,
    "by": "person",
    "ground": "untrue",
    "statement": STATEMENT,
    "name": "赵秘名",
    "phone": "13900007777",
    "files": [{"name": "证据.pdf", "size": len(PDF)}],
}


@pytest.fixture
def season(table_moto: Place, bucket_moto: Place, monkeypatch: pytest.MonkeyPatch) -> World:
    made = selected(table_moto, bucket_moto, {**NOTICE, "objections": OBJECTIONS})
    give(made)
    follow(made)
    serve(made, monkeypatch)
    return made


def begin(n: str = "1", **changes: Any) -> Reply:
    challenge = Browser().send("POST", "/challenges", {"purpose": "object"}).body
    body = {**TYPED, **changes, "proof": solved(challenge)}
    return Browser().send("POST", f"/calls/{CALL}/public-notices/{n}/objections", body)


def ask(step: str, code: str) -> Reply:
    return Browser().send("POST", f"/calls/{CALL}/objections/{step}", {"code": code})


def test_anybody_files_an_objection_and_follows_it_until_it_is_refused(season: World, bucket_moto: Place) -> None:
    begun = begin()
    assert begun.status == 201
    code = begun.body["code"]
    for ticket in begun.body["tickets"]:
        bucket_moto.client.put_object(Bucket=bucket_moto.name, Key=ticket["fields"]["key"], Body=PDF)
    assert ask("complete", code).body["state"] == "filed"
    organiser = Browser(season.cookie(season.organiser()))
    [one] = organiser.get(f"/calls/{CALL}/objections").body["items"]
    refused = organiser.send("POST", f"/calls/{CALL}/objections/{one['id']}/refuse", {"refusal": "merit"})
    assert refused.body["state"] == "refused"
    seen = ask("follow", " ".join(code.upper())).body
    assert (seen["refusal"], seen["taken_at"], seen["refused_at"] is not None) == ("merit", None, True)
    assert ask("follow", "none").status == 404


def test_all_that_is_wrong_is_said_at_once(season: World) -> None:
    refused = begin(statement="太短", phone="1", files=[])
    assert [one["pointer"] for one in refused.body["errors"]] == ["/statement", "/phone", "/files"]


@pytest.mark.parametrize("n", ["2", "none", "01x"])
def test_a_notice_that_is_not_there_is_not_to_be_known_of(season: World, n: str) -> None:
    assert begin(n).status == 404
