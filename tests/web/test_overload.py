"""A table that takes no more for the moment: what passes is not noticed, what stays is busy, and never a fault."""

from collections.abc import Callable

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.telemetry import THROTTLED
from tests.factories import CALL, COUNTY, TRACK, World, complete
from tests.races.between import overloaded
from tests.web.people import Browser, Reply

Browsers = Callable[[SignedIn], Browser]
CODES = sorted(THROTTLED - {"ProvisionedThroughputExceeded"})
OPERATIONS = ["BatchGetItem", "Query", "PutItem", "TransactWriteItems"]


@pytest.fixture
def acts(here: World, browser: Browsers) -> dict[str, Callable[[], Reply]]:
    """A request by the operation that it needs."""
    owner, clerk = here.applicant(), here.recommender(COUNTY)
    entry = here.draft(owner)
    body = {"answers": {**complete(), "effect": "另一个成效"}, "version": 1}
    mine, desk, etag = browser(owner), browser(clerk), here.etag(entry)
    return {
        "BatchGetItem": lambda: mine.get(f"/submissions/{entry}"),
        "Query": lambda: desk.get(f"/calls/{CALL}/desks/{COUNTY}/submissions?track={TRACK}&state=pushed"),
        "PutItem": lambda: mine.send("PUT", f"/submissions/{entry}/answers", body, {"If-Match": etag}),
        "TransactWriteItems": lambda: mine.send("POST", "/submissions", {"call": CALL, "track": TRACK}),
    }


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("code", CODES)
def test_an_overload_that_passes_is_not_noticed(
    here: World, acts: dict[str, Callable[[], Reply]], operation: str, code: str
) -> None:
    with overloaded(here, operation, code, times=2) as met:
        assert acts[operation]().status < 300
    assert met == [2]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_overload_that_stays_is_busy_and_says_when_to_come_again(
    here: World, acts: dict[str, Callable[[], Reply]], operation: str
) -> None:
    with overloaded(here, operation, "ThrottlingException", times=1000):
        reply = acts[operation]()
    assert (reply.status, reply.body["code"], reply.headers["retry-after"]) == (409, "busy", "1")
    assert acts[operation]().status < 300
