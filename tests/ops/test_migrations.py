"""A season in progress and a new version of the product with a data migration."""

import json
import re
from typing import Any

import pytest

from chalicelib.domain.errors import Stale
from chalicelib.services.sign_in import sessions
from chalicelib.services.submissions import drafts
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Update
from chalicelib.wiring import Wiring
from ops.integrity.verification import verify
from ops.stage_care import data_migration
from ops.stage_care.data_migration import (
    Migration,
    all_migrations,
    count_changes,
    migrate,
    pending,
    progress_of,
)
from tests.conftest import settings_of
from tests.factories import World
from tests.ops.conftest import Kept
from tests.ops.test_backup import Torn, small_pages, tear


def greeted(item: Item) -> Item | None:
    """A migration of the tests: every answer's document learns a word."""
    if item["sk"] != "1ANSWERS" or "greeting" in item:
        return None
    return {**item, "greeting": "你好"}


GREETED = Migration("0002_greeted", "Greet.", greeted)


def answers(season: Kept) -> dict[str, Any]:
    pages = season.table.client.get_paginator("scan").paginate(TableName=season.table.name)
    return {i["pk"]["S"]: i for page in pages for i in page["Items"] if i["sk"]["S"] == "1ANSWERS"}


def deployed_anew(season: Kept) -> World:
    """The next version over the same table and bucket: nothing of the old process is left."""
    return World(Wiring(settings_of(season.table, season.bucket), season.here.clock), season.here.clock)


def test_every_session_and_draft_outlives_a_new_version_with_its_migrations(season: Kept) -> None:
    owner = season.here.applicant()
    cookie = season.here.cookie(owner)
    draft = season.here.draft(owner, "写到一半")
    etag = season.here.etag(draft)
    for migration in (*all_migrations(), GREETED):
        migrate(season.data, migration)
    there = deployed_anew(season)
    who = sessions.read(there.tools, cookie)
    assert who is not None
    assert who.account.id == owner.account.id
    saved = drafts.save(there.act(who), draft, {"name": "接着写"}, 1, etag)
    with pytest.raises(Stale):
        drafts.save(there.act(who), draft, {"name": "旧的"}, 1, etag)
    assert saved.etag == there.etag(draft)
    assert "history broken" not in verify(season.data).faults


def test_a_migration_that_was_cut_off_goes_on_where_it_stopped(season: Kept) -> None:
    small_pages(season.table)
    count = count_changes(season.data, GREETED)
    mend = tear(season.here.tools.table._client, "UpdateItem", after=2)
    with pytest.raises(Torn):
        migrate(season.data, GREETED)
    mend()
    stopped = progress_of(season.data, GREETED)
    assert stopped.cursor
    assert not stopped.done
    assert 0 < sum("greeting" in item for item in answers(season).values()) < count
    migrate(season.data, GREETED)
    assert all("greeting" in item for item in answers(season).values())
    assert progress_of(season.data, GREETED).done
    assert pending(season.data, [GREETED]) == []


def test_a_second_run_changes_nothing(season: Kept) -> None:
    migrate(season.data, GREETED)
    before = answers(season)
    assert count_changes(season.data, GREETED) == 0
    assert migrate(season.data, GREETED).changed == len(before)
    assert answers(season) == before


def test_what_somebody_saves_at_the_same_moment_is_not_lost(season: Kept) -> None:
    owner = season.here.applicant()
    draft = season.here.draft(owner, "同时保存")
    once = iter([True])

    def saves(**_: Any) -> None:
        if next(once, False):
            season.here.save(owner, draft, {"name": "刚刚改的"})

    season.table.client.meta.events.register("after-call.dynamodb.Scan", saves)
    migrate(season.data, GREETED)
    item = answers(season)[f"S#{draft}"]
    assert json.loads(item["doc"]["S"])["values"]["name"] == "刚刚改的"
    assert "greeting" in item


def test_a_dry_run_changes_nothing(season: Kept) -> None:
    before = answers(season)
    assert count_changes(season.data, GREETED) == len(before)
    assert answers(season) == before


def test_every_migration_is_numbered_tells_what_it_does_and_does_it_once(season: Kept) -> None:
    names = [migration.name for migration in all_migrations()]
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    season.data.tools.table.write([Update(keys.counter("x", "y", "z"), adds={"draft": 1})])
    for migration in all_migrations():
        assert re.fullmatch(r"\d{4}_[a-z_]+", migration.name)
        assert migration.summary
        assert count_changes(season.data, migration) > 0
        migrate(season.data, migration)
        assert count_changes(season.data, migration) == 0
    assert data_migration.pending(season.data) == []
