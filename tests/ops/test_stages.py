"""A deployed stage in the operator's hands: what it consists of, its site, its health, and taking it away."""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.storage.engine.whole_table import WholeTable
from ops import chalice_record
from ops.backup import dynamodb_backup, point_in_time
from ops.cli import Stop
from ops.commands import teardown
from ops.deploying import deployment, inventory, secret_store, stacks
from ops.site import upload
from ops.stage_care import checks, dead_letters, removal
from ops.stages import Stage
from tests.factories import World

pytestmark = pytest.mark.engine
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def asked(**more: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"keep_data": False, "erase": False, "yes": None, "dry_run": False, **more})


def bundle(folder: Path, *assets: str) -> Path:
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for old in folder.glob("assets/*"):
        old.unlink()
    for name in assets:
        (folder / "assets" / name).write_text(name)
    (folder / "index.html").write_text(" ".join(assets))
    (folder / "mark.svg").write_text("<svg/>")
    (folder / ".built-from").write_text("x")
    (folder / ".vite").mkdir(exist_ok=True)
    (folder / ".vite/manifest.json").write_text("{}")
    return folder


def site_bucket(stage: Stage) -> str:
    s3 = stage.client("s3")
    s3.create_bucket(Bucket="laurel-site", CreateBucketConfiguration={"LocationConstraint": stage.region})
    return "laurel-site"


def test_each_file_of_the_site_says_what_it_is_and_how_long_it_lasts(deployed: Stage, tmp_path: Path) -> None:
    bucket, s3 = site_bucket(deployed), deployed.client("s3")
    upload.upload(deployed, bucket, bundle(tmp_path, "app-1a2b.js", "app-3c4d.css"), NOW)
    heads = {
        o["Key"]: s3.head_object(Bucket=bucket, Key=o["Key"]) for o in s3.list_objects_v2(Bucket=bucket)["Contents"]
    }
    assert {key: (head["ContentType"], head["CacheControl"]) for key, head in heads.items()} == {
        "assets/app-1a2b.js": ("text/javascript; charset=utf-8", upload.FOR_EVER),
        "assets/app-3c4d.css": ("text/css; charset=utf-8", upload.FOR_EVER),
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "mark.svg": ("image/svg+xml; charset=utf-8", "no-cache"),
    }


def test_the_page_that_names_the_files_goes_last(deployed: Stage, tmp_path: Path) -> None:
    bucket, sent = site_bucket(deployed), list[str]()
    deployed.session.events.register(
        "provide-client-params.s3.PutObject", lambda params, **_: sent.append(params["Key"])
    )
    upload.upload(deployed, bucket, bundle(tmp_path, "a-1.js", "b-2.js"), NOW)
    assert [key for key in sent if not key.startswith("site/")][-1] == "index.html"
    assert sent[:2] == ["assets/a-1.js", "assets/b-2.js"]


def test_an_old_file_goes_a_week_after_it_was_left_out(deployed: Stage, tmp_path: Path) -> None:
    bucket, s3 = site_bucket(deployed), deployed.client("s3")

    def files() -> set[str]:
        return {o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="assets/")["Contents"]}

    upload.upload(deployed, bucket, bundle(tmp_path, "old-1.js"), NOW)
    upload.upload(deployed, bucket, bundle(tmp_path, "new-2.js"), NOW + timedelta(days=30))
    assert files() == {"assets/old-1.js", "assets/new-2.js"}
    upload.upload(deployed, bucket, bundle(tmp_path, "new-2.js"), NOW + timedelta(days=36))
    assert files() == {"assets/old-1.js", "assets/new-2.js"}
    upload.upload(deployed, bucket, bundle(tmp_path, "new-2.js"), NOW + timedelta(days=37))
    assert files() == {"assets/new-2.js"}


def test_a_dry_run_uploads_nothing(deployed: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bucket = site_bucket(deployed)
    upload.upload(deployed, bucket, bundle(tmp_path, "a-1.js"), NOW, dry_run=True)
    assert deployed.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    assert "would upload assets/a-1.js" in capsys.readouterr().out


def test_two_looks_tell_what_changed(deployed: Stage) -> None:
    before = inventory.take_inventory(deployed)
    assert before["stack laurel-data-dev"] == "CREATE_COMPLETE"
    after = {**before, "function laurel-dev-tick": "new"} | {"stack laurel-data-dev": "UPDATE_COMPLETE"}
    assert list(inventory.changes(before, after)) == [
        "+ function laurel-dev-tick: new",
        "~ stack laurel-data-dev: CREATE_COMPLETE → UPDATE_COMPLETE",
    ]


def test_a_stage_stays_with_the_way_it_was_deployed(deployed: Stage) -> None:
    assert deployment.way_of(deployed, None) == "template"
    deployed.state_bucket.write_json(chalice_record.FILE, {"resources": []})
    assert deployment.way_of(deployed, None) == "chalice"
    with pytest.raises(Stop, match="stays with it"):
        deployment.way_of(deployed, "template")


def test_secrets_are_made_once_and_never_shown(deployed: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    secret_store.ensure_secrets(deployed)
    first = secret_store.read_secrets(deployed)
    assert {one["Type"] for one in secret_store.parameters(deployed).values()} == {"SecureString"}
    secret_store.ensure_secrets(deployed)
    assert secret_store.read_secrets(deployed) == first
    told = capsys.readouterr()
    assert not any(secret in told.out + told.err for secret in first.values())


def settled(stage: Stage) -> None:
    """What this engine's CloudFormation leaves off, though the template asks for it."""
    point_in_time.settle(stage.client("dynamodb"), stage.data["TableName"], stage.data["TableName"])


def checked(stage: Stage) -> dict[str, checks.CheckResult]:
    return {finding.what: finding for finding in checks.run_checks(stage)}


def test_a_healthy_stage_is_found_so_as_far_as_one_machine_can_tell(deployed: Stage) -> None:
    secret_store.ensure_secrets(deployed)
    settled(deployed)
    found = checked(deployed)
    for what in (
        "python",
        "credentials",
        "region",
        "clock",
        "table",
        "bucket versions",
        "bucket privacy",
        "secrets",
    ):
        assert found[what].ok, found[what]
    assert found["dead letters"].ok
    assert found["bucket CORS"].words.startswith("https://awards.example.cn may upload: True")


def test_what_a_stage_lacks_is_named(deployed: Stage) -> None:
    name = deployed.data["TableName"]
    settled(deployed)
    deployed.client("dynamodb").update_table(TableName=name, DeletionProtectionEnabled=False)
    deployed.client("s3").put_bucket_versioning(
        Bucket=deployed.data["BucketName"], VersioningConfiguration={"Status": "Suspended"}
    )
    deployed.client("sqs").send_message(QueueUrl=deployed.data["DeadLettersUrl"], MessageBody="{}")
    found = checked(deployed)
    assert found["table"].words == f"{name} lacks deletion protection"
    assert found["bucket versions"].ok is False
    assert found["dead letters"].ok is False
    assert found["migrations"].words == (
        "to be run: 0001_schema_numbers, 0002_keys_in_words, 0003_unit_counters (ops migrate)"
    )
    assert found["stream"].words == "nobody reads it: deploy the functions"
    assert found["outside"].ok is False


def test_before_anything_is_deployed_the_next_step_is_told(deployed: Stage) -> None:
    found = checked(Stage("prod", deployed.session, deployed.endpoints))
    assert found["stage"].words == "prod is not deployed yet: python -m ops deploy --stage prod"


def test_teardown_refuses_while_there_is_data(filled_stage: tuple[Stage, World]) -> None:
    stage, _ = filled_stage
    with pytest.raises(Stop, match=r"holds data: .* items in table .*; .* objects in bucket"):
        teardown.tear_down(stage, asked(yes="dev"))
    assert removal.data_there(stage)


def test_data_of_prod_is_never_erased(deployed: Stage) -> None:
    with pytest.raises(Stop, match="prod is not erased"):
        teardown.tear_down(Stage("prod", deployed.session, deployed.endpoints), asked(erase=True, yes="prod"))


def test_teardown_asks_for_the_stages_name(deployed: Stage) -> None:
    with pytest.raises(Stop, match="not confirmed"):
        teardown.tear_down(deployed, asked(yes="prod"))
    assert deployed.outputs("data")


def test_an_empty_stage_goes_whole(deployed: Stage) -> None:
    secret_store.ensure_secrets(deployed)
    keys = [deployed.data["RecordKeyArn"]]
    teardown.tear_down(deployed, asked(yes="dev"))
    assert deployed.client("ssm").describe_parameters()["Parameters"] == []
    assert inventory.take_inventory(deployed) == {}
    assert deployed.client("dynamodb").list_tables()["TableNames"] == []
    assert deployed.client("s3").list_buckets()["Buckets"] == []
    kms = deployed.client("kms")
    assert [kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] for key in keys] == ["PendingDeletion"]


def test_a_dev_stage_is_erased_with_its_data_when_that_is_said(filled_stage: tuple[Stage, World]) -> None:
    stage, _ = filled_stage
    dynamodb_backup.restore_to(stage, "again", None, None)
    WholeTable(stage.client("dynamodb"), "again").back_up("of-a-night")
    now = Stage(stage.name, stage.session, stage.endpoints)
    assert "backup of-a-night of again" in removal.removable(now, keep_data=False)
    teardown.tear_down(now, asked(erase=True, yes="dev"))
    assert stage.client("dynamodb").list_tables()["TableNames"] == []
    assert stage.client("dynamodb").list_backups()["BackupSummaries"] == []
    queues = stage.client("sqs").list_queues().get("QueueUrls", [])
    assert [url for url in queues if f"-{stage.name}-" in url] == []  # other tests leave those of other stages


def test_a_table_of_before_a_restore_holds_data_too(filled_stage: tuple[Stage, World]) -> None:
    stage, _ = filled_stage
    first = stage.data["TableName"]
    dynamodb_backup.restore_to(stage, "again", None, None)
    again = Stage(stage.name, stage.session, stage.endpoints)
    assert again.data["TableName"] == "again"
    emptied(again, "again")
    [told] = [words for words in removal.data_there(again) if "table" in words]
    assert told.endswith(f" items in table {first}")


def test_a_backup_of_an_emptied_table_is_data_too(deployed: Stage) -> None:
    table = deployed.data["TableName"]
    WholeTable(deployed.client("dynamodb"), table).back_up("the-last-one")
    assert removal.data_there(deployed) == [f"1 backups of table {table}"]
    with pytest.raises(Stop, match="holds data"):
        teardown.tear_down(deployed, asked(yes="dev"))
    teardown.tear_down(deployed, asked(erase=True, yes="dev"))


def test_what_was_deleted_and_can_be_brought_back_is_data_and_so_is_a_dead_letter(deployed: Stage) -> None:
    s3, bucket = deployed.client("s3"), deployed.data["BucketName"]
    s3.put_object(Bucket=bucket, Key="kept/x", Body=b"x")
    s3.delete_object(Bucket=bucket, Key="kept/x")
    deployed.client("sqs").send_message(QueueUrl=deployed.data["DeadLettersUrl"], MessageBody="{}")
    assert removal.data_there(deployed) == [f"1 objects in bucket {bucket}", "1 dead letters"]


def test_a_stack_that_could_not_be_made_goes_too(deployed: Stage) -> None:
    with pytest.raises(Stop, match="could not be deployed"):
        stacks.deploy(deployed.client("cloudformation"), "laurel-watch-dev", refused(), {}, every=1)
    teardown.tear_down(deployed, asked(yes="dev"))
    assert inventory.take_inventory(deployed) == {}


def test_a_dry_run_names_what_goes_and_nothing_else(deployed: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    deployment.deploy(deployed, ["edge"], "template", deployment.choices_of(deployed, {}))
    teardown.tear_down(deployed, asked(dry_run=True))
    assert "would take away stack laurel-data-dev\n" in capsys.readouterr().out
    teardown.tear_down(deployed, asked(dry_run=True, keep_data=True))
    assert capsys.readouterr().out == "would take away stack laurel-edge-dev\n"


def test_of_a_stage_that_is_not_there_nothing_is_asked(deployed: Stage) -> None:
    with pytest.raises(Stop, match="prod has nothing to take away"):
        teardown.tear_down(Stage("prod", deployed.session, deployed.endpoints), asked(yes="prod"))


def refused() -> dict[str, str]:
    """A template that this engine takes and cannot carry out."""
    query = {"Id": "m", "Expression": "1", "ReturnData": True}
    alarm = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": [query], "EvaluationPeriods": 1}}
    return stacks.body(json.dumps({"Resources": {"Alarm": alarm}}))


def emptied(stage: Stage, table: str) -> None:
    dynamodb = stage.client("dynamodb")
    for item in dynamodb.scan(TableName=table)["Items"]:
        dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def letter(stage: Stage, body: str) -> None:
    stage.client("sqs").send_message(QueueUrl=stage.data["DeadLettersUrl"], MessageBody=body)


def test_letters_that_were_looked_at_can_be_given_again_at_once(deployed: Stage) -> None:
    record = {"eventID": "1", "dynamodb": {"Keys": {"pk": {"S": "x"}, "sk": {"S": "y"}}}}
    told = {"job": "stream", "reason": "Stale: once", "at": "2026-05-01T00:00:00+00:00", "record": record}
    letter(deployed, json.dumps(told))
    assert [dead_letters.redrive(deployed, dry_run=True) for _ in range(3)] == [1, 1, 1]
    assert dead_letters.count_dead_letters(deployed) == 1


def test_what_is_no_letter_of_a_job_stays_and_hides_no_other(
    deployed: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    for body in ("not JSON", "[]", '{"hello": "world"}'):
        letter(deployed, body)
    assert dead_letters.redrive(deployed) == 3
    assert capsys.readouterr().out.count("not a letter of a job") == 3
    assert dead_letters.count_dead_letters(deployed) == 3
