"""A server with too much to do: the site asks again and says so, and what is done is done once."""

import json
import re

from playwright.sync_api import Route, expect

from tests.journeys.answers import fitting, form_of
from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.filling import fill
from tests.journeys.pages import Applicant
from tests.journeys.test_in_english import CALL, CONTACT, DESK, reader

REFUSALS = 2


def test_a_push_that_met_a_busy_gateway_twice_goes_through_once_and_is_told_meanwhile(
    windows: Windows, console: Console
) -> None:
    console.allow("status of 429")
    entrant = Applicant(windows(), 1)
    reader(entrant, "tidalgroup")
    keys: list[str] = []

    def gateway(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > REFUSALS:
            route.continue_()
        else:
            headers = {"Content-Type": "application/problem+json", "Retry-After": "1"}
            route.fulfill(status=429, headers=headers, body=json.dumps({"status": 429, "code": "busy"}))

    entrant.page.route(re.compile("/api/submissions/[^/]+/push$"), gateway)
    entrant.begin("Stories")
    form = form_of(CALL, "story")
    own = {"title": "High water", "form": "map", "school": "no", "author": "Tidal Group", **CONTACT}
    fill(entrant.page, form, fitting(form, own, language="en"))
    expect(entrant.bar().get_by_text(entrant.word("all_in"))).to_be_visible()
    entrant.check()
    entrant.page.wait_for_url("**/push")
    entrant.page.get_by_role("radio", name=re.compile(DESK)).check()
    entrant.press(entrant.word("push"))
    expect(entrant.bar()).to_contain_text("The system is busy; trying again (try 2)")
    expect(entrant.bar()).to_contain_text("try 3")
    entrant.reads(f"With {DESK}, awaiting a recommendation")
    expect(entrant.page.locator(".retrying")).to_have_count(0)
    assert (len(keys), len(set(keys))) == (REFUSALS + 1, 1)
