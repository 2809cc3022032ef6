"""What follows from the table's stream is the same whether a record comes once, twice, late or in another order."""

import random
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import State
from chalicelib.jobs import stream
from chalicelib.services.lists import ranking
from chalicelib.storage import applicant_overviews, counters, keys
from chalicelib.storage.engine.reads import fetch
from tests.conftest import repeated
from tests.factories import AUTHORITY, CALL, CITY, COUNTY, TRACK, World
from tests.jobs.conftest import Records

Told = Callable[[], Records]


def a_busy_day(here: World) -> None:
    """Entries pushed, returned, recommended and declined; nothing has been reported."""
    desk = here.recommender(COUNTY)
    for number in range(3):
        here.pushed(f"项目{number}", who=here.applicant(f"applicant{number}"))
    here.take(desk, here.pushed("退回的"), "return", reason="请补充", asks={})
    here.take(desk, here.pushed("不推荐的"), "decline", reason="不符合")
    here.take(desk, here.pushed("推荐的"), "recommend", rank=1, opinion="好")
    here.cookie(here.applicant("newcomer"))


def report(here: World) -> None:
    """The county reports; its entries wait for the job that takes them up."""
    seen = str(here.board(COUNTY).ranked.v)
    who = here.recommender(COUNTY)
    ranking.report(here.change(who), ListId(CALL, COUNTY, TRACK), seen)


def counted(here: World) -> dict[tuple[str, str], Mapping[str, int]]:
    every = fetch(here.tools.table, counters.all_of(CALL)) | fetch(here.tools.table, counters.all_of(AUTHORITY))
    return {place: counts for place, counts in every.items() if counts}


@pytest.mark.parametrize("seed", repeated(5))
def test_counters_do_not_care_for_order_or_repetition(here: World, told: Told, seed: int) -> None:
    a_busy_day(here)
    records = told()
    again = records + random.Random(seed).sample(records, len(records) // 2)
    random.Random(seed).shuffle(again)
    stream.handle(again, here.wiring)
    county = counted(here)[COUNTY, TRACK]
    assert county == Counter(pushed=3, returned=1, declined=1, recommended=1)
    assert counted(here)[COUNTY, "accounts"] == {"registered": 1}
    assert here.wiring.dead_letters.count() == 0


@pytest.mark.parametrize("seed", repeated(5))
def test_what_an_account_has_is_what_stands_whatever_order_its_records_come_in(
    here: World, told: Told, seed: int
) -> None:
    owner = here.applicant()
    kept, gone, fresh = here.pushed("推送的"), here.draft(owner, "删掉的"), here.draft(owner, "草稿")
    here.take(owner, gone, "delete")
    here.take(here.recommender(COUNTY), kept, "return", reason="请补充")
    records = told()
    again = records + random.Random(seed).sample(records, len(records) // 2)
    random.Random(seed).shuffle(again)
    stream.handle(again, here.wiring)

    key = keys.applicant_overview(CALL, owner.account.id)
    known = fetch(here.tools.table, applicant_overviews.overview(CALL, owner.account.id))
    assert {h.id: h for h in known.heads} == {id: here.head(id) for id in (kept, fresh)}
    stream.handle(records, here.wiring)
    assert here.tools.table.read([key])[key]["v"] == known.v


def test_a_late_record_of_what_has_moved_on_counts_what_it_says(here: World, told: Told) -> None:
    entry = here.pushed()
    first = told()
    here.take(here.recommender(COUNTY), entry, "decline", reason="不符合")
    stream.handle(told(), here.wiring)
    stream.handle(first, here.wiring)
    assert counted(here)[COUNTY, TRACK] == {"declined": 1}


def test_entries_follow_a_report_once_however_often_it_is_told(here: World, told: Told) -> None:
    a_busy_day(here)
    report(here)
    records = told()
    for _ in range(2):
        stream.handle(reversed(records), here.wiring)
    board = here.board(COUNTY)
    assert board.last_report is not None
    assert board.last_report.moved == 1
    [entry] = [f"{CALL}.{TRACK}.{i}" for i in board.last_report.ids]
    assert (here.head(entry).state, here.head(entry).desk) == (State.PUSHED, CITY)
    assert [came.desk for came in here.head(entry).came] == [COUNTY]


def test_only_what_is_followed_calls_for_anything(here: World, told: Told) -> None:
    a_busy_day(here)
    report(here)
    records = told()
    followed = [r for r in records if follows(r["dynamodb"]["Keys"]["sk"]["S"])]
    assert 0 < len(followed) < len(records)
    stream.handle(followed, here.wiring)
    outcome = counted(here)
    stream.handle([r for r in records if r not in followed], here.wiring)
    assert counted(here) == outcome


def follows(sort_key: str) -> bool:
    """As the stream's own filter decides."""
    names = {name for name in stream.filters() if isinstance(name, str)}
    prefixes = [rule["prefix"] for rule in stream.filters() if isinstance(rule, dict)]
    return sort_key in names or sort_key.startswith(tuple(prefixes))
