"""Every alarm has its runbook, watches what there is, and tells the operator; runbooks name what exists."""

import argparse
import importlib
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import xform_name

from chalicelib import telemetry
from ops import __main__ as operator
from ops.bootstrap import ROOT
from ops.deploying import stacks
from ops.deploying.alarms import PENDING, subscriptions
from ops.local import engines
from ops.packaging import templates
from ops.resources import template
from ops.stage_care import checks
from ops.stages import Stage

RUNBOOKS = ROOT / "docs/runbooks"
HEADINGS = ["What it means", "What people see", "Look first", "Mend", "Call for help"]
WATCH = template(ROOT / "cloudformation/watch.yaml")["Resources"]
SINGLE = {name: r["Properties"] for name, r in WATCH.items() if r["Type"] == "AWS::CloudWatch::Alarm"}
TOGETHER = {name: r["Properties"] for name, r in WATCH.items() if r["Type"] == "AWS::CloudWatch::CompositeAlarm"}
ALARMS = {**SINGLE, **TOGETHER}
CALLS, WAITS = [{"Ref": "Operator"}], [{"Ref": "Tickets"}]
PAGES = sorted(path for path in RUNBOOKS.glob("*.md") if path.stem != "README")
OF_THE_PLATFORM = {"@timestamp", "@message", "@type", "@initDuration", "@duration", "@maxMemoryUsed"}
OF_QUERIES = {
    *("fields", "filter", "stats", "sort", "limit", "by", "as", "desc", "asc", "like", "or", "and"),
    *("count", "sum", "avg", "max", "min", "pct", "bin", "ispresent", "m"),
}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


def page_of(alarm: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"-\1", alarm).lower()


def metrics_of(alarm: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The metrics that an alarm is made of."""
    parts = [part["MetricStat"]["Metric"] for part in alarm.get("Metrics", []) if "MetricStat" in part]
    yield from parts or ([alarm] if "MetricName" in alarm else [])


def how(alarm: str) -> str:
    """Whether it calls or waits, as its page and the list of pages say."""
    if ALARMS[alarm]["AlarmActions"] == CALLS:
        return "calls"
    return "by standstill" if alarm in members() else "waits"


def members() -> set[str]:
    """The alarms that the one for a standstill is made of."""
    return set(re.findall(r'ALARM\("\$\{(\w+)\}"\)', TOGETHER["Standstill"]["AlarmRule"]["Fn::Sub"]))


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_calls_or_waits_and_names_its_runbook(alarm: str) -> None:
    told = ALARMS[alarm]
    assert told["AlarmActions"] == told["OKActions"]
    assert told["AlarmActions"] in (CALLS, WAITS)
    page = (RUNBOOKS / f"{page_of(alarm)}.md").read_text()
    words = {"calls": "a call", "by standstill": "one that can wait by itself", "waits": "one that can wait."}
    assert f"`laurel-<stage>-{page_of(alarm)}`, {words[how(alarm)]}" in page
    [row] = re.findall(rf"^\| \[{page_of(alarm)}\].*", (RUNBOOKS / "README.md").read_text(), re.MULTILINE)
    assert row.endswith(f"| {how(alarm)} |")
    assert told["AlarmDescription"].endswith(f" See docs/runbooks/{page_of(alarm)}.md")
    assert told["AlarmName"] == {"Fn::Sub": f"laurel-${{Stage}}-{page_of(alarm)}"}


def test_a_standstill_calls_once_for_what_stops_a_season() -> None:
    stops = {"SiteDown", "ApiFaults", "ApiErrors", "TableFaults", "TickSilent", "StreamSilent"}
    assert members() == stops
    assert {ALARMS[name]["AlarmActions"][0]["Ref"] for name in stops} == {"Tickets"}


def test_where_silence_is_the_fault_missing_figures_are_an_alarm() -> None:
    silent = {name for name, alarm in SINGLE.items() if alarm["TreatMissingData"] == "breaching"}
    by_the_clock = {"TickSilent", "StreamSilent", "OutboxAge", "BackupOld", "VerificationOld", "CertificateEnds"}
    assert silent == by_the_clock
    config = json.loads((templates.CONFIGURATION / "config.json").read_text())["lambda_functions"]
    watched = {json.dumps(metric["Dimensions"]) for name in silent for metric in metrics_of(SINGLE[name])}
    for job in ("tick", "stream"):
        assert job in config
        assert any(f"laurel-${{Stage}}-{job}" in dimensions for dimensions in watched)


def test_no_alarm_hangs_on_a_region() -> None:
    """Figures of CDN and its certificate are in one region: the clock visits the site instead."""
    spaces = {metric["Namespace"] for alarm in SINGLE.values() for metric in metrics_of(alarm)}
    assert not spaces & {"AWS/CloudFront", "AWS/CertificateManager"}
    assert [name for name in ALARMS if "Condition" in WATCH[name]] == []


def test_a_few_slow_requests_are_no_alarm() -> None:
    [whole] = [part for part in SINGLE["ApiSlow"]["Metrics"] if "Expression" in part]
    assert whole["Expression"] == "IF(requests >= 40, slow, 0)"


def test_the_manual_names_who_is_called_and_the_mail_to_confirm() -> None:
    step = (ROOT / "docs/operate.md").read_text().split("3. **Deploy.**")[1].split("4. **Examine")[0]
    assert "--alarms" in step
    assert "Subscription Confirmation" in step


def test_every_alarm_has_a_page_and_every_page_an_alarm() -> None:
    listed = re.findall(r"^\| \[([a-z-]+)\]", (RUNBOOKS / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(path.stem for path in PAGES) == sorted(map(page_of, ALARMS))


@pages
def test_a_page_says_what_it_means_what_is_seen_where_to_look_what_to_do_and_when_to_call(page: Path) -> None:
    text = page.read_text("utf-8")
    assert f"`laurel-<stage>-{page.stem}`" in text
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == HEADINGS
    look = text.split("## Look first", 1)[1].split("## Mend", 1)[0]
    assert re.findall(r"^(\d)\. ", look, re.MULTILINE) == ["1", "2", "3"]
    assert look.count("```") == 6


def test_every_function_has_an_alarm_for_its_errors() -> None:
    config = json.loads((templates.CONFIGURATION / "config.json").read_text())["lambda_functions"]
    watched = {
        json.dumps(metric["Dimensions"])
        for alarm in ALARMS.values()
        for metric in metrics_of(alarm)
        if (metric["Namespace"], metric["MetricName"]) == ("AWS/Lambda", "Errors")
    }
    named = {"${ApiFunction}" if name == "api_handler" else f"laurel-${{Stage}}-{name}" for name in config}
    spelled = {json.dumps([{"Name": "FunctionName", "Value": {"Fn::Sub": name}}]) for name in named}
    api = json.dumps([{"Name": "FunctionName", "Value": {"Ref": "ApiFunction"}}])
    assert watched == {api if "ApiFunction" in one else one for one in spelled}


def ours() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Our own metrics that alarms and dashboard look at: name, and names of dimensions."""
    for alarm in ALARMS.values():
        for metric in metrics_of(alarm):
            if metric["Namespace"] == telemetry.NAMESPACE:
                yield metric["MetricName"], tuple(d["Name"] for d in metric["Dimensions"])
    body = json.loads(WATCH["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    for widget in body["widgets"]:
        for metric in widget["properties"].get("metrics", []):
            plain = [part for part in metric if isinstance(part, str)]
            if plain[0] == telemetry.NAMESPACE:
                yield plain[1], tuple(plain[2::2])


def test_what_is_watched_of_ours_is_what_lines_tell() -> None:
    watched = set(ours())
    assert {name for name, _ in watched} == telemetry.METRICS.keys()
    assert [(n, d) for n, d in watched if d not in telemetry.METRICS[n][1]] == []


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Fenced blocks: what kind, and their text."""
    text = re.sub(r"^   ", "", page.read_text("utf-8"), flags=re.MULTILINE)
    yield from re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def queries(page: Path) -> list[str]:
    asked = [text for kind, text in blocks(page) if kind == "insights"]
    if page.suffix == ".yaml":
        body = json.loads(WATCH["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
        found = [w["properties"].get("query", "") for w in body["widgets"]]
        asked = [query.split("|", 1)[1] for query in found if query]
    return asked


def fields_of_lines() -> set[str]:
    """As the table of the runbooks' first page has them."""
    table = (RUNBOOKS / "README.md").read_text().split("## What a line holds", 1)[1]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "cloudformation/watch.yaml"], ids=lambda path: path.stem)
def test_queries_ask_for_fields_that_lines_hold(page: Path) -> None:
    known = fields_of_lines() | telemetry.METRICS.keys() | OF_THE_PLATFORM
    for query in queries(page):
        bare = re.sub(r"\"[^\"]*\"|'[^']*'|/[^/\n]+/", "", query)
        made = set(re.findall(r"\bas (\w+)", bare))
        asked = set(re.findall(r"@?[A-Za-z]\w*", bare)) - OF_QUERIES - made
        assert asked - known == set(), query


def commands(page: Path) -> Iterator[list[str]]:
    """The commands of a page, in blocks and within lines."""
    text = page.read_text("utf-8")
    inline = re.findall(r"`((?:aws|\.venv)[^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    fenced = [line for kind, block in blocks(page) if not kind for line in block.replace("\\\n", "").splitlines()]
    for line in [*inline, *fenced]:
        yield shlex.split(line)


@pytest.mark.parametrize("page", [*PAGES, RUNBOOKS / "README.md"], ids=lambda path: path.stem)
def test_commands_are_there_with_the_options_that_are_named(page: Path) -> None:
    for command in commands(page):
        if command[0] == "aws":
            assert _unknown_to_aws(command) == set(), command
        else:
            assert command[:3] == [".venv/bin/python", "-m", "ops"], command
            _parsed(command[3:])


def _unknown_to_aws(command: list[str]) -> set[str]:
    """Options that an operation of the AWS command line has not."""
    service, operation, *rest = command[1:]
    model = boto3.client(service, region_name=engines.REGION).meta.service_model
    [name] = [n for n in model.operation_names if xform_name(n, "-") == operation]
    shape = model.operation_model(name).input_shape
    known = {"--" + xform_name(member, "-") for member in (shape.members if shape else ())} | {"--query"}
    return {word for word in rest if word.startswith("--")} - known


def _parsed(arguments: list[str]) -> None:
    """Fails as the command line itself would."""
    module = importlib.import_module(operator.module_of(arguments[0]))
    parser = argparse.ArgumentParser(exit_on_error=False)
    module.add_arguments(parser)
    parser.parse_args(arguments[1:])


@pytest.fixture
def cloud(work: Path) -> Iterator[engines.Engine]:
    """A ministack that stands for a region of the China partition."""
    engine = engines.ministack(work / "watch", "cloudformation,cloudwatch,sns,sts")
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


GIVEN = {
    "Stage": "dev",
    "ApiName": "laurel-dev",
    "ApiFunction": "laurel-dev-api_handler",
    "TableName": "laurel-table",
    "DeadLettersName": "laurel-dead",
    "OperatorMail": "operator@example.cn",
    "TicketMail": "tickets@example.cn",
}


@pytest.mark.engine
def test_alarms_and_dashboard_stand_and_the_operator_is_asked_to_confirm(cloud: engines.Engine) -> None:
    """As far as this engine goes: it has no alarms over several metrics."""
    client = {
        name: boto3.client(name, region_name=engines.REGION, endpoint_url=cloud.endpoint)
        for name in ("cloudformation", "cloudwatch", "sns")
    }
    body = {**template(ROOT / "cloudformation/watch.yaml")}
    body["Resources"] = {name: r for name, r in WATCH.items() if _is_known(r)}
    stacks.deploy(client["cloudformation"], "laurel-watch-dev", stacks.body(json.dumps(body)), GIVEN, every=1)
    standing = client["cloudwatch"].describe_alarms(MaxRecords=100)["MetricAlarms"]
    named = {f"laurel-dev-{page_of(name)}" for name in SINGLE if "Metrics" not in SINGLE[name]}
    assert {alarm["AlarmName"] for alarm in standing} == named
    [near] = [alarm for alarm in standing if alarm["AlarmName"] == "laurel-dev-many-functions"]
    assert near["Threshold"] == 800
    [dashboard] = client["cloudwatch"].list_dashboards()["DashboardEntries"]
    told = client["cloudwatch"].get_dashboard(DashboardName=dashboard["DashboardName"])["DashboardBody"]
    assert "${" not in told
    assert json.loads(told)["widgets"][0]["properties"]["region"] == engines.REGION
    subscribed = client["sns"].list_subscriptions()["Subscriptions"]
    assert {one["Protocol"] for one in subscribed} == {"email"}
    assert sorted(one["Endpoint"] for one in subscribed) == ["operator@example.cn", "tickets@example.cn"]
    stage = Stage("dev", boto3.Session(region_name=engines.REGION), {"*": cloud.endpoint})
    what_the_doctor_says_of(stage, {f"laurel-dev-{page_of(n)}" for n in ALARMS} - named)


def what_the_doctor_says_of(stage: Stage, missing: set[str]) -> None:
    """That alarms are missing; who has not confirmed; that an alarm is mute; that one rings."""
    told = {result.what: result for result in checks.alarms(stage)}
    assert told["alarms"].ok is False
    assert missing == set(told["alarms"].words.split("; ")[0].removeprefix("missing: ").split(", "))
    waiting = [one for one in subscriptions(stage) if one["SubscriptionArn"] == PENDING]
    assert told["who hears alarms"].ok is not bool(waiting)
    for one in waiting:
        assert f"{one['Endpoint']} has not confirmed" in told["who hears alarms"].words
    cloudwatch = stage.client("cloudwatch")
    cloudwatch.set_alarm_state(AlarmName="laurel-dev-guessing", StateValue="ALARM", StateReason="tried")
    cloudwatch.disable_alarm_actions(AlarmNames=["laurel-dev-stream-age"])
    told = {result.what: result for result in checks.alarms(stage)}
    assert told["no alarm rings"].words.startswith("laurel-dev-guessing")
    assert told["silenced alarms"].words.startswith("laurel-dev-stream-age")


def test_a_mail_that_nobody_confirmed_is_named_and_nobody_at_all_too() -> None:
    operator = {"Endpoint": "operator@example.cn", "SubscriptionArn": PENDING}
    other = {"Endpoint": "b@example.cn", "SubscriptionArn": "arn:b"}
    [told] = checks._who_hears([operator, other])
    assert told.ok is False
    assert told.words.startswith("b@example.cn; operator@example.cn has not confirmed: open the link")
    [told] = checks._who_hears([other])
    assert told == checks.CheckResult("who hears alarms", True, "b@example.cn")
    [told] = checks._who_hears([])
    assert told.words == "nobody: python -m ops deploy --only watch --alarms MAIL"


def _is_known(resource: dict[str, Any]) -> bool:
    """As far as this engine goes."""
    unknown = {"AWS::CloudWatch::CompositeAlarm", "AWS::Budgets::Budget"}
    return "Metrics" not in resource["Properties"] and resource["Type"] not in unknown
