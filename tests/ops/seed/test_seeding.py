"""The local season as it stands after a first start that was killed and a second one that finished it."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.history import broken
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.services.accounts import own
from chalicelib.services.context import Tools
from chalicelib.settings import Settings
from chalicelib.storage import lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.wiring import Wiring
from ops import resources
from ops.local import engines
from ops.seed import seed
from ops.seed.progress import SeedProgress
from ops.seed.season_file import SeasonFile
from tests.conftest import ORIGIN, Place, settings_of

pytestmark = pytest.mark.engine
CALL = "shandong-2021"
ENOUGH = 150
"""Acts after which the first start is killed."""


@pytest.fixture(scope="module")
def season(dynamodb_local: engines.Engine, ministack: engines.Engine) -> Iterator["Season"]:
    table, bucket = _place("dynamodb", dynamodb_local), _place("s3", ministack)
    resources.make_table(table.client, table.name)
    resources.make_bucket(bucket.client, bucket.name, ORIGIN)
    settings = settings_of(table, bucket)
    _start_and_kill(settings)
    seed(Wiring(settings))
    yield Season(table, settings)
    table.client.delete_table(TableName=table.name)


def _start_and_kill(settings: Settings) -> None:
    killed = multiprocessing.get_context("spawn").Process(target=_start, args=(settings,))
    killed.start()
    tools = Wiring(settings).tools
    until = time.monotonic() + 120
    while SeedProgress.read(tools).done.get(CALL, 0) < ENOUGH:
        assert killed.is_alive(), "the first start ended by itself"
        assert time.monotonic() < until
        time.sleep(0.05)
    killed.kill()
    killed.join()
    assert SeedProgress.read(tools).finished == []


def _start(settings: Settings) -> None:
    seed(Wiring(settings))


def test_another_start_changes_nothing(season: "Season") -> None:
    before = season.items()
    seed(Wiring(season.settings))
    assert season.items() == before


def test_every_state_has_samples(season: "Season") -> None:
    states = Counter(head.state for head in season.heads())
    assert set(states) == set(State) - {State.WITHDRAWN}
    assert all(states[state] >= 3 for state in states)


def test_the_call_that_allows_it_has_one_that_was_withdrawn(season: "Season") -> None:
    assert State.WITHDRAWN in {head.state for head in season.heads("open-data-prize-2026")}


def test_every_sample_of_the_script_is_there_once(season: "Season") -> None:
    assert len(season.heads()) == len(SeasonFile(CALL).samples)
    assert season.count("HEAD") == sum(len(SeasonFile(c).samples) for c in (CALL, "open-data-prize-2026"))


def test_counties_have_reported_and_their_entries_have_followed(season: "Season") -> None:
    came = Counter(head.came[0].desk for head in season.heads() if head.came and head.way[-1] == "370900")
    assert {desk: number for desk, number in came.items() if number >= 8} == {"370911": 10, "370983": 8}
    nominated = [head for head in season.heads() if head.state is State.NOMINATED]
    assert {(head.desk, head.track) for head in nominated} == {
        (ORGANISER, track) for track in ("scenario", "solution", "unit")
    }


def test_lists_under_way_are_long_enough_to_rank(season: "Season") -> None:
    for desk, fewest in (("370902", 8), ("370900", 10)):
        ranked = fetch(season.tools.table, lists.ranked(CALL, desk, "scenario"))
        assert fewest <= len(ranked.ids) <= 15
        assert not ranked.reported


def test_what_was_pushed_again_differs_from_before(season: "Season") -> None:
    again = [head for head in season.heads() if head.revision == 2]
    assert len(again) >= 3
    for head in again:
        first, second = fetch(season.tools.table, submissions.revision(head.id, 1), submissions.revision(head.id, 2))
        assert first is not None
        assert second is not None
        assert (first.answers != second.answers, bool(second.asks)) == (True, True)


def test_every_chain_is_whole(season: "Season") -> None:
    for head in season.heads():
        events = fetch(season.tools.table, submissions.history(head.id))
        assert broken(events, (head.events, head.last_hash)) is None
        assert [event.at for event in events] == sorted(event.at for event in events)


def test_the_chain_of_every_list_is_whole(season: "Season") -> None:
    call = season.tools.calls.latest(CALL)
    places = [(desk, track) for desk in call.desks for track in call.tracks]
    standing = fetch(season.tools.table, *(lists.ranked(CALL, desk, track) for desk, track in places))
    used = [ranked for ranked in standing if ranked.v]
    assert len(used) >= 10
    for ranked in used:
        events = fetch(season.tools.table, submissions.history(ranked.subject))
        assert broken(events, (ranked.events, ranked.last_hash)) is None


def test_every_attachment_has_its_object(season: "Season") -> None:
    files = [f for head in season.heads() for f in season.files(head)]
    assert len(files) > 100
    assert all(season.tools.objects.fetch(f.key).sha256 == f.sha256 for f in files[:10])  # type: ignore[union-attr]


def test_nothing_happened_before_filing_opened_or_after_now(season: "Season") -> None:
    call = season.tools.calls.latest(CALL)
    now = season.tools.clock()
    for head in season.heads():
        assert head.created_at is not None
        assert head.updated_at is not None
        assert call.calendar.filing_opens <= head.created_at <= head.updated_at <= now


def test_accounts_of_every_role_are_offered(season: "Season") -> None:
    offered = own.demo(season.tools)
    assert {one.role for one in offered} == {"organiser", "recommender", "applicant"}


class Season:
    """The seeded table."""

    def __init__(self, table: Place, settings: Settings) -> None:
        self.table, self.settings = table, settings
        self.tools: Tools = Wiring(settings).tools

    def items(self) -> list[dict[str, Any]]:
        """All items of the table, in one order."""
        pages = self.table.client.get_paginator("scan").paginate(TableName=self.table.name)
        found = [item for page in pages for item in page["Items"]]
        return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))

    def count(self, sort_key: str) -> int:
        """How many items have this sort key."""
        return sum(item["sk"]["S"] == sort_key for item in self.items())

    def heads(self, call: str = CALL) -> list[Head]:
        """The heads of all samples of a call."""
        made = SeedProgress.read(self.tools).submissions
        ids = [submission for name, submission in made.items() if name.startswith(f"{call}/")]
        return list(fetch(self.tools.table, submissions.heads(ids)).values())

    def files(self, head: Head) -> Any:
        return fetch(self.tools.table, submissions.files(head.id)).items


def _place(service: str, engine: engines.Engine) -> Place:
    import boto3

    client = boto3.client(service, region_name=engines.REGION, endpoint_url=engine.endpoint)
    return Place(f"laurel-season-{time.time_ns()}", engine.endpoint, client)
