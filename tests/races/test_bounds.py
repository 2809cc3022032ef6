"""Many requests of one account at once: no bound lets more through than it says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain import allowances
from chalicelib.domain.errors import Busy, LaurelError, TooManyDrafts, TooManyUploads
from chalicelib.services.submissions import attachments, drafts
from chalicelib.storage import allowances as stored
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, world

pytestmark = pytest.mark.engine
AT_ONCE = 300
MOST = 5


@pytest.fixture
def here(bucket_moto: Place, table_local: Place) -> World:
    return world(table_local, bucket_moto, drafts=MOST)


def refusals(act: Callable[[], object]) -> list[LaurelError]:
    """What stood in the way of `act`, done by many at once."""

    def attempt(_: int) -> LaurelError | None:
        try:
            act()
        except LaurelError as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(24) as pool:
        return [refusal for refusal in pool.map(attempt, range(AT_ONCE)) if refusal]


def test_three_hundred_uploads_begun_at_once_open_no_more_than_are_allowed(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "UPLOADS_OF_SUBJECT", MOST)
    owner = here.applicant()
    entry = here.draft(owner)
    met = refusals(lambda: attachments.begin(here.act(owner), entry, "proof", "a.pdf", 9))
    assert {type(refusal) for refusal in met} <= {TooManyUploads, Busy}
    opened = fetch(here.tools.table, stored.uploads(owner.account.id))
    assert len(opened.open) == opened.begun == AT_ONCE - len(met) == MOST


def test_three_hundred_drafts_started_at_once_are_no_more_than_the_call_allows(here: World) -> None:
    owner = here.applicant()
    met = refusals(lambda: drafts.start(here.change(owner), CALL, TRACK, None))
    assert {type(refusal) for refusal in met} <= {TooManyDrafts, Busy}
    page = drafts.read_own(here.act(owner), None)
    assert len(page.heads) == AT_ONCE - len(met) == MOST
