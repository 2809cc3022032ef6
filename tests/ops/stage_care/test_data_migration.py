"""A season in progress and a new version of the product with a data migration."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Stale
from chalicelib.domain.messages import Message
from chalicelib.domain.states import State
from chalicelib.domain.subjects import ListId
from chalicelib.jobs import stream
from chalicelib.services.desks import inbox
from chalicelib.services.messages import reading as stored_messages
from chalicelib.services.submissions import drafts, reading
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Put, Update
from chalicelib.wiring import Wiring
from ops.integrity.recount import recount
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
from tests.conftest import Place, settings_of
from tests.factories import CALL, CITY, TRACK, Clock, World
from tests.ops.backup.test_portable_backup import Torn, small_pages, tear
from tests.ops.conftest import Kept
from tests.ops.season import data_of
from tests.services.accounts.people import known
from tests.web.stage import photographed


def greeted(item: Item) -> Item | None:
    """A migration of the tests: every answer's document learns a word."""
    if item["sk"] != "ANSWERS" or "greeting" in item:
        return None
    return {**item, "greeting": "你好"}


GREETED = Migration("9999_greeted", "Greet.", greeted)


def answers(season: Kept) -> dict[str, Any]:
    pages = season.table.client.get_paginator("scan").paginate(TableName=season.table.name)
    return {i["pk"]["S"]: i for page in pages for i in page["Items"] if i["sk"]["S"] == "ANSWERS"}


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
    who = known(there.tools, cookie)
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
    item = answers(season)[f"SUBMISSION#{draft}"]
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
    season.data.tools.table.write([Put({"pk": "COUNTERS#x", "sk": "y#~z~body", "schema": 1, "draft": 1})])
    season.data.tools.table.write([Put({"pk": "T#register#192.0.2.1", "sk": "THROTTLE", "schema": 1, "n": 1})])
    for migration in all_migrations():
        assert re.fullmatch(r"\d{4}_[a-z_]+", migration.name)
        assert migration.summary
        assert count_changes(season.data, migration) > 0
        migrate(season.data, migration)
        assert count_changes(season.data, migration) == 0
    assert data_migration.pending(season.data) == []


LETTERS = Path(__file__).parent / "tables/keys_in_letters.jsonl"
"""A season as a version wrote it whose keys began with letters: entries in every state, lists reported twice up."""


def kept_in_letters(table: Place) -> list[Item]:
    """Put that season into a table; its items."""
    items = [json.loads(line) for line in LETTERS.read_text("utf-8").splitlines()]
    for item in items:
        binary = {n: {"B": base64.b64decode(v["B"])} for n, v in item.items() if "B" in v}
        table.client.put_item(TableName=table.name, Item={**item, **binary})
    return items


def test_a_season_whose_keys_began_with_letters_goes_on_where_it_was(table_local: Place, bucket_moto: Place) -> None:
    items = kept_in_letters(table_local)
    clock = Clock()
    here = World(Wiring(settings_of(table_local, bucket_moto), clock), clock)
    data = data_of(here, table_local, bucket_moto)
    for migration in all_migrations():
        migrate(data, migration)
    recount(data)  # the season was made without its stream, its figures by hand
    faults = {what: which for what, which in verify(data).faults.items() if which and "attachment" not in what}
    assert faults == {}
    heads = {json.loads(i["card"]["S"])["name"]: i for i in items if i["sk"]["S"] == "0HEAD"}
    ids = {name: item["pk"]["S"].removeprefix("S#") for name, item in heads.items()}
    assert here.head(ids["省里的"]).state is State.NOMINATED
    assert [h.id for h in here.board(CITY).heads] == [ids["省里的"]]
    owner, city = here.applicant(), here.recommender(CITY)
    here.save(owner, ids["起草中"], {"name": "接着写"})
    here.take(city, ids["市里的"], "decline", reason="材料不足")
    shown, whole = reading.read_history(here.act(owner), ids["退回的"])
    assert ([e.event.step for e in shown], whole) == (["push", "return"], True)
    page = inbox.read_page(here.act(city), ListId(CALL, CITY, TRACK), State.DECLINED, None, 50)
    assert {ids["不推荐的"]} <= {h.id for h in page.heads}
    assert page.marks[ids["不推荐的"]].note == "再看"
    assert messages_of(here, owner)


def test_nothing_follows_from_items_that_a_migration_moves(table_local: Place, bucket_moto: Place) -> None:
    kept_in_letters(table_local)
    clock = Clock()
    here = World(Wiring(settings_of(table_local, bucket_moto), clock), clock)
    for migration in all_migrations():
        migrate(data_of(here, table_local, bucket_moto), migration)
    before = photographed(table_local)
    for (pk, sk), image in before.items():
        record = {"dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "NewImage": image}}
        stream.follow(record, here.tools)
    assert photographed(table_local) == before


def messages_of(here: World, who: SignedIn) -> list[Message]:
    return [message for message, _ in stored_messages.read_page(here.act(who), False, None).items]
