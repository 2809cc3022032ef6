"""A stage deployed by the operator's command, both ways, on an engine that stands for a region of China."""

import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from chalicelib.storage.table_state import Closure, TableState
from ops import chalice_record, migrations
from ops.__main__ import main
from ops.backup import dynamodb_backup
from ops.cli import Stop
from ops.deploying import deployment, inventory, secret_store, stacks
from ops.deploying import functions as functions_kit
from ops.deploying.alarms import alarm_parameters
from ops.packaging import templates
from ops.stage_care import checks
from ops.stages import Stage
from tests.factories import World

pytestmark = pytest.mark.engine
ORIGIN = "https://awards.example.cn"
FUNCTIONS = {"api_handler", "closing", "nightly", "season", "stream", "tick"}


def functions(facts: inventory.Facts) -> set[str]:
    """Of those that matter here; Chalice names the one behind the API after the stage alone."""
    names = {name.removeprefix("function laurel-dev").lstrip("-") for name in facts if "function " in name}
    return {name or "api_handler" for name in names} & FUNCTIONS


def test_a_stage_goes_up_by_its_templates(deployed: Stage) -> None:
    deployment.deploy(
        deployed, ["data", "app", "edge"], "template", deployment.choices_of(deployed, {"SiteOrigin": ORIGIN})
    )
    facts = inventory.take_inventory(deployed)
    assert functions(facts) == FUNCTIONS
    assert facts["stack laurel-app-dev"] == facts["stack laurel-edge-dev"] == "CREATE_COMPLETE"
    assert inventory.api_of(deployed) == facts["laurel-app-dev RestAPIId"]
    watched = alarm_parameters(deployed, "template", {})
    assert watched["ApiName"] == "laurel-dev"
    assert f"function {watched['ApiFunction']}" in facts


def test_chalice_deploys_the_same_and_its_record_outlives_this_machine(deployed: Stage) -> None:
    """As far as this engine goes: it has no PutRestApi, so a second `chalice deploy` cannot be rehearsed."""
    deployment.deploy(deployed, ["data", "app"], "chalice", deployment.choices_of(deployed, {"SiteOrigin": ORIGIN}))
    record = chalice_record.read(deployed)
    names = {one["name"] for one in record["resources"] if one["resource_type"] == "lambda_function"}
    assert names >= FUNCTIONS - {"api_handler"}
    assert functions(inventory.take_inventory(deployed)) == FUNCTIONS
    assert inventory.api_of(deployed)
    assert deployment.way_of(deployed, None) == "chalice"
    mappings = deployed.client("lambda").list_event_source_mappings(FunctionName="laurel-dev-stream")
    [mapping] = mappings["EventSourceMappings"]
    [chosen] = mapping["FilterCriteria"]["Filters"]
    assert json.loads(chosen["Pattern"]) == templates.stream_filter()
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == deployed.data["DeadLettersArn"]
    api = deployed.client("apigateway").get_stage(restApiId=inventory.api_of(deployed), stageName="api")
    assert api["accessLogSettings"]["destinationArn"] == deployed.data["GatewayLogArn"]
    watched = alarm_parameters(deployed, "chalice", {})["ApiFunction"]
    assert f"function {watched}" in inventory.take_inventory(deployed)


def test_where_there_is_no_cdn_none_is_deployed(deployed: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert deployment.parts_of(deployed, None, no_cdn=False) == ["data", "app", "edge", "watch"]
    assert "docs/deploy.md" in capsys.readouterr().err
    elsewhere = Stage("dev", deployed.session.__class__(region_name="us-east-1"), deployed.endpoints)
    assert deployment.parts_of(elsewhere, None, no_cdn=False) == ["data", "app", "edge", "cdn", "watch"]
    assert deployment.parts_of(elsewhere, ["app"], no_cdn=True) == ["app"]


def test_what_was_chosen_for_a_stage_stays_until_it_is_chosen_anew(deployed: Stage) -> None:
    def chosen() -> dict[str, str]:
        return deployment._current_parameters(deployed, "data")

    one = {"SiteOrigin": "https://one.example.cn", "MailFrom": "awards@example.cn"}
    deployment.deploy(deployed, ["data"], "template", deployment.choices_of(deployed, one))
    deployment.deploy(
        deployed, ["data"], "template", deployment.choices_of(deployed, {"SiteOrigin": "https://two.example.cn"})
    )
    assert (chosen()["MailFrom"], chosen()["SiteOrigin"]) == ("awards@example.cn", "https://two.example.cn")
    three = {"SiteOrigin": "https://three.example.cn", "MailFrom": ""}
    deployment.deploy(deployed, ["data"], "template", deployment.choices_of(deployed, three))
    assert (chosen()["MailFrom"], chosen()["SiteOrigin"]) == ("", "https://three.example.cn")
    four = {"SiteOrigin": "https://four.example.cn"}
    deployment.deploy(deployed, ["data"], "template", deployment.choices_of(deployed, four))
    assert chosen()["SiteOrigin"] == "https://four.example.cn"


def refused(*names: str) -> dict[str, str]:
    """A template that this engine takes and cannot carry out."""
    query = {"Id": "m", "Expression": "1", "ReturnData": True}
    alarm = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": [query], "EvaluationPeriods": 1}}
    return stacks.body(json.dumps({"Resources": dict.fromkeys(names, alarm)}))


TOPIC = stacks.body(json.dumps({"Resources": {"Topic": {"Type": "AWS::SQS::Queue"}}}))


def test_a_stack_that_could_not_be_made_is_made_anew(deployed: Stage) -> None:
    """CloudFormation updates none whose first deployment was rolled back."""
    client, name = deployed.client("cloudformation"), "laurel-watch-dev"
    with pytest.raises(Stop, match="could not be deployed"):
        stacks.deploy(client, name, refused("First"), {}, every=1)
    stacks.deploy(client, name, TOPIC, {}, every=1)
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_only_what_failed_this_time_is_told(deployed: Stage) -> None:
    client, name = deployed.client("cloudformation"), "laurel-watch-dev"
    stacks.deploy(client, name, TOPIC, {}, every=1)
    with pytest.raises(Stop, match="First: "):
        stacks.deploy(client, name, refused("First"), {}, every=1)
    with pytest.raises(Stop, match="Second: ") as told:
        stacks.deploy(client, name, refused("Second"), {}, every=1)
    assert "First" not in str(told.value)


def test_what_a_stack_will_change_is_told_before(deployed: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stacks.deploy(deployed.client("cloudformation"), "laurel-watch-dev", TOPIC, {}, every=1)
    assert "laurel: laurel-watch-dev: Add Topic (AWS::SQS::Queue)\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        ({"SiteOrigin": "htp:/x", "Sms": "yes"}, ["SiteOrigin", "Sms"]),
        ({"SiteOrigin": "https://awards.example.cn/"}, ["SiteOrigin"]),
        ({"SiteOrigin": "awards.example.cn"}, ["SiteOrigin"]),
        ({"WebhookUrl": "http://hook.example.cn"}, ["WebhookUrl"]),
        ({"MailFrom": "nobody"}, ["MailFrom"]),
    ],
)
def test_faults_of_what_was_chosen_are_all_told_before_anything_is_deployed(
    chosen: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(Stop) as told:
        deployment.parse_parameters([f"{name}={value}" for name, value in chosen.items()])
    assert [name for name in ("SiteOrigin", "MailFrom", "Sms", "WebhookUrl") if name in str(told.value)] == named


def test_a_webhook_is_deployed_with_a_secret_made_for_it(deployed: Stage, tmp_path: Path) -> None:
    secret_store.ensure_secrets(deployed)
    before = secret_store.read_secrets(deployed)
    url = "https://hook.example.cn/laurel"
    secret_store.ensure_secrets(deployed, {"WebhookUrl": url})
    after = secret_store.read_secrets(deployed)
    assert after.keys() == before.keys() | {"webhook_secret"}
    assert after["secret"] == before["secret"]
    place = templates.StageLocation("dev", "cn-north-1", "000000000000", "aws-cn")
    filled = templates.template_values(place, {**templates.EXAMPLE_DATA, "WebhookUrl": url})
    templates.configure(tmp_path, filled, "arm64")


def test_what_changed_is_told_where_a_part_fails_too(
    deployed: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine has no alarms made of others, so that the last part fails."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", deployed.endpoints["*"])
    monkeypatch.setenv("AWS_REGION", deployed.region)
    given = ["--origin", "https://new.example.cn", "--alarms", "b@example.cn"]
    assert main(["deploy", "--stage", "dev", *given]) == 3
    told = capsys.readouterr()
    assert f"~ laurel-data-dev parameter SiteOrigin: {ORIGIN} → https://new.example.cn\n" in told.out
    assert "+ stack laurel-edge-dev: CREATE_COMPLETE" in told.out
    assert "CompositeAlarm" in told.err.splitlines()[-1]


def test_functions_are_not_kept_for_jobs_where_the_account_has_too_few(
    deployed: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions_kit, "LEFT_UNRESERVED", 100_000)
    functions_kit.refuse_to_reserve_too_much(deployed, {"ReserveJobs": ""})
    with pytest.raises(Stop, match="what is reserved needs 100021: ask for more"):
        functions_kit.refuse_to_reserve_too_much(deployed, {"ReserveJobs": "1"})
    monkeypatch.setattr(functions_kit, "LEFT_UNRESERVED", 100)
    functions_kit.refuse_to_reserve_too_much(deployed, {"ReserveJobs": "1"})


def test_a_stacks_parts_are_tagged_and_nobody_deletes_one_by_mistake(deployed: Stage) -> None:
    deployment.deploy(deployed, ["data", "edge"], "template", deployment.choices_of(deployed, {"SiteOrigin": ORIGIN}))
    formation = deployed.client("cloudformation")
    for part in ("data", "edge"):
        name = f"laurel-{part}-dev"
        [stack] = formation.describe_stacks(StackName=name)["Stacks"]
        assert stack["EnableTerminationProtection"] is True
        assert {tag["Key"]: tag["Value"] for tag in stack["Tags"]} == {"laurel:stage": "dev", "laurel:part": part}
    with pytest.raises(ClientError, match="TerminationProtection"):
        formation.delete_stack(StackName="laurel-edge-dev")
    stacks.delete(formation, "laurel-edge-dev", 1)
    assert not stacks.exists(formation, "laurel-edge-dev")


def test_an_account_that_is_not_ready_is_asked_about_before_anything_is_deployed(
    deployed: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", deployed.endpoints["*"])
    monkeypatch.setenv("AWS_REGION", deployed.region)
    monkeypatch.setattr(checks, "FEWEST_AT_ONCE", 100_000)
    edge = ["deploy", "--stage", "dev", "--only", "edge"]
    assert main(edge) == main([*edge, "--yes", "prod"]) == 3
    told = capsys.readouterr().err
    assert "laurel: quotas: " in told
    assert "Stage dev is not ready for people: see above. That needs a word" in told
    assert not deployed.outputs("edge")
    assert main([*edge, "--yes", "dev"]) == 0
    assert deployed.outputs("edge")


def test_a_parameter_that_there_is_none_of_is_refused() -> None:
    assert deployment.parse_parameters(["MailFrom=awards@example.cn", "Sms=1"])["MailFrom"] == "awards@example.cn"
    for wrong in (["Mail=x"], ["MailFrom"]):
        with pytest.raises(Stop, match="not a parameter"):
            deployment.parse_parameters(wrong)


def test_after_a_restore_deploying_lets_the_functions_work_on_the_new_table(
    filled_stage: tuple[Stage, World],
) -> None:
    stage, _ = filled_stage
    deployment.deploy(stage, ["data", "app"], "template", deployment.choices_of(stage, {"SiteOrigin": ORIGIN}))
    before = inventory.take_inventory(stage)
    dynamodb_backup.restore_to(stage, "again", None, None)
    assert stage.refreshed().table_state.closing is Closure.DEPLOY
    assert [m["State"] for m in stage.mappings()] == ["Disabled"]
    deployment.deploy(stage, ["app"], "template", deployment.choices_of(stage, {}))
    assert stage.refreshed().table_state == TableState("again", migrations.newest())
    after = inventory.take_inventory(stage)
    lambda_ = stage.client("lambda")
    functions = lambda_.list_functions()["Functions"]
    tables = {f["Environment"]["Variables"]["LAUREL_TABLE"] for f in functions if "Environment" in f}
    assert tables == {"again"}
    told = "\n".join(inventory.changes(before, after))
    assert "~ settings of laurel-dev-tick" in told
    assert f"→ {stage.stream_of('again')} (Enabled)" in told
    read = [m["EventSourceArn"] for m in lambda_.list_event_source_mappings()["EventSourceMappings"]]
    assert read == [stage.stream_of("again")]
