"""What a closed account has left goes by the stream's job."""

from collections.abc import Callable

import pytest

from chalicelib.jobs import stream
from chalicelib.services.accounts import closing
from chalicelib.services.sign_in import proof_of_work
from chalicelib.storage import counters
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import AUTHORITY, CALL, PASSWORD, World, world
from tests.jobs.conftest import Records
from tests.services.accounts.people import caller_of, register
from tests.services.follow_ups.test_erasure import PERSONAL, entry_of, everything, versions, with_persons


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(proof_of_work, "COST", 1)
    return world(table_moto, bucket_moto, tracks=with_persons()["tracks"])


def test_the_stream_erases_what_a_closed_account_has_left_and_counts_it_no_more(
    here: World, table_moto: Place, bucket_moto: Place, told: Callable[[], Records]
) -> None:
    owner = caller_of(here.tools, register(here.tools))
    entry_of(here, owner)
    stream.handle(told(), here.wiring)
    assert counted(here) == {1}
    closing.close_own(here.change(owner), PASSWORD)
    while records := told():
        stream.handle(records, here.wiring)
    left = everything(table_moto)
    assert [word for word in PERSONAL if word in left] == []
    assert versions(bucket_moto) == []
    assert counted(here) == set()


def counted(here: World) -> set[int]:
    """Every figure of the counters that is not nothing."""
    every = fetch(here.tools.table, counters.all_of(AUTHORITY)) | fetch(here.tools.table, counters.all_of(CALL))
    return {amount for counts in every.values() for amount in counts.values()}
