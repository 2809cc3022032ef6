"""A stage of AWS kept by DynamoDB itself: an on-demand backup with a list of the attachments' VersionIds, and the
stage brought to a backup or to a moment of the past."""

import gzip
import json
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from ops.data.recounting import recount
from ops.data.scanning import Data, objects
from ops.data.verifying import Verdict, verify
from ops.deploying.state import BACKUPS, CHALICE, RESTORE, TABLE, State
from ops.keeping import point_in_time
from ops.keeping.reconciling import reconcile
from ops.stages import Stage
from ops.terms import Progress, Stop, say

LINES = 10_000


def state_of(stage: Stage) -> State:
    """The stage's state bucket."""
    return State(stage.client("s3"), stage.data["StateBucketName"])


def back_up(stage: Stage, name: str) -> str:
    """An on-demand backup of the table, and VersionIds of all attachments in the state bucket; its ARN."""
    dynamodb, state = stage.client("dynamodb"), state_of(stage)
    if state.told(f"{BACKUPS}{name}/backup.json"):
        raise Stop(f"there is a backup {name} already. Choose another name.")
    made = dynamodb.create_backup(TableName=stage.data["TableName"], BackupName=name)["BackupDetails"]
    arn = str(made["BackupArn"])
    while made["BackupStatus"] == "CREATING":
        time.sleep(point_in_time.PAUSE)
        made = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    pages = _list_versions(stage.contents, state, name)
    facts = {"arn": arn, "table": stage.data["TableName"], "bucket": stage.data["BucketName"], "pages": pages}
    state.tell(f"{BACKUPS}{name}/backup.json", facts)
    return arn


def _list_versions(data: Data, state: State, name: str) -> int:
    standing = (
        (versions[0].key, versions[0].id) for versions in objects(data) if versions[0].size is not None
    )
    n, progress = 0, Progress("attachments listed")
    while part := list(islice(standing, LINES)):
        n += 1
        body = "".join(json.dumps(one) + "\n" for one in part).encode()
        state.write(f"{BACKUPS}{name}/versions-{n:04}.jsonl.gz", gzip.compress(body, mtime=0))
        progress.add(len(part))
    return n


def _versions(state: State, name: str, pages: int) -> Iterator[tuple[str, str]]:
    for n in range(1, pages + 1):
        page = state.read(f"{BACKUPS}{name}/versions-{n:04}.jsonl.gz") or b""
        for line in gzip.decompress(page).decode().splitlines():
            key, version = json.loads(line)
            yield key, version


def bring_to(stage: Stage, target: str, at: datetime | None, backup: str | None) -> Verdict:
    """Make `target` of a backup or of a moment, set it up, set counters and attachments right, and let the stage
    work on it. The old table stays as it is. What the functions still need is an `ops deploy`. Raises Stop."""
    dynamodb, state, source = stage.client("dynamodb"), state_of(stage), stage.data["TableName"]
    if target in {source, *state.told(TABLE).get("tables", [])}:
        raise Stop(
            f"table {target} has data of its own: stage {stage.name} works on it or did. Name another."
        )
    kept = state.told(f"{BACKUPS}{backup}/backup.json") if backup else {}
    if backup and not kept:
        raise Stop(f"there is no backup {backup}. ops backup --native --list names those there are.")
    _begin(state, target, str(kept.get("arn") or at or "latest"), point_in_time.is_there(dynamodb, target))
    point_in_time.restored(dynamodb, source, target, at, kept.get("arn"))
    point_in_time.settle(dynamodb, target, source)
    data = stage.contents_of(target)
    missing = reconcile(data, dict(_versions(state, backup, kept["pages"])) if backup else None)
    if missing:
        say(f"{len(missing)} attachments are named and have no version left; ops verify lists them")
    say(f"{recount(data)} counters set right")
    verdict = verify(data)
    _let_work_on(stage, state, source, target)
    return verdict


def _begin(state: State, target: str, of: str, there: bool) -> None:
    """A restore that was cut off is gone on with, and no other table is taken for it. Raises Stop."""
    wanted = {"table": target, "of": of}
    if there and state.told(RESTORE) != wanted:
        raise Stop(f"table {target} is there, and it is no restore of {of} that was cut off. Name another.")
    state.tell(RESTORE, wanted)


def _let_work_on(stage: Stage, state: State, source: str, target: str) -> None:
    """From now on the stage's table is `target`; what reads the old stream reads the new one. Where a stack holds
    the mapping, deploying replaces it."""
    dynamodb = stage.client("dynamodb")
    before, after = (point_in_time.stream_of(dynamodb, table) for table in (source, target))
    arn = dynamodb.describe_table(TableName=target)["Table"]["TableArn"]
    tables = list(dict.fromkeys([*state.told(TABLE).get("tables", [source]), target]))
    now = {"TableName": target, "TableArn": arn, "TableStreamArn": after}
    state.tell(TABLE, {**now, "tables": tables})
    if stage.outputs("app") or not before:
        return
    record = (state.read(CHALICE) or b"").decode()
    for old, new in point_in_time.rewired(stage.client("lambda"), before, after).items():
        record = record.replace(old, new)
    if record:
        state.write(CHALICE, record.replace(before, after).encode())
