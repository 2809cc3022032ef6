"""The object of an attachment goes when neither a draft nor anything pushed names it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.submission import File, Files
from chalicelib.jobs import stream
from chalicelib.services.submissions import attachments
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import COUNTY, World, world
from tests.jobs.conftest import Records


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return world(table_moto, bucket_moto)


@pytest.fixture
def owner(here: World) -> SignedIn:
    return here.applicant()


def attach(here: World, entry: str) -> str:
    """A kept file of the draft; its key."""
    key = f"kept/{entry}/a1"
    here.tools.objects.put(key, b"%PDF", "application/pdf")
    there: Files = fetch(here.tools.table, submissions.files(entry))
    at = datetime(2021, 10, 25, tzinfo=UTC)
    file = File("a1", "proof", "证明.pdf", 4, "pdf", "application/pdf", "0" * 64, key, at, "")
    here.tools.table.write([submissions.put_files(there.with_file(file))])
    return key


def delete(here: World, owner: SignedIn, entry: str) -> None:
    attachments.delete(here.change(owner), entry, "a1")


def there(here: World, key: str) -> bool:
    return here.tools.objects.fetch(key) is not None


def test_what_a_draft_no_longer_names_is_deleted(here: World, owner: SignedIn, told: Callable[[], Records]) -> None:
    entry = here.draft(owner)
    key = attach(here, entry)
    stream.handle(told(), here.wiring)
    assert there(here, key)
    delete(here, owner, entry)
    records = told()
    for _ in range(2):
        stream.handle(records, here.wiring)
    assert not there(here, key)


def test_what_was_pushed_is_kept_when_the_draft_drops_it(
    here: World, owner: SignedIn, told: Callable[[], Records]
) -> None:
    entry = here.draft(owner)
    key = attach(here, entry)
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(here.recommender(COUNTY), entry, "return", reason="请换一份", asks={})
    delete(here, owner, entry)
    stream.handle(told(), here.wiring)
    assert there(here, key)


def test_a_deleted_drafts_files_go_with_it(here: World, owner: SignedIn, told: Callable[[], Records]) -> None:
    entry = here.draft(owner)
    key = attach(here, entry)
    here.take(owner, entry, "delete")
    stream.handle(told(), here.wiring)
    assert not there(here, key)
