"""What a route reads beside the session is told to nobody who may not ask, and never serves a second request."""

import inspect
import re
import sys
from collections.abc import Callable

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Stale
from chalicelib.services.submissions import steps
from chalicelib.web.http.endpoint import ENDPOINTS
from tests.factories import CALL, COUNTY, TRACK, World, command
from tests.races.between import client_of, cutting_in, hooked
from tests.web.people import Browser

Browsers = Callable[[SignedIn], Browser]
LIST = f"/calls/{CALL}/desks/{COUNTY}/lists/{TRACK}"


def test_a_cookie_that_opens_nothing_is_told_so_whether_there_is_anything_or_not(here: World) -> None:
    entry, stranger = here.pushed(), Browser("a-nobody.wrong")
    for path in (
        LIST,
        "/calls/none/desks/x/lists/y",
        f"/submissions/{entry}/history",
        "/submissions/none/history",
    ):
        answer = stranger.get(path)
        assert (answer.status, answer.body["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("part", range(3))
def test_nothing_is_read_for_a_cookie_that_nobody_was_given(here: World, part: int) -> None:
    parts = here.cookie(here.recommender(COUNTY)).split(".")
    made_up = Browser(".".join("x" + value if n == part else value for n, value in enumerate(parts)))
    asked: list[str] = []
    with hooked(client_of(here), "before-call.dynamodb", lambda model, **_: asked.append(model.name)):
        for route in ENDPOINTS:
            if route.allow:
                answer = made_up.send(route.method, re.sub(r"{\w+}", CALL, route.path), {})
                assert (answer.status, answer.body["code"]) == (401, "unauthenticated")
    assert asked == []


def test_what_cannot_be_read_ahead_is_not_to_be_known_of(here: World, browser: Browsers) -> None:
    page = browser(here.recommender(COUNTY))
    for path in ("/calls/none/desks/x/lists/y", LIST + "/reports/x", "/submissions/none/history"):
        assert page.get(path).status == 404


def test_each_request_reads_anew(here: World, browser: Browsers) -> None:
    page = browser(here.recommender(COUNTY))
    assert page.get(LIST).body["items"] == []
    entry = here.recommended()
    assert [item["id"] for item in page.get(LIST).body["items"]] == [entry]


def test_a_push_by_answers_that_were_saved_anew_since_they_were_read_is_stale(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    etag = here.etag(entry)

    def save() -> None:
        here.save(owner, entry, {"name": "存后又改", "served": "1", "effect": "改了又改的说明"})

    with cutting_in(here, 1, save) as came, pytest.raises(Stale):
        steps.apply(here.change(owner), entry, command("push", desk=COUNTY), etag)
    assert not isinstance(came[0], Exception)
    assert here.head(entry).revision == 0


def test_what_stands_in_a_path_is_text_to_every_route() -> None:
    routes = {route.name: set(re.findall(r"{(\w+)}", route.path)) for route in ENDPOINTS}
    modules = [vars(module) for name, module in sys.modules.items() if name.startswith("chalicelib.web.")]
    views = {name: module[name] for module in modules for name in routes.keys() & module.keys()}
    assert views.keys() == routes.keys()
    typed = {
        f"{name}: {one}"
        for name, view in views.items()
        for one in inspect.signature(view).parameters.values()
        if one.name in routes[name] and one.annotation is not str
    }
    assert typed == set()
