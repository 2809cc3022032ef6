"""Every way of being refused looks the same: RFC 9457, with a code that the site has words for."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app import app
from chalicelib.domain import errors
from chalicelib.domain.accounts import SignedIn
from chalicelib.web.http.endpoint import ENDPOINTS, Endpoint
from chalicelib.web.http.errors import STATUS
from tests.conftest import IN_PROCESS, a_table
from tests.factories import CALL, COUNTY, TRACK, World, complete, world
from tests.web.conftest import serve
from tests.web.people import Browser, Reply

Browsers = Callable[[SignedIn], Browser]
CHANGES = [e for e in ENDPOINTS if e.method != "GET"]
WITH_BODY = [e for e in ENDPOINTS if e.body]


def named(endpoints: list[Endpoint]) -> Any:
    return pytest.mark.parametrize("endpoint", endpoints, ids=lambda e: f"{e.method} {e.path}")


def path_of(endpoint: Endpoint) -> str:
    """A path of the route; its values need not exist."""
    return re.sub(r"{(\w+)}", "1", endpoint.path)


def assert_problem(reply: Reply, status: int, code: str) -> Any:
    """A problem document, whole and in order; its body."""
    body = reply.body
    assert (reply.status, body["status"], body["code"]) == (status, status, code)
    assert (body["type"], bool(body["title"])) == ("about:blank", True)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    for error in body.get("errors", []):
        assert re.fullmatch(r"(/[^/]*)*", error["pointer"])
        assert re.fullmatch(r"[a-z_]+", error["code"])
        assert isinstance(error["params"], dict)
    return body


def told(reply: Reply) -> list[tuple[str, str]]:
    return [(e["pointer"], e["code"]) for e in assert_problem(reply, 422, "invalid")["errors"]]


@pytest.fixture(scope="module")
def everybody() -> Iterator[dict[str, Browser]]:
    """A browser for each role, in one season for all: what is refused changes nothing."""
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(None)
        season = world(next(made))
        serve(season, patch)
        offices = (season.recommender(COUNTY), season.organiser())
        people = (season.applicant(), *offices, season.agency(), season.expert(), season.observer())
        yield {who.caller.role: Browser(season.cookie(who)) for who in people}
        made.close()


def browser_for(everybody: dict[str, Browser], endpoint: Endpoint) -> Browser:
    """Of somebody whose role may use the route."""
    return everybody[sorted(endpoint.allow)[0] if endpoint.allow else "applicant"]


def test_every_refusal_has_a_status_and_every_status_a_refusal() -> None:
    assert set(STATUS) == set(errors.leaves())


def test_no_two_refusals_share_a_code() -> None:
    codes = [leaf.code for leaf in errors.leaves()]
    assert len(set(codes)) == len(codes)


@named(CHANGES)
@pytest.mark.parametrize("origin", ["", "null", "https://elsewhere.example", "http://127.0.0.1:8000.example"])
def test_a_change_from_another_origin_is_refused_before_all_else(
    everybody: dict[str, Browser], endpoint: Endpoint, origin: str
) -> None:
    reply = Browser().send(endpoint.method, path_of(endpoint), b"nonsense", {"Origin": origin})
    assert_problem(reply, 403, "origin_refused")


@named([e for e in ENDPOINTS if e.allow])
def test_nobody_is_told_to_sign_in(everybody: dict[str, Browser], endpoint: Endpoint) -> None:
    assert_problem(Browser().send(endpoint.method, path_of(endpoint)), 401, "unauthenticated")


@named(WITH_BODY)
@pytest.mark.parametrize("body", [b"{", b"[]", b"5", b'{"surprise": 1}', b'{"a": "\\ud800"}', b"[" * 5000, b"\x00"])
def test_a_body_that_is_none_is_told_so(everybody: dict[str, Browser], endpoint: Endpoint, body: bytes) -> None:
    headers = {"If-Match": "1"}
    reply = browser_for(everybody, endpoint).send(endpoint.method, path_of(endpoint), body, headers)
    assert told(reply)


@named(WITH_BODY)
def test_a_body_of_another_type_is_told_so(everybody: dict[str, Browser], endpoint: Endpoint) -> None:
    headers = {"Content-Type": "text/plain"}
    reply = browser_for(everybody, endpoint).send(endpoint.method, path_of(endpoint), b"{}", headers)
    assert told(reply) == [("/headers/Content-Type", "not_json")]


@named([e for e in ENDPOINTS if e.repeatable])
def test_a_change_without_a_request_id_is_told_so(everybody: dict[str, Browser], endpoint: Endpoint) -> None:
    headers = {"Idempotency-Key": "", "If-Match": "1"}
    reply = browser_for(everybody, endpoint).send(endpoint.method, path_of(endpoint), {}, headers)
    assert told(reply) == [("/headers/Idempotency-Key", "required")]


def test_a_save_without_the_etag_it_was_read_at_is_told_so(here: World, browser: Browsers) -> None:
    owner = here.applicant()
    body = {"answers": complete(), "version": 1}
    reply = browser(owner).send("PUT", f"/submissions/{here.draft(owner)}/answers", body)
    assert told(reply) == [("/headers/If-Match", "required")]


@pytest.mark.parametrize("path", ["/nothing", "/submissions/x/nothing", "/calls/x/y/z", "/"])
def test_an_unknown_path_is_told_so(path: str) -> None:
    assert_problem(Browser().get(path), 404, "not_found")


@pytest.mark.parametrize(("method", "path"), [("POST", "/calls"), ("PUT", "/submissions"), ("PATCH", "/sessions")])
def test_a_method_that_a_path_does_not_have_is_told_so(method: str, path: str) -> None:
    assert_problem(Browser().send(method, path, {}), 405, "method_not_allowed")


@pytest.mark.parametrize("bad", ["x", "-1", "²", "9" * 5000, "1.5", "0x1"])
@pytest.mark.parametrize(
    "path",
    [
        "/submissions/{entry}/revisions/{bad}",
        "/submissions/{entry}/changes?from={bad}&to=1",
        f"/calls/{CALL}/desks/{COUNTY}/lists/{TRACK}/reports/{{bad}}",
        f"/calls/{CALL}/versions/{{bad}}/tracks/{TRACK}",
    ],
)
def test_what_is_no_number_is_told_so_and_is_no_fault(here: World, browser: Browsers, path: str, bad: str) -> None:
    entry = here.pushed()
    reply = browser(here.recommender(COUNTY)).get(path.format(entry=entry, bad=bad))
    assert reply.status in {404, 422}
    assert_problem(reply, reply.status, "not_found" if reply.status == 404 else "invalid")


@pytest.mark.parametrize("limit", ["x", "-1", "0", "²", "9" * 5000])
def test_a_limit_that_is_none_is_told_so(here: World, browser: Browsers, limit: str) -> None:
    path = f"/calls/{CALL}/desks/{COUNTY}/submissions?track={TRACK}&limit={limit}"
    [(pointer, _)] = told(browser(here.recommender(COUNTY)).get(path))
    assert pointer == "/limit"


@pytest.mark.parametrize("limit", ["1", "99999999"])
def test_a_limit_beyond_the_largest_page_gives_the_largest_page(here: World, browser: Browsers, limit: str) -> None:
    here.pushed()
    path = f"/calls/{CALL}/desks/{COUNTY}/submissions?track={TRACK}&limit={limit}"
    assert len(browser(here.recommender(COUNTY)).get(path).body["items"]) == 1


@pytest.mark.parametrize("etag", ["x", "²", "-1", "9" * 5000, "1-", "-", "W/1"])
def test_any_etag_but_the_right_one_is_stale(here: World, browser: Browsers, etag: str) -> None:
    owner, clerk = here.applicant(), here.recommender(COUNTY)
    entry = here.draft(owner)
    body = {"answers": complete("另一个名字"), "version": 1}
    reply = browser(owner).send("PUT", f"/submissions/{entry}/answers", body, {"If-Match": etag})
    current = assert_problem(reply, 412, "stale")["current"]
    assert (current["answers"], current["etag"]) == (complete(), here.etag(entry))
    settings = f"/calls/{CALL}/desks/{COUNTY}/settings"
    assert browser(clerk).send("PUT", settings, {}, {"If-Match": "0"}).status == 200
    assert_problem(browser(clerk).send("PUT", settings, {}, {"If-Match": etag}), 412, "stale")


def test_a_value_that_a_draft_cannot_hold_is_named_and_the_rest_is_saved(here: World, browser: Browsers) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    body = {"answers": {**complete(), "effect": "字" * 100_000}, "version": 1}
    reply = browser(owner).send("PUT", f"/submissions/{entry}/answers", body, {"If-Match": here.etag(entry)})
    assert reply.status == 200
    [refused] = reply.body["refused"]
    assert (refused["pointer"], refused["code"], refused["params"]["max"]) == ("/effect", "too_long", 2200)


@pytest.mark.parametrize(
    "settings",
    [
        {"filing_closes": "2021-11-01T00:00:00"},
        {"children_close": "2021-11-01"},
        {"places": {COUNTY: {TRACK: -1}}},
        {"places": {COUNTY: {"nothing": 1}}},
        {"places": {"nothing": {TRACK: 1}}},
    ],
)
def test_settings_that_make_no_sense_are_told_so(here: World, browser: Browsers, settings: dict[str, Any]) -> None:
    clerk = here.recommender("370900")
    path = f"/calls/{CALL}/desks/370900/settings"
    assert told(browser(clerk).send("PUT", path, settings, {"If-Match": "0"}))


def test_a_request_id_used_for_something_else_is_refused(here: World, browser: Browsers) -> None:
    page, key = browser(here.applicant()), {"Idempotency-Key": "one"}
    assert page.send("POST", "/submissions", {"call": CALL, "track": TRACK}, key).status == 201
    reply = page.send("POST", "/submissions", {"call": CALL, "track": TRACK, "copy_of": None}, key)
    assert_problem(reply, 422, "repeated_differently")


def test_a_request_id_is_never_cut(here: World, browser: Browsers) -> None:
    page = browser(here.applicant())
    ids = ["r" * 64 + last for last in ("", "a", "b")]
    replies = [page.send("POST", "/submissions", {"call": CALL, "track": TRACK}, {"Idempotency-Key": i}) for i in ids]
    assert replies[0].status == 201
    assert [told(reply) for reply in replies[1:]] == [[("/headers/Idempotency-Key", "too_long")]] * 2
    assert len(page.get("/submissions").body["items"]) == 1


def test_a_request_sent_again_gets_the_first_answer(here: World, browser: Browsers) -> None:
    page, key = browser(here.applicant()), {"Idempotency-Key": "one"}
    replies = [page.send("POST", "/submissions", {"call": CALL, "track": TRACK}, key) for _ in range(2)]
    assert replies[0].body == replies[1].body
    assert len(page.get("/submissions").body["items"]) == 1


def test_path_variables_at_one_place_share_a_name() -> None:
    names: dict[str, set[str]] = {}
    for path in app.routes:
        stem = ""
        for part in path.split("/")[1:]:
            if part.startswith("{"):
                names.setdefault(stem, set()).add(part)
            stem += "/{}" if part.startswith("{") else f"/{part}"
    assert {stem: found for stem, found in names.items() if len(found) > 1} == {}
