"""What the clock brings is done one by one: what fails is told, and holds up none of the others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.messages import Kind
from chalicelib.jobs import clock, messages, stream
from chalicelib.services.messages import reading
from chalicelib.storage import counters, keys
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.keys import Key
from ops.resources import properties
from tests.conftest import Place
from tests.factories import CALL, CLOSES, COUNTY, OTHER_COUNTY, TRACK, World
from tests.jobs.conftest import Records
from tests.services.telling import enlisted

LISTS_CLOSE = CLOSES + timedelta(days=2, minutes=16)


def recommended(here: World, desk: str) -> str:
    entry = here.pushed(desk=desk, who=here.applicant(f"of-{desk}", region=desk))
    here.take(here.recommender(desk), entry, "recommend", rank=1, opinion="好")
    return entry


def spoiled(here: World, key: Key) -> None:
    """An item that cannot be read."""
    here.tools.table.write([Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": "no head"})])


def test_a_list_that_cannot_be_reported_holds_up_none_of_the_others(
    here: World, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    kept = {desk: recommended(here, desk) for desk in (COUNTY, OTHER_COUNTY)}
    first = min(kept, key=list(here.tools.calls.latest(CALL).desks).index)
    [other] = kept.keys() - {first}
    spoiled(here, keys.head(kept[first]))
    here.clock.now = LISTS_CLOSE
    for _ in range(2):
        with pytest.raises(KeyError):
            clock.tick(here.wiring, here.clock())
        assert here.board(other).ranked.reports == 1
    told = {line["message"] for line in lines() if line["level"] == "ERROR"}
    assert f"{CALL}/{first}/{TRACK} could not be done; the others go on" in told


def test_a_call_that_cannot_be_read_keeps_no_other_from_its_deadlines(here: World) -> None:
    key = keys.call_listing("a-call-before")
    here.tools.table.write([Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "version": 1})])
    owner = here.applicant()
    enlisted(here, owner)
    here.draft(owner)
    here.clock.now = CLOSES - timedelta(hours=5)
    for job in (messages.tick, clock.tick):
        with pytest.raises(NotFound):
            job(here.wiring, here.clock())
    told = reading.read_page(here.act(owner), False, None).items
    assert [message.kind for message, _ in told] == [Kind.CLOSING]


def test_what_was_counted_is_not_counted_again_however_late_a_dead_letter_is_given_back(
    here: World, table_moto: Place, told: Callable[[], Records]
) -> None:
    """A letter is kept for as long as its queue says, and once more where it fails again."""
    desk = here.recommender(COUNTY)
    enlisted(here, desk)
    here.pushed()
    records = told()
    stream.handle(records, here.wiring)
    kept = timedelta(seconds=properties("DeadLetters")["MessageRetentionPeriod"])
    here.clock.move(seconds=2 * kept.total_seconds())
    expire(table_moto, here.clock())
    stream.handle(records, here.wiring)
    assert fetch(here.tools.table, counters.all_of(CALL))[COUNTY, TRACK] == {"pushed": 1}
    assert [m.n for m, _ in reading.read_page(here.act(desk), False, None).items] == [1]


def expire(table: Place, now: datetime) -> None:
    """What the engine does some time after an item's time."""
    for item in table.client.scan(TableName=table.name)["Items"]:
        if float(item.get("expires", {"N": "inf"})["N"]) < now.timestamp():
            table.client.delete_item(TableName=table.name, Key={"pk": item["pk"], "sk": item["sk"]})
