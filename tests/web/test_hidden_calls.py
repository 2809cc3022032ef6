"""A hidden call: nothing of it reaches the public, and people with accounts go on with their work."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import NotFound
from chalicelib.services.submissions import reading
from tests.factories import CALL, COUNTY, TRACK, World, call, complete
from tests.services.accounts.people import register
from tests.web.people import Browser

Browsers = Callable[[SignedIn], Browser]
FORM = f"/calls/{CALL}/versions/1/tracks/{TRACK}"
PAPER = f"/calls/{CALL}/tracks/{TRACK}/form"
PAGES = (f"/calls/{CALL}", f"/calls/{CALL}/rules", f"/calls/{CALL}/desks", FORM, PAPER)


@pytest.fixture
def hidden(here: World) -> World:
    other = call(id="open-2021", authority={"id": "elsewhere", "names": {"zh": "别处"}})
    here.tools.calls.publish(other)
    here.tools.calls.hide(CALL, True)
    return here


def listed(browser: Browser) -> list[str]:
    return sorted(one["id"] for one in browser.get("/calls").body["items"])


@pytest.mark.parametrize("cookie", [None, "no-session", "a.b"])
def test_the_public_finds_nothing_of_it(hidden: World, cookie: str | None) -> None:
    visitor = Browser(cookie)
    assert listed(visitor) == ["open-2021"]
    assert [visitor.get(path).status for path in PAGES] == [404] * len(PAGES)


def test_people_of_another_authority_find_nothing_of_it(hidden: World, browser: Browsers) -> None:
    stranger = browser(hidden.recommender(COUNTY, "away", authority="elsewhere", call="open-2021"))
    assert listed(stranger) == ["open-2021"]
    assert [stranger.get(path).status for path in PAGES] == [404] * len(PAGES)


def test_nobody_registers_for_it(hidden: World) -> None:
    with pytest.raises(NotFound):
        register(hidden.tools, "newcomer")


def test_who_has_an_account_goes_on(hidden: World, browser: Browsers) -> None:
    owner = hidden.applicant()
    for who in (owner, hidden.recommender(COUNTY), hidden.organiser()):
        assert listed(browser(who)) == ["open-2021", CALL]
        assert [browser(who).get(path).status for path in PAGES] == [200] * len(PAGES)
    entry = hidden.pushed("智慧供热", who=owner)
    assert reading.show(hidden.act(owner), entry).answers == complete("智慧供热")


def test_its_forms_are_kept_by_no_shared_cache(here: World, browser: Browsers) -> None:
    owner = browser(here.applicant())
    told: list[Any] = [owner.get(FORM).headers["cache-control"]]
    here.tools.calls.hide(CALL, True)
    told.append(owner.get(FORM).headers["cache-control"])
    assert [one.partition(",")[0] for one in told] == ["public", "private"]


def test_shown_again_it_is_there_for_everybody(hidden: World) -> None:
    hidden.tools.calls.hide(CALL, False)
    assert listed(Browser()) == ["open-2021", CALL]
    assert Browser().get(f"/calls/{CALL}").status == 200
