"""A stage brought to a moment of its past. No engine here honours the moment itself: the calls are rehearsed, and
that everything which a restored table lacks is set again."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.storage import keys
from chalicelib.storage.engine.table import Update
from chalicelib.storage.engine.whole_table import WholeTable
from ops.backup import dynamodb_backup, point_in_time
from ops.backup.attachment_versions import reconcile
from ops.chalice_record import FILE
from ops.cli import Stop
from ops.integrity.verification import verify
from ops.stages import Stage
from tests.factories import CALL, COUNTY, TRACK, World
from tests.ops.season import PDF

pytestmark = pytest.mark.engine
Filled = tuple[Stage, World]


def fresh(stage: Stage) -> Stage:
    """The stage as a new command finds it."""
    return Stage(stage.name, stage.session, stage.endpoints)


def test_a_restored_table_has_again_all_that_aws_leaves_off(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    dynamodb, source = stage.client("dynamodb"), stage.data["TableName"]
    arn = dynamodb.describe_table(TableName=source)["Table"]["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "cost", "Value": "awards"}])
    point_in_time.restore_table(dynamodb, source, "again", None)
    assert "deletion protection" in point_in_time.missing_settings(dynamodb, "again")
    assert "stream" in point_in_time.missing_settings(dynamodb, "again")
    point_in_time.settle(dynamodb, "again", source)
    assert point_in_time.missing_settings(dynamodb, "again") == []
    arn = dynamodb.describe_table(TableName="again")["Table"]["TableArn"]
    assert {"Key": "cost", "Value": "awards"} in dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]


def test_the_stage_works_on_the_restored_table_and_is_clean(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    before = verify(stage.contents)
    verdict = dynamodb_backup.restore_to(stage, "again", None, None)
    assert verdict.faults == {}
    assert verdict.root == before.root
    now = fresh(stage)
    assert now.data["TableName"] == "again"
    assert now.data["TableStreamArn"] == stage.stream_of("again")
    assert verify(now.contents).root == before.root


def test_a_backup_that_the_night_made_is_listed_and_comes_back(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    before = verify(stage.contents)
    whole = WholeTable(stage.client("dynamodb"), stage.data["TableName"])
    whole.back_up("laurel-20260520-183000-nightly")
    assert dynamodb_backup.names(stage) == ["laurel-20260520-183000-nightly"]
    verdict = dynamodb_backup.restore_to(stage, "again", None, "laurel-20260520-183000-nightly")
    assert (verdict.faults, verdict.root) == ({}, before.root)
    assert dynamodb_backup.names(fresh(stage)) == ["laurel-20260520-183000-nightly"]
    with pytest.raises(Stop, match="there is no backup laurel-other"):
        dynamodb_backup.restore_to(fresh(stage), "more", None, "laurel-other")


def test_counters_are_counted_again(filled_stage: Filled) -> None:
    stage, here = filled_stage
    here.tools.table.write([Update(keys.counter(CALL, COUNTY, TRACK), adds={"pushed": 5})])
    assert dynamodb_backup.restore_to(stage, "again", None, None).faults == {}


def test_a_moment_goes_to_aws_as_it_was_given(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    dynamodb, asked = stage.client("dynamodb"), list[dict[str, Any]]()
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.RestoreTableToPointInTime", lambda params, **_: asked.append(params)
    )
    at = point_in_time.parse_moment("2026-05-20T18:30:00+08:00")
    point_in_time.restore_table(dynamodb, stage.data["TableName"], "again", at)
    assert asked[0]["RestoreDateTime"] == datetime(2026, 5, 20, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2026-05-20T18:30:00"])
def test_a_moment_without_a_zone_is_none(text: str) -> None:
    with pytest.raises(Stop):
        point_in_time.parse_moment(text)


def test_functions_read_the_new_stream_and_chalices_record_knows(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    old = stage.stream_of(stage.data["TableName"])
    mapping = mapped(stage, old)
    state = stage.state_bucket
    state.write_json(FILE, {"resources": [{"event_uuid": mapping["UUID"], "stream_arn": old}]})
    dynamodb_backup.restore_to(stage, "again", None, None)
    new = stage.stream_of("again")
    [wired] = stage.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert wired["EventSourceArn"] == new
    assert (wired["BatchSize"], wired["BisectBatchOnFunctionError"]) == (100, True)
    assert state.read_json(FILE) == {"resources": [{"event_uuid": wired["UUID"], "stream_arn": new}]}
    stage.client("lambda").delete_event_source_mapping(UUID=wired["UUID"])


def mapped(stage: Stage, stream: str) -> dict[str, Any]:
    """A function of the stage that reads a stream."""
    trust = {"Version": "2012-10-17", "Statement": []}
    iam = stage.client("iam")
    role = iam.create_role(RoleName="jobs", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    lambda_ = stage.client("lambda")
    lambda_.create_function(
        FunctionName="laurel-dev-stream",
        Runtime="python3.11",
        Role=role,
        Handler="app.stream",
        Code={"ZipFile": EMPTY_ZIP},
    )
    made: dict[str, Any] = lambda_.create_event_source_mapping(
        FunctionName="laurel-dev-stream",
        EventSourceArn=stream,
        StartingPosition="TRIM_HORIZON",
        BatchSize=100,
        BisectBatchOnFunctionError=True,
        Enabled=False,
    )
    return made


EMPTY_ZIP = b"PK\5\6" + b"\0" * 18


def test_attachments_are_brought_back_by_their_version(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    s3, bucket = stage.client("s3"), stage.data["BucketName"]
    [one] = s3.list_objects_v2(Bucket=bucket, Prefix="kept/")["Contents"]
    s3.put_object(Bucket=bucket, Key=one["Key"], Body=PDF[::-1])
    s3.delete_object(Bucket=bucket, Key=one["Key"])
    assert reconcile(stage.contents) == []
    assert s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() == PDF


def test_an_attachment_without_any_version_left_is_told(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    s3, bucket = stage.client("s3"), stage.data["BucketName"]
    [one] = s3.list_object_versions(Bucket=bucket, Prefix="kept/")["Versions"]
    s3.delete_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
    assert reconcile(stage.contents) == [one["Key"]]


def test_an_on_demand_backup_comes_back_with_the_versions_it_listed(filled_stage: Filled) -> None:
    stage, here = filled_stage
    before = verify(stage.contents).root
    dynamodb_backup.back_up(stage, "evening")
    with pytest.raises(Stop, match="already"):
        dynamodb_backup.back_up(stage, "evening")
    here.pushed("夜里推送的")
    s3, bucket = stage.client("s3"), stage.data["BucketName"]
    [one] = s3.list_objects_v2(Bucket=bucket, Prefix="kept/")["Contents"]
    s3.delete_object(Bucket=bucket, Key=one["Key"])
    verdict = dynamodb_backup.restore_to(stage, "again", None, "evening")
    assert verdict.faults == {}
    assert verdict.root == before


def test_a_backup_that_lacks_a_page_is_not_restored(filled_stage: Filled) -> None:
    stage, _ = filled_stage
    dynamodb_backup.back_up(stage, "evening")
    state = stage.state_bucket
    state.s3.delete_object(Bucket=state.name, Key=f"{dynamodb_backup.BACKUPS}evening/versions-0001.jsonl.gz")
    with pytest.raises(Stop, match="lacks page 1"):
        dynamodb_backup.restore_to(stage, "again", None, "evening")
    assert not point_in_time.is_there(stage.client("dynamodb"), "again")


def test_nothing_is_restored_onto_a_table_that_the_stage_has_worked_on(filled_stage: Filled) -> None:
    """A table that is there is otherwise gone on with, so that nothing would come back and all would look well."""
    stage, _ = filled_stage
    first = stage.data["TableName"]
    dynamodb_backup.back_up(stage, "morning")
    with pytest.raises(Stop, match="has data of its own"):
        dynamodb_backup.restore_to(stage, first, None, "morning")
    dynamodb_backup.restore_to(stage, "again", None, None)
    for known in (first, "again"):
        with pytest.raises(Stop, match="has data of its own"):
            dynamodb_backup.restore_to(fresh(stage), known, None, "morning")


def test_a_restore_that_was_cut_off_is_gone_on_with_and_no_other_table_is_taken_for_it(
    filled_stage: Filled,
) -> None:
    stage, here = filled_stage
    dynamodb_backup.back_up(stage, "noon")
    here.pushed("午后推送的")
    dynamodb_backup.back_up(stage, "evening")
    events, settling = stage.session.events, "before-call.dynamodb.UpdateTimeToLive"

    def cut_off(**_: object) -> None:
        raise KeyboardInterrupt

    events.register(settling, cut_off)
    with pytest.raises(KeyboardInterrupt):
        dynamodb_backup.restore_to(stage, "again", None, "noon")
    events.unregister(settling, cut_off)
    with pytest.raises(Stop, match="no restore of"):
        dynamodb_backup.restore_to(stage, "again", None, "evening")
    assert dynamodb_backup.restore_to(stage, "again", None, "noon").faults == {}
    assert fresh(stage).data["TableName"] == "again"
