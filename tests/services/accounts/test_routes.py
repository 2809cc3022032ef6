"""The account routes, as a browser uses them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from chalice.config import Config
from chalice.local import LocalGateway

from app import app
from chalicelib.domain.access import Role
from chalicelib.domain.accounts import SignedIn
from chalicelib.wiring import wiring
from ops.accounts.creation import Person, create_account, offer
from tests.conftest import ORIGIN
from tests.factories import CALL, COUNTY, PASSWORD, World
from tests.services.accounts.people import account_of, solved

_keys = count(1)


@dataclass
class Answered:
    """An answer as a browser sees it."""

    status: int
    body: Any
    headers: Mapping[str, Any]

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [(fault["pointer"], fault["code"]) for fault in self.body["errors"]]


@dataclass
class Browser:
    """Keeps cookies, and says where its requests come from."""

    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        sent = {
            "Content-Type": "application/json",
            "Origin": ORIGIN,
            "Idempotency-Key": f"key-{next(_keys)}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        raw = b"" if body is None else json.dumps(body).encode()
        told: Any = LocalGateway(app, Config()).handle_request(method, path, sent, raw)
        for cookie in told["multiValueHeaders"].get("Set-Cookie", []):
            self._keep(cookie)
        if "Set-Cookie" in told["headers"]:
            self._keep(told["headers"]["Set-Cookie"])
        return Answered(told["statusCode"], json.loads(told["body"] or "null"), told["headers"])

    def _keep(self, cookie: str) -> None:
        assert "HttpOnly; SameSite=Strict" in cookie
        assert "Path=/;" in cookie
        name, _, value = cookie.partition(";")[0].partition("=")
        self.cookies.pop(name, None)
        if "Max-Age=0" not in cookie:
            self.cookies[name] = value

    def proof(self, login: str, purpose: str) -> str:
        return solved(self.ask("POST", "/challenges", {"login": login, "purpose": purpose}).body)

    def register(self, login: str = "taishan", **changes: Any) -> Answered:
        typed = {
            "name": "王五",
            "nickname": "泰山区大数据局",
            "login": login,
            "password": PASSWORD,
            "password_again": PASSWORD,
            "phone": "13800138000",
            "region": COUNTY,
            "organisation": "泰山区热力公司",
            "desk": None,
            "parent_body": "泰山区住房和城乡建设局",
            "agreed": True,
            "call": CALL,
        }
        proof = self.proof(login, "register")
        return self.ask("POST", "/accounts", {**typed, **changes, "proof": proof})

    def sign_in(self, login: str = "taishan", password: str = PASSWORD) -> Answered:
        proof = self.proof(login, "sign-in")
        return self.ask("POST", "/sessions", {"login": login, "password": password, "proof": proof})


@pytest.fixture
def site(here: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The app, wired to this test's table and clock."""
    monkeypatch.setitem(wiring.__dict__, "settings", here.wiring.settings)
    monkeypatch.setitem(wiring.__dict__, "tools", here.tools)
    return here


def organiser(site: World) -> Browser:
    """Signed in as the organiser."""
    create_account(site.tools, site.tools.calls.latest(CALL), Person("chief", "陈主任", Role.ORGANISER, PASSWORD))
    browser = Browser()
    assert browser.sign_in("chief").status == 201
    return browser


def test_registering_signs_in_and_shows_the_account(site: World) -> None:
    browser = Browser()
    made = browser.register()
    assert made.status == 201
    shown = browser.ask("GET", "/accounts/me")
    assert shown.body == made.body["account"]
    assert shown.body == {
        "id": shown.body["id"],
        "login": "taishan",
        "name": "王五",
        "nickname": "泰山区大数据局",
        "role": "applicant",
        "authority": "shandong",
        "desk": None,
        "region": COUNTY,
        "organisation": "泰山区热力公司",
        "parent_body": "泰山区住房和城乡建设局",
        "phone": "13800138000",
        "must_change_password": False,
        "acts": [],
        "agency": None,
        "call": CALL,
    }


def test_signing_out_and_in_again(site: World) -> None:
    browser = Browser()
    browser.register()
    assert browser.ask("DELETE", "/sessions/current").status == 204
    assert list(browser.cookies) == ["device"]
    refused = browser.ask("GET", "/accounts/me")
    assert (refused.status, refused.body["code"]) == (401, "unauthenticated")
    assert browser.sign_in().status == 201
    assert browser.ask("GET", "/accounts/me").status == 200


def test_wrong_credentials_are_a_401_that_says_nothing_more(site: World) -> None:
    Browser().register()
    refused = [Browser().sign_in("taishan", "wrong guess"), Browser().sign_in("nobody", "wrong guess")]
    assert [(r.status, r.body) for r in refused] == [
        (401, {"type": "about:blank", "title": "Unauthorized", "status": 401, "code": "wrong_credentials"})
    ] * 2


def test_signing_in_tells_how_many_tries_had_failed(site: World) -> None:
    assert Browser().register().body["failed"] == 0
    Browser().sign_in("taishan", "wrong guess")
    assert Browser().sign_in().body["failed"] == 1
    assert Browser().sign_in().body["failed"] == 0


def test_sessions_are_listed_and_ended(site: World) -> None:
    here, there = Browser(), Browser()
    here.register()
    there.sign_in()
    listed = here.ask("GET", "/sessions").body["items"]
    assert sorted(s["current"] for s in listed) == [False, True]
    assert set(listed[0]) == {"id", "created", "last_seen", "device", "failed", "current"}
    assert listed[0]["created"].endswith("Z")
    other = next(s["id"] for s in listed if not s["current"])
    assert here.ask("DELETE", f"/sessions/{other}").status == 204
    assert there.ask("GET", "/accounts/me").status == 401


def test_the_way_of_the_dossier_and_of_ones_own_facts(site: World) -> None:
    browser = Browser()
    browser.register()
    begun = browser.ask("GET", "/dossier").body
    assert begun["etag"] == "0"
    saved = browser.ask("PUT", "/dossier", {"answers": {"uscc": "x"}}, If_Match='"0"')
    assert (saved.status, saved.body) == (200, {"answers": {"uscc": "x"}, "etag": "1"})
    stale = browser.ask("PUT", "/dossier", {"answers": {}}, If_Match='"0"')
    assert (stale.status, stale.body["current"]) == (412, saved.body)
    changed = browser.ask(
        "PATCH", "/accounts/me", {"name": "李四", "phone": "1", "organisation": "x", "current_password": PASSWORD}
    )
    assert (changed.status, changed.faults) == (422, [("/phone", "bad_mobile")])
    assert browser.ask("PATCH", "/accounts/me", {"name": "李四", "current_password": PASSWORD}).body["name"] == "李四"


def test_a_one_time_password_opens_nothing_but_the_change_of_password(site: World) -> None:
    chief = organiser(site)
    wanted = {"login": "ts-1", "name": "赵六", "desk": COUNTY, "role": "recommender"}
    made = chief.ask("POST", f"/calls/{CALL}/accounts", wanted)
    assert made.status == 201
    desk = Browser()
    signed_in = desk.sign_in("ts-1", made.body["password"])
    assert signed_in.body["account"]["must_change_password"] is True
    assert signed_in.body["account"]["desk"] == {
        "code": COUNTY,
        "names": {"zh": COUNTY},
        "level": "county",
        "call": CALL,
    }
    for method, path in [("GET", "/dossier"), ("GET", "/sessions"), ("PATCH", "/accounts/me")]:
        refused = desk.ask(method, path, {"current_password": "x"} if method == "PATCH" else None)
        assert (refused.status, refused.body["code"]) == (403, "must_change_password")
    change = {"old": made.body["password"], "new": "a new secret", "new_again": "a new secret"}
    before = desk.cookies["session"]
    assert desk.ask("PUT", "/accounts/me/password", change).status == 204
    assert desk.cookies["session"] != before
    assert Browser({"session": before}).ask("GET", "/accounts/me").status == 401
    assert desk.ask("GET", "/dossier").status == 200


def test_a_secret_is_in_one_answer_only(site: World) -> None:
    chief = organiser(site)
    account = Browser().register().body["account"]["id"]
    first = chief.ask("POST", f"/accounts/{account}/one-time-password", {}, Idempotency_Key="once")
    again = chief.ask("POST", f"/accounts/{account}/one-time-password", {}, Idempotency_Key="once")
    assert (first.status, list(first.body)) == (201, ["password"])
    assert (again.status, again.body["code"]) == (409, "secret_not_repeated")


def test_an_import_is_slips_or_every_error(site: World) -> None:
    chief = organiser(site)
    path = f"/calls/{CALL}/accounts/import"
    wrong = chief.ask("POST", path, {"csv": "login,name,desk\nx,,1\n"})
    assert (wrong.status, wrong.faults) == (
        422,
        [("/csv", "too_short"), ("/csv", "required"), ("/csv", "not_an_option")],
    )
    made = chief.ask("POST", path, {"csv": f"login,name,desk\nts-1,赵六,{COUNTY}\n"})
    assert made.status == 201
    assert [set(item) for item in made.body["items"]] == [{"login", "name", "desk", "agency", "password"}]
    listed = chief.ask("GET", f"/calls/{CALL}/accounts").body
    assert [(a["login"], a["waiting"]) for a in listed["items"]] == [("ts-1", True)]
    assert listed["cursor"] is None


def test_a_disabled_account_is_out_at_its_next_request(site: World) -> None:
    chief, browser = organiser(site), Browser()
    account = browser.register().body["account"]["id"]
    assert chief.ask("POST", f"/accounts/{account}/disable", {}).body["disabled"] is True
    assert browser.ask("GET", "/accounts/me").status == 401
    assert browser.sign_in().status == 401
    assert chief.ask("POST", f"/accounts/{account}/enable", {}).status == 200
    assert browser.sign_in().status == 201


def test_demo_accounts_are_shown_in_a_local_season_only(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Browser().ask("GET", "/demo-accounts").status == 404
    offer(site.tools, [(Person("demo", "演示", Role.ORGANISER, PASSWORD), {"zh": "省级管理员"})])
    shown = Browser().ask("GET", "/demo-accounts").body
    assert shown == {
        "items": [{"login": "demo", "password": PASSWORD, "role": "organiser", "names": {"zh": "省级管理员"}}]
    }
    deployed = site.wiring.settings.model_copy(update={"local": False})
    monkeypatch.setitem(wiring.__dict__, "settings", deployed)
    assert Browser().ask("GET", "/demo-accounts").status == 404


def test_a_body_with_more_or_less_than_it_should_have_is_told_where(site: World) -> None:
    refused = Browser().ask("POST", "/sessions", {"login": "x", "extra": 1, "password": 5})
    assert refused.status == 422
    assert sorted(refused.faults) == [
        ("/extra", "unknown_field"),
        ("/password", "string_type"),
        ("/proof", "required"),
    ]


@pytest.mark.parametrize("size", ["5", 5.0, True])
def test_what_is_no_integer_is_told_at_its_place(site: World, size: object) -> None:
    browser = Browser()
    browser.register()
    refused = browser.ask("POST", "/submissions/x/attachments", {"field": "proof", "name": "a.pdf", "size": size})
    assert (refused.status, refused.faults) == (422, [("/size", "not_a_number")])


def test_what_is_no_boolean_is_told_at_its_place(site: World) -> None:
    refused = Browser().register(agreed="yes")
    assert (refused.status, refused.faults) == (422, [("/agreed", "not_a_boolean")])


def test_nothing_that_was_typed_as_a_secret_comes_back_in_a_refusal(site: World) -> None:
    refused = Browser().register(password="tellme", password_again="telltwo")
    assert refused.status == 422
    assert "tellme" not in json.dumps(refused.body)


def test_a_change_from_another_site_is_refused(site: World) -> None:
    refused = Browser().ask("POST", "/sessions", {}, Origin="https://evil.example")
    assert (refused.status, refused.body["code"]) == (403, "origin_refused")


def test_applicants_and_desks_may_not_hand_out_accounts(site: World) -> None:
    browser = Browser()
    browser.register()
    for path in (f"/calls/{CALL}/accounts", f"/calls/{CALL}/accounts/import"):
        assert browser.ask("POST", path, {}).status == 403
    assert browser.ask("POST", "/accounts/a-x/one-time-password", {}).status == 403


def test_who_signs_in_after_a_reset_is_told_by_which_office_until_the_password_is_changed_again(site: World) -> None:
    chief, browser = organiser(site), Browser()
    account = browser.register().body["account"]["id"]
    once = chief.ask("POST", f"/accounts/{account}/one-time-password", {}).body["password"]
    told = {"step": "reset_password", "at": "2021-10-25T00:00:00Z", "office": {"zh": "山东省大数据局"}}
    for secret in ("what came first", "what came next"):
        signed_in = browser.sign_in(password=once)
        assert (signed_in.body["acts"], signed_in.body["account"]["acts"]) == ([told], [told])
        body = {"old": once, "new": secret, "new_again": secret}
        assert browser.ask("PUT", "/accounts/me/password", body).status == 204
        once = secret
    assert browser.ask("GET", "/accounts/me").body["acts"] == []


def test_an_accounts_history_names_offices_and_says_what_came_from_a_reset(site: World) -> None:
    chief, browser = organiser(site), Browser()
    account = browser.register().body["account"]["id"]
    once = chief.ask("POST", f"/accounts/{account}/one-time-password", {}).body["password"]
    browser.sign_in(password=once)
    shown = chief.ask("GET", f"/accounts/{account}/history")
    assert shown.body["verified"]
    assert [(i["n"], i["step"], i["office"], i["facts"], i["after_reset"]) for i in shown.body["items"]] == [
        (1, "register", {}, {}, False),
        (2, "reset_password", {"zh": "山东省大数据局"}, {}, False),
        (3, "sign_in", {}, {"known_device": True}, True),
    ]
    assert "chief" not in json.dumps(shown.body, ensure_ascii=False)


def test_an_entrys_history_says_that_a_session_came_from_a_reset(site: World) -> None:
    chief, browser = organiser(site), Browser()
    account = browser.register().body["account"]["id"]
    once = chief.ask("POST", f"/accounts/{account}/one-time-password", {}).body["password"]
    browser.sign_in(password=once)
    browser.ask("PUT", "/accounts/me/password", {"new": "what the desk chose", "new_again": "what the desk chose"})
    owner = SignedIn(account_of(site.tools, account).caller(""), account_of(site.tools, account), False)
    entry = site.draft(owner)
    assert browser.ask("POST", f"/submissions/{entry}/push", {"desk": COUNTY, "etag": site.etag(entry)}).status == 200
    [pushed] = browser.ask("GET", f"/submissions/{entry}/history").body["items"]
    assert (pushed["step"], pushed["after_reset"], "reset_by" in pushed["facts"]) == ("push", True, False)
