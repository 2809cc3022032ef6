"""A call published a moment ago is there for whoever has heard of it, though others' versions are kept a while."""

import time
from collections.abc import Callable

from chalicelib.domain.accounts import SignedIn
from chalicelib.storage.calls import Calls
from tests.budgets.meter import metered
from tests.conftest import Place
from tests.factories import CALL, CITY, PASSWORD, World, call
from tests.services.accounts.people import proof
from tests.web.people import Browser

Browsers = Callable[[SignedIn], Browser]


def publish(here: World, **changes: object) -> None:
    """By another process: this one has kept what it read before."""
    here.tools.calls.ids()
    here.tools.calls._latest = (time.monotonic() - 5, here.tools.calls._latest[1])
    Calls(here.tools.table, time.monotonic).publish(call(**changes))


def test_a_desk_of_a_call_of_this_moment_is_let_in(here: World, browser: Browsers) -> None:
    desks = [*call()["desks"], {**call()["desks"][0], "code": "370100", "region": "370100"}]
    publish(here, desks=desks)
    page = browser(here.recommender("370100"))
    assert page.get(f"/calls/{CALL}/desks/370100/settings").status == 200


def test_a_call_of_this_moment_is_shown(here: World, browser: Browsers) -> None:
    publish(here, id="new-2021")
    assert browser(here.recommender(CITY)).get("/calls/new-2021").status == 200


def test_what_is_nowhere_is_looked_for_once_a_second(here: World, browser: Browsers, table_moto: Place) -> None:
    page = browser(here.recommender(CITY))
    assert page.get("/calls/nowhere").status == 404
    with metered(here, table_moto) as meter:
        assert page.get("/calls/nowhere").status == 404
    assert meter.trips == 0


def test_a_job_finds_a_call_of_this_moment(here: World) -> None:
    publish(here, id="new-2021")
    assert here.tools.calls.latest("new-2021").version == 1


def test_somebody_of_a_call_of_this_moment_signs_in_with_one_proof(here: World) -> None:
    """Serving the request anew would find its proof spent by itself."""
    publish(here, id="new-2021")
    who = here.recommender(CITY, call="new-2021")
    here.cookie(who)
    login = who.account.login
    given = {"login": login, "password": PASSWORD, "proof": proof(here.tools, login)}
    assert Browser().send("POST", "/sessions", given).status == 201
