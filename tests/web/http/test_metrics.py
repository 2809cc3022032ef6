"""Each request leaves one line: route, outcome, who by role and mark, and the figures that follow."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib import telemetry
from chalicelib.domain.accounts import SignedIn
from chalicelib.services.sign_in import signatures
from chalicelib.storage.engine.table import Table
from chalicelib.web.http.endpoint import ENDPOINTS
from chalicelib.web.http.metrics import DONE, REFUSED, measure
from chalicelib.wiring import wiring
from tests.factories import CALL, COUNTY, PASSWORD, World
from tests.services.accounts.people import proof, register
from tests.web.people import Browser

Lines = Callable[[], list[dict[str, Any]]]
Browsers = Callable[[SignedIn], Browser]
PUSH = "POST /submissions/{submission}/push"


def figures(told: Mapping[str, Any]) -> dict[str, float]:
    """The counts of a line that are not 0."""
    return {name: told[name] for name in telemetry.METRICS if name != "Latency" and told.get(name)}


def test_a_push_is_told_with_its_entry_and_counted(here: World, browser: Browsers, lines: Lines) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    body = {"desk": COUNTY, "etag": here.etag(entry)}
    assert browser(owner).send("POST", f"/submissions/{entry}/push", body).status == 200
    [told] = lines()
    assert (told["message"], told["route"], told["submission"]) == ("request", PUSH, entry)
    assert (told["status"], told["role"]) == (200, "applicant")
    assert told["account"] == signatures.mark(here.tools, "account", owner.account.id)
    assert told["request"]
    assert 0 < told["calls"] < 6
    assert figures(told) == {"Requests": 1, "Pushes": 1}


def test_a_refusal_is_told_by_its_code_with_whoever_was_refused(here: World, browser: Browsers, lines: Lines) -> None:
    entry = here.pushed()
    again = browser(here.applicant()).send("POST", f"/submissions/{entry}/push", {"desk": COUNTY, "etag": "1-1"})
    [told] = lines()
    assert (told["level"], told["status"], told["code"]) == ("INFO", again.status, again.body["code"])
    assert told["role"] == "applicant"
    assert figures(told) == {"Requests": 1, "Refusals": 1, "Conflicts": 1}


def test_signing_in_leaves_the_marks_of_account_and_address_right_or_wrong(here: World, lines: Lines) -> None:
    account = register(here.tools).account
    for password, login in ((PASSWORD, "taishan"), ("a wrong one", "taishan"), (PASSWORD, "nobody")):
        body = {"login": login, "password": password, "proof": proof(here.tools, login)}
        Browser().send("POST", "/sessions", body)
    marks = [(told["status"], told.get("account"), told["address"]) for told in lines()]
    address = signatures.mark(here.tools, "address", "127.0.0.1")
    mark = signatures.mark(here.tools, "account", account.id)
    assert marks == [(201, mark, address), (401, mark, address), (401, None, address)]


def test_what_is_done_to_an_account_leaves_the_marks_of_both_accounts(
    here: World, browser: Browsers, lines: Lines
) -> None:
    account, who = register(here.tools).account.id, here.organiser()
    chief = browser(who)
    for act in ("one-time-password", "disable", "enable"):
        assert chief.send("POST", f"/accounts/{account}/{act}", {}).status < 300
    made = chief.send("POST", f"/calls/{CALL}/accounts", {"login": "ts-1", "name": "赵六", "desk": COUNTY}).body
    csv = f"login,name,desk\nts-2,赵六,{COUNTY}\nts-3,赵六,{COUNTY}\n"
    assert chief.send("POST", f"/calls/{CALL}/accounts/import", {"csv": csv}).status == 201
    *single, many = lines()
    mark = partial(signatures.mark, here.tools, "account")
    assert [told["of"] for told in single] == [[mark(account)]] * 3 + [[mark(made["account"]["id"])]]
    assert len(many["of"]) == 2
    assert {told["account"] for told in (*single, many)} == {mark(who.account.id)}
    assert {len(told["address"]) for told in (*single, many)} == {12}


def test_every_change_of_an_account_and_every_sign_in_leaves_a_trail() -> None:
    assert sorted(f"{e.method} {e.path}" for e in ENDPOINTS if e.leaves_trail) == [
        "DELETE /sessions/current",
        "DELETE /sessions/{id}",
        "PATCH /accounts/me",
        "POST /accounts",
        "POST /accounts/me/close",
        "POST /accounts/{id}/disable",
        "POST /accounts/{id}/enable",
        "POST /accounts/{id}/one-time-password",
        "POST /calls/{call}/accounts",
        "POST /calls/{call}/accounts/import",
        "POST /sessions",
        "PUT /accounts/me/password",
    ]


def test_a_mark_is_keyed_and_an_accounts_is_no_addresses(here: World) -> None:
    other = replace(here.tools, secret="another secret of some length")
    marks = {
        signatures.mark(tools, kind, "192.0.2.1") for tools in (here.tools, other) for kind in ("account", "address")
    }
    assert len(marks) == 4
    assert all(re.fullmatch("[0-9a-f]{12}", mark) for mark in marks)


def test_nobodys_request_names_nobody(here: World, lines: Lines) -> None:
    Browser().get("/accounts/me")
    [told] = lines()
    assert (told["status"], told["code"]) == (401, "unauthenticated")
    assert not {"role", "account", "submission"} & told.keys()


def test_what_stands_in_a_path_where_an_id_should_is_not_written_down(here: World, lines: Lines) -> None:
    assert Browser().get("/submissions/13800138000").status == 401
    assert "13800138000" not in str(lines())


def test_a_fault_of_ours_is_an_error_with_its_places(
    here: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Table(here.tools.table._client, "no-such-table", here.clock)
    cookie = here.cookie(here.applicant())
    monkeypatch.setitem(vars(wiring), "tools", replace(here.tools, table=nowhere))
    answer = Browser(cookie).get("/accounts/me")
    [told] = lines()
    assert (told["level"], told["status"], told["code"]) == ("ERROR", 500, "fault")
    assert told["fault"].endswith(" ResourceNotFoundException BatchGetItem")
    assert told["request"] == answer.body["request_id"]
    assert "storage/engine/table.py" in str(told["places"])
    assert figures(told) == {"Requests": 1, "Faults": 1}


@pytest.mark.parametrize(
    ("status", "code", "counted"),
    [
        (200, None, {"UploadsCompleted": 1}),
        (422, "upload_wrong", {"Refusals": 1, "UploadsRefused": 1}),
        (409, "upload_not_there", {"Refusals": 1, "Conflicts": 1, "UploadsRefused": 1}),
        (429, "too_many_requests", {"Refusals": 1, "UploadsRefused": 1}),
    ],
)
def test_outcomes_are_counted_by_their_status(status: int, code: str | None, counted: dict[str, int]) -> None:
    line = telemetry.Span({})
    measure(line, next(iter(REFUSED)), status, code)
    assert figures(line.figures) == {"Requests": 1, **counted}


def test_what_is_counted_by_route_is_a_route() -> None:
    assert (DONE.keys() | REFUSED.keys()) - {f"{e.method} {e.path}" for e in ENDPOINTS} == set()


def test_every_line_has_the_fields_that_its_metrics_are_told_apart_by(
    here: World, browser: Browsers, lines: Lines
) -> None:
    browser(here.applicant()).get("/submissions")
    browser(here.applicant()).get("/submissions/nothing")
    Browser().send("POST", "/challenges", {"login": "somebody", "purpose": "nothing"})
    for told in lines():
        for directive in told["_aws"]["CloudWatchMetrics"]:
            assert {name for wanted in directive["Dimensions"] for name in wanted} <= told.keys()
            assert {metric["Name"] for metric in directive["Metrics"]} <= told.keys()
