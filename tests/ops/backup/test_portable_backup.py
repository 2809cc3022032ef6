"""The drill: fill, back up, destroy, restore to a new stage; what came back is what was there."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.errors import StepNotAllowed
from chalicelib.services.submissions import attachments, drafts
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.wiring import Wiring
from ops.backup import portable_restore
from ops.backup.backup_store import BackupStore, BucketStore, FolderStore
from ops.backup.portable_backup import back_up, items_in
from ops.backup.portable_restore import restore
from ops.cli import Stop
from ops.integrity.verification import verify
from ops.local.engines import Engine
from tests.conftest import Place, a_bucket, a_table, settings_of
from tests.factories import COUNTY, World
from tests.ops.conftest import Kept
from tests.ops.season import catch_up, data_of

ABOUT = {"stage": "dev", "region": "cn-north-1"}


@pytest.fixture
def fresh(dynamodb_local: Engine, ministack: Engine) -> Iterator[tuple[Place, Place]]:
    """The table and bucket of a new stage."""
    tables = a_table(dynamodb_local)
    yield next(tables), a_bucket(ministack)
    tables.close()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, ministack: Engine) -> BackupStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "backup")
    place = a_bucket(ministack)
    return BucketStore(place.client, place.name, "backups/one/")


def world_on(season: Kept, fresh: tuple[Place, Place]) -> World:
    """The product of the new stage: other settings, the same clock."""
    return World(Wiring(settings_of(*fresh), season.here.clock), season.here.clock)


def items(place: Place) -> dict[tuple[str, str], Any]:
    pages = place.client.get_paginator("scan").paginate(TableName=place.name)
    found = [item for page in pages for item in page["Items"]]
    kept = [{k: v for k, v in item.items() if k != "restored"} for item in found]
    left_out = ("BACKUP#", "COUNTED#", "THROTTLE#", "PROOF#")
    return {
        (i["pk"]["S"], i["sk"]["S"]): i
        for i in kept
        if not i["pk"]["S"].startswith(left_out) and not i["sk"]["S"].startswith("SESSION")
    }


def destroy(season: Kept) -> None:
    season.table.client.delete_table(TableName=season.table.name)
    for page in season.bucket.client.get_paginator("list_object_versions").paginate(Bucket=season.bucket.name):
        for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            season.bucket.client.delete_object(Bucket=season.bucket.name, Key=one["Key"], VersionId=one["VersionId"])
    season.bucket.client.delete_bucket(Bucket=season.bucket.name)
    season.table.client.create_table(
        TableName=season.table.name,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def test_what_was_backed_up_and_destroyed_is_whole_in_a_new_stage(
    season: Kept, fresh: tuple[Place, Place], store: BackupStore
) -> None:
    before, stood = verify(season.data), items(season.table)
    manifest = back_up(season.data, store, ABOUT)
    destroy(season)
    there = world_on(season, fresh)
    data = data_of(there, *fresh)
    restore(data, store, "dev")
    after = verify(data, deep=True)
    assert after.faults == {}
    assert after.root == before.root == manifest["root"]
    assert items(fresh[0]) == stood


def test_people_go_on_working_in_the_new_stage(season: Kept, fresh: tuple[Place, Place], tmp_path: Path) -> None:
    back_up(season.data, FolderStore(tmp_path), ABOUT)
    there = world_on(season, fresh)
    data = data_of(there, *fresh)
    restore(data, FolderStore(tmp_path), "dev")
    owner = there.applicant()
    mine = {head["name"]: head["id"] for head in _own(there, owner)}
    there.save(owner, mine["起草中"], {"name": "改过的"})
    with pytest.raises(StepNotAllowed):
        there.save(owner, mine["有附件"], {"name": "改不了"})
    assert there.board(COUNTY).ranked.reported
    [file] = fetch(there.tools.table, submissions.files(mine["有附件"])).items
    assert attachments.link(there.act(owner), mine["有附件"], file.id, inline=False)


def _own(here: World, owner: Any) -> list[dict[str, str]]:
    page = drafts.read_own(here.act(owner), None)
    return [{"name": head.card.name, "id": head.id} for head in page.heads]


def test_nothing_is_counted_again_when_the_stream_brings_what_was_restored(
    season: Kept, fresh: tuple[Place, Place], tmp_path: Path
) -> None:
    back_up(season.data, FolderStore(tmp_path), ABOUT)
    there = world_on(season, fresh)
    restore(data_of(there, *fresh), FolderStore(tmp_path), "dev")
    catch_up(there, fresh[0])
    assert verify(data_of(there, *fresh)).faults == {}


class Torn(Exception):
    """The line went dead."""


def tear(client: Any, operation: str, after: int) -> Callable[[], None]:
    """Let the line go dead after so many requests; what is returned mends it."""
    left, event = iter(range(after)), f"before-call.dynamodb.{operation}"

    def torn(**_: Any) -> None:
        if next(left, None) is None:
            raise Torn

    client.meta.events.register(event, torn)
    return lambda: client.meta.events.unregister(event, torn)


def small_pages(place: Place) -> None:
    """Ten items a page, so that a small season has many."""
    place.client.meta.events.register("provide-client-params.dynamodb.Scan", _small)


def _small(params: dict[str, Any], **_: Any) -> dict[str, Any]:
    return {**params, "Limit": 10}


def test_a_restore_that_was_cut_off_goes_on(season: Kept, fresh: tuple[Place, Place], tmp_path: Path) -> None:
    small_pages(season.table)
    back_up(season.data, FolderStore(tmp_path), ABOUT)
    data = data_of(world_on(season, fresh), *fresh)
    mend = tear(fresh[0].client, "BatchWriteItem", after=3)
    with pytest.raises(Torn):
        restore(data, FolderStore(tmp_path), "dev")
    mend()
    restore(data, FolderStore(tmp_path), "dev")
    assert verify(data).faults == {}
    assert items(fresh[0]) == items(season.table)


def test_a_backup_that_was_cut_off_goes_on(season: Kept, tmp_path: Path) -> None:
    small_pages(season.table)
    store = FolderStore(tmp_path)
    mend = tear(season.table.client, "Scan", after=4)
    with pytest.raises(Torn):
        back_up(season.data, store, ABOUT)
    mend()
    with pytest.raises(Stop, match="no whole backup"):
        portable_restore.manifest_in(store)
    assert back_up(season.data, store, ABOUT)["root"] == verify(season.data).root


def test_what_moves_on_meanwhile_is_read_again(season: Kept, fresh: tuple[Place, Place], tmp_path: Path) -> None:
    small_pages(season.table)
    pages = iter(range(1000))

    def busy(**_: Any) -> None:
        if next(pages) in {1, 3}:
            season.here.pushed("正在推送")

    season.table.client.meta.events.register("after-call.dynamodb.Scan", busy)
    back_up(season.data, FolderStore(tmp_path), ABOUT)
    data = data_of(world_on(season, fresh), *fresh)
    restore(data, FolderStore(tmp_path), "dev")
    assert verify(data).faults == {}


def test_a_damaged_page_is_never_put_back(season: Kept, fresh: tuple[Place, Place], tmp_path: Path) -> None:
    back_up(season.data, FolderStore(tmp_path), ABOUT)
    page = tmp_path / "items/000001.jsonl.gz"
    page.write_bytes(page.read_bytes()[:-9] + b"\0" * 9)
    with pytest.raises(Stop, match="damaged"):
        restore(data_of(world_on(season, fresh), *fresh), FolderStore(tmp_path), "dev")


def test_nothing_is_put_back_over_data(season: Kept, tmp_path: Path) -> None:
    back_up(season.data, FolderStore(tmp_path), ABOUT)
    with pytest.raises(Stop, match="not empty"):
        restore(season.data, FolderStore(tmp_path), "dev")


def test_a_local_season_with_its_demo_accounts_does_not_go_to_prod(season: Kept, tmp_path: Path) -> None:
    back_up(season.data, FolderStore(tmp_path), {"stage": "local", "region": ""})
    with pytest.raises(Stop, match="prod"):
        restore(season.data, FolderStore(tmp_path), "prod")


def test_a_backup_holds_no_session_and_nobody_else_can_read_it(season: Kept, tmp_path: Path) -> None:
    season.here.cookie(season.here.applicant())
    back_up(season.data, FolderStore(tmp_path / "b"), ABOUT)
    kept = [i for p in (tmp_path / "b/items").glob("*.gz") for i in items_in(p.read_bytes())]
    assert [i for i in kept if i["sk"]["S"].startswith("SESSION#")] == []
    assert {oct(p.stat().st_mode & 0o077) for p in (tmp_path / "b").rglob("*") if p.is_file()} == {"0o0"}
