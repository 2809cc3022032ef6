"""Which table is live is said by the tables: a lost record, an older checkout or a half-done restore harms nothing."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Busy, Maintenance
from chalicelib.storage.engine import table as engine
from chalicelib.storage.engine.table import Put
from chalicelib.storage.table_state import Closure, TableState
from chalicelib.wiring import Wiring
from ops import live_record, live_table, maintenance, migrations
from ops.__main__ import main
from ops.backup import dynamodb_backup, point_in_time
from ops.cli import Stop
from ops.integrity.recount import recount
from ops.integrity.verification import verify
from ops.stages import Stage
from ops.state_bucket import TABLE
from tests.factories import COUNTY, World

pytestmark = pytest.mark.engine
Filled = tuple[Stage, World]
Ops = Callable[..., tuple[int, str]]
NEWER = migrations.newest() + 1


@pytest.fixture
def ops(deployed: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ops:
    """Runs a command on the stage as an operator does: its exit code, and all that it printed."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", deployed.endpoints["*"])
    monkeypatch.setenv("AWS_REGION", deployed.region)

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main([*arguments, "--stage", "dev"])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.fixture
def restored(filled_stage: Filled) -> Filled:
    """A stage that was restored to a table `again`."""
    stage, here = filled_stage
    dynamodb_backup.restore_to(stage, "again", None, None)
    return stage.refreshed(), here


def lose_record(stage: Stage) -> None:
    stage.client("s3").delete_object(Bucket=stage.state_bucket.name, Key=TABLE)


def lose_bucket(stage: Stage) -> str:
    s3, name = stage.client("s3"), stage.state_bucket.name
    for one in s3.list_object_versions(Bucket=name).get("Versions", []):
        s3.delete_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])
    s3.delete_bucket(Bucket=name)
    return name


def first_table(stage: Stage) -> str:
    return stage.outputs("data")["TableName"]


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("deploy", "--only", "app"),
        ("migrate",),
        ("backup", "--native"),
        ("export", "test-2021", "--out", "nowhere"),
        ("restore", "--at", "latest", "--yes", "dev"),
        ("account", "disable", "applicant"),
        ("maintenance", "show"),
        ("resources",),
    ],
    ids=" ".join,
)
def test_with_the_record_lost_every_command_says_what_to_do_and_does_nothing(
    restored: Filled, ops: Ops, command: tuple[str, ...]
) -> None:
    stage, _ = restored
    first = first_table(stage)
    before = stage.state_of(first)
    lose_record(stage)
    code, printed = ops(*command)
    assert (code, "Traceback" in printed) == (3, False)
    assert f"table {first} was replaced by again" in printed
    assert "python -m ops resources --rebuild --stage dev" in printed
    assert stage.state_of(first) == before


@pytest.mark.parametrize("gone", [lose_record, lose_bucket])
def test_a_lost_record_is_made_anew_from_what_stands(
    restored: Filled, ops: Ops, gone: Callable[[Stage], object]
) -> None:
    stage, _ = restored
    before, record = verify(stage.contents).root, stage.state_bucket.read_json(TABLE)
    dynamodb_backup.back_up(stage, "evening")
    gone(stage)
    code, printed = ops("verify")
    assert code == 3
    assert "ops resources --rebuild" in printed
    code, printed = ops("resources", "--rebuild", "--yes", "dev")
    assert code == 0
    assert f"table {first_table(stage)}: was replaced by again\n" in printed
    assert "table again: says that it is live\n" in printed
    assert stage.state_bucket.read_json(TABLE) == record
    assert verify(stage.refreshed().contents).root == before
    assert dynamodb_backup.names(stage) == ["evening"]


def test_the_record_is_made_anew_only_when_the_operator_says_so(restored: Filled, ops: Ops) -> None:
    stage, _ = restored
    lose_record(stage)
    code, printed = ops("resources", "--rebuild", "--yes", "prod")
    assert (code, "not confirmed" in printed) == (3, True)
    assert stage.state_bucket.read_json(TABLE) == {}


def test_of_several_tables_that_may_be_live_the_operator_chooses(filled_stage: Filled, ops: Ops) -> None:
    """As it is where tables were restored before they said anything, and the record is lost then."""
    stage, _ = filled_stage
    first, other = first_table(stage), f"{first_table(stage)}-20260520"
    point_in_time.restore_table(stage.client("dynamodb"), first, other, None)
    with pytest.raises(Stop, match=f"nothing says whether {first} is live or {other}"):
        live_record.claim(stage.refreshed())
    code, printed = ops("resources", "--rebuild", "--yes", "dev")
    assert (code, f"{first}, {other}. Choose with --table." in printed) == (3, True)
    code, printed = ops("resources", "--rebuild", "--yes", "dev", "--table", other)
    assert (code, f"recorded: dev works on {other}" in printed) == (0, True)
    live_record.claim(stage.refreshed())
    assert stage.refreshed().table_state == TableState(other, migrations.newest())
    assert stage.state_of(first) == TableState(first, 0, other)


def test_tables_that_were_replaced_before_tables_said_so_learn_it_at_the_next_deployment(restored: Filled) -> None:
    stage, _ = restored
    first = first_table(stage)
    for name in (first, "again"):
        stage.note(name, replaced_by="", version=0, closing=None, until="")
    live_record.claim(stage)
    assert stage.state_of(first) == TableState(first, 0, "again")
    assert stage.state_of("again") == TableState("again", migrations.newest())


def test_a_copy_of_a_table_says_that_it_is_one(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    live_record.claim(stage)
    point_in_time.restore_table(stage.client("dynamodb"), first_table(stage), "again", None)
    stage.state_bucket.write_json(TABLE, {"TableName": "again"})
    with pytest.raises(Stop, match=f"table again is a copy of {first_table(stage)} and was never made live"):
        _ = stage.refreshed().data


WRITING: tuple[tuple[str, ...], ...] = (
    ("verify", "--recount"),
    ("migrate",),
    ("account", "organiser", "test-2021", "chief01", "--name", "王主任"),
    ("call", "hide", "test-2021"),
    ("call", "publish", "calls/open-data-prize-2026"),
    ("deploy", "--only", "app"),
    ("redrive",),
    ("maintenance", "on", "--until", "2126-05-20T18:30:00+08:00"),
    ("restore", "--at", "latest", "--yes", "dev"),
)


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_an_older_checkout_writes_nothing_into_a_table_of_a_newer_version(
    filled_stage: Filled, ops: Ops, command: tuple[str, ...]
) -> None:
    stage, _ = filled_stage
    stage.note(first_table(stage), version=NEWER)
    before = items(stage)
    code, printed = ops(*command)
    assert (code, "Traceback" in printed) == (3, False)
    assert f"version {NEWER} of the data, and this checkout knows {migrations.newest()}" in printed
    assert items(stage) == before


@pytest.mark.parametrize("command", [("verify",), ("migrate", "--dry-run"), ("call", "list")], ids=" ".join)
def test_an_older_checkout_reads_and_says_that_it_only_reads(
    filled_stage: Filled, ops: Ops, command: tuple[str, ...]
) -> None:
    stage, _ = filled_stage
    stage.note(first_table(stage), version=NEWER)
    code, printed = ops(*command)
    assert (code, "this ops is older than the table" in printed) == (0, True)


def test_back_over_a_version_goes_by_a_backup_of_before(filled_stage: Filled) -> None:
    """The older checkout restores what it knows, though a newer one wrote the table that is live."""
    stage, _ = filled_stage
    live_record.claim(stage)
    dynamodb_backup.back_up(stage, "before")
    stage.note(first_table(stage), version=NEWER)
    dynamodb_backup.back_up(stage, "after")
    with pytest.raises(Stop, match="The stage goes on with table"):
        dynamodb_backup.restore_to(stage, "again", None, "after")
    assert stage.table_state.closing is None
    assert dynamodb_backup.restore_to(stage, "once-more", None, "before").clean
    assert stage.refreshed().table_state == TableState("once-more", migrations.newest())


def items(stage: Stage) -> list[Any]:
    pages = stage.client("dynamodb").get_paginator("scan").paginate(TableName=first_table(stage))
    return sorted((str(item) for page in pages for item in page["Items"]), key=str)


def test_a_restore_that_cannot_begin_leaves_the_stage_open(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    long_ago = datetime.now(UTC) - timedelta(days=900)
    stage.session.events.register("before-call.dynamodb.RestoreTableToPointInTime", refused)
    try:
        with pytest.raises(Stop, match="cannot begin"):
            dynamodb_backup.restore_to(stage, "again", long_ago, None)
    finally:
        stage.session.events.unregister("before-call.dynamodb.RestoreTableToPointInTime", refused)
    assert stage.table_state.closing is None


def cut_off_restore(stage: Stage) -> None:
    """Begin a restore that ends before its copy is settled."""
    events, settling = stage.session.events, "before-call.dynamodb.UpdateTimeToLive"
    events.register(settling, refused)
    try:
        with pytest.raises(Stop, match="cannot begin"):
            dynamodb_backup.restore_to(stage, "again", None, None)
    finally:
        events.unregister(settling, refused)


def test_a_restore_that_was_cut_off_keeps_the_stage_closed_until_it_goes_on_or_is_given_up(
    filled_stage: Filled,
) -> None:
    stage, _ = filled_stage
    cut_off_restore(stage)
    assert stage.table_state.closing is Closure.RESTORE
    with pytest.raises(Stop, match="Go on with --table again, or give it up"):
        dynamodb_backup.restore_to(stage, "another", None, None)
    with pytest.raises(Stop, match="is being restored"):
        stage.refreshed().check_writable()
    assert dynamodb_backup.restore_to(stage, "again", None, None).clean
    assert stage.refreshed().table_state == TableState("again", migrations.newest())


def test_a_restore_that_was_given_up_is_never_gone_on_with_since_its_copy_lacks_what_came_later(
    filled_stage: Filled, ops: Ops
) -> None:
    stage, _ = filled_stage
    cut_off_restore(stage)
    assert ops("maintenance", "off")[0] == 0
    with pytest.raises(Stop, match="it is no restore of latest that was cut off"):
        dynamodb_backup.restore_to(stage, "again", None, None)


def refused(**_: Any) -> None:
    raise Stop("it cannot begin")


def test_an_operators_maintenance_lets_operators_pass_and_a_restore_lets_nobody(filled_stage: Filled) -> None:
    stage, here = filled_stage
    moment = datetime.now(UTC) + timedelta(hours=1)
    maintenance.close(stage, Closure.OPERATOR, moment)
    assert recount(stage.refreshed().contents) == 0
    stage.refreshed().tools.table.write([Put({"pk": "p", "sk": "s"})])
    maintenance.close(stage, Closure.RESTORE, moment)
    with pytest.raises(Stop, match="is being restored"):
        stage.refreshed().tools.table.write([Put({"pk": "p", "sk": "s"})])
    with pytest.raises(Maintenance):
        another(here).pushed("维护中推送的")
    maintenance.end(stage)
    another(here).pushed("维护后推送的")


def test_maintenance_is_switched_and_shown_by_a_command(filled_stage: Filled, ops: Ops) -> None:
    stage, _ = filled_stage
    assert "open" in ops("maintenance", "show")[1]
    code, printed = ops("maintenance", "on", "--until", "2126-05-20T18:30:00+08:00")
    assert (code, "expected until 2126-05-20T10:30:00Z" in printed) == (0, True)
    assert "closed by an operator" in ops("maintenance", "show")[1]
    assert ops("maintenance", "on", "--until", "2020-05-20T18:30:00+08:00")[0] == 3
    assert "open" in ops("maintenance", "off")[1]
    assert stage.refreshed().table_state.closing is None


def another(here: World) -> World:
    """Another process of the product."""
    return World(Wiring(here.wiring.settings, here.clock), here.clock)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a gate said counts for a moment; closing waits as much longer as a request may take here."""
    monkeypatch.setattr(engine, "GATE_FRESH", 2.0)
    monkeypatch.setattr(maintenance, "DRAIN", 3.5)


class Writers:
    """Processes that push without pause, and what of it was acknowledged."""

    def __init__(self, here: World, count: int) -> None:
        self.acknowledged: list[str] = []
        self.refused = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._push, args=(another(here), n)) for n in range(count)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _push(self, here: World, n: int) -> None:
        owner = here.applicant(f"writer-{n}")
        while not self._stop.is_set():
            try:
                entry = here.draft(owner, "一直在推送")
                here.take(owner, entry, "push", desk=COUNTY)
                self.acknowledged.append(entry)
            except (Maintenance, Busy):
                self.refused += 1
                self._stop.wait(0.05)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("seed", range(2))
def test_every_acknowledged_push_is_in_the_table_that_is_live_after_a_restore(filled_stage: Filled, seed: int) -> None:
    stage, here = filled_stage
    with Writers(here, 2 + seed) as writers:
        while len(writers.acknowledged) < 3:
            writers._stop.wait(0.05)
        assert dynamodb_backup.restore_to(stage, "again", None, None).clean
        writers._stop.wait(0.5)
    assert writers.refused
    live = stage.refreshed()
    assert live.data["TableName"] == "again"
    heads = {item["pk"]["S"].partition("#")[2] for item in pushed(live)}
    assert set(writers.acknowledged) <= heads


def pushed(stage: Stage) -> Iterator[Any]:
    pages = stage.client("dynamodb").get_paginator("scan").paginate(TableName=stage.data["TableName"])
    for page in pages:
        yield from (item for item in page["Items"] if item["sk"]["S"] == "HEAD" and item["state"]["S"] == "pushed")


def test_a_table_without_a_state_counts_as_live(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    assert stage.state_of(first_table(stage)) is None
    assert live_table.not_writable(None, first_table(stage)) == ""
