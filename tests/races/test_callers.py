"""Eight callers at once through the routes: each is taken for itself, and for nobody else."""

import pytest

from tests.factories import CALL, TRACK, World, complete
from tests.races.between import at_once
from tests.web.conftest import serve
from tests.web.people import Browser

pytestmark = pytest.mark.engine
CALLERS, ROUNDS = 8, 12


@pytest.fixture
def served(here: World, monkeypatch: pytest.MonkeyPatch) -> World:
    serve(here, monkeypatch)
    return here


def test_eight_callers_at_once_each_see_only_themselves(served: World) -> None:
    people = [served.applicant(f"caller-{n}") for n in range(CALLERS)]
    browsers = [Browser(served.cookie(who)) for who in people]
    found = at_once(*[lambda b=b: seen_by(b) for b in browsers])
    assert found == [({who.account.id}, {f"{who.account.id} 的"}) for who in people]


def seen_by(browser: Browser) -> tuple[set[str], set[str]]:
    """The account ids and the names of entries that a caller was shown while all were at work."""
    accounts, names = set(), set()
    for _ in range(ROUNDS):
        me = browser.get("/accounts/me").body["id"]
        accounts.add(me)
        made = browser.send("POST", "/submissions", {"call": CALL, "track": TRACK}).body["id"]
        etag = browser.get(f"/submissions/{made}").body["etag"]
        body = {"answers": complete(f"{me} 的"), "version": 1}
        assert browser.send("PUT", f"/submissions/{made}/answers", body, {"If-Match": etag}).status == 200
        names.update(head["name"] for head in browser.get("/submissions").body["items"])
    return accounts, names
