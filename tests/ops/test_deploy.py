"""A stage deployed by the operator's command, both ways, on an engine that stands for a region of China."""

import pytest

from ops.deploying import deploy, standing, watching
from ops.deploying.state import CHALICE
from ops.keeping import native
from ops.keeping.native import state_of
from ops.keeping.point_in_time import stream_of
from ops.stages import Stage
from ops.terms import Stop
from tests.factories import World

pytestmark = pytest.mark.engine
ORIGIN = "https://awards.example.cn"
FUNCTIONS = {"api_handler", "closing", "stream", "tick"}


def functions(facts: standing.Facts) -> set[str]:
    """Of those that matter here; Chalice names the one behind the API after the stage alone."""
    names = {name.removeprefix("function laurel-dev").lstrip("-") for name in facts if "function " in name}
    return {name or "api_handler" for name in names} & FUNCTIONS


def test_a_stage_goes_up_by_its_templates(deployed: Stage) -> None:
    deploy.deploy(deployed, ["data", "app", "edge"], "template", ORIGIN)
    facts = standing.standing(deployed)
    assert functions(facts) == FUNCTIONS
    assert facts["stack laurel-app-dev"] == facts["stack laurel-edge-dev"] == "CREATE_COMPLETE"
    assert standing.api_of(deployed) == facts["laurel-app-dev RestAPIId"]
    watched = watching.parameters(deployed, "template", "", "")
    assert watched["ApiName"] == "laurel-dev"
    assert f"function {watched['ApiFunction']}" in facts


def test_chalice_deploys_the_same_and_its_record_outlives_this_machine(deployed: Stage) -> None:
    """As far as this engine goes: it has no PutRestApi, so a second `chalice deploy` cannot be rehearsed."""
    deploy.deploy(deployed, ["data", "app"], "chalice", ORIGIN)
    record = state_of(deployed).told(CHALICE)
    names = {one["name"] for one in record["resources"] if one["resource_type"] == "lambda_function"}
    assert names >= FUNCTIONS - {"api_handler"}
    assert functions(standing.standing(deployed)) == FUNCTIONS
    assert standing.api_of(deployed)
    assert deploy._way(deployed, None) == "chalice"
    watched = watching.parameters(deployed, "chalice", "", "")["ApiFunction"]
    assert f"function {watched}" in standing.standing(deployed)


def test_where_there_is_no_cdn_none_is_deployed(deployed: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert deploy.parts_of(deployed, None, no_cdn=False) == ["data", "app", "edge", "watch"]
    assert "docs/deploy.md" in capsys.readouterr().err
    elsewhere = Stage("dev", deployed.session.__class__(region_name="us-east-1"), deployed.endpoints)
    assert deploy.parts_of(elsewhere, None, no_cdn=False) == ["data", "app", "edge", "cdn", "watch"]
    assert deploy.parts_of(elsewhere, ["app"], no_cdn=True) == ["app"]


def test_what_was_chosen_for_a_stage_stays_until_it_is_chosen_anew(deployed: Stage) -> None:
    def chosen() -> dict[str, str]:
        return deploy._standing_choice(deployed, "data")

    mail = {"MailFrom": "awards@example.cn"}
    deploy.deploy(deployed, ["data"], "template", "https://one.example.cn", chosen=mail)
    deploy.deploy(deployed, ["data"], "template", "https://two.example.cn")
    assert (chosen()["MailFrom"], chosen()["SiteOrigin"]) == ("awards@example.cn", "https://two.example.cn")
    deploy.deploy(deployed, ["data"], "template", "https://three.example.cn", chosen={"MailFrom": ""})
    assert (chosen()["MailFrom"], chosen()["SiteOrigin"]) == ("", "https://three.example.cn")


def test_a_parameter_that_there_is_none_of_is_refused() -> None:
    assert deploy.chosen_of(["MailFrom=awards@example.cn", "Sms=1"])["MailFrom"] == "awards@example.cn"
    for wrong in (["Mail=x"], ["MailFrom"]):
        with pytest.raises(Stop, match="not a parameter"):
            deploy.chosen_of(wrong)


def test_after_a_restore_deploying_lets_the_functions_work_on_the_new_table(
    filled_stage: tuple[Stage, World],
) -> None:
    stage, _ = filled_stage
    deploy.deploy(stage, ["data", "app"], "template", ORIGIN)
    native.bring_to(stage, "again", None, None)
    deploy.deploy(stage, ["app"], "template", None)
    lambda_, dynamodb = stage.client("lambda"), stage.client("dynamodb")
    functions = lambda_.list_functions()["Functions"]
    tables = {f["Environment"]["Variables"]["LAUREL_TABLE"] for f in functions if "Environment" in f}
    assert tables == {"again"}
    read = [m["EventSourceArn"] for m in lambda_.list_event_source_mappings()["EventSourceMappings"]]
    assert read == [stream_of(dynamodb, "again")]
