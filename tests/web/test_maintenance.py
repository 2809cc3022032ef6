"""While the site takes no changes each is refused with the moment when it goes on, and reading goes on."""

from collections.abc import Callable

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.jobs import clock, messages
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Delete, Update
from chalicelib.storage.table_state import Closure
from tests.conftest import Place, a_bucket
from tests.factories import CALL, CLOSES, COUNTY, TRACK, World, complete
from tests.web.asking import prepared
from tests.web.conftest import serve
from tests.web.people import Browser
from tests.web.stage import photographed, stage
from tests.web.test_access import ROWS

Browsers = Callable[[SignedIn], Browser]
UNTIL = "2026-05-20T20:00:00+08:00"


def closed(here: World, until: str = UNTIL) -> None:
    said = {"table": "t", "closing": str(Closure.OPERATOR), **({"until": until} if until else {})}
    here.tools.table.without_gate().write([Update(keys.table_state(), said)])
    forgotten(here)


def opened(here: World) -> None:
    here.tools.table.without_gate().write([Delete(keys.table_state())])
    forgotten(here)


def forgotten(here: World) -> None:
    """The process has to ask the table anew."""
    here.tools.table._gate_seen = (float("-inf"), None)


def test_a_change_is_refused_with_the_moment_and_goes_through_afterwards(here: World, browser: Browsers) -> None:
    owner = here.applicant()
    entry, mine = here.draft(owner), browser(owner)
    body, etag = {"answers": {**complete(), "effect": "另一个成效"}, "version": 1}, here.etag(entry)
    closed(here)
    reply = mine.send("PUT", f"/submissions/{entry}/answers", body, {"If-Match": etag})
    assert (reply.status, reply.body["code"], reply.body["until"]) == (503, "maintenance", UNTIL)
    assert (reply.headers["retry-after"], reply.headers["laurel-maintenance"]) == ("60", UNTIL)
    opened(here)
    reply = mine.send("PUT", f"/submissions/{entry}/answers", body, {"If-Match": etag})
    assert reply.status == 200
    assert "laurel-maintenance" not in reply.headers


def test_reading_goes_on_and_says_it_too(here: World, browser: Browsers) -> None:
    owner = here.applicant()
    entry, mine = here.draft(owner), browser(owner)
    here.clock.move(minutes=20)  # the session's use is to be noted again
    closed(here, "")
    reply = mine.get(f"/submissions/{entry}")
    assert (reply.status, reply.headers["laurel-maintenance"]) == (200, "-")


def test_what_browsers_keep_for_a_year_does_not_say_it(here: World, browser: Browsers) -> None:
    mine = browser(here.applicant())
    closed(here)
    assert mine.get("/submissions").headers["laurel-maintenance"]
    form = mine.get(f"/calls/{CALL}/versions/1/tracks/{TRACK}")
    assert form.status == 200
    assert "laurel-maintenance" not in form.headers


def test_no_route_changes_anything_and_each_that_would_says_why(
    table_moto: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stage(table_moto, a_bucket(None))
    serve(made.world, monkeypatch)
    asked = [
        (f"{method} {path}", prepared(made, method, path, on, who))
        for method, path, on, expected in ROWS
        for who in [next((who for who, status in expected.items() if status < 400), None)]
        if who and method != "GET"
    ]
    closed(made.world)
    before = photographed(table_moto)
    for route, act in asked:
        reply = act()
        assert reply.status < 400 or (reply.status, reply.body["code"]) == (503, "maintenance"), route
    assert photographed(table_moto) == before


def test_what_the_clock_brings_holds_still_and_comes_afterwards(here: World) -> None:
    here.recommended(COUNTY, "推荐的")
    here.clock.now = CLOSES.replace(day=20)
    closed(here)
    clock.tick(here.wiring, here.clock())
    assert clock.closing(here.wiring, here.clock()) == 0
    messages.tick(here.wiring, here.clock())
    assert here.board(COUNTY).ranked.reports == 0
    opened(here)
    clock.tick(here.wiring, here.clock())
    assert here.board(COUNTY).ranked.reports == 1
