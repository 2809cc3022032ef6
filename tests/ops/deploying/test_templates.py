"""Every template passes the linter, in each partition that it is for, and the packaged one says what Chalice cannot."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import app
from chalicelib.settings import RUNTIME
from ops.bootstrap import ROOT
from ops.cli import Stop
from ops.local.site_files import security_headers
from ops.packaging import project, templates
from ops.packaging.gateway_responses import RESPONSES
from ops.resources import template
from tests.ops.deploying.conftest import Packaged

EVERYWHERE = ["us-east-1", "cn-north-1", "cn-northwest-1"]
WITH_EDGE_FUNCTIONS = ["us-east-1", "ap-southeast-1"]
DEPLOYED = sorted(path for path in templates.TEMPLATES.glob("*.yaml") if path.stem != "merge")
"""All templates; what is merged into Chalice's is linted as part of that."""
FILLED = templates.template_values(templates.EXAMPLE, templates.EXAMPLE_DATA)


def complaints(path: Path, regions: list[str]) -> str:
    """What the linter says of a template."""
    linter = str(Path(sys.executable).with_name("cfn-lint"))
    done = subprocess.run([linter, "--regions", *regions, "-t", str(path)], capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.engine
@pytest.mark.parametrize("name", [path.stem for path in DEPLOYED])
def test_a_template_is_sound(name: str) -> None:
    regions = WITH_EDGE_FUNCTIONS if name == "cdn" else EVERYWHERE
    assert complaints(templates.TEMPLATES / f"{name}.yaml", regions) == ""


@pytest.mark.engine
def test_what_chalice_packages_is_sound(here: Packaged) -> None:
    assert complaints(here.artefact.with_name("sam.json"), EVERYWHERE) == ""


@pytest.mark.engine
def test_functions_run_on_the_runtime_they_are_built_for(here: Packaged) -> None:
    made = [r["Properties"] for r in here.template["Resources"].values() if r["Type"].endswith("::Function")]
    assert {function["Runtime"] for function in made} == {RUNTIME}
    assert {tuple(function["Architectures"]) for function in made} == {(project.HERE,)}
    assert not [function for function in made if "ReservedConcurrentExecutions" in function]


def test_each_function_has_a_policy_of_its_own() -> None:
    jobs = [*app.event_sources, *app.pure_lambda_functions]
    registered = {"api_handler", *(job.name for job in jobs)}
    config = json.loads((templates.CONFIGURATION / "config.json").read_text())["lambda_functions"]
    assert config.keys() == registered
    policies = [function["iam_policy_file"] for function in config.values()]
    assert sorted(policies) == sorted(path.name for path in templates.CONFIGURATION.glob("policy-*.json"))


@pytest.mark.engine
def test_the_streams_mapping_leaves_out_what_nothing_follows_from(here: Packaged) -> None:
    [source] = here.template["Resources"]["Stream"]["Properties"]["Events"].values()
    mapping = source["Properties"]
    assert json.loads(mapping["FilterCriteria"]["Filters"][0]["Pattern"]) == templates.stream_filter()
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == FILLED["DeadLettersArn"]


@pytest.mark.engine
def test_the_api_takes_so_many_requests_a_second_and_the_rest_come_again(here: Packaged) -> None:
    [settings] = here.template["Resources"]["RestAPI"]["Properties"]["MethodSettings"]
    assert settings == {
        "ResourcePath": "/*",
        "HttpMethod": "*",
        "ThrottlingRateLimit": 200,
        "ThrottlingBurstLimit": 400,
    }
    assert RESPONSES["THROTTLED"] == (429, "busy")


def test_limits_are_those_of_the_data_stacks_parameters() -> None:
    parameters = template(templates.TEMPLATES / "data.yaml")["Parameters"]
    assert {name: parameters[name]["Default"] for name in templates.THROTTLING} == templates.THROTTLING
    assert templates.throttling({**FILLED, "RequestsPerSecond": "50"})["ThrottlingRateLimit"] == 50


def test_functions_are_reserved_only_where_the_stage_asks_for_it(tmp_path: Path) -> None:
    """A new account may run ten functions at once and must keep ten unreserved."""

    def reserved(**chosen: str) -> dict[str, int]:
        templates.configure(tmp_path, {**FILLED, **chosen}, project.HERE)
        functions = json.loads((tmp_path / ".chalice/config.json").read_text())["lambda_functions"]
        return {name: f["reserved_concurrency"] for name, f in functions.items() if "reserved_concurrency" in f}

    assert reserved() == {}
    assert reserved(ReservedForApi="100") == {"api_handler": 100}
    assert reserved(ReserveJobs="1") == templates.RESERVED
    assert reserved(ReserveJobs="1", ReservedForApi="100") == {"api_handler": 100, **templates.RESERVED}
    functions = json.loads((templates.CONFIGURATION / "config.json").read_text())["lambda_functions"]
    assert templates.RESERVED.keys() == functions.keys() - {"api_handler"}


@pytest.mark.engine
def test_the_gateways_own_answers_are_problems(here: Packaged) -> None:
    definition = here.template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    answers = definition["x-amazon-apigateway-gateway-responses"]
    assert answers.keys() == RESPONSES.keys()
    for answer in answers.values():
        body = json.loads(answer["responseTemplates"]["application/json"])
        assert body["status"] == int(answer["statusCode"])
        assert {"type", "title", "status", "code"} <= body.keys()
        assert answer["responseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'"


def test_table_and_indexes_are_warmed_by_the_same_setting() -> None:
    table = _of("data", "Table")
    warmed = [table["WarmThroughput"], *(one["WarmThroughput"] for one in table["GlobalSecondaryIndexes"])]
    asked = {"ReadUnitsPerSecond": {"Ref": "WarmReads"}, "WriteUnitsPerSecond": {"Ref": "WarmWrites"}}
    assert warmed == [{"Fn::If": ["Warm", asked, {"Ref": "AWS::NoValue"}]}] * 3


def test_deployed_stages_are_dev_and_prod_on_arm() -> None:
    config = json.loads((templates.CONFIGURATION / "config.json").read_text())
    assert config["stages"].keys() == {"dev", "prod"}
    assert config["lambda_architecture"] == project.DEPLOYED
    assert config["autogen_policy"] is False


@pytest.mark.engine
def test_the_gateway_writes_an_access_log_that_names_nobody(here: Packaged) -> None:
    setting = here.template["Resources"]["RestAPI"]["Properties"]["AccessLogSetting"]
    assert setting["DestinationArn"] == FILLED["GatewayLogArn"]
    assert json.loads(setting["Format"]).keys() >= {"time", "request", "address", "route", "status"}
    assert not re.search(r"\$context\.(path|authorizer)|header|querystring", setting["Format"])


def test_access_logs_of_gateway_and_cdn_are_kept_for_more_than_six_months_in_a_bucket_of_their_own() -> None:
    bucket, stream = _of("data", "AccessLogs"), _of("data", "GatewayLog")
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], 184 <= rule["ExpirationInDays"] <= 400) == ("Enabled", True)
    assert stream["ExtendedS3DestinationConfiguration"]["BucketARN"] == {"Fn::GetAtt": "AccessLogs.Arn"}
    logging = _of("cdn", "Distribution")["DistributionConfig"]["Logging"]
    assert logging == {"Bucket": {"Ref": "AccessLogsDomain"}, "Prefix": "cdn/", "IncludeCookies": False}


def test_lines_of_the_functions_are_kept_for_more_than_a_year_and_two_weeks_where_nothing_is_at_stake() -> None:
    config = json.loads((templates.CONFIGURATION / "config.json").read_text())
    kept = {n: {**config, **stage}["log_retention_in_days"] for n, stage in config["stages"].items()}
    assert kept == {"prod": 400, "dev": 14}


@pytest.mark.engine
def test_each_function_has_a_log_that_ends(here: Packaged) -> None:
    resources = here.template["Resources"].values()
    logs = [r["Properties"] for r in resources if r["Type"] == "AWS::Logs::LogGroup"]
    assert len(logs) == len([r for r in resources if r["Type"].endswith("::Function")])
    assert {log["RetentionInDays"] for log in logs} == {14}


def test_a_value_that_no_stack_tells_is_named(tmp_path: Path) -> None:
    known = {name: value for name, value in FILLED.items() if name != "TableName"}
    with pytest.raises(Stop, match="TableName"):
        templates.configure(tmp_path, known, project.HERE)


def test_settings_with_faults_are_not_packaged(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="site_origin must be https"):
        templates.configure(tmp_path, {**FILLED, "SiteOrigin": "http://awards.example.com"}, project.HERE)


def test_the_cdn_says_the_same_headers_as_a_local_run() -> None:
    config = _of("cdn", "SecurityHeaders")["ResponseHeadersPolicyConfig"]
    known = config["SecurityHeadersConfig"]
    said = {item["Header"]: item["Value"] for item in config["CustomHeadersConfig"]["Items"]}
    said["Content-Security-Policy"] = known["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    said["Referrer-Policy"] = known["ReferrerPolicy"]["ReferrerPolicy"]
    said["X-Content-Type-Options"] = "nosniff" if known["ContentTypeOptions"] else ""
    assert said == dict(security_headers("${BucketOrigin}"))


OF_THE_WHOLE_ACCOUNT = {
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::OriginRequestPolicy",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::S3::Bucket",
}
"""What has a name that no two regions of an account may both give."""


def test_a_name_of_the_whole_account_says_its_region_so_that_a_second_region_can_have_one() -> None:
    named = {
        f"{path.stem} {name}: {text}"
        for path in DEPLOYED
        for name, resource in template(path)["Resources"].items()
        if resource["Type"] in OF_THE_WHOLE_ACCOUNT
        for text in names_in(resource.get("Properties", {}))
    }
    assert len(named) == 7
    assert [one for one in named if "${AWS::Region}" not in one] == []


def names_in(properties: Any) -> list[str]:
    """Every name that properties give their resource, at any depth but within its policies."""
    found: list[str] = []
    for key, value in properties.items() if isinstance(properties, dict) else ():
        if key in {"Name", "RoleName", "BucketName", "ManagedPolicyName"}:
            found.append(json.dumps(value))
        elif key.endswith("Config"):
            found += names_in(value)
    return found


def test_nothing_names_a_partition_or_a_domain() -> None:
    written = [*(ROOT / "cloudformation").glob("*.yaml"), *templates.CONFIGURATION.glob("*.json")]
    for path in written:
        for word in ("arn:aws:", "amazonaws.com.cn", "execute-api.cn", "us-west"):
            assert word not in path.read_text(), f"{path.name}: {word}"
        principals = {
            "cloudfront.amazonaws.com",
            "cloudtrail.amazonaws.com",
            "firehose.amazonaws.com",
            "states.amazonaws.com",
        }
        hosts = {w.strip(" }") for w in path.read_text().replace('"', " ").split() if "amazonaws.com" in w}
        assert hosts <= principals, path.name


def _of(name: str, resource: str) -> dict[str, Any]:
    found: dict[str, Any] = template(ROOT / f"cloudformation/{name}.yaml")["Resources"][resource]["Properties"]
    return found


@pytest.mark.parametrize(
    ("keys", "first", "last"), [("A", "A", "A"), ("AB", "A", "B"), ("B", "B", "B"), ("BA", "B", "A")]
)
def test_one_key_takes_the_others_place_in_the_record(keys: str, first: str, last: str) -> None:
    """The conditions of the template, worked out by hand for each choice."""
    data = template(templates.TEMPLATES / "data.yaml")

    def holds(condition: Any) -> bool:
        match condition:
            case {"Fn::Not": [inner]}:
                return not holds(inner)
            case {"Fn::Or": inner}:
                return any(map(holds, inner))
            case {"Fn::Equals": [{"Ref": "RecordKeys"}, value]}:
                return bool(keys == value)
        raise AssertionError(condition)

    def key(output: str) -> str:
        condition, yes, no = data["Outputs"][output]["Value"]["Fn::If"]
        chosen = yes if holds(data["Conditions"][condition]) else no
        return str(chosen["Fn::GetAtt"]).removesuffix(".Arn").removeprefix("RecordKey")

    assert (key("RecordKeyArn"), key("RecordKeyNextArn")) == (first, last)
    standing = {name[-1] for name in ("RecordKeyA", "RecordKeyB") if holds(data["Conditions"][f"With{name}"])}
    assert standing == {first, last}
    assert keys in data["Parameters"]["RecordKeys"]["AllowedValues"]
